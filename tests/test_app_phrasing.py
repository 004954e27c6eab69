"""Questions in the words that are searched."""

from __future__ import annotations

import time

import pytest

from app.question.understanding import Reader
from index.embedding import MiniLmEmbedding
from index.generations import Generation


@pytest.fixture(scope="module")
def reader(generation: Generation, embedding: MiniLmEmbedding) -> Reader:
    return Reader(generation)


@pytest.mark.parametrize(
    ("text", "searched"),
    [
        (
            "Liman hakkında size kısa bir sorum olacak. Who paid for the quay?",
            "Who paid for the quay?",
        ),
        ("“Jökull” is no ship. Who paid for the quay?", "“Jökull” is no ship."),
        ("hi I want to ask who paid for the quay?", "who paid for the quay?"),
        (
            "As a widow of one of the fishermen I'd like to know who paid for it",
            "fishermen: who paid for it",
        ),
        ("just one word, no excuses: who paid for the quay?", "who paid for the quay?"),
        ("Who paid? Pick one and show the sums.", "Who paid? Pick one and show"),
        ("Everyone knows. Was it 2000 years old?", "Was it thousands of years old?"),
        ("Was it built in 2000? Years ago?", "Was it built in 2000? Years ago?"),
        ("hi, I have to write a page for school on 2019. Who paid?", "2019: Who paid?"),
        ("Student here, exam tomorrow. Who paid? Keep it short pls", "Who paid?"),
        ("I saw two boats burn. Who paid?", "I saw two boats burn. Who paid?"),
        ("who paid for the quay lol", "who paid for the quay"),
        ("Who wants to know who paid for the quay?", "Who wants to know who paid"),
    ],
)
def test_what_is_searched_is_what_is_asked_in_english(
    reader: Reader, text: str, searched: str
) -> None:
    question = reader.understand(text)
    assert question.text == text
    assert question.search.startswith(searched)


def test_a_text_that_asks_nothing_in_english_is_left_whole(reader: Reader) -> None:
    text = "Liman hakkında size kısa bir sorum olacak. Thanks a lot."
    assert reader.understand(text).search.startswith("Liman")


@pytest.mark.parametrize(
    "text",
    [
        "a here " + "b" * 1900 + " c d e. who paid?",
        "as a man " * 220,
        "i want to " * 200,
        "hi i would like " * 120,
    ],
)
def test_the_longest_text_is_put_in_words_in_no_time(reader: Reader, text: str) -> None:
    reader.understand("warm up")
    started = time.perf_counter()
    reader.understand(text)
    assert time.perf_counter() - started < 1.0
