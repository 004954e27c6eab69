"""The article annotated: which words make which claim, and who says what on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from app.answer import Citation, Flag
from app.composing.verifying import Numbering
from app.flagging import flag
from index.claims import Claim, Place, Status
from index.corpora import Article, Register
from index.generations import Generation
from index.matching import ClaimMatch
from index.sources import Passage


@dataclass(frozen=True, slots=True)
class Annotation:
    """One claim of the article: its number there, its flag, and what that cites.

    `question` is a reader's question about it, as it stands in the register.
    """

    number: int
    flag: Flag
    citations: tuple[Citation, ...]
    question: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a paragraph that the quotations of the same claims cover."""

    text: str
    claims: tuple[str, ...] = ()
    """Ids of those claims, the one of the shortest quotation first."""
    closes: tuple[str, ...] = ()
    """Ids of those whose quotation ends here."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One block of the article, cut where a quotation begins or ends."""

    number: int
    pieces: tuple[Piece, ...]
    claims: tuple[Annotation, ...]
    """The claims that stand in it, in its order, each with the words it has here."""

    @property
    def text(self) -> str:
        """The paragraph as it was written."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class AnnotatedArticle:
    """The article by paragraph, and its claims by id in the order of their numbers."""

    article: Article
    paragraphs: tuple[Paragraph, ...]
    claims: Mapping[str, Annotation]
    licence: str = ""
    """On what terms its text stands here."""

    def counts(self) -> dict[Status, int]:
        """How many claims have each status."""
        return dict(Counter(one.flag.status for one in self.claims.values()))

    def paragraph_of(self, claim_id: str) -> int | None:
        """The paragraph that a claim's flag points to; None where it is unknown."""
        found = self.claims.get(claim_id)
        return found.flag.paragraph if found else None


def annotated(generation: Generation) -> AnnotatedArticle:
    """Article, quotations and flags from one generation, made as those of answers."""
    register = generation.register
    evidence = {key for claim in register.claims for key in claim.evidence()}
    cited = generation.passages(sorted(evidence))
    claims = {
        claim.id: _annotation(number, claim, register, cited)
        for number, claim in enumerate(sorted(register.claims, key=_place), start=1)
    }
    places = _places(register)
    return AnnotatedArticle(
        article=register.article,
        paragraphs=tuple(
            Paragraph(
                number=number,
                pieces=tuple(_pieces(register.article.text, bounds, places[number])),
                claims=tuple(_standing(places[number], claims)),
            )
            for number, bounds in enumerate(register.article.paragraphs(), start=1)
        ),
        claims=claims,
        licence=next((passage.licence for passage in generation.article()), ""),
    )


def _place(claim: Claim) -> tuple[int, int]:
    """Sorts claims by their first words, of two the longer before what is in it."""
    return min((place.start, -place.end) for place in claim.places)


def _annotation(
    number: int, claim: Claim, register: Register, cited: dict[str, Passage]
) -> Annotation:
    """A claim's flag with citations numbered for it alone."""
    numbering = Numbering(cited)
    about = register.settings.disputes.get(claim.dispute or "")
    listed = ClaimMatch(claim.id, 1.0, "question")
    raised = flag(claim, listed, cited, numbering, about)
    return Annotation(number, raised, numbering.citations(), claim.asked_as[0])


_Placed = list[tuple[Place, str]]
"""Places of one paragraph with the ids of their claims, in the order of the text."""


def _places(register: Register) -> dict[int, _Placed]:
    """The places of each paragraph, of two that begin together the longer first."""
    found: dict[int, _Placed] = {
        number: [] for number, _ in enumerate(register.article.paragraphs(), start=1)
    }
    for claim in register.claims:
        for place in claim.places:
            found[place.paragraph].append((place, claim.id))
    for placed in found.values():
        placed.sort(key=lambda one: (one[0].start, -one[0].end))
    return found


def _pieces(text: str, bounds: tuple[int, int], places: _Placed) -> Iterator[Piece]:
    """The paragraph cut where quotations begin and end: overlaps stand alone."""
    cuts = {*bounds}.union(*((place.start, place.end) for place, _ in places))
    ordered = sorted(cuts)
    inner_first = sorted(places, key=lambda one: one[0].end - one[0].start)
    for start, end in pairwise(ordered):
        over = [p for p in inner_first if p[0].start <= start and end <= p[0].end]
        yield Piece(
            text=text[start:end],
            claims=tuple(dict.fromkeys(claim for _, claim in over)),
            closes=tuple(claim for place, claim in over if place.end == end),
        )


def _standing(
    places: _Placed, claims: Mapping[str, Annotation]
) -> Iterator[Annotation]:
    """Each claim of a paragraph once, its flag with the first words it has there."""
    first: dict[str, Place] = {}
    for place, claim_id in places:
        first.setdefault(claim_id, place)
    for claim_id, place in first.items():
        whole = claims[claim_id]
        here = whole.flag.model_copy(
            update={
                "article_quote": place.quote,
                "paragraph": place.paragraph,
                "start": place.start,
                "end": place.end,
                "unclear": place.unclear,
            }
        )
        yield Annotation(whole.number, here, whole.citations, whole.question)
