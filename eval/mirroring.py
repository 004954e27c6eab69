"""Do questions that mean the same get the same answer, whatever their leaning?

Answers agree when both turn out as expected, raise the same flags with the same status,
and cite mostly the same points.
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


def flags(view: View) -> set[tuple[str, str]]:
    """The claims flagged, each with its status."""
    return {(flag.claim_id, flag.status) for flag in view.answer.flags}


def jaccard(left: set[str], right: set[str]) -> float:
    """Size of the intersection over that of the union; 1 for two empty sets."""
    return len(left & right) / len(left | right) if left | right else 1.0


def scores(group: Sequence[View]) -> Iterator[Score]:
    """Agreement of a case's variants with its own wording, or of a follow-up with its
    standalone form."""
    views = {view.result.variant: view for view in group}
    if STANDALONE in views:
        yield from _compared(views[""], views[STANDALONE], "follow-up")
        return
    own = next((v for v in group if v.result.question == v.case.question), group[0])
    for view in group:
        if view is not own:
            yield from _compared(own, view, "mirror")


def _compared(left: View, right: View, prefix: str) -> Iterator[Score]:
    """Scores of the second answer against the first, filed under the second."""
    shown = right if prefix == "mirror" else left
    same_flags = flags(left) == flags(right)
    share = jaccard(cited(left), cited(right))
    differing = {claim for claim, _ in flags(left) ^ flags(right)}
    reason = f"flags that differ: {some(differing)}; cited points {share:.2f} alike"
    outcomes = {left.answer.outcome, right.answer.outcome}
    expected = outcomes == {left.case.expect.outcome}
    same = expected and same_flags and share >= ENOUGH
    yield shown.yes(f"{prefix}-agreement", same, reason)
    yield shown.yes(f"{prefix}-flags", same_flags, reason)
    yield shown.score(f"{prefix}-points", share, 1.0, reason)
