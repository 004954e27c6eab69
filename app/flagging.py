"""Flags: the claims an answer touches, decided by code before anything is composed."""

from __future__ import annotations

from collections.abc import Sequence

from app.answer import Flag, FlagPosition, Overtaken
from app.composing import nearest_sentence
from app.verifying import Numbering
from index.claims import Claim
from index.matching import ClaimMatch
from index.sources import Passage


def flag(
    claim: Claim,
    match: ClaimMatch,
    cited: dict[str, Passage],
    numbering: Numbering,
) -> Flag:
    """The flag of one claim with every position on it, each one cited."""
    place = claim.places[0]
    return Flag(
        claim_id=claim.id,
        status=claim.status,
        verdict=claim.verdict,
        kind=claim.kind,
        contested=claim.contested,
        overtaken=_overtaken(claim, cited, numbering),
        article_quote=place.quote,
        paragraph=place.paragraph,
        start=place.start,
        end=place.end,
        summary=claim.summary,
        raised_by=match.raised_by,
        reviewed_by=claim.reviewed_by,
        positions=tuple(_positions(claim, cited, numbering)),
        statement=claim.statement,
        verdict_reason=claim.verdict_reason,
    )


def _overtaken(
    claim: Claim, cited: dict[str, Passage], numbering: Numbering
) -> Overtaken | None:
    later = claim.later
    if later is None:
        return None
    citations = _cite(later.evidence, later.text, cited, numbering)
    return Overtaken(date=later.date, text=later.text, citations=citations)


def _positions(
    claim: Claim, cited: dict[str, Passage], numbering: Numbering
) -> list[FlagPosition]:
    positions = []
    for position in claim.positions:
        citations = _cite(position.evidence, position.text, cited, numbering)
        if citations:
            positions.append(
                FlagPosition(
                    party=position.party,
                    stance=position.stance,
                    date=position.date,
                    text=position.text,
                    citations=citations,
                )
            )
    heard = {position.party for position in positions}
    return positions + [
        FlagPosition(
            party=party,
            stance="no-source",
            date=None,
            text=f"We hold no source from {party} on this.",
        )
        for party in claim.concerns
        if party not in heard
    ]


def _cite(
    ids: Sequence[str],
    text: str,
    cited: dict[str, Passage],
    numbering: Numbering,
) -> tuple[int, ...]:
    passages = (cited.get(passage_id) for passage_id in ids)
    return tuple(
        numbering.number(nearest_sentence(passage, text))
        for passage in passages
        if passage
    )
