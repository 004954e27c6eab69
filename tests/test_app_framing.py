from __future__ import annotations

from dataclasses import replace

import pytest

from app.composing.framing import gap_text, unsaid
from app.composing.material import Material
from app.question.kinds import Asks
from app.question.question import UNNAMED, Question
from index.generations import Generation


def about(generation: Generation, asks: Asks) -> Material:
    """What there is on a question on which nothing was found."""
    question = Question("Was it so?", "Was it so?", "Was it so?", "en", asks, None)
    return Material(question, generation.register, [], [], {}, [])


@pytest.mark.parametrize(
    ("asks", "wanted"),
    [("how-many", "number"), ("when", "date"), ("where", "place"), ("who", "name"),
     ("why", "reason"), ("whether", "an answer")],
)  # fmt: skip
def test_a_gap_names_what_was_asked_for(
    generation: Generation, asks: Asks, wanted: str
) -> None:
    given = about(generation, asks)
    assert wanted in gap_text(given)
    assert gap_text(given).startswith("Our sources don't seem to give ")


def test_a_gap_that_may_be_none_is_told_as_one_that_may_be(
    generation: Generation,
) -> None:
    doubtful = replace(about(generation, "who"), in_doubt=True)
    assert gap_text(doubtful).endswith("our sources may not give exactly that name:")


@pytest.mark.parametrize(
    ("what", "named"),
    [
        ("lighthouse", "the word ‘lighthouse’"),
        ("lighthouse keeper", "the words ‘lighthouse keeper’"),
        ("old lighthouse keeper", "the words that you use for this"),
        (UNNAMED, "the words that you use for this"),
    ],
)
def test_what_the_article_has_no_word_of_is_named_in_few_words(
    what: str, named: str
) -> None:
    sentence = unsaid(what)
    assert sentence.text.startswith(f"The article doesn't use {named};")
    assert sentence.voice == "gap"
