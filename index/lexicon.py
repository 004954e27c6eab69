"""Words: how text is cut into terms, and the lexical share of retrieval (BM25)."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

import bm25s
import numpy as np
import Stemmer
from bm25s.tokenization import Tokenized
from simplemma import Lemmatizer

_WORD = re.compile(r"\w+(?:['’]\w+)?")
STOP_WORDS = frozenset(
    "a about after all also am an and any are as at be because been before being but "
    "by can could did do does doing don't for from had has have having he her him his "
    "how i if in into is it its just me more most my no not of on or our out over own "
    "same she should so some such than that the their them then there these they this "
    "those through to too under until up very was we were what when where which while "
    "who whom whose why will with would you your s t".split()
)
"""Words that say nothing of what a text is about."""
_UNMARKED = {"ı": "i", "ə": "e", "Ə": "E"}
_STEMMER = Stemmer.Stemmer("english")
_LEMMATIZER = Lemmatizer()


@lru_cache(maxsize=1 << 14)
def folded(text: str) -> str:
    """Lower case without diacritics: `Xankəndi` gives `xankendi`."""
    if text.isascii():
        return text.lower()
    spread = unicodedata.normalize("NFKD", text.lower().replace("ı", "i"))
    plain = "".join(letter for letter in spread if not unicodedata.combining(letter))
    return plain.replace("ə", "e").replace("’", "'")


@lru_cache(maxsize=1 << 14)
def plain(text: str) -> str:
    """The text, letter by letter, with Latin letters without their marks: `İlham
    Əliyev` gives `Ilham Eliyev`. What is found in it stands at the same place there.
    """
    return text if text.isascii() else "".join(map(_plain_letter, text))


def _plain_letter(letter: str) -> str:
    base = unicodedata.normalize("NFKD", letter)[0]
    return base if base.isascii() and base.isalpha() else _UNMARKED.get(letter, letter)


def words(text: str) -> list[str]:
    """The words of a text in order, folded, without possessive endings."""
    return [word.removesuffix("'s") for word in _WORD.findall(folded(text))]


@lru_cache(maxsize=1 << 14)
def stems(text: str) -> tuple[str, ...]:
    """The stems of a text's content words, in order."""
    return tuple(_content_stems(words(text)))


def _content_stems(found: list[str]) -> list[str]:
    content = [_lemma(word) for word in found if word not in STOP_WORDS]
    return list(_STEMMER.stemWords(content))


@lru_cache(maxsize=1 << 16)
def _lemma(word: str) -> str:
    """The base form, which a stemmer doesn't find where it is irregular: `took`."""
    return _LEMMATIZER.lemmatize(word, lang="en").lower()


class Lexicon:
    """BM25 over passages, and the rarity of every stem in them."""

    def __init__(self, ids: Iterable[str], texts: Iterable[str]) -> None:
        """`ids` are read after the last text: one reading may give both."""
        vocabulary: set[str] = set()
        numbers: dict[str, int] = {}
        seen: Counter[str] = Counter()
        tokens: list[list[int]] = []
        for text in texts:
            every = words(text)
            vocabulary.update(every)
            stemmed = _content_stems(every) or ["∅"]
            seen.update(set(stemmed))
            tokens.append([numbers.setdefault(s, len(numbers)) for s in stemmed])
        self.ids = list(ids)
        self._rows = {passage_id: row for row, passage_id in enumerate(self.ids)}
        self.vocabulary = frozenset(vocabulary)
        """Every word of the passages, folded."""
        self._bm25 = bm25s.BM25()
        self._bm25.index(Tokenized(tokens, numbers), show_progress=False)
        self._counts: dict[str, int] = dict(seen)

    def __contains__(self, stem: str) -> bool:
        return stem in self._counts

    def row(self, passage_id: str) -> int:
        """The passage's place in `ids` and in `scores`."""
        return self._rows[passage_id]

    def held_by(self, stem: str) -> int:
        """How many passages hold a stem."""
        return self._counts.get(stem, 0)

    def rarity(self, stem: str) -> float:
        """Inverse document frequency of a stem, that of an unseen one at most."""
        total = len(self.ids)
        seen = self._counts.get(stem, 0)
        return float(np.log(1 + (total - seen + 0.5) / (seen + 0.5)))

    def scores(self, query: Sequence[str]) -> np.ndarray:
        """BM25 of each passage for the query's stems, shape (n,), 0 without a match."""
        known = [stem for stem in query if stem in self._counts]
        if not known:
            return np.zeros(len(self.ids), np.float32)
        return np.asarray(self._bm25.get_scores(known), np.float32)
