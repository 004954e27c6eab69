"""Did retrieval bring what a question needs? Measures of ir-measures and ndeval.

Two rankings are measured. The plain one is what retrieval finds by meaning and words.
The other one, under the standard names, is what the answer makes of it: the evidence
that it shows, grouped by party, in the order in which a reader meets it; then the rest.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import ir_measures
from ir_measures import RR, Measure, R, alpha_nDCG, nDCG

from eval.cases import STANDALONE
from eval.library import View, some
from eval.results import Score
from index.sources import ARTICLE

DEPTH = 10
PLAIN = "plain-"
"""What the names of measures begin with that look at the plain ranking."""
_NEEDS = {"recall@5": R @ 5, "nDCG@10": nDCG @ 10, "MRR@10": RR @ 10}


def ranked_needs(ranked: Sequence[str], needs: Sequence[Sequence[str]]) -> list[str]:
    """The ranking, in which the first passage that meets a need stands for that need.

    A need lists what meets it: `source_id#point` or a whole `source_id`. A further
    passage that meets it keeps its place and counts for nothing.
    """
    unmet = {name_of(need): set(need) for need in needs}
    found: list[str] = []
    for passage_id in ranked:
        met = {passage_id, passage_id.split("#")[0]}
        name = next((name for name, held in unmet.items() if held & met), passage_id)
        unmet.pop(name, None)
        found.append(name)
    return found


def name_of(need: Sequence[str]) -> str:
    """A need's name in a ranking."""
    return "need: " + " or ".join(need)


def measured(
    ranked: Sequence[str],
    relevant: Mapping[str, Mapping[str, int]],
    names: Mapping[str, Measure],
) -> dict[str, float]:
    """Values of rank measures for one question; `relevant` is subtopic to grades."""
    qrels = [
        ir_measures.Qrel("q", document, grade, subtopic)
        for subtopic, grades in relevant.items()
        for document, grade in grades.items()
    ]
    run = [
        ir_measures.ScoredDoc("q", document, float(len(ranked) - rank))
        for rank, document in enumerate(ranked)
    ]
    by_object = {measure: name for name, measure in names.items()}
    if not run:
        return dict.fromkeys(names, 0.0)
    found = ir_measures.calc_aggregate(list(by_object), qrels, run)
    return {by_object[measure]: float(value) for measure, value in found.items()}


def plain(ranked: Sequence[str], relevant: Mapping[str, int]) -> dict[str, float]:
    """recall@5, nDCG@10 and MRR@10 of one question."""
    return measured(ranked, {"0": relevant}, _NEEDS)


def diverse(ranked: Sequence[str], subtopics: Mapping[str, Mapping[str, int]]) -> float:
    """alpha-nDCG@10 of one question, alpha .5."""
    name = "alpha-nDCG@10"
    return measured(ranked, subtopics, {name: alpha_nDCG @ DEPTH})[name]


def grouped(view: View) -> list[str]:
    """Passages as the answer brings them together, then those only retrieved."""
    shown = [c.passage_id for c in view.answer.citations if c.perspective != ARTICLE]
    return list(dict.fromkeys([*shown, *view.result.ranked]))


def scores(view: View) -> Iterator[Score]:
    """Rank scores of one question, where points or two-sided claims are expected."""
    if view.result.variant == STANDALONE:
        return
    for prefix, ranked in (("", grouped(view)), (PLAIN, list(view.result.ranked))):
        yield from _needed(view, prefix, ranked)
        yield from _two_sided(view, prefix, ranked)


def _needed(view: View, prefix: str, ranked: Sequence[str]) -> Iterator[Score]:
    needs = view.case.expect.must_have
    if not needs:
        return
    ranked = ranked_needs(ranked, needs)
    names = [name_of(need) for need in needs]
    missing = set(names) - set(ranked[:5])
    reason = f"not in the first five: {some(missing)}"
    for measure, value in plain(ranked, dict.fromkeys(names, 1)).items():
        yield view.score(prefix + measure, value, 1.0, reason)


def _two_sided(view: View, prefix: str, ranked: Sequence[str]) -> Iterator[Score]:
    stances = view.library.stances
    claims = [claim for claim in view.case.expect.must_flag if claim in stances]
    if not claims:
        return
    # ndeval gives a document of several subtopics its share of each: one per stance.
    subtopics = {
        f"{claim} {stance}": dict.fromkeys(points, 1)
        for claim in claims
        for stance, points in stances[claim].items()
    }
    top = set(ranked[:DEPTH])
    missing = [side for side, points in subtopics.items() if not set(points) & top]
    lacking = {side.split()[0] for side in missing}
    reason = f"no evidence in the first ten for: {some(missing)}"
    both = len(claims) - len(lacking)
    yield view.score(f"{prefix}both-sides@10", both, len(claims), reason)
    yield view.score(f"{prefix}alpha-nDCG@10", diverse(ranked, subtopics), 1.0, reason)
