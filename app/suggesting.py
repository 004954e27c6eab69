"""Questions to go on with: on points found and not told, and on the next claims."""

from __future__ import annotations

from collections.abc import Collection

from app.finding import Findings

FOLLOW_UPS = 3
ON_POINTS = 2
"""How many of them, at most, are on points."""


def follow_ups(
    found: Findings, shown: Collection[str], cited: Collection[str] | None = None
) -> tuple[str, ...]:
    """Questions as they stand with points found that aren't `cited`, one a source, then
    on the claims that come next to those `shown`; on claims alone without `cited`.
    """
    asked = found.question.text.casefold()
    near = (match.claim_id for match in found.matches)
    claims = [claim_id for claim_id in near if claim_id not in shown][:FOLLOW_UPS]
    of_claims = [found.register.claim(claim_id).asked_as[0] for claim_id in claims]
    by_source = {
        passage.source_id: passage.asked_as[0]
        for passage in reversed(found.top if cited is not None else [])
        if passage.asked_as and passage.passage_id not in (cited or ())
    }
    new = [text for text in reversed(by_source.values()) if text.casefold() != asked]
    return (*new[:ON_POINTS], *of_claims)[:FOLLOW_UPS]
