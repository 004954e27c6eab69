"""Whose deed or lot a question asks about: points on the other side's come later."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice

from index.corpora import Party
from index.lexicon import stems
from index.sources import Passage

_NEXT = 2
"""Words after a side's name that say what of that side is meant."""
_KEPT = 1 << 13
"""Texts of points that are told once."""
_WORD = re.compile(r"[\w’']+")

Pairs = frozenset[tuple[str, str]]
"""(party, stem of a word that follows its name)"""


class WhoseDeed:
    """Tells which main party's people or acts a text speaks of."""

    def __init__(self, parties: Sequence[Party], names: Iterable[str] = ()) -> None:
        """`names` of places and things say nothing of what a side did."""
        self._named = {stem for name in names for stem in stems(name)}
        self._party_of = {
            form.casefold(): party.name
            for party in parties
            if party.main
            for form in (party.name, *party.also)
        }
        self._told = lru_cache(_KEPT)(self.pairs)

    def pairs(self, text: str) -> Pairs:
        """Each main party named, with the words that come next after its name."""
        return frozenset(self._pairs(_WORD.findall(text)))

    def _pairs(self, tokens: Sequence[str]) -> Iterator[tuple[str, str]]:
        for place, token in enumerate(tokens):
            party = self._party_of.get(token.casefold().removesuffix("'s"))
            if party:
                following = (stems(word) for word in tokens[place + 1 :])
                content = islice((found[0] for found in following if found), _NEXT)
                yield from ((party, s) for s in content if s not in self._named)

    def sided(self, asked: Pairs, point: Passage) -> int:
        """1 where a point speaks of the same of the same party, -1 where it does so of
        the other one alone, else 0.
        """
        told = self._told(" ".join((point.text, *point.asked_as)))
        if asked & told:
            return 1
        words = {stem for _, stem in asked}
        return -1 if any(stem in words for _, stem in told) else 0
