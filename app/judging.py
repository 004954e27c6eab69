"""Whether and how to answer, by the fitted models and thresholds."""

from __future__ import annotations

import numpy as np

from app.parting import asks
from app.question import Question
from app.refusing import (
    PRIVATE,
    Decision,
    Misuse,
    Support,
    asks_for_private,
    decide,
)
from app.turn_traits import SENTENCE
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
        misuse = asks_for_private(question.text) or self._misuse.of(vector, on_topic)
        if (
            misuse
            and misuse != PRIVATE
            and self._asks_otherwise(question.text, on_topic)
        ):
            misuse = None
        support = Support(
            misuse=misuse,
            on_topic=on_topic,
            answerable=float(self._answerable.probability(features)[0]),
            touched=float(features[0, FEATURES.index("touched")]),
            rarest=rarest,
            near=near,
            topical=topical,
            covered=float(features[0, FEATURES.index("question_words")]),
        )
        return decide(question, languages, support, self.thresholds), support

    def _asks_otherwise(self, text: str, on_topic: float) -> bool:
        """Whether a text ends with a question and none of its sentences by itself asks
        for what is refused: together they may only sound angry.
        """
        said = SENTENCE.split(text)
        if len(said) < 2 or not asks(said[-1]):
            return False
        vectors = self._embedding.vectors(said)
        return not any(self._misuse.of(vector, on_topic) for vector in vectors)
