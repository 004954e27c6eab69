"""The article paragraph by paragraph, with the claims that stand in it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby, pairwise

from rich.text import Text

from index.corpora import Register
from ingest.checking import located
from ingest.covering import Sentence, sentences

_STYLES = {True: "bold yellow", False: "green"}
"""How a claim's mark is shown: contested, and not."""


def annotated(register: Register) -> Iterator[Text]:
    """Each paragraph with its claims in place, then what no claim stands for.

    A claim's id and status follow the words that make it; the words are underlined.
    """
    register, _ = located(register)
    found = sentences(register)
    for number, group in groupby(found, key=lambda sentence: sentence.paragraph):
        shown = [_sentence(sentence, register) for sentence in group]
        yield Text(f"{number}. ", "bold") + Text(" ").join(shown) + "\n"
    yield from _missing(found)


def _sentence(sentence: Sentence, register: Register) -> Text:
    shown = Text()
    for start, end in pairwise(_cuts(sentence, register)):
        style = "underline" if _covered(start, end, register) else ""
        shown.append(register.article.text[start:end], style)
        shown += _marks(end, register)
    return shown if sentence.claims else shown.append(_unclaimed(sentence), "dim")


def _unclaimed(sentence: Sentence) -> str:
    if sentence.reason:
        return f" [asserts nothing: {sentence.reason}]"
    return " [no claim: add one, or list the sentence in corpus.yaml]"


def _cuts(sentence: Sentence, register: Register) -> list[int]:
    """Where the style changes or a mark stands, the sentence's ends included."""
    edges = {
        edge
        for claim in register.claims
        for place in claim.places
        for edge in (place.start, place.end)
        if sentence.start < edge < sentence.end and place.start >= 0
    }
    return sorted({sentence.start, *edges, sentence.end})


def _covered(start: int, end: int, register: Register) -> bool:
    return any(
        0 <= place.start <= start and end <= place.end
        for claim in register.claims
        for place in claim.places
    )


def _marks(end: int, register: Register) -> Text:
    """The claims whose words end here."""
    marks = Text()
    for claim in register.claims:
        if any(place.end == end and place.start >= 0 for place in claim.places):
            marks.append(f" [{claim.id}: {claim.status}]", _STYLES[claim.contested])
    return marks


def _missing(found: list[Sentence]) -> Iterator[Text]:
    missing = [sentence for sentence in found if not sentence.covered]
    yield Text(f"assertions without a claim: {len(missing)}", "bold")
    for sentence in missing:
        yield Text(f"- paragraph {sentence.paragraph}: {sentence.text}")
