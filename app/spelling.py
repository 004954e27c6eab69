"""Misspelt words, replaced by the words of the sources that they come nearest to."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from functools import cache

from rapidfuzz import fuzz, process
from spellchecker import SpellChecker

from index.lexicon import words

_SHORTEST = 5
"""Letters of a word that can be told from another one."""
_LIKENESS = 82
_OTHERWISE = re.compile(r"our|(?<=[iy])s(?=[aei])")
"""What may be spelt in another way in the dictionary: `colour`, `realise`."""


@cache
def _english() -> SpellChecker:
    """A dictionary of English words and some names: `color`, `realize`."""
    return SpellChecker(language="en")


def is_english(word: str) -> bool:
    """Whether a word in lower case stands in the dictionary."""
    other = _OTHERWISE.sub(lambda found: {"our": "or", "s": "z"}[found[0]], word)
    return word in _english() or other in _english()


class Speller:
    """Mends words that are neither English nor a word of the sources."""

    def __init__(self, vocabulary: Collection[str], names: Iterable[str]) -> None:
        """`vocabulary` holds the sources' words, `names` those of the subject."""
        self._vocabulary = vocabulary
        self._names = {word for name in names for word in words(name)}
        self._by_letter: dict[str, list[str]] = {}
        for word in sorted(vocabulary):
            self._by_letter.setdefault(word[0], []).append(word)

    def knows(self, word: str) -> bool:
        """Whether a word in lower case is English or a name of the subject."""
        return word in self._names or is_english(word)

    def mended(self, text: str) -> str:
        """The text with each misspelt word replaced by the nearest one of the sources.

        What is written like a name can only be a name: `Turan` isn't `turn`.
        """
        mended = []
        for place, token in enumerate(text.split()):
            for word in words(token)[:1]:
                if self._misspelt(word):
                    capital = next(filter(str.isalpha, token)).isupper()
                    a_name = place > 0 and capital and not token.isupper()
                    token = self._nearest(word, a_name=a_name) or token
            mended.append(token)
        return " ".join(mended)

    def _misspelt(self, word: str) -> bool:
        return (
            len(word) >= _SHORTEST
            and word not in self._vocabulary
            and not any(map(str.isdigit, word))
            and not is_english(word)
        )

    def _nearest(self, word: str, *, a_name: bool) -> str | None:
        """The nearest word with the same first letter, which typos mostly spare."""
        known = self._by_letter.get(word[0], [])
        if a_name:
            known = [one for one in known if one in self._names or not is_english(one)]
        found = process.extractOne(
            word, known, scorer=fuzz.ratio, score_cutoff=_LIKENESS
        )
        return found[0] if found else None
