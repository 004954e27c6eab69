from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from app.evidence.arranging import NEARLY, Arranger
from app.question.kinds import asks_for
from app.question.question import Question
from index.generations import Generation
from index.retrieving import Hit
from index.sources import Passage

DEFINING = "defining#p1"


@pytest.fixture
def arranger(generation: Generation) -> Arranger:
    """Over points of which one answers what the Merrow is, and none anything else."""
    (point,) = generation.passages(list(generation.parties)[:1]).values()

    def passages(ids: Iterable[str]) -> dict[str, Passage]:
        what = ("What is the Merrow?",)
        return {key: replace(point, asked_as=what * (key == DEFINING)) for key in ids}

    held: Any = SimpleNamespace(passages=passages, register=generation.register)
    return Arranger(held)


def asked(text: str) -> Question:
    """A question as it stands."""
    return Question(text, text, text, "en", asks_for(text), None)


def hits(**scores: float) -> list[Hit]:
    """Hits by name; the one that says what something is, is `defining`."""
    return [Hit(f"{name}#p1", s, s, s, 0.0) for name, s in scores.items()]


def order(found: list[Hit]) -> list[str]:
    """Their names."""
    return [hit.passage_id.removesuffix("#p1") for hit in found]


@pytest.mark.parametrize(
    "text",
    ["what is the Merrow", "What's the Merrow, is it a ship?", "Merrow what is it"],
)
def test_what_something_is_comes_first_where_that_is_asked(
    arranger: Arranger, text: str
) -> None:
    found = arranger.introducing(hits(one=1.0, two=0.9, defining=0.8), asked(text))
    assert order(found) == ["defining", "one", "two"]
    assert found[1].score > NEARLY * found[0].score


def test_of_two_that_introduce_the_one_of_a_source_titled_so_goes_first(
    generation: Generation,
) -> None:
    (point,) = generation.passages(list(generation.parties)[:1]).values()
    point = replace(point, asked_as=("Who is Voss?",))
    titles = {"old#p1": "Captain Voss", "new#p1": "Harriet Voss"}
    held: Any = SimpleNamespace(
        passages=lambda ids: {key: replace(point, title=titles[key]) for key in ids},
        register=generation.register,
    )
    found = Arranger(held).introducing(
        hits(old=1.0, new=0.9), asked("Who is Harriet Voss?")
    )
    assert order(found) == ["new", "old"]


def test_what_is_far_from_the_best_isnt_moved_up(arranger: Arranger) -> None:
    given = hits(one=1.0, two=0.9, defining=0.5)
    assert arranger.introducing(given, asked("what is the Merrow")) == given


def test_elsewhere_nothing_moves(arranger: Arranger) -> None:
    given = hits(defining=1.0, one=0.9, two=0.8)
    for text in ("Did the Merrow sink that night?", "Who steered the Merrow?"):
        assert arranger.introducing(given, asked(text)) == given


def test_where_no_side_year_or_kind_is_asked_for_nothing_moves(
    arranger: Arranger,
) -> None:
    given = hits(one=1.0, two=0.99)
    assert arranger.arranged(given, asked("Did they cut the buoys?")) == given


def test_a_point_that_answers_such_questions_steps_before_its_equals(
    generation: Generation,
) -> None:
    (point,) = generation.passages(list(generation.parties)[:1]).values()
    why = replace(point, asked_as=("Why did it sink?", "the reason it sank"))
    when = replace(point, asked_as=("When did it sink?", "sank on which date"))

    def passages(ids: Iterable[str]) -> dict[str, Passage]:
        return {key: {"why#p1": why, "when#p1": when}[key] for key in ids}

    held: Any = SimpleNamespace(passages=passages, register=generation.register)
    given = hits(when=1.0, why=0.95)
    found = Arranger(held)
    assert order(found.arranged(given, asked("Why was it lost?"))) == ["why", "when"]
    assert order(found.arranged(given, asked("When was it lost?"))) == ["when", "why"]
    assert order(found.arranged(given, asked("Was it lost?"))) == ["when", "why"]


@pytest.mark.parametrize(
    ("text", "told", "expected"),
    [
        ("Who was to blame in 2021?", "1994", ["two", "one"]),
        ("Who was to blame in 2021?", "2019", ["one", "two"]),
        ("Who was to blame in 1996?", "1994", ["one", "two"]),
        ("Who was to blame?", "1994", ["one", "two"]),
    ],
)
def test_what_happened_long_before_the_years_asked_about_steps_back(
    generation: Generation, text: str, told: str, expected: list[str]
) -> None:
    (point,) = generation.passages(list(generation.parties)[:1]).values()
    old = replace(point, event_date=told, text="Nobody was to blame.")

    def passages(ids: Iterable[str]) -> dict[str, Passage]:
        new = replace(point, event_date="2021")
        return {key: old if key == "one#p1" else new for key in ids}

    held: Any = SimpleNamespace(passages=passages, register=generation.register)
    found = Arranger(held).arranged(hits(one=1.0, two=0.9), asked(text))
    assert order(found) == expected
