"""What a question means and what there is on it: all that comes before an answer."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from app.question_kinds import LATER
from app.refusing import Decision, Misuse, Support, asks_for_private, decide
from app.understanding import Question, Reader
from index.calibration import calibration, fitted
from index.corpora import Register
from index.embedding import Embedding
from index.generations import Generation
from index.lexicon import stems
from index.matching import ClaimMatch, Matcher, Nearness
from index.retrieving import SHARES, Hit, Retrieved, newest_first, retrieve
from index.sources import ARTICLE, Passage
from index.supporting import FEATURES, Asked, support_features
from index.timing import named
from index.voice import Voice

FEW_POINTS = 2
"""How many of the best points come from a document whose contents are asked for."""
SUPPORT_DEPTH = 5
"""Passages that are looked into to see whether they support an answer."""
OWN_TURN = 0.6
"""What a turn's own words count beside those with the earlier ones; by `tune`."""
POINT_DEPTH = 8
"""Passages that an answer may be made of."""
NEARLY = 0.75
"""The share of the best score from which a point says something on the question: of
those below it that stood second or third on `tune`, 4 of 54 did.
"""
FOUND_FIRST = 5
"""Points found first: what they are evidence of is told before the rest."""


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

    def worth_telling(self) -> list[Passage]:
        """Of the best points those that come nearly as near as the first."""
        scores = {hit.passage_id: hit.score for hit in self.hits[:POINT_DEPTH]}
        least = NEARLY * max(scores.values(), default=0.0)
        return [p for p in self.top if scores.get(p.passage_id, least) >= least]

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
        on_topic = float(self._on_topic.probability(features)[0])
        misuse = asks_for_private(question.text) or self._misuse.of(vector, on_topic)
        support = Support(
            misuse=misuse,
            on_topic=on_topic,
            answerable=float(self._answerable.probability(features)[0]),
            touched=float(features[0, FEATURES.index("touched")]),
            covered=float(features[0, FEATURES.index("question_words")]),
        )
        return decide(question, languages, support, self.thresholds), support


class Desk:
    """What is prepared once for a generation and used for every question to it."""

    def __init__(self, generation: Generation, embedding: Embedding) -> None:
        self.generation = generation
        self.reader = Reader(generation)
        self.matcher = Matcher(generation)
        self.voice = Voice(generation.register)
        self.article = generation.article()
        self.shares = SHARES

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
        own = embedding.one(question.text) if question.goes_on else vector
        if question.goes_on:
            vector = _steered(vector, own)
        clock.lap("understand")
        found = self._retrieved(vector, question.search)
        hits, of_article = self._apart(found.hits)
        top = self._known(hits, as_of)
        clock.lap("retrieve")
        near, matches = self._matched(question, question.search, vector, hits)
        if question.own_words:
            matches = self._surer(matches, question, own)
        features = support_features(
            Asked(
                search=question.search,
                named=len(question.names),
                factual=question.factual,
                touched=matches[0].score,
                near=near,
            ),
            self.generation.lexicon,
            replace(found, hits=hits),
            top[:SUPPORT_DEPTH],
        )
        languages = self.generation.register.settings.languages
        decision, support = judge.judge(
            question, languages, features, own if question.own_words else vector
        )
        if question.asks in LATER:
            hits = self._newest_first(hits)
            top = self._known(hits, as_of)
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

    def document(self, found: Findings) -> list[Passage]:
        """All points known by the day of the source that most of the best points come
        from, in its order; none where no two do.
        """
        counts = Counter(passage.source_id for passage in found.top)
        source, count = counts.most_common(1)[0] if counts else ("", 0)
        if count < FEW_POINTS:
            return []
        ids = [key for key in self.generation.parties if key.split("#")[0] == source]
        points = self.generation.passages(sorted(ids, key=_in_order)).values()
        return [p for p in points if p.known_by(found.question.as_of)]

    def _retrieved(self, vector: np.ndarray, text: str) -> Retrieved:
        return retrieve(self.generation, vector, text, shares=self.shares)

    def _newest_first(self, hits: list[Hit]) -> list[Hit]:
        """The newest since the article of the points found go before others."""
        register = self.generation.register
        if not register.timeline:
            return hits
        since, until = register.settings.article_date, register.timeline[-1].date
        return newest_first(hits, self.generation, since, until)

    def _apart(self, ranked: Sequence[Hit]) -> tuple[list[Hit], list[Hit]]:
        """The points and the article's stretches among what was retrieved."""
        perspectives = self.generation.parties
        hits: list[Hit] = []
        of_article: list[Hit] = []
        for hit in ranked:
            article = perspectives[hit.passage_id][1] == ARTICLE
            (of_article if article else hits).append(hit)
        return hits, of_article

    def _matched(
        self, question: Question, text: str, vector: np.ndarray, hits: Sequence[Hit]
    ) -> tuple[Nearness, list[ClaimMatch]]:
        """How near the text of that vector comes to the wordings, and every claim."""
        content = stems(text)
        near = self.matcher.nearness(vector, content, named(text))
        matched = self.matcher.match(near, content, hits, factual=question.factual)
        return near, matched

    def _surer(
        self, matches: list[ClaimMatch], question: Question, own: np.ndarray
    ) -> list[ClaimMatch]:
        """The matches of a turn with the earlier ones, made as sure as its own words
        (of the unit vector `own`) are by themselves, where both mean the same claim.
        """
        hits, _ = self._apart(self._retrieved(own, question.text).hits)
        alone = self._matched(question, question.text, own, hits)[1][0]
        first = matches[0]
        if alone.claim_id != first.claim_id or alone.score <= first.score:
            return matches
        surer = alone.score / first.score
        return [replace(match, score=match.score * surer) for match in matches]

    def _known(self, hits: Sequence[Hit], day: str | None) -> list[Passage]:
        """The best points that were known by the day."""
        depth = POINT_DEPTH if day is None else len(hits)
        found = self.generation.passages(hit.passage_id for hit in hits[:depth])
        known = [passage for passage in found.values() if passage.known_by(day)]
        return known[:POINT_DEPTH]


def _in_order(passage_id: str) -> tuple[int, str]:
    """Sorts a source's points as it has them: `p10` after `p9`."""
    return len(passage_id), passage_id


def _steered(vector: np.ndarray, own: np.ndarray) -> np.ndarray:
    """The unit vector of a turn with the earlier ones, drawn to its own words."""
    drawn = vector + OWN_TURN * own
    return np.asarray(drawn / np.linalg.norm(drawn))


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
