"""How the claim models do on questions held out: each case left out in turn."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import numpy as np

from app.answering import MAX_FLAGS
from eval import intervals
from eval.fitting import fit_ranking, fit_touching
from eval.results import Figure
from eval.sampling import CLAIM_KINDS, Gathered, Row, Sample, touching_row
from index.corpora import Register
from index.matching import Linear, Matcher

Models = tuple[Linear, Linear]
"""What ranks the claims, and what says whether one is touched."""


def held_out(
    gathered: Gathered,
    register: Register,
    thresholds: dict[str, float],
    progress: Callable[[int], None],
) -> list[Figure]:
    """Figures of the claim models alone, fitted again without each case in turn."""
    rows = [row for row in gathered.rows if _counts(row)]
    cases = list(dict.fromkeys(row.case.id for row in rows))
    flagged: list[tuple[Row, list[str]]] = []
    for number, case_id in enumerate(cases, start=1):
        models = _without(gathered, case_id)
        for row in rows:
            if row.case.id == case_id:
                raised = flags(row.sample, gathered.matcher, models, thresholds)
                flagged.append((row, raised))
        progress(number)
    contested = {claim.id for claim in register.claims if claim.contested}
    return list(_figures(flagged, contested))


def flags(
    sample: Sample, matcher: Matcher, models: Models, thresholds: dict[str, float]
) -> list[str]:
    """The claims that a question raises by these models, best first."""
    ranking, touching = models
    touched = touching.probability(touching_row(sample, matcher, ranking))[0]
    if touched < thresholds["touch"]:
        return []
    ranks = ranking.score(sample.table)
    near = np.exp(ranks - ranks.max()) >= thresholds["beside"]
    best = sorted(np.flatnonzero(near), key=lambda row: -ranks[row])[:MAX_FLAGS]
    return [matcher.claim_ids[row] for row in best]


def _counts(row: Row) -> bool:
    """Whether a question says something on flags: one is due, or none at all."""
    due = row.case.kind in CLAIM_KINDS and row.case.expect.must_flag
    return bool(due) or row.case.kind == "control"


def _without(gathered: Gathered, case_id: str) -> Models:
    samples = gathered.samples(without=case_id)
    ranking = fit_ranking(samples, gathered.matcher)
    return ranking, fit_touching(samples, gathered.matcher, ranking)


def _figures(
    flagged: Iterable[tuple[Row, list[str]]], contested: set[str]
) -> Iterator[Figure]:
    primary: list[float] = []
    recalled: list[tuple[float, float]] = []
    false: list[float] = []
    for row, raised in flagged:
        due = set(row.case.expect.must_flag)
        if due:
            primary.append(float(bool(raised) and raised[0] in due))
            recalled.append((len(due & set(raised)), len(due)))
        if row.case.kind == "control":
            wrong = contested & set(raised) - due - set(row.case.expect.may_flag)
            false.append(float(bool(wrong)))
    yield from _figure("primary-flag-recall", [(hit, 1.0) for hit in primary])
    yield from _figure("flag-recall", recalled)
    yield from _figure("false-flag-rate", [(hit, 1.0) for hit in false])


def _figure(name: str, rows: list[tuple[float, float]]) -> Iterator[Figure]:
    if rows:
        gained, possible = zip(*rows, strict=True)
        value, low, high = intervals.ratio(gained, possible)
        yield Figure(measure=name, value=value, low=low, high=high, n=len(rows))
