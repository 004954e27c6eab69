"""The annotated article: its words, its claims in place, and their flags."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.annotating import AnnotatedArticle, annotated
from app.answer import Answer
from app.answering import Answerer
from index.embedding import MiniLmEmbedding
from index.generations import Generation
from index.settings import Settings
from index.store import Store
from ingest.applying import apply


@pytest.fixture(scope="module")
def whole(generation: Generation) -> AnnotatedArticle:
    return annotated(generation)


def quotations(shown: AnnotatedArticle, claim_id: str) -> list[str]:
    """The words that are marked for a claim, a text for each place."""
    found, words = [], ""
    for paragraph in shown.paragraphs:
        for piece in paragraph.pieces:
            if claim_id in piece.claims:
                words += piece.text
            if claim_id in piece.closes:
                found.append(words)
                words = ""
    assert not words
    return found


def same(shown: AnnotatedArticle, generation: Generation) -> None:
    """Text and marks are what the generation holds, no more and no less."""
    text = "\n\n".join(paragraph.text for paragraph in shown.paragraphs)
    assert text == generation.register.article.text
    for passage in generation.article():
        assert text[passage.start : passage.end] == passage.text
    assert {*shown.claims} == {claim.id for claim in generation.register.claims}
    for claim in generation.register.claims:
        places = sorted(claim.places, key=lambda place: place.start)
        assert quotations(shown, claim.id) == [place.quote for place in places]


def test_the_text_is_the_articles_and_every_claim_is_marked_where_it_stands(
    whole: AnnotatedArticle, generation: Generation
) -> None:
    same(whole, generation)


def test_the_shipped_article_is_marked_where_its_claims_stand(
    shipped_answerer: Answerer,
) -> None:
    generation = shipped_answerer.generation()
    same(annotated(generation), generation)


def test_claims_are_numbered_as_a_reader_meets_them(whole: AnnotatedArticle) -> None:
    numbers = [one.number for one in whole.claims.values()]
    met = [one.number for part in whole.paragraphs for one in part.claims]

    assert numbers == list(range(1, len(whole.claims) + 1))
    assert list(dict.fromkeys(met)) == numbers


def test_each_paragraph_lists_the_claims_that_are_marked_in_it(
    whole: AnnotatedArticle,
) -> None:
    for paragraph in whole.paragraphs:
        listed = [one.flag for one in paragraph.claims]
        marked = {claim for piece in paragraph.pieces for claim in piece.claims}
        assert {flag.claim_id for flag in listed} == marked
        assert len(listed) == len(marked)
        assert all(flag.article_quote in paragraph.text for flag in listed)
        assert all(flag.paragraph == paragraph.number for flag in listed)


def test_a_claims_flag_is_the_one_that_answers_carry(
    whole: AnnotatedArticle, answers: list[Answer]
) -> None:
    seen = set()
    for answer in answers:
        for flag in answer.flags:
            here = whole.claims[flag.claim_id].flag
            cited = {c.number: c.quote for c in answer.citations}
            own = {c.number: c.quote for c in whole.claims[flag.claim_id].citations}
            for said, shown in zip(flag.positions, here.positions, strict=True):
                assert [cited[n] for n in said.citations] == [
                    own[n] for n in shown.citations
                ]
            left_out = {"positions", "overtaken", "raised_by"}
            assert flag.model_dump(exclude=left_out) == here.model_dump(
                exclude=left_out
            )
            seen.add(flag.claim_id)
    assert seen == {*whole.claims}


def test_citations_are_numbered_as_a_claims_details_are_read(
    whole: AnnotatedArticle,
) -> None:
    for one in whole.claims.values():
        read = [n for position in one.flag.positions for n in position.citations]
        read += one.flag.overtaken.citations if one.flag.overtaken else ()
        numbers = [citation.number for citation in one.citations]
        assert list(dict.fromkeys(read)) == numbers == list(range(1, len(numbers) + 1))


def test_the_counts_are_those_of_the_register(
    whole: AnnotatedArticle, generation: Generation
) -> None:
    counts = whole.counts()

    assert sum(counts.values()) == len(generation.register.claims)
    for claim in generation.register.claims:
        assert counts[claim.status]
    assert counts["mistaken"] == 1


def test_quotations_that_overlap_leave_the_text_whole(
    own: Settings, edit: Callable[[str, str, str], None], embedding: MiniLmEmbedding
) -> None:
    quote = "caused the collision at the harbour mouth. It is a wonder"
    edit(
        "claims/h08-word-siege.yaml",
        "places:\n",
        f"places:\n  - paragraph: 6\n    quote: {quote}\n",
    )
    apply(own, embedding)
    generation = Store(own.index).active(embedding)
    shown = annotated(generation)

    same(shown, generation)
    pieces = shown.paragraphs[5].pieces
    (both,) = [piece for piece in pieces if len(piece.claims) == 2]
    assert both.text == "caused the collision at the harbour mouth"
    assert both.closes == ("h04-collision",)
    assert quote in quotations(shown, "h08-word-siege")
    number = shown.claims["h08-word-siege"].number
    assert [one.number for one in shown.paragraphs[5].claims].count(number) == 1


def test_an_unknown_claim_stands_in_no_paragraph(whole: AnnotatedArticle) -> None:
    assert whole.paragraph_of("h99-nothing") is None
    assert whole.paragraph_of("h04-collision") == 6
