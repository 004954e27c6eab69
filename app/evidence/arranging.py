"""Points found put into the order that fits what is asked."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

from app.question.kinds import Asks
from app.question.question import Question
from app.question.traits import defines
from app.question.whose_deed import WhoseDeed
from index.generations import Generation
from index.lexicon import stems
from index.retrieving import Hit, newest_first
from index.sources import Passage
from index.timing import years_in

NEARLY = 0.75
"""The share of the best score from which a point says something on the question: of
those below it that stood second or third on `tune`, 4 of 54 did.
"""
NEAR_ENOUGH = 15
"""Among how many points found first one is looked for that says who or what something
is, or that is on the other side or another time.
"""
TOLD_FIRST = 0.01
"""By how much it is put before the best of the others, which stay near it."""
LONG, BEFORE = 5, 0.8
"""Years by which a point tells of another time than asked; and its score's share."""
OTHER_SIDE = 0.05
"""What a point gains that speaks of the side asked about, and loses if of the other."""
SAME_KIND = 0.08
"""What a point gains that answers only questions of the kind asked; by `tune`."""
_ASKING: dict[Asks, re.Pattern[str]] = {
    "who": re.compile(r"\bwho(?:m|se)?\b", re.IGNORECASE),
    "when": re.compile(r"\bwhen\b|\bdate\b|\bwhat (?:day|year)\b", re.IGNORECASE),
    "where": re.compile(r"\bwhere\b", re.IGNORECASE),
    "how-many": re.compile(
        r"\bhow (?:many|much|long|big|large|far)\b|\bnumber\b", re.IGNORECASE
    ),
    "why": re.compile(r"\b(?:why|reasons?|how come)\b", re.IGNORECASE),
}
"""What shows of a point's written questions that they are of a kind."""


class Arranger:
    """Puts the points found for questions to one generation in order."""

    def __init__(self, generation: Generation) -> None:
        self._generation = generation
        register = generation.register
        terms = (term for term in register.terms if term.kind != "word")
        names = [form for term in terms for form in (term.neutral, *term.aliases)]
        self._whose_deed = WhoseDeed(register.settings.parties, names)

    def introducing(self, hits: list[Hit], question: Question) -> list[Hit]:
        """The hits with points that say who or what something is first, of those that
        come near, where that is asked: before all of sources titled with its name.
        """
        if not defines(question.text) or not hits:
            return hits
        near, rest = hits[:NEAR_ENOUGH], hits[NEAR_ENOUGH:]
        passages = self._generation.passages(hit.passage_id for hit in near)
        best = near[0].score
        asked = set(stems(question.text))

        def raised(hit: Hit) -> Hit:
            point = passages[hit.passage_id]
            introduces = point.asked_as and defines(point.asked_as[0])
            if not introduces or hit.score < NEARLY * best:
                return hit
            titled = len(asked.intersection(stems(point.title))) / max(1, len(asked))
            return replace(hit, score=best + TOLD_FIRST * (1 + titled))

        return sorted(map(raised, near), key=lambda hit: -hit.score) + rest

    def arranged(self, hits: list[Hit], question: Question) -> list[Hit]:
        """The hits with points first that answer such questions (who, when, why …) and
        speak of the side asked about, behind those on the other side's deed or lot or
        on times long before the years asked about.
        """
        asked = self._whose_deed.pairs(question.search)
        years = years_in(question.search)
        words = _ASKING.get(question.asks)
        if not (asked or years or words):
            return hits
        near, rest = hits[:NEAR_ENOUGH], hits[NEAR_ENOUGH:]
        passages = self._generation.passages(hit.passage_id for hit in near)

        def weighed(hit: Hit) -> Hit:
            point = passages[hit.passage_id]
            score = hit.score + SAME_KIND * _share(words, point)
            score += OTHER_SIDE * self._whose_deed.sided(asked, point)
            return replace(hit, score=score * (BEFORE if _before(years, point) else 1))

        return sorted(map(weighed, near), key=lambda hit: -hit.score) + rest

    def newest_first(self, hits: list[Hit]) -> list[Hit]:
        """The newest since the article of the points found go before others."""
        register = self._generation.register
        if not register.timeline:
            return hits
        since, until = register.settings.article_date, register.timeline[-1].date
        return newest_first(hits, self._generation, since, until)


def _share(words: re.Pattern[str] | None, point: Passage) -> float:
    """The share of the questions which a point answers that have such words."""
    if not (words and point.asked_as):
        return 0.0
    return sum(bool(words.search(text)) for text in point.asked_as) / len(
        point.asked_as
    )


def _before(years: Collection[int], point: Passage) -> bool:
    """Whether a point tells of long before some years and names none of them."""
    day = point.tells_of[:4]
    long_before = bool(years) and day.isdigit() and int(day) + LONG < min(years)
    return long_before and not set(years).intersection(years_in(point.text))
