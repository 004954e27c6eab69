"""Is a follow-up understood as what it means after the turns before it?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from eval.cases import STANDALONE, Expect
from eval.flagging import raised
from eval.library import View, some
from eval.results import Score


def scores(group: Sequence[View]) -> Iterator[Score]:
    """Whether the follow-up raises and cites what the question in full should."""
    views = {view.result.variant: view for view in group}
    turn = views.get("")
    if turn is not None and turn.case.kind == "follow-up":
        yield _understood(turn, views.get(STANDALONE))


def _understood(turn: View, full: View | None) -> Score:
    """1 where all due claims are flagged, or the same ones as for the full question,
    and a point or source that is needed is cited; how many of them, recall@5 says.
    """
    expect = turn.case.expect
    found = raised(expect, turn.answer)
    missed = set(expect.must_flag) - found
    like_full = full is not None and found == raised(expect, full.answer)
    cited = _cited(turn, expect)
    faults = []
    if turn.answer.outcome != expect.outcome:
        faults.append(f"{turn.answer.outcome} instead of {expect.outcome}")
    if missed and not like_full:
        faults.append(f"not flagged: {some(missed)}")
    if expect.must_have and not cited:
        faults.append(f"none cited of {some(_needed(expect))}")
    reason = some(faults, none="understood")
    return turn.yes("follow-up-accuracy", not faults, reason)


def _cited(view: View, expect: Expect) -> set[str]:
    """The needed points and sources that the answer cites."""
    held = {c.passage_id for c in view.answer.citations}
    held |= {c.source_id for c in view.answer.citations}
    return held & _needed(expect)


def _needed(expect: Expect) -> set[str]:
    """All points and sources that meet one of the needs."""
    return {point for need in expect.must_have for point in need}
