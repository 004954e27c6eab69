"""Questions to go on with: on points found and not told, and on the next claims."""

from __future__ import annotations

from collections.abc import Collection

from app.evidence.finding import Findings

FOLLOW_UPS = 3
ON_POINTS = 2
"""How many of them, at most, are on points."""
NEAR = 0.05
"""From which probability of being touched a claim is worth asking about besides
points; where there is none, any is.
"""


def follow_ups(
    found: Findings, shown: Collection[str], cited: Collection[str] | None = None
) -> tuple[str, ...]:
    """Questions as they stand with points found that aren't `cited`, one a source, then
    on claims that come near besides those `shown`; on claims alone without `cited`.
    """
    asked = found.question.text.casefold()
    rest = [match for match in found.matches if match.claim_id not in shown]
    by_source = {
        passage.source_id: passage.asked_as[0]
        for passage in reversed(found.top if cited is not None else [])
        if passage.asked_as and passage.passage_id not in (cited or ())
    }
    new = [text for text in reversed(by_source.values()) if text.casefold() != asked]
    least = NEAR if new else 0.0
    claims = (found.register.claim(m.claim_id) for m in rest if m.score >= least)
    of_claims = [claim.asked_as[0] for claim in claims]
    return (*new[:ON_POINTS], *of_claims)[:FOLLOW_UPS]
