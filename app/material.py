"""What an answer may be made of: nothing else can come into it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.understanding import Question
from index.claims import Claim
from index.corpora import Event, Register
from index.dates import last_day
from index.lexicon import stems
from index.sources import Passage

MAX_EVENTS = 6
"""Events of a period that are all told; of more, the main ones."""
NEAREST_POINTS = 3
"""Points found first, of which one may follow the claims that don't cite it."""
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
    events: Sequence[Event] = ()
    """Events of the timeline that belong into the answer, in their order."""
    by_evidence: bool = False
    """Whether claims are touched by the points found, not surely by the question."""
    rare: frozenset[str] = frozenset()
    """Stems of the question that few passages hold."""
    document: bool = False
    """Whether the passages are those of a document whose contents are asked for."""
    relevance: Mapping[str, float] = field(default_factory=dict)
    """Retrieval scores of the passages found, by id; none counts as 0."""

    def asked_beyond(self, claim: Claim) -> frozenset[str]:
        """Stems of the question that few passages hold and the article's own claim
        doesn't, other than those that say whose word is asked for.
        """
        claimed = (claim.statement, *(place.quote for place in claim.places))
        voice = self.question.word_of
        asking = voice.asking if voice else frozenset()
        return self.rare.difference(asking, *map(stems, claimed))

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
        sides = [p for p in found if p is firsts.get(p.party)]
        if len(sides) > 1:
            found.remove(sides[1])
            found.insert(found.index(sides[0]) + 1, sides[1])
        return found

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


def known_article(register: Register, day: str | None) -> bool:
    """Whether the article can have been read by the day."""
    return day is None or last_day(register.settings.article_date) <= day


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
            case "now" | "outcome":
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
