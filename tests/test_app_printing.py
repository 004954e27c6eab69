from __future__ import annotations

from typing import get_args

import pytest

from app.answering import Answerer
from app.printing import STATUS, printed
from index.claims import Status


def shown(answerer: Answerer, question: str) -> list[str]:
    """The lines of a printed answer."""
    return printed(answerer.answer(question)).splitlines()


def test_every_status_has_words_of_its_own() -> None:
    assert set(STATUS) == set(get_args(Status))
    assert len(set(STATUS.values())) == len(STATUS)


def test_sentences_come_first_with_their_numbers(answerer: Answerer) -> None:
    first = shown(answerer, "Was the line of boats a siege?")[0]
    assert first == "The article says: “A harbour under siege” [1]"


def test_a_flag_says_whose_stance_is_which(answerer: Answerer) -> None:
    lines = shown(answerer, "Was the line of boats a siege?")
    flag, of_the_same_dispute = (line for line in lines if line.startswith("⚑"))
    assert "the fishing boat Sea Holly" in of_the_same_dispute
    assert flag == (
        "⚑ The article's words in paragraph 5, “A harbour under siege”, are contested: "
        "Port company (supports), Fishermen's cooperative (disputes), "
        "Saltgate residents (no-source)."
    )


def test_a_settled_claim_is_printed_without_a_flag(answerer: Answerer) -> None:
    lines = shown(answerer, "How long is the Old Quay?")
    assert not any(line.startswith("⚑") for line in lines)


@pytest.mark.parametrize(
    ("question", "origin"),
    [
        ("Did the Sea Holly ram the Merrow?", "(our summary, reported)"),
        ("Was the line of boats a siege?", "(original, confirmed)"),
    ],
)
def test_a_citation_says_whose_words_are_shown(
    answerer: Answerer, question: str, origin: str
) -> None:
    lines = shown(answerer, question)
    cited = [line for line in lines if line.startswith("[")]
    assert any(origin in line for line in cited)
    assert all("https://" in line for line in cited)


def test_every_number_printed_is_explained_below(answerer: Answerer) -> None:
    answer = answerer.answer("Does the Coast Act require an environmental assessment?")
    text = printed(answer)
    shown = {number for s in answer.sentences for number in s.citations}
    for citation in answer.citations:
        line = f"\n[{citation.number}] {citation.publisher}: "
        assert (line in text) == (citation.number in shown)


def test_citations_of_flags_alone_are_counted(answerer: Answerer) -> None:
    answer = answerer.answer("Should the town live from ships or from fish?")
    shown = {number for s in answer.sentences for number in s.citations}
    more = len(answer.citations) - len(shown)
    assert more
    assert f"({more} more behind the flags" in printed(answer)


def test_a_refusal_is_printed_with_what_would_help(answerer: Answerer) -> None:
    answer = answerer.answer("What is the capital of Australia?")
    assert answer.refusal
    assert printed(answer).splitlines() == [
        answer.refusal.message, answer.refusal.would_help,
    ]  # fmt: skip
