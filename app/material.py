"""What an answer may be made of: nothing else can come into it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.understanding import Question
from index.claims import Claim
from index.corpora import Event, Register
from index.dates import last_day
from index.sources import Passage


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
    rare: frozenset[str] = frozenset()
    """Stems of the question that few passages hold."""
    relevance: Mapping[str, float] = field(default_factory=dict)
    """Retrieval scores of the passages found, by id; none counts as 0."""


def known_article(register: Register, day: str | None) -> bool:
    """Whether the article can have been read by the day."""
    return day is None or last_day(register.settings.article_date) <= day


MAX_EVENTS = 6
"""Events of a period that are all told; of more, the main ones."""


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
            case "now":
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
