from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from index.sources import Passage, Source

POINT: dict[str, Any] = {
    "id": "p1",
    "locator": "page 1",
    "speaker": "Ellery Port Company",
    "mark": "confirmed",
    "text_origin": "digest",
    "text": "The Ellery Port Company said something.",
}
SOURCE: dict[str, Any] = {
    "id": "company-statement-2021",
    "title": "A statement",
    "publisher": "Ellery Port Company",
    "kind": "statement",
    "published": "2021-04-15",
    "url": "https://example.org/statement",
    "perspective": "company",
    "perspective_reason": "It speaks for itself.",
    "basis": "full",
    "licence": "Invented.",
    "points": [POINT],
}


def passage(**fields: Any) -> Passage:
    """A passage of two sentences."""
    given: dict[str, Any] = {
        "passage_id": "company-statement-2021#p1",
        "text": "The quay is long. The sea is cold.",
        "sentences": ((0, 17), (18, 34)),
        "source_id": "company-statement-2021",
        "title": "A statement",
        "publisher": "Ellery Port Company",
        "speaker": "Harriet Voss",
        "party": "Port company",
        "published": "2021-04-15",
        "event_date": "2021-02",
        "url": "https://example.org/statement",
        "read_at": ("https://mirror.example.net/a", "https://mirror.example.net/b"),
        "perspective": "company",
        "perspective_reason": "It speaks for itself.",
        "locator": "section 1",
        "basis": "full",
        "mark": "confirmed",
        "text_origin": "digest",
        "licence": "Invented.",
        "reviewed_by": "",
        "paragraph": 0,
        "start": 0,
        "end": 34,
    }
    return Passage(**given | fields)


def test_a_source_is_read_with_its_points() -> None:
    source = Source.model_validate(SOURCE)
    assert source.points[0].speaker == "Ellery Port Company"
    assert source.read_at == ()


@pytest.mark.parametrize("field", ["title", "kind", "published", "url", "basis"])
def test_a_source_without_a_needed_field_is_refused(field: str) -> None:
    given = {name: value for name, value in SOURCE.items() if name != field}
    with pytest.raises(ValidationError, match=field):
        Source.model_validate(given)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", "rumour"),
        ("basis", "hearsay"),
        ("published", "last spring"),
        ("url", "not an address"),
        ("read_at", ["ftp://example.org/x"]),
        ("id", "Company Statement"),
        ("points", []),
        ("verdict", "supported"),
    ],
)
def test_a_source_with_a_value_that_cant_be_is_refused(field: str, value: Any) -> None:
    with pytest.raises(ValidationError, match=field):
        Source.model_validate(SOURCE | {field: value})


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("mark", "certain"),
        ("text_origin", "copy"),
        ("text", "Too short."),
        ("speaker", ""),
        ("weather", "fine"),
    ],
)
def test_a_point_with_a_value_that_cant_be_is_refused(field: str, value: str) -> None:
    with pytest.raises(ValidationError, match=field):
        Source.model_validate(SOURCE | {"points": [POINT | {field: value}]})


def test_a_passage_comes_back_from_its_metadata_unchanged() -> None:
    assert Passage.from_metadata(passage().metadata(), passage().text) == passage()


@given(
    st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99)), max_size=5),
    st.text(max_size=30),
    st.lists(st.sampled_from(["https://a.example", "https://b.example"]), max_size=3),
    st.lists(st.text(st.characters(exclude_characters="\n"), min_size=3), max_size=3),
)
def test_bounds_texts_and_addresses_survive_the_metadata(
    bounds: list[tuple[int, int]],
    title: str,
    addresses: list[str],
    questions: list[str],
) -> None:
    one = passage(
        sentences=tuple(bounds),
        title=title,
        read_at=tuple(addresses),
        asked_as=tuple(questions),
    )
    assert Passage.from_metadata(one.metadata(), one.text) == one


@pytest.mark.parametrize("mark", ["\u2028", "\u2029", "\x85", "\x0b", "\r"])
def test_only_a_line_break_parts_the_questions(mark: str) -> None:
    one = passage(
        asked_as=(f"Who was it{mark}and when?", "why"), unanswered=(mark * 3,)
    )
    assert Passage.from_metadata(one.metadata(), one.text) == one


def test_metadata_is_flat_so_that_chroma_takes_it() -> None:
    assert {type(value) for value in passage().metadata().values()} <= {str, int}


def test_metadata_leaves_out_the_text_which_is_the_document() -> None:
    assert "text" not in passage().metadata()


@pytest.mark.parametrize(
    ("published", "event", "day", "known"),
    [
        ("2021-04-15", "", "2021-04-15", True),
        ("2021-04-15", "", "2021-04-14", False),
        ("2021-04", "", "2021-04-29", False),
        ("2021-04", "", "2021-04-30", True),
        ("2021-04-15", "2021-05-01", "2021-04-20", False),
        ("2021-04-15", "2021-02", "2021-04-15", True),
        ("2021", "2021-02", "2021-06-30", False),
        ("", "", "1900-01-01", True),
        ("2024-01-01", "2024-01-01", None, True),
    ],
)
def test_a_passage_is_known_once_it_is_published_and_its_event_is_over(
    published: str, event: str, day: str | None, known: bool
) -> None:
    assert passage(published=published, event_date=event).known_by(day) is known


def test_only_the_article_is_the_article() -> None:
    assert passage(source_id="article").is_article
    assert not passage().is_article


def test_a_passage_doesnt_change() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        passage().text = "The quay is short."  # type: ignore[misc]
