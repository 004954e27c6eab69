from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ingest.annotating import annotated
from ingest.reading import require_corpus

Edit = Callable[[str, str, str], None]

SIGH = "It is a wonder that nobody drowned."


def shown(folder: Path) -> list[str]:
    """The annotated article, a paragraph each, and the count at its end."""
    return [text.plain for text in annotated(require_corpus(folder).register)]


def test_each_paragraph_is_shown_and_the_count_at_the_end(harbour: Path) -> None:
    *paragraphs, last = shown(harbour)
    assert [text.split(".")[0] for text in paragraphs] == list("123456789")
    assert last == "assertions without a claim: 0"


def test_a_claim_and_its_status_follow_the_words_that_make_it(harbour: Path) -> None:
    text = shown(harbour)[1]
    assert "it approved the enlargement [h02-council-vote: mistaken] that the" in text


def test_the_words_are_the_articles_once_the_marks_are_gone(harbour: Path) -> None:
    article = require_corpus(harbour).register.article
    first, *_ = article.text.split("\n\n")
    (said,) = (text for text in shown(harbour) if text.startswith("1. "))
    for mark in (
        " [h01-quay-length: not-in-dispute]",
        " [asserts nothing: An appeal; h10-town-future holds what it is for.]",
        " [asserts nothing: A picture; it names no ship, day or number that could be "
        "looked up.]",
    ):
        assert mark in said
        said = said.replace(mark, "")
    assert said == f"1. {first}\n"


def test_a_sentence_without_a_claim_has_its_reason_behind_it(harbour: Path) -> None:
    said = f"{SIGH} [asserts nothing: A sigh over the collision of h04-collision.]"
    assert said in shown(harbour)[5]


def test_an_assertion_without_a_claim_is_marked_and_listed(
    harbour: Path, edit: Edit
) -> None:
    edit("article.md", SIGH, "The harbour office hid the radar recording.")
    *paragraphs, count, listed = shown(harbour)
    assert "radar recording. [no claim: add one, or list the" in paragraphs[5]
    assert count == "assertions without a claim: 1"
    assert listed == "- paragraph 6: The harbour office hid the radar recording."


def test_quotes_that_overlap_are_marked_each_where_it_ends(
    harbour: Path, edit: Edit
) -> None:
    edit("claims/h01-quay-length.yaml", "places:\n",
         'places:\n  - paragraph: 2\n    quote: "By 10 votes to 5 it"\n')  # fmt: skip
    assert (
        "By 10 votes to 5 it [h01-quay-length: not-in-dispute] approved the "
        "enlargement [h02-council-vote: mistaken]"
    ) in shown(harbour)[1]


def test_a_quote_that_isnt_found_is_left_out(harbour: Path, edit: Edit) -> None:
    edit("claims/h01-quay-length.yaml", "the Old Quay, a wall", "the Old Quay, a rock")
    assert "h01-quay-length" not in " ".join(shown(harbour)[:-2])
