from __future__ import annotations

from dataclasses import replace

import pytest

from app.composing.drafting import Span, nearest_sentence, supporting
from index.generations import Generation
from index.sources import Passage


def held(passage: Passage, **texts: str) -> dict[str, Passage]:
    """Passages of one sentence each, by id."""
    return {
        key: replace(passage, passage_id=key, text=text, sentences=((0, len(text)),))
        for key, text in texts.items()
    }


@pytest.fixture
def passage(generation: Generation) -> Passage:
    """Any passage of the harbour."""
    key = sorted(generation.parties)[-1]
    return generation.passages([key])[key]


def chosen(passages: dict[str, Passage], text: str, *, cited: str = "") -> list[str]:
    """Ids of what is cited for a text."""
    spans = supporting(text, [*passages], passages, [cited] if cited else [])
    return [span.passage_id for span in spans]


SAID = "The council rejected the enlargement of the Cold Basin by 9 votes to 4."


def test_one_that_says_it_all_is_cited_alone(passage: Passage) -> None:
    passages = held(passage, a="The council voted.", b=SAID, c="A basin is cold.")
    assert chosen(passages, SAID) == ["b"]


def test_one_that_alone_holds_a_number_is_cited_too(passage: Passage) -> None:
    passages = held(
        passage,
        a="The council rejected the enlargement of the Cold Basin by votes.",
        b="It was 9 to 4.",
    )
    assert chosen(passages, SAID) == ["a", "b"]


def test_one_that_alone_holds_a_quotation_is_cited_too(passage: Passage) -> None:
    text = (
        "The council of the town rejected the enlargement of the basin as “too dear”."
    )
    passages = held(
        passage,
        a="The council of the town rejected the enlargement of the dear basin too.",
        b="The basin was too dear.",
    )
    assert chosen(passages, text) == ["a", "b"]


def test_of_equals_the_one_that_is_cited_already_goes_first(passage: Passage) -> None:
    passages = held(passage, a=SAID, b=SAID)
    assert chosen(passages, SAID) == ["a"]
    assert chosen(passages, SAID, cited="b") == ["b"]


def test_what_isnt_held_isnt_cited(passage: Passage) -> None:
    assert supporting(SAID, ["gone#p1"], held(passage, a=SAID)) == ()


def test_the_sentence_that_comes_nearest_is_cited(passage: Passage) -> None:
    text = "The town is old. " + SAID
    two = replace(passage, text=text, sentences=((0, 16), (17, len(text))))
    assert nearest_sentence(two, SAID) == Span(two.passage_id, 17, len(text))
