"""The last question asked again of another party, person, place or year."""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.question.turns import (
    ALIKE,
    ASKS_ITSELF,
    CONTINUES,
    INTERJECTED,
    OF_YEAR,
    POINTS_BACK,
)
from index.corpora import Party
from index.forms import Finder, names_of, people_of
from index.lexicon import stems


class Likewise:
    """Asks the same of others, against one register's parties and places."""

    def __init__(self, parties: Sequence[Party], places: Finder) -> None:
        """`places` finds the name of one."""
        self._parties = names_of(parties)
        self._others = (people_of(parties), places, OF_YEAR)
        not_meant = rf"\bnot\W+(?:the\s+)?{self._parties.pattern}"
        self._not_meant = re.compile(not_meant, re.IGNORECASE)
        self._after = re.compile(
            rf"\b(?P<how>from|in|by|to|against|for)\s+(?:the\s+)?{self._parties.pattern}",
            re.IGNORECASE,
        )

    def of(self, topic: str, last: str, text: str) -> tuple[str, str] | None:
        """The topic's last question, asked of whom or what the text names, and the
        party if it is one.
        """
        alike = self.of_party(topic, last, text)
        return alike or self._of_another(topic, last, text)

    def of_party(self, topic: str, last: str, text: str) -> tuple[str, str] | None:
        """`And X?` after a question on another party: that question on X, and X.

        The party is looked for in the `last` turn's own words, which end the topic.
        """
        meant = self._not_meant.sub(" ", INTERJECTED.sub("", text))
        named = [] if ASKS_ITSELF.search(meant) else self._parties.findall(meant)
        rest = ALIKE.sub(" ", self._parties.sub(" ", CONTINUES.sub(" ", meant)))
        if not named or stems(rest):
            return None
        own = topic.rfind(last.rstrip("?!. "))
        start = own if own >= 0 and self._parties.search(topic[own:]) else 0
        if not self._parties.search(topic[start:]):
            return None
        if not start and own > 0 and POINTS_BACK.search(topic[own:]):
            topic = topic[:own].rstrip(": ")  # what was asked of the other party alone
        asked = self._with(named, topic[start:], meant)
        return (topic[:start] + asked, named[0]) if asked else None

    def _with(self, named: Sequence[str], asked: str, text: str) -> str:
        """A question with the parties of a text in place of its own, one for one: a
        single one where it stands after the same preposition, else the first one.
        """
        if len(named) > 1:
            theirs = iter(named)
            if len(self._parties.findall(asked)) != len(named):
                return ""
            return self._parties.swapped(lambda _: next(theirs), asked)
        how = self._after.search(text)
        for found in self._after.finditer(asked) if how else ():
            if how and found["how"].casefold() == how["how"].casefold():
                return asked[: found.start()] + how.group() + asked[found.end() :]
        if how and how["how"].casefold() == "in":
            return ""  # a place, where the question has a side
        return self._parties.sub(named[0], asked, count=1)

    def _of_another(self, topic: str, last: str, text: str) -> tuple[str, str] | None:
        """`And X?` after a question on another person, place or year: that question on
        X; also where the text asks it in words of that question.
        """
        meant = INTERJECTED.sub("", text)
        asked = last if last.rstrip("?!. ") in topic else topic
        for names in () if ASKS_ITSELF.search(meant) else self._others:
            named = names.search(meant)
            if not (named and names.search(asked)):
                continue
            rest = ALIKE.sub(" ", names.sub(" ", CONTINUES.sub(" ", meant)))
            own = set(stems(rest))
            told = own and POINTS_BACK.search(meant)
            if own <= set(stems(asked)) and not told:
                return names.sub(named.group(), asked, count=1), ""
        return None
