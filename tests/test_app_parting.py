"""Several questions in one text, and what each of them gets."""

from __future__ import annotations

import time

import pytest

from app.answering import Answerer
from app.composing import compose
from app.framing import rest_unsaid
from app.material import Material
from app.parting import parts
from app.question import Question
from index.generations import Generation
from index.sources import Passage


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        (
            "When was the quay built, and who paid for it?",
            ["When was the quay built", "who paid for it?"],
        ),
        ("How many boats were there? Were they hit?",
         ["How many boats were there?", "Were they hit?"]),
        ("who dug the channel, how deep is it and did it silt up again",
         ["who dug the channel", "how deep is it", "did it silt up again"]),
        ("My boat lay there. Who rammed it or was it the wind?",
         ["My boat lay there. Who rammed it", "was it the wind?"]),
    ],
)  # fmt: skip
def test_questions_in_one_text_are_taken_apart(text: str, asked: list[str]) -> None:
    assert parts(text) == asked


@pytest.mark.parametrize(
    "text",
    [
        "Did the company and the fishermen agree?",
        "They came by night. Nobody saw them. Who were they?",
        "The men who steered and the men that were asleep",
        "Who rammed it and when? I lost it all.",
        "Who dug it? What did it cost? When did it silt up? Where does the mud lie?",
        "",
    ],
)
def test_one_question_stays_whole(text: str) -> None:
    assert parts(text) == [text]


@pytest.mark.parametrize(
    "text",
    ["and " * 500, "what and " * 222, ", how" * 400, "if so, " * 285, "? " * 1000,
     "in what " * 250, "who was the " * 166],
)  # fmt: skip
def test_the_longest_text_is_taken_apart_in_no_time(text: str) -> None:
    started = time.perf_counter()
    parts(text)
    assert time.perf_counter() - started < 0.5


def test_the_question_that_a_point_surely_answers_gets_it(answerer: Answerer) -> None:
    found = answerer.consider(
        "Is there any footage of the crash? Who paid the council?"
    )
    footage, paid = found.parts
    assert footage and "Is there any footage of the crash?" in footage.asked_as
    assert paid is None
    assert answerer.consider("Is there any footage of the crash?").parts == ()


def test_the_rest_is_said_to_be_open_after_the_part_that_is_answered(
    generation: Generation,
) -> None:
    point = _points(generation)[0]
    given = _material(generation, (point, None))
    first, second, *_ = compose(given).sentences
    assert first.text.startswith(point.text[:20])
    assert second == rest_unsaid(given)


def test_where_every_part_is_answered_nothing_is_said_to_be_open(
    generation: Generation,
) -> None:
    one, other = _points(generation)[0], _points(generation)[-1]
    draft = compose(_material(generation, (one, other)))
    assert not [s for s in draft.sentences if s.voice == "gap"]
    assert [s.evidence[0].passage_id for s in draft.sentences][:2] == [
        one.passage_id,
        other.passage_id,
    ]


def _points(generation: Generation) -> list[Passage]:
    of_sources = [
        key for key, (_, view) in generation.parties.items() if view != "article"
    ]
    return list(generation.passages(of_sources).values())


def _material(generation: Generation, answered: tuple[Passage | None, ...]) -> Material:
    """What may be told where points seem not to answer all that is asked."""
    question = Question("x", "x", "x", "en", "what", None)
    passages = _points(generation)[:2]
    return Material(
        question=question,
        register=generation.register,
        claims=[],
        passages=passages,
        cited={},
        article=[],
        answers=False,
        parts=answered,
    )
