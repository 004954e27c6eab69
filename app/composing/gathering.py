"""All that an answer may be made of, put together from what was found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from app.composing.material import (
    NEAREST_POINTS,
    Material,
    events_asked_for,
)
from app.evidence.finding import FOUND_FIRST, Desk, Findings
from app.flagging import Flagged
from app.question.question import Question
from app.question.traits import asks_contents
from index.lexicon import folded, stems
from index.sources import Passage

FEW_POINTS = 2
"""How many of the best points come from a document whose contents are asked for."""
RARE, RARE_BY_TURN = 3.0, 2.0
"""From which rarity on a word says what is asked, chosen on `tune`; and one of a turn
that goes on from an earlier one.
"""

SURE = 0.72
"""How near a question must come to one that a point answers for that to do; `tune`."""
GENERAL = 0.2
"""The share of claims that readers ask for by a word from which on it says little.
Chosen on readers' questions: nothing measured on `tune` moves from .13 to .3.
"""

_ASKED_OF_AUTHORS = frozenset(
    stems(
        "say claim argue mean write think call expect foresee predict suggest hint "
        "believe warn blame describe mention"
    )
)
"""Stems of what an author is asked for, and nothing of what that is about."""


def gathered(
    desk: Desk, found: Findings, flagged: Flagged, thresholds: dict[str, float]
) -> Material:
    """Everything a composer may use: nothing else can come into an answer.

    From the threshold `second` on, a share of the first claim's score, another one
    leads too.
    """
    question = found.question
    document = document_asked_for(desk, found) if asks_contents(question.text) else []
    article = desk.article if found.register.written_by(question.as_of) else []
    events = events_asked_for(
        question, found.register, {claim.id for claim, _ in flagged}
    )
    evidence = {key for claim, _ in flagged for key in claim.evidence()}
    evidence |= {key for event in events for key in event.evidence}
    points, rare = document or found.worth_telling(), _rare(question, desk)
    in_doubt = found.support.in_doubt(thresholds)
    topic = found.topic.topic if found.topic else None
    if (
        found.decision == "partial"
        and not in_doubt
        and _besides(points, question, rare)
    ):
        mains = found.register.settings.main_parties()
        nobodys = [point for point in points if point.party not in mains]
        points, topic = (nobodys or points)[:1], None
    evidence.update(topic.points if topic else ())
    held = desk.generation.passages(sorted(evidence))
    cited = {key: one for key, one in held.items() if one.known_by(question.as_of)}
    topic = topic and topic.as_known(held, cited)
    events = [event for event in events if cited.keys() >= {*event.evidence}]
    cited |= {passage.passage_id: passage for passage in article}
    return Material(
        question=question,
        register=found.register,
        claims=[
            claim
            for claim, match in flagged
            if found.decision == "answer"
            and match.score >= thresholds["second"] * flagged[0][1].score
        ],
        passages=points,
        cited=cited,
        article=article,
        article_hits=[
            cited[hit.passage_id]
            for hit in found.article_hits
            if hit.passage_id in cited
        ],
        answers=found.decision == "answer",
        in_doubt=in_doubt,
        sure=bool(found.hits) and found.hits[0].asked >= SURE,
        told_before=found.told_before,
        parts=found.parts,
        events=events,
        topic=topic,
        topic_ahead=found.topic_ahead,
        point_ahead=_point_ahead(found),
        document=bool(document),
        by_evidence=found.support.touched < thresholds["touch"]
        and question.asks != "article",
        rare=rare,
        relevance={hit.passage_id: hit.score for hit in found.hits[:FOUND_FIRST]},
        scores={hit.passage_id: hit.score for hit in found.hits},
    )


def _point_ahead(found: Findings) -> float:
    """By how much of the cosine the point found first answers a question nearer than
    the first claim's wordings, where it is no evidence of its dispute; else 0.
    """
    if not found.hits:
        return 0.0
    first = found.hits[0]
    if first.passage_id in found.register.bearing(found.matches[0].claim_id):
        return 0.0
    return first.asked - found.asked


def _besides(
    points: Sequence[Passage], question: Question, rare: frozenset[str]
) -> bool:
    """Whether the best points share no rare word with a question but names and numbers,
    as of a day.
    """
    asked = folded(question.search)
    named = " ".join(form for name in question.names for form in name.findall(asked))
    texts = (" ".join((p.text, *p.asked_as)) for p in points[:NEAREST_POINTS])
    asked_for = {stem for stem in rare if not stem.isdigit()} - {*stems(named)}
    return asked_for.isdisjoint(stems(" ".join(texts)))


def _rare(question: Question, desk: Desk) -> frozenset[str]:
    """Stems of the question that few passages hold and that readers don't use for many
    claims; of a turn that goes on from an earlier one also those of its own that not
    nearly all passages hold.
    """
    rarity, spread = desk.generation.lexicon.rarity, desk.matcher.spread
    asked = set(stems(question.search))
    if question.on_article:
        asked -= _ASKED_OF_AUTHORS
    rare = {s for s in asked if rarity(s) >= RARE and spread(s) < GENERAL}
    own = set(stems(question.text)) if question.goes_on else set()
    return frozenset(rare | {s for s in own if rarity(s) >= RARE_BY_TURN})


def document_asked_for(desk: Desk, found: Findings) -> list[Passage]:
    """All points known by the day of the source that most of the best points come
    from, in its order, rather of one that is no main party's word; none where no two
    of them come from one.
    """
    counts = Counter(passage.source_id for passage in found.top)
    mains = found.register.settings.main_parties()
    sides = {passage.source_id for passage in found.top if passage.party in mains}
    source, count = max(
        counts.items(),
        key=lambda one: (one[1] >= FEW_POINTS, one[0] not in sides, one[1]),
        default=("", 0),
    )
    if count < FEW_POINTS:
        return []
    ids = [key for key in desk.generation.parties if key.split("#")[0] == source]
    points = desk.generation.passages(sorted(ids, key=_in_order)).values()
    return [p for p in points if p.known_by(found.question.as_of)]


def _in_order(passage_id: str) -> tuple[int, str]:
    """Sorts a source's points as it has them: `p10` after `p9`."""
    return len(passage_id), passage_id
