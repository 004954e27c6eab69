from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ingest.checking import located
from ingest.covering import Sentence, sentences, uncovered
from ingest.reading import require_corpus

Edit = Callable[[str, str, str], None]

SIGH = "It is a wonder that nobody drowned."


def found(folder: Path) -> list[str]:
    """What isn't covered in a corpus, a line each."""
    register, _ = located(require_corpus(folder).register)
    return [str(problem) for problem in uncovered(register)]


def of(folder: Path) -> dict[str, Sentence]:
    """The sentences of the article by their text."""
    register, _ = located(require_corpus(folder).register)
    return {sentence.text: sentence for sentence in sentences(register)}


def test_every_sentence_of_a_sound_corpus_is_covered(harbour: Path) -> None:
    assert found(harbour) == []


def test_a_sentence_names_its_claims_or_the_reason_for_none(harbour: Path) -> None:
    held = of(harbour)
    assert held["A harbour under siege"].claims == ("h08-word-siege",)
    assert held["A harbour under siege"].reason is None
    assert held[SIGH].claims == ()
    assert held[SIGH].reason == "A sigh over the collision of h04-collision."


def test_offsets_are_those_of_the_article(harbour: Path) -> None:
    text = require_corpus(harbour).register.article.text
    for sentence in of(harbour).values():
        assert text[sentence.start : sentence.end] == sentence.text


def test_a_sentence_without_a_claim_is_named(harbour: Path, edit: Edit) -> None:
    edit("article.md", SIGH, f"{SIGH} The harbour office hid the radar recording.")
    (said,) = found(harbour)
    assert said.startswith("article.md: paragraph 6: no claim stands in 'The harbour")


def test_a_listed_sentence_that_isnt_in_the_article_is_named(
    harbour: Path, edit: Edit
) -> None:
    edit("corpus.yaml", SIGH, "It is a wonder.")
    first, second = found(harbour)
    assert first.startswith(f"article.md: paragraph 6: no claim stands in {SIGH!r}")
    assert second.startswith("corpus.yaml: asserts_nothing: 'It is a wonder.' is no")


def test_a_sentence_is_looked_for_in_its_own_paragraph(
    harbour: Path, edit: Edit
) -> None:
    edit("corpus.yaml", f"- paragraph: 6\n    sentence: {SIGH}",
         f"- paragraph: 7\n    sentence: {SIGH}")  # fmt: skip
    assert "is no sentence of paragraph 7" in found(harbour)[1]


def test_a_listed_sentence_in_which_a_claim_stands_is_named(
    harbour: Path, edit: Edit
) -> None:
    edit("claims/h04-collision.yaml", "places:\n",
         f'places:\n  - paragraph: 6\n    quote: "{SIGH}"\n')  # fmt: skip
    (said,) = found(harbour)
    assert f"the claim 'h04-collision' stands in {SIGH!r}" in said


def test_a_reason_names_claims_that_are_there(harbour: Path, edit: Edit) -> None:
    edit("corpus.yaml", "collision of h04-collision", "collision of h44-collision")
    (said,) = found(harbour)
    assert "the reason names no claim 'h44-collision'" in said


def test_a_reason_names_the_hundredth_claim_too(harbour: Path, edit: Edit) -> None:
    edit("corpus.yaml", "collision of h04-collision", "collision of h104-collision")
    (said,) = found(harbour)
    assert "the reason names no claim 'h104-collision'" in said


def test_a_paragraph_waits_until_its_quotes_are_found(
    harbour: Path, edit: Edit
) -> None:
    edit("claims/h01-quay-length.yaml", "the Old Quay, a wall", "the Old Quay, a rock")
    ships = next(s for text, s in of(harbour).items() if text.startswith("Ships have"))
    assert not ships.covered
    assert found(harbour) == []
