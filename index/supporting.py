"""How well the passages found support an answer: features for a probability."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np

from index.lexicon import Lexicon, folded, stems, words
from index.retrieving import Hit

FEATURES = (
    "top_cosine", "mean_cosine", "gap", "passage_words", "sentence_words", "all_words",
    "word_pairs", "rarest_missing", "unseen", "numbers_missing", "names_missing",
    "kind_held", "negated", "length", "lexical",
)  # fmt: skip
"""What the models see of a question and its passages, in the order of their weights:

cosines of the first passages; the share of the question's words, by rarity, in the best
passage, in the best sentence and in all passages; word pairs held; the rarest word that
is missing; words no source holds; numbers and names that are missing; whether something
of the kind asked for stands there; negation; length; BM25 of the first passage.
"""
TOPIC = ("top_cosine", "mean_cosine", "unseen", "named", "rare")
"""What tells the subject, in the order of its weights: cosines of the first passages,
words no source holds, names of the subject's places and things, and the share of words
that hardly any passage holds.
"""
ASKED = ("touched", "factual")
"""What the answerable model sees besides: whether a claim is touched, and whether a
number, day or place is asked for.
"""
_DEPTH = 5
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_NAME = re.compile(r"(?<=\w\s)[A-Z][\w'’-]+")
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_DATED = re.compile(
    r"\b(?:1\d{3}|20\d\d|January|February|March|April|May|June|July|August|September|"
    r"October|November|December)\b"
)
_NEGATED = re.compile(
    r"\b(?:not|never|no|without|un\w{3,}|least|except|neither|nor)\b|n't\b",
    re.IGNORECASE,
)
_HOW_MANY = re.compile(r"\bhow (?:many|much|long|far|old)|\bnumber of|\bpercent", re.I)
_WHEN = re.compile(r"\bwhen\b|\bwhat (?:year|date|day|month|century|time)\b", re.I)
_WHO_WHERE = re.compile(r"\b(?:who|whom|whose|where)\b|\b(?:name|city|town)\b", re.I)
_LONG = 20
_MANY_NAMES = 3
_HARDLY_ANY = 0.002
"""The share of passages that hold a rare word, at most."""


def support_features(
    question: str, lexicon: Lexicon, hits: Sequence[Hit], texts: Sequence[str]
) -> np.ndarray:
    """Features of one question, shape (1, len(FEATURES)).

    `texts` are the passages of the first hits, in the same order.
    """
    cosines = [hit.cosine for hit in hits[:_DEPTH]] or [0.0]
    texts = texts[:_DEPTH]
    whole = " ".join(texts)
    weights = {stem: lexicon.rarity(stem) for stem in stems(question)}
    held = set(stems(whole))
    sentences = [sentence for text in texts for sentence in _SENTENCE.split(text)]
    asked_pairs = set(pairwise(stems(question)))
    held_pairs = {pair for sentence in sentences for pair in pairwise(stems(sentence))}
    numbers = set(_NUMBER.findall(question))
    names = {folded(name) for name in _NAME.findall(question)}
    return np.array(
        [
            [
                cosines[0],
                float(np.mean(cosines)),
                cosines[0] - cosines[min(1, len(cosines) - 1)],
                max((_share(weights, stems(text)) for text in texts), default=0.0),
                max((_share(weights, stems(s)) for s in sentences), default=0.0),
                _share(weights, held),
                len(asked_pairs & held_pairs) / max(1, len(asked_pairs)),
                max(
                    (w for stem, w in weights.items() if stem not in held), default=0.0
                ),
                1.0 - _share(weights, (s for s in weights if s in lexicon)),
                float(len(numbers - set(_NUMBER.findall(whole)))),
                len(names - set(words(whole))) / max(1, len(names)),
                float(_kind_held(question, whole)),
                float(bool(_NEGATED.search(question))),
                min(len(question.split()), _LONG) / _LONG,
                hits[0].lexical if hits else 0.0,
            ]
        ]
    )


def topic_features(
    question: str, lexicon: Lexicon, hits: Sequence[Hit], named: int
) -> np.ndarray:
    """Features of one question's subject, shape (1, len(TOPIC)).

    `named` is how many names of the subject's places and things stand in it.
    """
    cosines = [hit.cosine for hit in hits[:_DEPTH]] or [0.0]
    content = stems(question)
    weights = {stem: lexicon.rarity(stem) for stem in content}
    hardly_any = _HARDLY_ANY * len(lexicon.ids)
    rare = sum(lexicon.held_by(stem) <= hardly_any for stem in content)
    return np.array(
        [
            [
                cosines[0],
                float(np.mean(cosines)),
                1.0 - _share(weights, (s for s in weights if s in lexicon)),
                float(min(named, _MANY_NAMES)),
                rare / max(1, len(content)),
            ]
        ]
    )


def _share(weights: dict[str, float], found: Iterable[str]) -> float:
    """The share of the words' rarity that the found ones make up."""
    total = sum(weights.values()) or 1.0
    return sum(weights.get(stem, 0.0) for stem in set(found)) / total


def _kind_held(question: str, text: str) -> bool:
    """Whether a number, a date or a name stands there, where one is asked for."""
    if _HOW_MANY.search(question):
        return bool(_NUMBER.search(text))
    if _WHEN.search(question):
        return bool(_DATED.search(text))
    if _WHO_WHERE.search(question):
        asked = set(words(question))
        return any(folded(name) not in asked for name in _NAME.findall(text))
    return True
