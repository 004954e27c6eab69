"""What a question means and what there is on it: all that comes before an answer."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from app.arranging import NEARLY, Arranger
from app.continuing import points_back
from app.judging import Judge
from app.question import Question
from app.question_kinds import LATER
from app.question_traits import defines, on_service
from app.refusing import Decision, Support
from app.understanding import Reader
from index.corpora import Register
from index.embedding import Embedding
from index.generations import Generation
from index.lexicon import stems
from index.matching import ClaimMatch, Matcher, Nearness
from index.retrieving import SHARES, Hit, Retrieved, retrieve
from index.sources import ARTICLE, Passage
from index.supporting import Asked, support_features
from index.timing import named, years_in
from index.topics import TopicMatch, Topics
from index.voice import Voice

SUPPORT_DEPTH = 5
"""Passages that are looked into to see whether they support an answer."""
OWN_TURN = 0.6
"""What a turn's own words count beside those with the earlier ones; by `tune`."""
POINT_DEPTH = 8
"""Passages that an answer may be made of."""
ANEW, CLEARLY_NEARER = 0.7, 0.1
"""How near a turn must come by itself to a question that a point answers, and by how
much nearer than with the earlier ones, to be a new one. Chosen on readers' turns.
"""
FEW_WORDS = 3
"""Words that make a bare name: `who is X Y`, `resolution 822`."""
SURELY_ELSEWHERE = 0.01
"""Below which probability of being on the subject a turn doesn't go on from those
before it; chosen on questions of our own, as the set has none of the kind.
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
    first: list[str]
    """The points found first before they were put into the order of the answer."""
    article_hits: list[Hit]
    matches: list[ClaimMatch]
    """Every claim with its probability, best first."""
    top: list[Passage]
    """The best points that were known by the day asked for."""
    topic: TopicMatch | None
    """The matter that it is on, as far as one is described."""
    near: Nearness
    asked: float
    """The mean cosine to the nearest wordings of the first claim."""
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
    def topic_ahead(self) -> float:
        """By how much of the cosine the topic comes nearer than the first claim."""
        return self.topic.nearness - self.asked if self.topic else 0.0

    @property
    def register(self) -> Register:
        """The register of the generation that everything here comes from."""
        return self.generation.register


class Desk:
    """What is prepared once for a generation and used for every question to it."""

    def __init__(self, generation: Generation, embedding: Embedding) -> None:
        self.generation = generation
        self.reader = Reader(generation)
        self.matcher = Matcher(generation)
        self._topics = Topics(
            generation.register.topics,
            generation.topic_wordings,
            generation.topic_vectors,
        )
        self._arranger = Arranger(generation)
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
        """understand → retrieve passages · match claims → enough evidence?

        A turn that seems to be about something else by itself goes on from the earlier
        ones, unless it surely is.
        """
        clock = _Clock()
        question = self.reader.understand(text, history, as_of)
        found = self._considered(question, embedding, judge, clock)
        alone = history and question.standalone == question.text
        if found.decision != "off-topic" or not alone or on_service(question.text):
            return found
        if found.support.on_topic < SURELY_ELSEWHERE:
            return found
        question = self.reader.understand(text, history, as_of, joined=True)
        return self._considered(question, embedding, judge, clock)

    def _considered(
        self, question: Question, embedding: Embedding, judge: Judge, clock: _Clock
    ) -> Findings:
        """What is found and decided for a question understood."""
        as_of = question.as_of
        vector = embedding.one(question.search)
        own = embedding.one(question.text) if question.goes_on else vector
        if question.goes_on:
            vector = _steered(vector, own)
        clock.lap("understand")
        found = self._retrieved(vector, question.search)
        hits, of_article = self._apart(found.hits)
        by_itself: list[Hit] = []
        if question.own_words:
            by_itself, _ = self._apart(self._retrieved(own, question.text).hits)
        if question.goes_on and _asks_anew(question, by_itself, hits):
            alone = self.reader.understand(question.text, (), as_of)
            return self._considered(alone, embedding, judge, clock)
        hits = self._arranger.introducing(hits, question)
        top = self._known(hits, as_of)
        clock.lap("retrieve")
        near, matches = self._matched(question, question.search, vector, hits)
        if question.own_words:
            matches = self._surer(matches, question, own, by_itself)
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
            question,
            languages,
            features,
            own if question.own_words else vector,
            self._rarest(question),
        )
        first = [hit.passage_id for hit in hits[:FOUND_FIRST]]
        hits = self._arranger.sided(hits, question)
        if question.asks in LATER:
            hits = self._arranger.newest_first(hits)
        top = self._known(hits, as_of)
        clock.lap("match")
        return Findings(
            question=question,
            generation=self.generation,
            hits=hits,
            article_hits=of_article,
            matches=matches,
            first=first,
            top=top,
            topic=self._topics.match(
                vector, [hit.passage_id for hit in hits], years_in(question.search)
            ),
            near=near,
            asked=self.matcher.asked(near, matches[0].claim_id),
            features=features,
            support=support,
            decision=decision,
            timings=clock.laps,
        )

    def _rarest(self, question: Question) -> float:
        """The rarity of the rarest word of a bare name, or a question who or what that
        is, else 0.
        """
        text, asked = question.text, set(stems(question.search))
        name = len(text.split()) <= FEW_WORDS or defines(text)
        few = name and len(asked) <= FEW_WORDS
        return max(map(self.generation.lexicon.rarity, asked), default=0.0) * few

    def _retrieved(self, vector: np.ndarray, text: str) -> Retrieved:
        return retrieve(self.generation, vector, text, shares=self.shares)

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
        self,
        matches: list[ClaimMatch],
        question: Question,
        own: np.ndarray,
        hits: Sequence[Hit],
    ) -> list[ClaimMatch]:
        """The matches of a turn with the earlier ones, made as sure as its own words
        (of the unit vector `own`, for which `hits` were found) are by themselves, where
        both mean the same claim.
        """
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


def _asks_anew(
    question: Question, by_itself: Sequence[Hit], joined: Sequence[Hit]
) -> bool:
    """Whether a turn that points back to nothing is answered by the points found for it
    by itself, clearly better than by those for it with the turns before.
    """
    if points_back(question.text) or not (by_itself and joined):
        return False
    near = by_itself[0].asked
    return near >= ANEW and near >= CLEARLY_NEARER + joined[0].asked


def _steered(vector: np.ndarray, own: np.ndarray) -> np.ndarray:
    """The unit vector of a turn with the earlier ones, drawn to its own words."""
    drawn = vector + OWN_TURN * own
    return np.asarray(drawn / np.linalg.norm(drawn))


class _Clock:
    """Milliseconds since the last lap, by stage, added up."""

    def __init__(self) -> None:
        self.laps: dict[str, float] = {}
        self._at = time.perf_counter()

    def lap(self, stage: str) -> None:
        """Note the time a stage took."""
        now = time.perf_counter()
        spent = round((now - self._at) * 1000, 3)
        self.laps[stage] = round(self.laps.get(stage, 0.0) + spent, 3)
        self._at = now
