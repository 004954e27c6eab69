"""Which claims stand in each sentence of the article, and which sentences hold none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.claims import CLAIM_ID
from index.corpora import Register
from ingest.reading import Problem
from ingest.sentences import sentence_bounds

_CLAIM_ID = re.compile(rf"\b{CLAIM_ID}\b")
FIELD = "asserts_nothing"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the article, with offsets, and the claims that stand in it."""

    paragraph: int
    start: int
    end: int
    text: str
    claims: tuple[str, ...]
    reason: str | None
    """Why it holds no claim, where the corpus says so."""

    @property
    def covered(self) -> bool:
        """Whether a claim stands in it, or the corpus says why none does."""
        return bool(self.claims or self.reason)


def sentences(register: Register) -> list[Sentence]:
    """The article's sentences in order; the register's quotes must be located."""
    text = register.article.text
    spans = [
        (place.start, place.end, claim.id)
        for claim in register.claims
        for place in claim.places
        if place.start >= 0
    ]
    reasons = {
        (entry.paragraph, entry.sentence): entry.reason
        for entry in register.settings.asserts_nothing
    }
    found = []
    for number, (first, last) in enumerate(register.article.paragraphs(), start=1):
        for start, end in sentence_bounds(text[first:last]):
            start, end = first + start, first + end
            inside = (name for a, b, name in spans if a < end and start < b)
            said = text[start:end]
            reason = reasons.get((number, said))
            names = tuple(dict.fromkeys(inside))
            found.append(Sentence(number, start, end, said, names, reason))
    return found


def uncovered(register: Register) -> Iterator[Problem]:
    """Sentences without a claim or a reason, and entries of the list that don't fit.

    Where a quote isn't found, its paragraph waits until that is mended.
    """
    found = sentences(register)
    places = [place for claim in register.claims for place in claim.places]
    lost = {place.paragraph for place in places if place.start < 0}
    for sentence in found:
        if not sentence.covered and sentence.paragraph not in lost:
            yield Problem(
                "article.md",
                f"paragraph {sentence.paragraph}",
                f"no claim stands in {sentence.text[:70]!r}: add one, or list the "
                f"sentence in corpus.yaml under `{FIELD}`.",
            )
    for mend in (*_misplaced(register, found), *_unknown(register)):
        yield Problem("corpus.yaml", FIELD, mend)


def _misplaced(register: Register, found: list[Sentence]) -> Iterator[str]:
    claims = {(one.paragraph, one.text): one.claims for one in found}
    for entry in register.settings.asserts_nothing:
        held = claims.get((entry.paragraph, entry.sentence))
        shown = f"{entry.sentence[:60]!r}"
        if held is None:
            yield (
                f"{shown} is no sentence of paragraph {entry.paragraph} of the "
                "article: copy it whole and verbatim, or remove it."
            )
        elif held:
            yield f"the claim {held[0]!r} stands in {shown}: remove it from the list."


def _unknown(register: Register) -> Iterator[str]:
    known = {claim.id for claim in register.claims}
    for entry in register.settings.asserts_nothing:
        for name in _CLAIM_ID.findall(entry.reason):
            if name not in known:
                yield f"the reason names no claim {name!r}: mend the id."
