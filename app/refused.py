"""A refusal: why nothing is answered, and what comes nearest instead."""

from __future__ import annotations

from collections import Counter

from app.answer import Refusal, RefusalReason
from app.composing.drafting import Span
from app.composing.suggesting import follow_ups
from app.composing.verifying import Numbering
from app.evidence.finding import Desk, Findings
from app.evidence.refusing import message, would_help
from app.flagging import closest, flags_of, number_sides
from index.claims import Claim
from index.generations import Generation
from index.sources import ARTICLE, Passage

NEAREST = 3
"""Passages that a reader is shown instead of an answer."""


def refused(desk: Desk, found: Findings, reason: RefusalReason) -> dict[str, object]:
    """What a refusal has of an answer: the reason, what comes nearest, and what can be
    asked. In a language that isn't answered these are the article's closest claims, as
    flags, cited with the article and each side first.
    """
    question, register, guidance = found.question, found.register, found.guidance
    flagged = closest(found)
    unrelated = reason in ("off-topic", "not-allowed")
    near = () if unrelated or flagged else guidance.passages if guidance else found.top
    numbering = Numbering({passage.passage_id: passage for passage in near})
    for passage in near[:NEAREST]:
        numbering.number(Span(passage.passage_id))
    if flagged:
        numbering.passages |= _cited(desk, found, [claim for claim, _ in flagged])
        numbering.number(_in_article(desk, flagged[0][0]))
        number_sides(flagged[:1], numbering.passages, numbering)
    nearest = tuple(citation.number for citation in numbering.citations())
    claims = flags_of(flagged, numbering, register)
    return {
        "refusal": Refusal(
            reason=reason,
            message=message(
                reason, question, register, found.support.misuse, _held(desk.generation)
            ),
            nearest=nearest[:NEAREST],
            would_help=would_help(reason, register, question.language),
            claims=claims,
        ),
        "citations": numbering.citations(),
        "follow_ups": guidance.questions if guidance else follow_ups(found, ()),
    }


def _held(generation: Generation) -> str:
    """How many points of how many sources are whose word: each main party's and that of
    who is no side.
    """
    settings = generation.register.settings
    points = [key for key, (_, view) in generation.parties.items() if view != ARTICLE]
    of = Counter(generation.parties[key][0] for key in points)
    sources = len({key.split("#")[0] for key in points})
    free = sum(of[one.name] for one in settings.parties if one.independent)
    mains = [
        f"{of[party]} are the word of {party}" for party in settings.main_parties()
    ]
    shares = ", ".join([*mains, f"{free} that of observers who are no side"])
    return f"Of the {len(points)} points from its {sources} sources {shares}."


def _cited(desk: Desk, found: Findings, claims: list[Claim]) -> dict[str, Passage]:
    """The article, and what the claims rest on that was out by the day asked for."""
    evidence = {key for claim in claims for key in claim.evidence()}
    held = desk.generation.passages(sorted(evidence)).values()
    known = [point for point in held if point.known_by(found.question.as_of)]
    return {passage.passage_id: passage for passage in (*desk.article, *known)}


def _in_article(desk: Desk, claim: Claim) -> Span:
    """Where the article makes the claim."""
    place = claim.places[0]
    held = next(p for p in desk.article if p.start <= place.start < p.end)
    start = place.start - held.start
    return Span(held.passage_id, start, start + len(place.quote))
