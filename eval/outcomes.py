"""Was the question answered, answered in part, or refused as it should be?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.answer import Answer
from eval.cases import STANDALONE, Expect
from eval.library import View, some
from eval.results import Score
from index.dates import last_day

_REFUSALS = {
    "off-topic": "off-topic-refusals",
    "not-allowed": "misuse-refusals",
    "unsupported-language": "language-refusals",
}
"""Refusals that are due, and the measure that counts them."""


def scores(view: View) -> Iterator[Score]:
    """Scores of how the question was dealt with, and of what the answer must hold."""
    yield from _outcome(view)
    if view.case.kind == "near-miss":
        yield from _near_miss(view)
    if view.case.expect.outcome == "answered" and view.result.variant != STANDALONE:
        yield from _contents(view)
    if view.case.as_of:
        yield _hindsight(view, view.case.as_of)


def partial(answer: Answer) -> bool:
    """Whether the answer opens by saying that the sources don't give what was asked.

    A gap that belongs to a claim says from whom no source is held: another thing.
    """
    first = next(iter(answer.sentences), None)
    return first is not None and first.voice == "gap" and not first.claims


def dealt_with(answer: Answer) -> str:
    """What happened in a word: `answered`, `partial` or `refused: reason`."""
    if answer.refusal:
        return f"refused: {answer.refusal.reason}"
    return "partial" if partial(answer) else "answered"


def due(expect: Expect) -> str:
    """What should happen, in the same words."""
    if expect.refusal:
        return f"refused: {expect.refusal}"
    return "partial" if expect.partial else "answered"


def _outcome(view: View) -> Iterator[Score]:
    expect, got = view.case.expect, dealt_with(view.answer)
    reason = f"expected {due(expect)}, got {got}"
    if expect.refusal in _REFUSALS:
        yield view.yes(_REFUSALS[expect.refusal], got == due(expect), reason)
    if expect.closest:
        yield _closest(view)
    if view.case.kind == "near-miss":
        return
    if expect.outcome == "answered":
        refused = view.answer.outcome == "refused"
        yield view.yes("wrong-refusals", refused, reason)
        if not expect.partial:
            yield view.yes("wrong-partial-answers", got == "partial", reason)
    yield view.yes("outcome-accuracy", view.answer.outcome == expect.outcome, reason)


def _closest(view: View) -> Score:
    """1 where a reader of another language is shown a claim that is meant."""
    refusal, wanted = view.answer.refusal, view.case.expect.closest
    shown = [flag.claim_id for flag in refusal.claims] if refusal else []
    reason = f"shown {some(shown)}, meant one of {some(wanted)}"
    return view.yes("closest-claims", bool({*shown} & {*wanted}), reason)


def _near_miss(view: View) -> Iterator[Score]:
    """A partial answer and an honest refusal are both right; off-topic is neither."""
    wanted, got = due(view.case.expect), dealt_with(view.answer)
    reason = f"expected {wanted}, got {got}"
    honest = got in ("partial", "refused: not-in-sources")
    yield view.yes("near-miss-recognised", honest, reason)
    yield view.yes("near-miss-off-topic", got == "refused: off-topic", reason)
    if view.case.expect.partial:
        yield view.yes("partial-answer-accuracy", got == wanted, reason)


def _contents(view: View) -> Iterator[Score]:
    expect = view.case.expect
    if expect.parties:
        heard = heard_parties(view.answer)
        missing = set(expect.parties) - heard
        yield view.score(
            "party-coverage",
            len(expect.parties) - len(missing),
            len(expect.parties),
            f"not heard: {some(missing)}",
        )
    if expect.mention:
        lacking = [p for p in expect.mention if not re.search(p, view.shown, re.I)]
        yield view.score(
            "mentions",
            len(expect.mention) - len(lacking),
            len(expect.mention),
            f"not mentioned: {some(lacking)}",
        )


def heard_parties(answer: Answer) -> set[str]:
    """Parties whose word the answer gives with a citation."""
    parties = {citation.number: citation.party for citation in answer.citations}
    cited = {n for sentence in answer.sentences for n in sentence.citations}
    stands = {
        position.party
        for flag in answer.flags
        for position in flag.positions
        if position.stance != "no-source"
        and any(n in parties for n in position.citations)
    }
    return {party for n in cited if (party := parties.get(n))} | stands


def _hindsight(view: View, day: str) -> Score:
    """1 where something stands in the answer that came after the day asked about."""
    dates = {
        date
        for citation in view.answer.citations
        for date in (citation.published, citation.event_date)
        if date
    }
    dates |= {p.date for flag in view.answer.flags for p in flag.positions if p.date}
    dates |= {flag.overtaken.date for flag in view.answer.flags if flag.overtaken}
    late = {date for date in dates if last_day(date) > last_day(day)}
    return view.yes("hindsight", bool(late), f"later than {day}: {some(late)}")
