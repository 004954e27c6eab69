"""Turns that press, or go over to somebody else or the next matter."""

from __future__ import annotations

import pytest

from app.question.understanding import Reader
from index.generations import Generation

DUTY = "Does the Coast Act require an environmental assessment?"


@pytest.fixture(scope="module")
def reader(generation: Generation) -> Reader:
    return Reader(generation)


@pytest.mark.parametrize(
    ("text", "asks_more"),
    [
        ("Did the ferry burn, yes or no?", True),
        ("And the ferry? Don't hide it.", True),
        ("Just say it: the ferry burnt.", False),
        ("Admit it. Why do you refuse?", False),
        ("Come on. The company lied, didn't it?", False),
        ("Does it require an assessment, yes or no?", False),
    ],
)
def test_a_turn_that_presses_is_heard_where_it_asks_something_more(
    reader: Reader, text: str, asks_more: bool
) -> None:
    standalone = reader.understand(text, [DUTY]).standalone
    assert standalone.endswith(text) == asks_more
    assert asks_more or standalone == DUTY


def test_a_turn_that_presses_gets_the_kind_of_answer_asked_for_before(
    reader: Reader,
) -> None:
    asked = "How many berths were there?"
    assert reader.understand("Come on, yes or no?", [asked]).asks == "how-many"
    pressed = [DUTY, "Is the article biased?"]
    assert reader.understand("Just admit it.", pressed).asks == "trust"


@pytest.mark.parametrize(
    "text",
    ["What about Voss, is she still there?", "Voss, so what happened to her?",
     "And the ferry? The quay had no room for it."],
)  # fmt: skip
def test_a_turn_on_somebody_it_names_or_the_next_matter_stands_alone(
    reader: Reader, text: str
) -> None:
    assert reader.understand(text, [DUTY]).standalone == text
