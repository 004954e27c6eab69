"""What a question means and what there is on it: all that comes before an answer."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from app.refusing import Decision, Misuse, Support, decide
from app.understanding import Question, Reader, pushes
from index.calibration import calibration, fitted
from index.corpora import Register
from index.embedding import Embedding
from index.generations import Generation
from index.lexicon import stems
from index.matching import ClaimMatch, Matcher, Nearness
from index.retrieving import LEXICAL_SHARE, Hit, retrieve
from index.sources import ARTICLE, Passage
from index.supporting import FEATURES, Asked, support_features
from index.voice import Voice

SUPPORT_DEPTH = 5
"""Passages that are looked into to see whether they support an answer."""
POINT_DEPTH = 8
"""Passages that an answer may be made of."""


@dataclass(frozen=True, slots=True)
class Findings:
    """A question understood, and what was retrieved, matched and decided for it."""

    question: Question
    generation: Generation
    hits: list[Hit]
    """Points found, best first; the article's stretches are in `article_hits`."""
    article_hits: list[Hit]
    matches: list[ClaimMatch]
    """Every claim with its probability, best first."""
    top: list[Passage]
    """The best points that were known by the day asked for."""
    near: Nearness
    features: np.ndarray
    """What the decision was made on, shape (1, features)."""
    support: Support
    decision: Decision
    timings: dict[str, float]
    """Milliseconds by stage."""

    @property
    def register(self) -> Register:
        """The register of the generation that everything here comes from."""
        return self.generation.register


class Judge:
    """Decides with the fitted models and thresholds whether and how to answer."""

    def __init__(self, embedding: Embedding) -> None:
        numbers = calibration()
        self._on_topic = fitted("on_topic", FEATURES)
        self._answerable = fitted("answerable", FEATURES)
        self._misuse = Misuse(embedding, numbers["misuse"])
        self.thresholds: dict[str, float] = numbers["thresholds"]

    def judge(
        self,
        question: Question,
        languages: tuple[str, ...],
        features: np.ndarray,
        vector: np.ndarray,
    ) -> tuple[Decision, Support]:
        """The decision on a question, and the probabilities behind it.

        `features` are those of `index.supporting`; `vector` is that of the reader's own
        words, without the earlier turns.
        """
        support = Support(
            misuse=self._misuse.of(vector),
            on_topic=float(self._on_topic.probability(features)[0]),
            answerable=float(self._answerable.probability(features)[0]),
            touched=float(features[0, FEATURES.index("touched")]),
        )
        return decide(question, languages, support, self.thresholds), support


class Desk:
    """What is prepared once for a generation and used for every question to it."""

    def __init__(self, generation: Generation, embedding: Embedding) -> None:
        self.generation = generation
        self.reader = Reader(generation, embedding.known_words)
        self.matcher = Matcher(generation)
        self.voice = Voice(generation.register)
        self.article = generation.article()
        self.lexical_share = LEXICAL_SHARE

    def consider(
        self,
        text: str,
        history: Sequence[str],
        as_of: str | None,
        embedding: Embedding,
        judge: Judge,
    ) -> Findings:
        """understand → retrieve passages · match claims → enough evidence?"""
        clock = _Clock()
        question = self.reader.understand(text, history, as_of)
        vector = embedding.one(question.search)
        clock.lap("understand")
        share = self.lexical_share
        ranked = retrieve(self.generation, vector, question.search, lexical_share=share)
        perspectives = self.generation.parties
        of_article = [h for h in ranked if perspectives[h.passage_id][1] == ARTICLE]
        hits = [h for h in ranked if perspectives[h.passage_id][1] != ARTICLE]
        top = self._known(hits, as_of)
        clock.lap("retrieve")
        content = stems(question.search)
        near = self.matcher.nearness(vector, content)
        matches = self.matcher.match(near, content, hits, factual=question.factual)
        pressed = not history or pushes(text)
        own = vector if pressed else embedding.one(question.text)
        features = support_features(
            Asked(
                search=question.search,
                named=question.named,
                factual=question.factual,
                touched=matches[0].score,
                near=near,
            ),
            self.generation.lexicon,
            hits,
            [f"{passage.title}. {passage.text}" for passage in top[:SUPPORT_DEPTH]],
        )
        languages = self.generation.register.settings.languages
        decision, support = judge.judge(question, languages, features, own)
        clock.lap("match")
        return Findings(
            question=question,
            generation=self.generation,
            hits=hits,
            article_hits=of_article,
            matches=matches,
            top=top,
            near=near,
            features=features,
            support=support,
            decision=decision,
            timings=clock.laps,
        )

    def _known(self, hits: Sequence[Hit], day: str | None) -> list[Passage]:
        """The best points that were known by the day."""
        depth = POINT_DEPTH if day is None else len(hits)
        found = self.generation.passages(hit.passage_id for hit in hits[:depth])
        known = [passage for passage in found.values() if passage.known_by(day)]
        return known[:POINT_DEPTH]


class _Clock:
    """Milliseconds since the last lap, by stage."""

    def __init__(self) -> None:
        self.laps: dict[str, float] = {}
        self._at = time.perf_counter()

    def lap(self, stage: str) -> None:
        """Note the time a stage took."""
        now = time.perf_counter()
        self.laps[stage] = round((now - self._at) * 1000, 3)
        self._at = now
