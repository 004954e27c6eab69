"""Several questions in one text, and what each of them gets."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from app.answering import Answerer
from app.composing.extractive import compose
from app.composing.framing import part_unsaid, rest_unsaid
from app.composing.material import Material
from app.evidence.considering import FIRST
from app.question.parting import Part, parts
from app.question.question import Question
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
        ("Old Quay - why was it closed & who paid for it",
         ["Old Quay - why was it closed", "who paid for it"]),
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
        "What about Voss, is she still there?",
        "And the old boats? Who took them?",
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
    assert footage.point
    assert "Is there any footage of the crash?" in footage.point.asked_as
    assert paid.point is None
    assert answerer.consider("Is there any footage of the crash?").parts == ()


@pytest.mark.parametrize(
    ("text", "least", "among_first"),
    [
        (
            "How did the council vote on the enlargement? "
            "Who cut the survey buoys adrift?",
            1,
            False,
        ),
        ("How far did herring landings fall? Who is Harriet Voss?", 0, True),
    ],
)
def test_the_question_on_which_least_was_found_gets_the_point_found_first_for_it(
    answerer: Answerer, text: str, least: int, among_first: bool
) -> None:
    found = answerer.consider(text)
    points = [part.point for part in found.parts]
    first = answerer.consider(parts(text)[least]).top[0]
    assert points[least] == first
    assert points[1 - least] is None
    assert (first in found.top[:FIRST]) == among_first
    told = [c.passage_id for c in answerer.answer(text).citations]
    assert first.passage_id in told


def test_a_question_without_an_answer_beside_another_is_said_to_be_open(
    answerer: Answerer,
) -> None:
    text = "How long is the Old Quay? How many herring were landed in 1990?"
    assert answerer.answer(text).sentences[-1].text == part_unsaid().text


@pytest.mark.parametrize(("left_open", "said"), [(True, 1), (False, 0)])
def test_a_question_that_seems_open_beside_others_is_said_to_be_at_the_end(
    generation: Generation, left_open: bool, said: int
) -> None:
    point = _points(generation)[0]
    given = _material(generation, (Part(point), Part(None, open=left_open)))
    draft = compose(replace(given, answers=True))
    assert draft.sentences.count(part_unsaid()) == said
    assert draft.sentences[0].voice == "attributed"


def test_the_rest_is_said_to_be_open_after_the_part_that_is_answered(
    generation: Generation,
) -> None:
    point = _points(generation)[0]
    given = _material(generation, (Part(point), Part(None)))
    first, second, *_ = compose(given).sentences
    assert first.text.startswith(point.text[:20])
    assert second == rest_unsaid(given)


def test_where_every_part_is_answered_nothing_is_said_to_be_open(
    generation: Generation,
) -> None:
    one, other = _points(generation)[0], _points(generation)[-1]
    draft = compose(_material(generation, (Part(one), Part(other))))
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


def _material(generation: Generation, answered: tuple[Part, ...]) -> Material:
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
