from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from app.question.traits import (
    asks_briefly,
    asks_contents,
    asks_for_opponents,
    defines,
    mentioned,
    on_service,
    thanks,
)


@pytest.mark.parametrize(
    ("trait", "text"),
    [
        (defines, "What is the North Basin?"),
        (defines, "who was Harriet Voss"),
        (defines, "So what are survey buoys?"),
        (asks_contents, "What does the joint berthing agreement say?"),
        (asks_contents, "List the points of the judgment"),
        (asks_contents, "what's in the agreement of 2019"),
        (asks_contents, "terms of the ceasefire deal"),
        (asks_for_opponents, "Who disagrees?"),
        (asks_for_opponents, "Who says the quay was not needed?"),
        (asks_for_opponents, "Do any experts see it differently?"),
        (asks_for_opponents, "What speaks against it?"),
        (on_service, "Hi"),
        (on_service, "what can you do"),
        (on_service, "Are you an AI?"),
    ],
)
def test_a_trait_is_told_from_the_words(
    trait: Callable[[str], bool], text: str
) -> None:
    assert trait(text)


@pytest.mark.parametrize(
    ("trait", "text"),
    [
        (defines, "What is it?"),
        (defines, "What is said of the North Basin?"),
        (defines, "Who is the harbour named after?"),
        (defines, "What was the quay that the company built in 2023 made of?"),
        (asks_contents, "What does the agreement say about berths?"),
        (asks_contents, "When was the agreement signed?"),
        (asks_for_opponents, "Who says so?"),
        (asks_for_opponents, "Who rammed the Merrow?"),
        (on_service, "Who are you accusing?"),
        (on_service, "What are the residents doing?"),
        (on_service, "Say hi to the fishermen"),
    ],
)
def test_a_trait_isnt_seen_where_it_isnt(
    trait: Callable[[str], bool], text: str
) -> None:
    assert not trait(text)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Does the author mention the herring?", "the herring"),
        ("What does the author say?", ""),
        (
            "what does it claim about the herring and does it say why",
            "the herring",
        ),
        ("does this text deal with the buoys anywhere", "the buoys"),
        ("Is the ferry discussed?", ""),
    ],
)
def test_what_a_mention_is_asked_of_is_told(text: str, what: str) -> None:
    assert mentioned(text) == what


@pytest.mark.parametrize(
    "text",
    ["what is " + "a" * 1900 + " of", "what is " + "a b " * 450 + "of",
     "some say " * 200, "who says " + "not " * 450,
     "what is in " + "law " * 450 + "x, of"],
)  # fmt: skip
@pytest.mark.parametrize(
    "trait", [asks_contents, asks_for_opponents, defines, mentioned, on_service]
)
def test_the_longest_question_is_read_in_no_time(
    trait: Callable[[str], object], text: str
) -> None:
    started = time.perf_counter()
    trait(text)
    assert time.perf_counter() - started < 0.5


@pytest.mark.parametrize(
    "text",
    [
        "thanks!",
        "ok thx bye",
        "Thank you for the answer",
        "great, thanks a lot",
        "thanks, that's really sad",
        "Thank you, very helpful!",
    ],
)
def test_thanks_are_told_from_questions(text: str) -> None:
    assert thanks(text)
    assert on_service(text)
    assert not thanks("thanks, but who began it?")
    assert not thanks("thanks, that was before the war?")


@pytest.mark.parametrize(
    "text",
    ["in short?", "explain it simpler please", "tl;dr", "can you make it shorter"],
)
def test_a_wish_for_fewer_words_is_told(text: str) -> None:
    assert asks_briefly(text)
    assert not asks_briefly("who broke it first, in short")
    assert not asks_briefly("summarise the treaty")


@pytest.mark.parametrize(
    "text", ["so much " * 250, "in " * 650, "ok " * 650, "please " * 280]
)
def test_the_longest_turn_is_read_in_no_time(text: str) -> None:
    started = time.perf_counter()
    asks_briefly(text)
    thanks(text)
    defines(text)
    assert time.perf_counter() - started < 1


@pytest.mark.parametrize(
    ("text", "of_service"),
    [
        ("You sound like you're taking their side", True),
        ("are you biased towards one side?", True),
        ("Whose side are you on?", True),
        ("who pays you", True),
        ("you only tell the company's version", True),
        ("Do you always quote the court, or is there a survey?", False),
        ("this site is propaganda", True),
        ("Is the article biased?", False),
        ("You are so biased. How many boats were hit?", False),
        ("Do you think that the court is biased?", False),
        ("Why do you take the side of the company on the quay? It sank.", False),
    ],
)
def test_a_reproach_to_this_service_is_told_from_a_question(
    text: str, of_service: bool
) -> None:
    assert on_service(text) == of_service


@pytest.mark.parametrize("text", ["are you " * 250, "a b " * 500, "you sound " * 200])
def test_the_longest_reproach_is_read_in_no_time(text: str) -> None:
    started = time.perf_counter()
    on_service(text)
    assert time.perf_counter() - started < 0.5
