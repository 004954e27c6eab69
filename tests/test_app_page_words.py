"""The page's own words for what the contract names in short."""

from __future__ import annotations

from typing import get_args

import pytest

from app.answer import Citation, Flag, FlagPosition
from app.page.flags import article_words
from app.page.words import (
    BADGE,
    STANCE,
    claim_counts,
    day,
    origin_sentence,
    reading_sentence,
    review_words,
    stance_lists,
    status_sentence,
)
from index.claims import ClaimKind, Stance, Status
from index.sources import Basis, Mark, TextOrigin


def a_citation(
    basis: Basis = "full",
    mark: Mark = "confirmed",
    text_origin: TextOrigin = "digest",
    source_id: str = "some-report-2021",
) -> Citation:
    return Citation(
        number=1,
        source_id=source_id,
        passage_id=f"{source_id}#p1",
        title="A report",
        publisher="A paper",
        speaker="A paper",
        party=None,
        published="2021-03-20",
        event_date=None,
        url="https://example.org/",
        perspective="press",
        locator="page 1",
        basis=basis,
        mark=mark,
        text_origin=text_origin,
        quote="It was so.",
        start=0,
        end=10,
    )


def a_flag(status: Status, kind: ClaimKind = "event") -> Flag:
    return Flag(
        claim_id="h01-one",
        status=status,
        verdict=None,
        kind=kind,
        contested=True,
        overtaken=None,
        article_quote="It was so.",
        paragraph=1,
        start=0,
        end=10,
        summary="It may have been so.",
        raised_by="question",
        reviewed_by=None,
        positions=(),
    )


@pytest.mark.parametrize("status", get_args(Status))
def test_every_status_has_a_badge_and_a_sentence(status: Status) -> None:
    assert BADGE[status][0]
    assert status_sentence(a_flag(status)).endswith(".")


def test_a_status_sentence_names_what_is_contested() -> None:
    told = status_sentence(a_flag("contested", "wording"))

    assert told.startswith("The article's wording is contested")


def test_words_that_cant_be_understood_come_with_what_they_seem_to_mean() -> None:
    plain = a_flag("contested")
    assert article_words(plain).endswith("” (paragraph 1)")
    garbled = plain.model_copy(update={"unclear": True, "statement": "It was thus."})
    meant = "” (paragraph 1; it seems to mean: It was thus)"
    assert article_words(garbled).endswith(meant)


@pytest.mark.parametrize("basis", get_args(Basis))
@pytest.mark.parametrize("mark", get_args(Mark))
def test_every_basis_and_mark_says_how_a_summary_was_made(
    basis: Basis, mark: Mark
) -> None:
    told = reading_sentence(a_citation(basis, mark))

    assert told.count(".") == 2
    assert told.startswith("We read ")


def test_our_words_are_told_from_a_sources_and_from_the_articles() -> None:
    assert origin_sentence(a_citation()) == "Our summary, not the source's own words"
    assert "are the source's own" in origin_sentence(a_citation(text_origin="original"))
    article = a_citation(source_id="article", text_origin="original")
    assert origin_sentence(article) == "The article's own words"


def test_parties_are_listed_by_what_they_do_once_each() -> None:
    taken = "B disputes, A supports, C disputes, D no-source, B disputes".split(", ")
    positions = [
        FlagPosition.model_validate(
            {"party": party, "stance": stance, "date": None, "text": "It says so."}
        )
        for party, stance in (pair.split() for pair in taken)
    ]

    assert stance_lists(positions) == [
        ("Says the same", ["A"]),
        ("Disputes it", ["B", "C"]),
        ("We hold no source from", ["D"]),
    ]
    assert set(STANCE) == {*get_args(Stance), "no-source"}


def test_a_party_that_is_divided_is_shown_as_divided() -> None:
    positions = [
        FlagPosition(party="A", stance=stance, date=None, text="It says so.")
        for stance in get_args(Stance)[:2]
    ]

    assert stance_lists(positions) == [
        ("Says the same", ["A (some voices)"]),
        ("Disputes it", ["A (some voices)"]),
    ]


def test_a_missing_review_is_said_openly() -> None:
    assert review_words(None) == "not yet reviewed by a person."
    assert review_words("Ann Lee") == "reviewed by Ann Lee."


def test_claims_are_counted_by_status() -> None:
    counted = claim_counts({"opinion": 2, "contested": 1, "not-in-dispute": 3})

    assert counted == "6 claims: 1 contested, 2 opinions, 3 not in dispute."
    assert claim_counts({"opinion": 1}) == "1 claim: 1 opinion."


def test_dates_are_written_as_a_reader_writes_them() -> None:
    assert day("2021-03-20") == "20 March 2021"
    assert day(None) == ""
