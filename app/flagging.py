"""Flags: the claims an answer touches, decided by code before anything is composed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from app.answer import Flag, FlagPosition, Overtaken
from app.composing.drafting import nearest_sentence, supporting
from app.composing.ordering import both_sides
from app.composing.verifying import Numbering
from app.evidence.finding import Findings
from app.question.kinds import AS_A_WHOLE, Asks
from index.claims import Claim
from index.corpora import Register
from index.matching import ClaimMatch
from index.sources import Passage

MAX_FLAGS = 5
MAX_BESIDE = 4
MAX_LISTED = 6
EVIDENT = 0.5
"""From which probability on a claim is touched of whose dispute most points found first
are evidence; chosen on `tune`.
"""
OF_ARTICLE = 0.38
"""The same for what the article is said to say on something; chosen on `tune`."""

Flagged = list[tuple[Claim, ClaimMatch]]


def touched(found: Findings, thresholds: dict[str, float]) -> Flagged:
    """The claims that an answer touches, as they stood by the day asked for; none where
    the article that makes them wasn't written by then.
    """
    if not found.register.written_by(found.question.as_of):
        return []
    return _as_known(_near(found, thresholds), found)


def _near(found: Findings, thresholds: dict[str, float]) -> Flagged:
    if belongs := LISTED.get(found.question.asks):
        return _listed(found, belongs)
    if found.question.asks in AS_A_WHOLE:
        return []
    if found.question.asks == "article":
        # What the article says on something is one of its claims, if it speaks of it.
        thresholds = thresholds | {"touch": OF_ARTICLE}
    elif _rests_on_found(found):
        thresholds = thresholds | {"touch": EVIDENT}
    near = near_claims(found.matches, found.register, thresholds)
    return [(found.register.claim(match.claim_id), match) for match in near]


def _rests_on_found(found: Findings) -> bool:
    """Whether most of the points found first are evidence of the nearest dispute."""
    evidence = found.register.bearing(found.matches[0].claim_id)
    return 2 * sum(point in evidence for point in found.first) > len(found.first)


def near_claims(
    matches: Sequence[ClaimMatch],
    register: Register,
    thresholds: dict[str, float],
) -> list[ClaimMatch]:
    """All claims of the first one's dispute, the nearest first; then others that come
    close to it.

    `matches` holds all claims, best first. A leaning question comes nearer to one claim
    of a dispute than to another: no matter which, the same are flagged. A claim of no
    dispute brings its companions.
    """
    first = matches[0]
    if first.score < thresholds["touch"]:
        return []
    least = thresholds["beside"] * first.score
    together = register.flagged_with(first.claim_id)
    flagged = [
        match if match.score >= least else replace(match, raised_by="evidence")
        for match in matches
        if match.claim_id in together
    ]
    beside = [
        match
        for match in matches[:MAX_BESIDE]
        if match.claim_id not in together and match.score >= least
    ]
    return [*flagged, *beside][:MAX_FLAGS]


LISTED: dict[Asks, Callable[[Claim], bool]] = {
    "in-short": lambda claim: claim.main,
    "trust": lambda claim: claim.status == "mistaken",
    "mistakes": lambda claim: claim.status == "mistaken",
    "undisputed": lambda claim: claim.status == "not-in-dispute",
    "disputed": lambda claim: claim.main and claim.contested,
    "opinions": lambda claim: "opinion" in (claim.kind, claim.status),
    "predictions": lambda claim: claim.kind == "prediction" and claim.later is not None,
    "left-out": lambda claim: claim.main,
    "opponents": lambda claim: claim.main,
    "loaded-words": lambda claim: claim.kind == "wording",
}
"""Questions for a list of the article's claims, and which claims belong to it."""


def _listed(found: Findings, belongs: Callable[[Claim], bool]) -> Flagged:
    """The first claims of a list, in the article's order."""
    claims = [claim for claim in found.register.claims if belongs(claim)]
    claims.sort(key=lambda claim: claim.places[0].start)
    return [(c, ClaimMatch(c.id, 1.0, "question")) for c in claims[:MAX_LISTED]]


def _as_known(flagged: Flagged, found: Findings) -> Flagged:
    """The claims as they stood by the day asked for, if one was."""
    day = found.question.as_of
    if day is None:
        return flagged
    evidence = {key for claim, _ in flagged for key in claim.evidence()}
    passages = found.generation.passages(sorted(evidence))
    known = {key for key, passage in passages.items() if passage.known_by(day)}
    return [(claim.as_known(day, known), match) for claim, match in flagged]


def closest(found: Findings) -> Flagged:
    """The claims that a reader of another language is shown, as `touched` has them."""
    near = found.guidance.claims if found.guidance else ()
    return _as_known([(found.register.claim(m.claim_id), m) for m in near], found)


def flags_of(
    flagged: Flagged, numbering: Numbering, register: Register
) -> tuple[Flag, ...]:
    """A flag of each claim, with the question that its dispute is about."""
    about = register.settings.disputes
    passages = numbering.passages
    return tuple(
        flag(claim, match, passages, numbering, about.get(claim.dispute or ""))
        for claim, match in flagged
    )


def flag(
    claim: Claim,
    match: ClaimMatch,
    cited: dict[str, Passage],
    numbering: Numbering,
    question: str | None = None,
) -> Flag:
    """The flag of one claim with every position on it, each one cited.

    `question` is what the dispute is about that the claim belongs to.
    """
    place = claim.places[0]
    positions = tuple(_positions(claim, cited, numbering))
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
        positions=positions,
        statement=claim.statement,
        verdict_reason=claim.verdict_reason,
        dispute=question,
        unclear=place.unclear,
    )


def number_sides(
    flagged: Flagged, cited: dict[str, Passage], numbering: Numbering
) -> None:
    """Cite the first word of either side on every claim before the rest of any, where
    nothing of that side is cited yet.
    """
    for claim, _ in flagged:
        for side in both_sides(claim.positions):
            same = [p for p in claim.positions if p.stance == side.stance]
            if not numbering.cites(key for one in same for key in one.evidence):
                for span in supporting(side.text, side.evidence, cited):
                    numbering.number(span)


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
