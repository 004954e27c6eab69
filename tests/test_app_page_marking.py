"""The article's words as HTML: marks, numbers, and which mark wins."""

from __future__ import annotations

import pytest

from app.annotating import AnnotatedArticle, Annotation, Paragraph, Piece, annotated
from app.page.marking import legend, marked
from index.claims import Status
from index.generations import Generation


@pytest.fixture(scope="module")
def whole(generation: Generation) -> AnnotatedArticle:
    return annotated(generation)


def with_status(one: Annotation, status: Status) -> Annotation:
    flag = one.flag.model_copy(update={"status": status})
    return Annotation(one.number, flag, one.citations, one.question)


def overlapping(whole: AnnotatedArticle) -> Paragraph:
    """A paragraph in which a settled claim's quotation lies in a mistaken one's."""
    quay = with_status(whole.claims["h01-quay-length"], "not-in-dispute")
    vote = with_status(whole.claims["h02-council-vote"], "mistaken")
    inner, outer = quay.flag.claim_id, vote.flag.claim_id
    pieces = (
        Piece("One ", (outer,)),
        Piece("two", (inner, outer), (inner, outer)),
        Piece(" three."),
    )
    return Paragraph(1, pieces, (quay, vote))


def shown(paragraph: Paragraph, asked: str = "") -> str:
    panels = {one.flag.claim_id: f"p-{one.number}" for one in paragraph.claims}
    return marked(paragraph, panels, asked)


def test_where_quotations_overlap_the_gravest_status_is_marked(
    whole: AnnotatedArticle,
) -> None:
    html = shown(overlapping(whole))

    assert '<mark class="mistaken" data-claim="p-2">One </mark>' in html
    assert '<mark class="mistaken" data-claim="p-1">two</mark>' in html
    assert html.endswith("</a> three.</p>")


def test_a_number_names_its_claims_status_and_is_a_link_to_it(
    whole: AnnotatedArticle,
) -> None:
    html = shown(overlapping(whole))

    first, second = html.index('aria-label="Claim 1'), html.index('aria-label="Claim 2')
    assert first < second
    assert 'aria-label="Claim 2: mistaken">2</a>' in html
    assert 'href="?claim=h02-council-vote" data-claim="p-2"' in html


def test_the_words_of_the_claim_asked_for_stand_out(whole: AnnotatedArticle) -> None:
    html = shown(overlapping(whole), "h01-quay-length")

    assert html.count(" asked") == 1
    assert '<mark class="mistaken asked" data-claim="p-1">two</mark>' in html


def test_a_block_that_ends_like_no_sentence_is_a_sub_heading(
    whole: AnnotatedArticle,
) -> None:
    kinds = ["sub-heading" in shown(paragraph) for paragraph in whole.paragraphs]

    assert [number for number, kind in enumerate(kinds, 1) if kind] == [5]


def test_signs_that_cannot_be_seen_are_left_out() -> None:
    html = marked(Paragraph(1, (Piece("a\u202eb & <i>c."),), ()), {})

    assert html == '<p class="article-text">ab &amp; &lt;i&gt;c.</p>'


def test_the_legend_shows_the_marks_that_occur() -> None:
    told = legend({"contested": 3, "not-in-dispute": 1})

    assert '<mark class="contested">contested</mark>, <mark class="not-in-' in told
    assert "mistaken" not in told
