"""What finds the names of parties, and of those who speak for them, in a text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from index.corpora import Party
from index.lexicon import plain


class Finder:
    """Finds any of some forms as words of their own, with or without the marks on
    their letters: `Çavuşoğlu` and `cavusoglu`.
    """

    def __init__(self, forms: Iterable[str]) -> None:
        longest_first = sorted({re.escape(plain(f)) for f in forms}, key=_longest_first)
        self.pattern = rf"\b(?:{'|'.join(longest_first) or '(?!)'})\b"
        """The regular expression, for plain text in any case."""
        self._compiled = re.compile(self.pattern, re.IGNORECASE)

    def search(self, text: str) -> re.Match[str] | None:
        """The first form in a text; its places are those of the text."""
        return self._compiled.search(plain(text))

    def findall(self, text: str) -> list[str]:
        """All forms in a text, without marks."""
        return self._compiled.findall(plain(text))

    def swapped(self, new: Callable[[str], str], text: str) -> str:
        """The text with each form replaced by what `new` gives for it."""
        return replaced(self._compiled, new, text)

    def sub(self, new: str, text: str, count: int = 0) -> str:
        """The text with its first `count` forms, or all of them, replaced."""
        return replaced(self._compiled, lambda _: new, text, count)


def _longest_first(form: str) -> tuple[int, str]:
    return -len(form), form


def replaced(
    pattern: re.Pattern[str], new: Callable[[str], str], text: str, count: int = 0
) -> str:
    """The text with what a pattern finds in it, letters without marks, replaced."""
    parts: list[str] = []
    end = 0
    for nth, found in enumerate(pattern.finditer(plain(text)), start=1):
        parts += text[end : found.start()], new(found.group())
        end = found.end()
        if nth == count:
            break
    return "".join([*parts, text[end:]])


def names_of(parties: Sequence[Party]) -> Finder:
    """What finds a name of any of the parties."""
    return Finder(form for party in parties for form in (party.name, *party.also))


def people_of(parties: Sequence[Party]) -> Finder:
    """What finds the people among those who speak, who go by their last name too."""
    speakers = (one for party in parties for one in party.speakers)
    known = [(one.name, one.name.split()[-1], one.also) for one in speakers]
    people = [(name, last) for name, last, also in known if last in also]
    return Finder(form for one in people for form in one)


def speakers_of(parties: Sequence[Party]) -> Finder:
    """What finds those who speak: by surname for the main parties, by any form of
    their own, which isn't the party's name, for the others.
    """
    main = [one for party in parties if party.main for one in party.speakers]
    names = (one.name.split() for one in main)
    known = {name[-1] for name in names if all(map(str.istitle, name)) and name[1:]}
    others = {
        form
        for party in parties
        for one in party.speakers
        if not party.main
        for form in (one.name, *one.also)
    }
    own = {form for party in parties for form in (party.name, *party.also)}
    return Finder(known | others - own)
