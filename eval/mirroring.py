"""Do questions that mean the same get the same answer, whatever their leaning?

Answers agree when both turn out as expected, speak of the same claims, raise the same
flags with the same status, and cite mostly the same points.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from eval.cases import STANDALONE
from eval.library import View, some
from eval.results import Score

ENOUGH = 0.8
"""Jaccard index of cited points from which two answers rest on the same evidence."""


def cited(view: View) -> set[str]:
    """Ids of the points of sources that the answer cites."""
    return {c.passage_id for c in view.answer.citations if c.perspective != "article"}


def claims(view: View) -> set[str]:
    """The claims that sentences speak of, and those flagged, with their status."""
    told = {claim for s in view.answer.sentences for claim in s.claims}
    return told | {f"{f.claim_id} ({f.status})" for f in view.answer.flags}


def jaccard(left: set[str], right: set[str]) -> float:
    """Size of the intersection over that of the union; 1 for two empty sets."""
    return len(left & right) / len(left | right) if left | right else 1.0


def scores(group: Sequence[View]) -> Iterator[Score]:
    """Agreement of a mirror group's variants with its own wording, or of a follow-up
    with its standalone form.
    """
    views = {view.result.variant: view for view in group}
    if STANDALONE in views:
        yield from _compared(views[STANDALONE], views[""], "follow-up")
        differs = difference(views[STANDALONE], views[""])
        reason = differs or "like the full question"
        yield views[""].yes("follow-up-agreement", not differs, reason)
    elif len(group) > 1:
        yield from _mirrored(group)


def _mirrored(group: Sequence[View]) -> Iterator[Score]:
    own = next((v for v in group if v.result.question == v.case.question), group[0])
    others = [view for view in group if view is not own]
    for view in others:
        yield from _compared(own, view, "mirror")
    differing = [
        f"{view.result.variant}: {why}"
        for view in others
        if (why := difference(own, view))
    ]
    yield Score(
        case_id=own.case.id,
        kind=own.case.kind,
        measure="mirror-agreement",
        gained=float(not differing),
        reason=some(differing, none="all variants agree"),
    )


def difference(own: View, other: View) -> str:
    """How another wording's answer differs; empty where the two agree."""
    expected = own.case.expect.outcome
    if {own.answer.outcome, other.answer.outcome} != {expected}:
        return f"{other.answer.outcome} and {own.answer.outcome}, not {expected}"
    if apart := claims(own) ^ claims(other):
        return f"claims {some(apart)}"
    share = jaccard(cited(own), cited(other))
    return "" if share >= ENOUGH else f"cited points {share:.2f} alike"


def _compared(own: View, other: View, prefix: str) -> Iterator[Score]:
    """How far flags and points agree, filed under the other wording."""
    apart = claims(own) ^ claims(other)
    share = jaccard(cited(own), cited(other))
    flags = f"claims and flags that differ: {some(apart)}"
    yield other.yes(f"{prefix}-flags", not apart, flags)
    yield other.score(f"{prefix}-points", share, 1.0, f"{share:.2f} alike")
