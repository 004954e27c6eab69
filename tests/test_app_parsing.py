from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from app.chat.parsing import SentenceParser, Written

WRITTEN = st.builds(
    Written, text=st.text(max_size=40), cites=st.lists(st.integers(0, 99), max_size=4)
)


def read(pieces: list[str]) -> list[Written]:
    """The sentences of a reply that came in these pieces."""
    parser = SentenceParser()
    return [written for piece in pieces for written in parser.feed(piece)]


@given(st.lists(WRITTEN, max_size=5), st.integers(1, 30), st.booleans())
def test_however_a_reply_is_cut_its_sentences_are_read(
    written: list[Written], width: int, fenced: bool
) -> None:
    text = json.dumps({"sentences": [one.model_dump() for one in written]})
    text = f"Sure:\n```json\n{text}\n```" if fenced else text
    pieces = [text[start : start + width] for start in range(0, len(text), width)]
    assert read(pieces) == written


def test_a_sentence_is_read_as_soon_as_it_is_complete() -> None:
    parser = SentenceParser()
    found = list(parser.feed('{"sentences": [{"text": "One {1}.", "cites": [1]}, {"te'))
    assert [written.text for written in found] == ["One {1}."]


@given(st.text(max_size=300))
def test_nothing_that_a_model_writes_breaks_the_reading(text: str) -> None:
    for written in read([text]):
        assert isinstance(written, Written)


def test_what_is_no_sentence_is_passed_over() -> None:
    odd = '[{"text": 5}, {"cites": "x"}, {"a": {"text": "deep"}}, {"text": "ok"}]'
    texts = [written.text for written in read([odd])]
    assert texts[0] == "deep"
    assert texts[-1] == "ok"


def test_a_single_number_counts_as_a_list() -> None:
    assert read(['{"text": "One.", "cites": 3}'])[0].cites == (3,)
