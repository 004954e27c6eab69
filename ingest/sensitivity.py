"""What a claim would be if some of what it rests on weren't held."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from index.claims import Claim, Later, Status
from index.corpora import Register
from index.sources import ARTICLE, Source


@dataclass(frozen=True, slots=True)
class Loss:
    """What one claim would lose with one source."""

    source: str
    claim: str
    before: Status
    after: Status
    parties: tuple[str, ...]
    """Parties that would no longer be heard on the claim."""
    main: tuple[str, ...]
    """The main parties among them."""
    unsupported: bool
    """Whether nothing would be left for the claim's summary to rest on."""


def without(claim: Claim, points: Collection[str]) -> Claim:
    """The claim as it stands without these points: its other evidence, and no more."""
    positions = (
        position.model_copy(update={"evidence": _kept(position.evidence, points)})
        for position in claim.positions
    )
    return claim.model_copy(
        update={
            "positions": tuple(p for p in positions if p.evidence),
            "summary_evidence": _kept(claim.summary_evidence, points),
            "outcome": _later(claim.outcome, points),
            "overtaken": _later(claim.overtaken, points),
        }
    )


def heard(claim: Claim) -> set[str]:
    """The parties whose own word on the claim is held."""
    return {position.party for position in claim.positions}


def sources_of(claim: Claim) -> set[str]:
    """The documents that a claim rests on; the article isn't one of them."""
    return {point.split("#")[0] for point in claim.evidence()} - {ARTICLE}


def losses(register: Register, sources: Iterable[Source]) -> list[Loss]:
    """What would change if one source were dropped, source by source."""
    main = set(register.settings.main_parties())
    return [
        loss
        for source in sources
        for claim in register.claims
        if (loss := _loss(claim, source, main)) is not None
    ]


def _loss(claim: Claim, source: Source, main: set[str]) -> Loss | None:
    points = {f"{source.id}#{point.id}" for point in source.points}
    if not points & claim.evidence():
        return None
    left = without(claim, points)
    parties = sorted(heard(claim) - heard(left))
    unsupported = not left.summary_evidence
    if claim.status == left.status and not parties and not unsupported:
        return None
    return Loss(
        source=source.id,
        claim=claim.id,
        before=claim.status,
        after=left.status,
        parties=tuple(parties),
        main=tuple(party for party in parties if party in main),
        unsupported=unsupported,
    )


def _kept(evidence: Iterable[str], points: Collection[str]) -> tuple[str, ...]:
    return tuple(point for point in evidence if point not in points)


def _later(later: Later | None, points: Collection[str]) -> Later | None:
    kept = _kept(later.evidence, points) if later else ()
    return later.model_copy(update={"evidence": kept}) if later and kept else None
