"""What an answer may be made of: nothing else can come into it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.question.kinds import ASKED_OF_ARTICLE
from app.question.parting import Part
from app.question.question import Question
from index.claims import Claim
from index.corpora import Event, Register
from index.dates import last_day
from index.lexicon import stems
from index.sources import Passage
from index.topics import Topic

MAX_EVENTS = 6
"""Events of a period that are all told; of more, the main ones."""
NEAREST_POINTS = 3
"""Points found first, of which one may follow the claims that don't cite it."""
AS_NEAR = 0.9
"""The share of the best score from which a point comes about as near."""
NEAREST_EVENTS = 2
"""Events told beside what came of a claim, where it is asked what came later."""


@dataclass(frozen=True, slots=True)
class Material:
    """What a composer may use: leading claims and passages, best first, by the day.

    `answers` is False where the passages seem not to give what is asked; `in_doubt`
    says that they may do so all the same.
    """

    question: Question
    register: Register
    claims: Sequence[Claim]
    passages: Sequence[Passage]
    cited: dict[str, Passage]
    article: Sequence[Passage]
    article_hits: Sequence[Passage] = ()
    answers: bool = True
    in_doubt: bool = False
    sure: bool = False
    """Whether the point found first surely answers."""
    told_before: bool = False
    """Whether the answer to the turn before told the leading claim."""
    parts: Sequence[Part] = ()
    """Where several things are asked, what there is on each."""
    events: Sequence[Event] = ()
    """Events of the timeline that belong into the answer, in their order."""
    by_evidence: bool = False
    """Whether claims are touched by the points found, not surely by the question."""
    rare: frozenset[str] = frozenset()
    """Stems of the question that few passages hold."""
    topic: Topic | None = None
    """The matter that the question is on, where one is described."""
    topic_ahead: float = 0.0
    """By how much of the cosine that comes nearer to the question than the first claim.
    """
    point_ahead: float = 0.0
    """By how much of the cosine a point beside the claim comes nearer than that."""
    document: bool = False
    """Whether the passages are those of a document whose contents are asked for."""
    relevance: Mapping[str, float] = field(default_factory=dict)
    """Retrieval scores of the passages found first, by id; none counts as 0."""
    scores: Mapping[str, float] = field(default_factory=dict)
    """Those of all passages found."""

    @property
    def too_early(self) -> bool:
        """Whether the article wasn't written by the day asked for."""
        return bool(self.question.as_of) and not self.article

    @property
    def asks_too_early(self) -> bool:
        """Whether the article is asked about, and wasn't written by the day."""
        asks = self.question.asks in {"article", *ASKED_OF_ARTICLE}
        return self.too_early and (asks or self.question.on_article)

    def score(self, point: Passage) -> float:
        """The retrieval score of a point; 0 where it wasn't found."""
        return self.scores.get(point.passage_id, 0.0)

    def of_main_party(self, point: Passage) -> bool:
        """Whether a point is a main party's word."""
        return point.party in self.register.settings.main_parties()

    def independent(self, point: Passage) -> bool:
        """Whether a point is the word of somebody who is no side."""
        parties = self.register.settings.parties
        return any(one.independent and one.name == point.party for one in parties)

    def asked_beyond(self, claim: Claim) -> frozenset[str]:
        """Stems of the question that few passages hold and the article's own claim
        doesn't, other than those that say whose word is asked for.
        """
        claimed = (claim.statement, *(place.quote for place in claim.places))
        voice = self.question.word_of
        asking = voice.asking if voice else frozenset()
        return self.rare.difference(asking, *map(stems, claimed))

    def adds_words(self) -> bool:
        """Whether a question stands alone, or goes on from an earlier one with words of
        its own besides those that ask for somebody's word.
        """
        voice = self.question.word_of
        asking = voice.asking if voice else frozenset()
        own = self.rare.intersection(stems(self.question.text)) - asking
        return bool(own) or not self.question.goes_on

    def direct_points(self) -> list[Passage]:
        """Of the points found first those that speak of something asked that few points
        do and the first claim doesn't; none where the very first one isn't among them,
        unless it is the words of a turn that goes on from an earlier one.
        """
        beyond = self.asked_beyond(self.claims[0])
        near = self.points()[:NEAREST_POINTS]
        if self.question.goes_on:
            own = beyond.intersection(stems(self.question.text))
            turned = [p for p in self.points() if own.intersection(self._words_of(p))]
            return turned[:NEAREST_POINTS]
        direct = [point for point in near if beyond.intersection(self._words_of(point))]
        return direct if direct[:1] == near[:1] else []

    def _words_of(self, point: Passage) -> set[str]:
        """Stems of a point; for a turn that goes on also of questions it answers."""
        answered = point.asked_as if self.question.goes_on else ()
        return set(stems(" ".join((point.text, *answered))))

    def points(self) -> list[Passage]:
        """The points found: those first whose word is asked for, else with the other
        main party's first point after the first one of a main party.
        """
        found = list(self.passages)
        if voice := self.question.word_of:
            return voice.first(found)
        mains = self.register.settings.main_parties()
        firsts = {
            party: next((p for p in found if p.party == party), None) for party in mains
        }
        sides = [p for p in found if p is firsts.get(p.party) and self.on_topic(p)]
        if len(sides) > 1:
            found.remove(sides[1])
            found.insert(found.index(sides[0]) + 1, sides[1])
        return found

    def nearest_points(self) -> list[Passage]:
        """The points found first that come about as near as the best one; where that is
        a main party's word, first the one on the topic that is nobody's side.
        """
        found = self.points()[:NEAREST_POINTS]
        found.sort(key=self._of_another_time)
        least = AS_NEAR * max(map(self.score, found), default=0.0)
        near = [point for point in found if self.score(point) >= least]
        mains = self.register.settings.main_parties()
        if not (self.topic and near and near[0].party in mains):
            return near
        topic = self.topic.points
        return sorted(
            near, key=lambda p: not (p.passage_id in topic and self.independent(p))
        )

    def _of_another_time(self, point: Passage) -> bool:
        """Whether a point off the topic tells of a time in which that doesn't play."""
        topic, day = self.topic, point.event_date
        if not (topic and day) or point.passage_id in topic.points:
            return False
        return not topic.at([int(day[:4])])

    def on_topic(self, point: Passage) -> bool:
        """Whether a point is on the question's topic, if it has one."""
        return self.topic is None or point.passage_id in self.topic.points

    def nearest_events(self, claim: Claim | None = None) -> list[Event]:
        """Of the events bearing on the claim, in their order, those that rest on the
        points found first, or else share most words; without a claim, only those that
        rest on the nearest.
        """
        asked = set(stems(self.question.search))
        nearest = {point.passage_id for point in self.passages[:NEAREST_POINTS]}
        near = [
            (not self._found(event), -len(asked & set(stems(event.text))), event)
            for event in self.events
            if (claim.id in event.claims if claim else nearest & {*event.evidence})
        ]
        first = sorted(near, key=lambda row: (*row[:2], row[2].date))[:NEAREST_EVENTS]
        return sorted((event for *_, event in first), key=lambda event: event.date)

    def _found(self, event: Event) -> bool:
        return any(point in self.relevance for point in event.evidence)


def within(date: str, period: str) -> bool:
    """Whether a partial date can lie in a period, itself a partial date."""
    return bool(period) and (date.startswith(period) or period.startswith(date))


def events_asked_for(
    question: Question, register: Register, claims: set[str]
) -> list[Event]:
    """The events of the timeline that were known by the day asked for: the main ones
    where it is asked how it all went, or those of the period named; those after the
    article where it is asked how things stand now; where it is asked what came later,
    all after the article, of any `claims` only those that bear on them.
    """
    since = register.settings.article_date
    period = question.period
    dated = [event.date for event in register.timeline if within(event.date, period)]
    some = 0 < len(dated) <= MAX_EVENTS

    def belongs(event: Event) -> bool:
        later = event.date > since
        match question.asks:
            case "course":
                if not period:
                    return event.main
                return within(event.date, period) and (some or event.main)
            case "now" | "outcome" | "outdated":
                return later and event.main
            case "later":
                return later and (not claims or bool(claims & {*event.claims}))
            case _:
                return False

    day = question.as_of
    return [
        event
        for event in register.timeline
        if belongs(event) and (day is None or last_day(event.date) <= day)
    ]
