"""How the claim models do on questions held out, a fold of the cases at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.model_selection import GroupKFold

from app.flagging import near_claims
from eval import intervals
from eval.cases import Case
from eval.fitting import fit_ranking, fit_touching
from eval.results import Figure
from eval.sampling import CLAIM_KINDS, Gathered, touching_row
from index.corpora import Register
from index.matching import ClaimMatch
from index.nearness import in_time

FOLDS = 10
_THRESHOLDS = [step / 100 for step in range(30, 95)]
_EQUAL = 0.02
"""Gains that differ by less, about a standard error of one, are taken for equal."""
_FALSE = 0.05
"""Controls falsely flagged, as a share, up to which flag recall goes first."""


@dataclass(frozen=True, slots=True)
class Held:
    """One question as models see it that were fitted without its case."""

    case: Case
    touched: float
    """The probability that it touches a claim."""
    ranks: np.ndarray
    """Rank scores of the claims, shape (claims,)."""


def held_out(gathered: Gathered, progress: Callable[[int], None]) -> list[Held]:
    """Every question that says something on flags, judged without its fold's cases."""
    rows = [row for row in gathered.rows if _counts(row.case)]
    folds = GroupKFold(FOLDS, shuffle=True, random_state=0)
    found = []
    cases = [row.case.id for row in rows]
    for number, (_, left_out) in enumerate(folds.split(rows, groups=cases), start=1):
        held = [rows[index] for index in left_out]
        samples = gathered.samples(without={row.case.id for row in held})
        ranking = fit_ranking(samples, gathered.matcher)
        touching = fit_touching(samples, gathered.matcher, ranking)
        for row in held:
            features = touching_row(row.sample, gathered.matcher, ranking)
            touched = float(touching.probability(features)[0])
            ranks = in_time(ranking.score(row.sample.table), row.sample.near)
            found.append(Held(row.case, touched, ranks))
        progress(number)
    return found


def thresholds(
    held: Sequence[Held], register: Register, now: dict[str, float]
) -> dict[str, float]:
    """The thresholds, with the lowest `touch` of those at which flag recall less false
    flags is about highest that keeps the false flags rare; where none does, the
    highest of them.
    """

    def reached(touch: float) -> tuple[float, float]:
        chosen = now | {"touch": touch}
        values = {f.measure: f.value for f in figures(held, register, chosen)}
        false = values.get("false-flag-rate", 0.0)
        return values.get("flag-recall", 0.0) - false, false

    found = {touch: reached(touch) for touch in _THRESHOLDS}
    best = max(gain for gain, _ in found.values())
    equal = [touch for touch, (gain, _) in found.items() if gain >= best - _EQUAL]
    rare = (touch for touch in equal if found[touch][1] <= _FALSE)
    return now | {"touch": min(rare, default=max(equal))}


def figures(
    held: Sequence[Held], register: Register, thresholds: dict[str, float]
) -> list[Figure]:
    """What the claim models alone reach with these thresholds."""
    ids = [claim.id for claim in register.claims]
    flagged = []
    for one in held:
        scores = one.touched * np.exp(one.ranks - one.ranks.max())
        order = sorted(range(len(ids)), key=lambda row: -scores[row])
        matches = [ClaimMatch(ids[r], float(scores[r]), "question") for r in order]
        near = near_claims(matches, register, thresholds)
        flagged.append((one.case, [match.claim_id for match in near]))
    contested = {claim.id for claim in register.claims if claim.contested}
    return list(_figures(flagged, contested))


def _counts(case: Case) -> bool:
    """Whether a question says something on flags: one is due, or none at all."""
    due = case.kind in CLAIM_KINDS and case.expect.must_flag
    return bool(due) or case.kind == "control"


def _figures(
    flagged: Iterable[tuple[Case, list[str]]], contested: set[str]
) -> Iterator[Figure]:
    primary: list[float] = []
    recalled: list[tuple[float, float]] = []
    false: list[float] = []
    for case, raised in flagged:
        due = set(case.expect.must_flag)
        if due:
            primary.append(float(bool(raised) and raised[0] in due))
            recalled.append((len(due & set(raised)), len(due)))
        if case.kind == "control":
            wrong = contested & set(raised) - due - set(case.expect.may_flag)
            false.append(float(bool(wrong)))
    yield from _figure("primary-flag-recall", [(hit, 1.0) for hit in primary])
    yield from _figure("flag-recall", recalled)
    yield from _figure("false-flag-rate", [(hit, 1.0) for hit in false])


def _figure(name: str, rows: list[tuple[float, float]]) -> Iterator[Figure]:
    if rows:
        gained, possible = zip(*rows, strict=True)
        value, low, high = intervals.ratio(gained, possible)
        yield Figure(measure=name, value=value, low=low, high=high, n=len(rows))
