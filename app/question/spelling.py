"""Misspelt words, replaced by the words of the sources that they come nearest to."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from functools import cache

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA
from spellchecker import SpellChecker

from index.lexicon import STOP_WORDS, folded, words

_SHORTEST = 5
"""Letters of a word that can be told from another one."""
_SMALL = sorted(word for word in STOP_WORDS if len(word) > 2)
"""What a shorter word can be: `teh`."""
_IN_FULL = {
    "ppl": "people", "u": "you", "ur": "your", "r": "are", "thru": "through",
    "b4": "before", "cuz": "because", "coz": "because",
    "tho": "though", "mercs": "mercenaries", "merc": "mercenary",
    "gov": "government", "govt": "government", "prez": "president", "pres": "president",
    "info": "information", "yrs": "years", "yr": "year",
}  # fmt: skip
"""Words as they are shortened in chats."""
_SHORTENED = re.compile(rf"\b(?:{'|'.join(_IN_FULL)})\b(?![.'’])", re.IGNORECASE)
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
        for place, token in enumerate(_in_full(text).split()):
            for word in words(token)[:1]:
                if len(word) < _SHORTEST and token.islower() and self._misspelt(word):
                    token = _small(word) or token
                elif len(word) >= _SHORTEST and self._misspelt(word):
                    capital = next(filter(str.isalpha, token), "").isupper()
                    a_name = place > 0 and capital and not token.isupper()
                    token = self._nearest(word, a_name=a_name) or token
            mended.append(token)
        return " ".join(mended)

    def _misspelt(self, word: str) -> bool:
        return (
            word not in self._vocabulary
            and not any(map(str.isdigit, word))
            and not self.knows(word)
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


def _in_full(text: str) -> str:
    """The text with what is shortened in chats written out."""
    return _SHORTENED.sub(lambda found: _IN_FULL[folded(found[0])], text)


def _small(word: str) -> str | None:
    """The small word that a slip of one letter, or of two that stand the wrong way
    round, may have come from.
    """
    found = process.extractOne(word, _SMALL, scorer=OSA.distance, score_cutoff=1)
    return found[0] if found and len(word) > 2 else None
