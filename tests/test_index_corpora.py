from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from index.corpora import Article, CorpusSettings
from index.generations import Generation

BLOCK = st.text(
    st.characters(blacklist_categories=["Cs"], blacklist_characters="\n"), min_size=1
)


def article(text: str) -> Article:
    """An article of which nothing is known but its text."""
    return Article(
        id="article",
        title="Let the harbour grow",
        publisher="The Coastal Ledger",
        inferred_date="2021-06-12",
        inferred_reason="It names the vote.",
        url="https://example.org/a",
        text=text,
    )


@given(st.lists(BLOCK, min_size=1, max_size=6))
def test_paragraphs_are_the_blocks_between_empty_lines(blocks: list[str]) -> None:
    one = article("\n\n".join(blocks))
    assert [one.text[start:end] for start, end in one.paragraphs()] == blocks


def test_a_sub_heading_counts_as_a_paragraph(generation: Generation) -> None:
    harbour = generation.register.article
    start, end = harbour.paragraphs()[4]
    assert harbour.text[start:end] == "A harbour under siege"


def test_an_unknown_author_and_date_are_none(generation: Generation) -> None:
    harbour = generation.register.article
    assert (harbour.author, harbour.published) == (None, None)
    assert harbour.inferred_date == "2021-06-12"


def test_every_speaker_comes_with_a_party_and_joint_ones_with_none(
    generation: Generation,
) -> None:
    parties = {s.name: p for s, p in generation.register.settings.speakers()}
    assert parties["Tomas Brandt"] == "Fishermen's cooperative"
    assert parties["Port company and cooperative jointly"] == ""


def test_the_main_parties_are_those_marked_so(generation: Generation) -> None:
    settings = generation.register.settings
    assert settings.main_parties() == ["Port company", "Fishermen's cooperative"]


def test_one_party_alone_is_no_corpus() -> None:
    with pytest.raises(ValidationError, match="parties"):
        CorpusSettings.model_validate(
            {
                "title": "A harbour",
                "subject": "a harbour",
                "article_date": "2021",
                "perspectives": {"company": "Company"},
                "parties": [{"name": "Company", "main": True}],
            }
        )


def test_a_claim_is_found_by_its_id(generation: Generation) -> None:
    assert generation.register.claim("h08-word-siege").kind == "wording"


def test_the_stored_register_holds_terms_and_timeline(generation: Generation) -> None:
    register = generation.register
    assert {term.neutral for term in register.terms} >= {"North Basin"}
    assert [event.date for event in register.timeline] == sorted(
        event.date for event in register.timeline
    )


def test_the_stored_claims_know_where_their_quotes_stand(
    generation: Generation,
) -> None:
    register = generation.register
    for claim in register.claims:
        for place in claim.places:
            assert register.article.text[place.start : place.end] == place.quote
