"""Whether and how to answer, by the fitted models and thresholds."""

from __future__ import annotations

import numpy as np

from app.evidence.refusing import (
    ANSWERED,
    ORDERED,
    ORDERING,
    PRIVATE,
    Decision,
    Misuse,
    Support,
    asks_for_private,
    decide,
)
from app.question.instructing import commands, orders_a_text
from app.question.parting import asks
from app.question.question import Question
from app.question.turns import SENTENCE
from index.calibration import calibration, fitted
from index.embedding import Embedding
from index.supporting import FEATURES


class Judge:
    """Decides with the fitted models and thresholds whether and how to answer."""

    def __init__(self, embedding: Embedding) -> None:
        numbers = calibration()
        self._on_topic = fitted("on_topic", FEATURES)
        self._answerable = fitted("answerable", FEATURES)
        self._embedding = embedding
        self._misuse = Misuse(embedding, numbers["misuse"])
        self.thresholds: dict[str, float] = numbers["thresholds"]

    def judge(
        self,
        question: Question,
        languages: tuple[str, ...],
        features: np.ndarray,
        vector: np.ndarray,
        rarest: float = 0.0,
        near: float = 1.0,
        topical: float = 0.0,
    ) -> tuple[Decision, Support]:
        """The decision on a question, and the probabilities behind it.

        `features` are those of `index.supporting`; `vector` is that of the reader's own
        words, without the earlier turns; `rarest` the rarity of a bare name; `near` how
        near the question comes to one that the point found first answers; `topical` to
        a topic.
        """
        on_topic = float(self._on_topic.probability(features)[0])
        support = Support(
            misuse=self._asked_for(question.text, vector, on_topic, near),
            on_topic=on_topic,
            answerable=float(self._answerable.probability(features)[0]),
            touched=float(features[0, FEATURES.index("touched")]),
            rarest=rarest,
            near=near,
            topical=topical,
            covered=float(features[0, FEATURES.index("question_words")]),
        )
        return decide(question, languages, support, self.thresholds), support

    def _asked_for(
        self, text: str, vector: np.ndarray, on_topic: float, near: float
    ) -> str | None:
        """What a text of that vector asks for, where it isn't allowed."""
        if asks_for_private(text):
            return PRIVATE
        if near >= ANSWERED and not commands(text):
            return self._ordered(text)
        if not (misuse := self._misuse.of(vector, on_topic)):
            return self._ordered(text)
        return None if self._asks_otherwise(text, on_topic) else misuse

    def _ordered(self, text: str) -> str | None:
        """What one of several sentences orders that isn't allowed, a text to be written
        or surely something else: beside others it may hardly show.
        """
        said = SENTENCE.split(text)
        orders = [s for s in said if commands(s) and len(s.split()) >= ORDERING]
        if len(said) < 2 or not orders:
            return None
        vectors = self._embedding.vectors(orders)
        found = (
            self._misuse.of(vector, least=0.0 if orders_a_text(order) else ORDERED)
            for order, vector in zip(orders, vectors, strict=True)
        )
        return next(filter(None, found), None)

    def _asks_otherwise(self, text: str, on_topic: float) -> bool:
        """Whether a text ends with a question and none of its sentences by itself asks
        for what is refused: together they may only sound angry.
        """
        said = SENTENCE.split(text)
        if len(said) < 2 or not asks(said[-1]):
            return False
        vectors = self._embedding.vectors(said)
        return not any(self._misuse.of(vector, on_topic) for vector in vectors)
