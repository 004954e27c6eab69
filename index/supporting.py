"""How well the passages found support an answer: features for a probability."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from index.lexicon import Lexicon, stems, words
from index.nearness import Nearness
from index.retrieving import Hit, Retrieved
from index.sources import Passage

FEATURES = (
    "top_cosine", "mean_cosine", "gap", "passage_words", "sentence_words", "all_words",
    "word_pairs", "rarest_missing", "unseen", "numbers_missing", "names_missing",
    "negated", "length", "lexical", "named", "names_held", "rare", "factual", "touched",
    "wording", "wordings", "field", "likeness", "look_alike", "elsewhere", "belonging",
    "asked", "asked_many", "unanswered", "unanswered_many", "overview", "overview_many",
    "question_words",
)  # fmt: skip
"""What the models see of a question and of what was found, in the order of their
weights:

cosines of the first passages; the share of the question's words, by rarity, in the best
passage, in the best sentence and in all passages; word pairs held; the rarest word that
is missing; words no source holds; numbers and names that are missing; negation; length;
BM25 of the first passage; names of the subject's places and things; the question's
names that the passages hold; the share of words that hardly any passage holds; whether
a number, day or place is asked for; whether a claim is touched; cosines of the
register's nearest one, five and thirty wordings; the learnt likeness to the nearest
claim, to look-alikes, and to questions about something else; whether it sounds like one
on the subject; cosines of the nearest question that a passage answers, of those of five
passages, of the nearest one and five that none answers, and of the nearest overview and
five; the share of the question's words in the best passage and the questions it
answers.
"""
_DEPTH = 5
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_NAME = re.compile(r"(?<=\w\s)[A-Z][\w'’-]+")
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_NEGATED = re.compile(
    r"\b(?:not|never|no|without|un\w{3,}|least|except|neither|nor)\b|n't\b",
    re.IGNORECASE,
)
_LONG = 20
_MANY_NAMES = 3
_HARDLY_ANY = 0.002
"""The share of passages that hold a rare word, at most."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as the models see it: its text for search, and what is known of it."""

    search: str
    named: int
    """How many names of the subject's places and things stand in it."""
    factual: bool
    touched: float
    near: Nearness


def support_features(
    asked: Asked, lexicon: Lexicon, found: Retrieved, passages: Sequence[Passage]
) -> np.ndarray:
    """Features of one question, shape (1, len(FEATURES)); nan where the corpus holds
    nothing to tell one by.

    `passages` are those of the first hits, in the same order.
    """
    hits = found.hits
    texts = [f"{passage.title}. {passage.text}" for passage in passages]
    row = [
        *_cosine_features(hits),
        *_word_features(asked.search, lexicon, texts[:_DEPTH]),
        hits[0].lexical if hits else 0.0,
        float(min(asked.named, _MANY_NAMES)),
        float(min(_names_held(asked.search, texts[:_DEPTH]), _MANY_NAMES)),
        _rare(asked.search, lexicon),
        float(asked.factual),
        asked.touched,
        *_register_features(asked.near),
        *_nearest(found.asked),
        *_nearest(found.unanswered),
        *_nearest(_best(asked.near.overviews)),
        _question_words(asked.search, lexicon, passages),
    ]
    return np.array([row])


def _cosine_features(hits: Sequence[Hit]) -> list[float]:
    cosines = [hit.cosine for hit in hits[:_DEPTH]] or [0.0]
    gap = cosines[0] - cosines[min(1, len(cosines) - 1)]
    return [cosines[0], float(np.mean(cosines)), gap]


def _word_features(
    question: str, lexicon: Lexicon, texts: Sequence[str]
) -> list[float]:
    whole = " ".join(texts)
    weights = {stem: lexicon.rarity(stem) for stem in stems(question)}
    held = {stem for text in texts for stem in stems(text)}
    sentences = [sentence for text in texts for sentence in _SENTENCE.split(text)]
    asked_pairs = set(pairwise(stems(question)))
    held_pairs = {pair for sentence in sentences for pair in pairwise(stems(sentence))}
    numbers = set(_NUMBER.findall(question))
    names = _names(question)
    spoken = set(words(whole)) if names else set()
    return [
        max((_share(weights, stems(text)) for text in texts), default=0.0),
        max((_share(weights, stems(s)) for s in sentences), default=0.0),
        _share(weights, held),
        len(asked_pairs & held_pairs) / max(1, len(asked_pairs)),
        max((w for stem, w in weights.items() if stem not in held), default=0.0),
        1.0 - _share(weights, (s for s in weights if s in lexicon)),
        float(len(numbers - set(_NUMBER.findall(whole)))),
        len(names - spoken) / max(1, len(names)),
        float(bool(_NEGATED.search(question))),
        min(len(question.split()), _LONG) / _LONG,
    ]


def _names(question: str) -> set[str]:
    """Words with a capital letter other than the first one, folded."""
    return {word for name in _NAME.findall(question) for word in words(name)}


def _names_held(question: str, texts: Sequence[str]) -> int:
    """How many of the question's names the passages hold."""
    names = _names(question)
    return len(names & set(words(" ".join(texts)))) if names else 0


def _rare(question: str, lexicon: Lexicon) -> float:
    """The share of the question's words that hardly any passage holds."""
    content = stems(question)
    hardly_any = _HARDLY_ANY * len(lexicon.ids)
    rare = sum(lexicon.held_by(stem) <= hardly_any for stem in content)
    return rare / max(1, len(content))


def _register_features(near: Nearness) -> list[float]:
    nearest = np.sort(near.cosines[:-1])
    return [
        float(nearest[-1]),
        float(nearest[-5:].mean()),
        float(nearest[-30:].mean()),
        float(near.claims.max()),
        near.look_alike,
        near.elsewhere,
        near.belonging,
    ]


def _nearest(cosines: Sequence[float] | np.ndarray) -> list[float]:
    """The best cosine and the mean of the best five."""
    if not len(cosines):
        return [np.nan, np.nan]
    return [float(cosines[0]), float(np.mean(cosines[:_DEPTH]))]


def _best(cosines: np.ndarray) -> np.ndarray:
    """The best few of many cosines, best first."""
    few = np.partition(cosines, -_DEPTH)[-_DEPTH:] if len(cosines) > _DEPTH else cosines
    return np.asarray(np.sort(few)[::-1])


def _question_words(
    question: str, lexicon: Lexicon, passages: Sequence[Passage]
) -> float:
    weights = {stem: lexicon.rarity(stem) for stem in stems(question)}
    held = (" ".join((p.title, p.text, *p.asked_as)) for p in passages)
    return max((_share(weights, stems(text)) for text in held), default=0.0)


def _share(weights: dict[str, float], found: Iterable[str]) -> float:
    """The share of the words' rarity that the found ones make up."""
    total = sum(weights.values()) or 1.0
    return sum(weights.get(stem, 0.0) for stem in set(found)) / total
