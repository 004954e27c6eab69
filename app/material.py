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

    `answers` is False where the passages come near without giving what is asked.
    """

    question: Question
    register: Register
    claims: Sequence[Claim]
    passages: Sequence[Passage]
    cited: dict[str, Passage]
    article: Sequence[Passage]
    article_hits: Sequence[Passage] = ()
    answers: bool = True
    events: Sequence[Event] = ()
    """Events of the timeline that belong into the answer, in their order."""
    relevance: Mapping[str, float] = field(default_factory=dict)
    """Retrieval scores of the passages found, by id; none counts as 0."""


def known_article(register: Register, day: str | None) -> bool:
    """Whether the article can have been read by the day."""
    return day is None or last_day(register.settings.article_date) <= day
