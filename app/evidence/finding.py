"""What a question means and what there is on it: all that comes before an answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from app.evidence.arranging import NEARLY, Arranger
from app.evidence.guiding import Guidance, Guide
from app.evidence.judging import Judge
from app.evidence.refusing import Decision, Support
from app.evidence.searching import POINT_DEPTH, Search
from app.evidence.stopwatch import Stopwatch
from app.question.kinds import LATER
from app.question.own_words import asks_anew, said_before, steered
from app.question.parting import Part
from app.question.question import Question
from app.question.traits import defines
from app.question.understanding import Reader
from index.choosing import Chooser
from index.corpora import Register
from index.embedding import Embedding
from index.generations import Generation
from index.lexicon import stems
from index.matching import ClaimMatch, Matcher
from index.nearness import Nearness
from index.retrieving import Hit
from index.sources import Passage
from index.supporting import Asked, support_features
from index.timing import named, years_in
from index.topics import TopicMatch, Topics
from index.voice import Voice

SUPPORT_DEPTH = 5
"""Passages that are looked into to see whether they support an answer."""
FEW_WORDS = 3
"""Words that make a bare name: `who is X Y`, `resolution 822`."""
FOUND_FIRST = 5
"""Points found first: what they are evidence of is told before the rest."""


@dataclass(frozen=True, slots=True)
class Findings:
    """A question understood, and what was retrieved, matched and decided for it."""

    question: Question
    generation: Generation
    hits: list[Hit]
    """Points found that were known by the day asked for, best first; the article's
    stretches are in `article_hits`.
    """
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
    told_before: bool
    """Whether it goes on from a question on the dispute that it touches itself."""
    guidance: Guidance | None
    """Where the question is in a language that isn't answered, what comes closest."""
    parts: tuple[Part, ...]
    """Where several things are asked, what there is on each."""
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
            generation.beside_wordings,
            generation.beside_vectors,
        )
        self.chooser = Chooser(generation)
        self.arranger = Arranger(generation)
        self.voice = Voice(generation.register)
        self.article = generation.article()
        generation.read_ahead()
        self.search = Search(generation)

    @cached_property
    def _guide(self) -> Guide | None:
        """Made for the first question in another language."""
        return Guide.of(self.generation)

    def _guidance(self, question: Question) -> Guidance | None:
        """What comes closest to a question in a language that isn't answered."""
        supported = question.language in self.generation.register.settings.languages
        if supported or self._guide is None:
            return None
        return self._guide.guidance(question.text, question.as_of)

    def considered(
        self, question: Question, embedding: Embedding, judge: Judge, clock: Stopwatch
    ) -> Findings:
        """What is found and decided for a question understood."""
        as_of = question.as_of
        vector = embedding.one(question.search)
        own = embedding.one(question.text) if question.goes_on else vector
        if question.goes_on:
            vector = steered(vector, own)
        clock.lap("understand")
        lexicon = self.generation.lexicon
        before = said_before(question.text, question.subject, lexicon)
        found = self.search.found(vector, question.search, before)
        hits = found.hits
        by_itself: list[Hit] = []
        if question.own_words:
            by_itself = self.search.found(own, question.text).hits
        if question.goes_on and asks_anew(question.text, by_itself, hits):
            alone = self.reader.understand(question.text, (), as_of)
            return self.considered(alone, embedding, judge, clock)
        hits = self.arranger.introducing(hits, question)
        known = self.search.known(hits, as_of)
        top = self.search.best(known)
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
            replace(found.retrieved, hits=hits),
            top[:SUPPORT_DEPTH],
        )
        languages = self.generation.register.settings.languages
        ranked = [hit.passage_id for hit in hits]
        topic = self._topics.match(vector, ranked, years_in(question.search))
        decision, support = judge.judge(
            question,
            languages,
            features,
            own if question.own_words else vector,
            self._rarest(question),
            hits[0].asked if hits else 0.0,
            topic.nearness if topic else 0.0,
        )
        first = ranked[:FOUND_FIRST]
        open_too = decision == "answer" or support.in_doubt(judge.thresholds)
        if open_too and not defines(question.text):
            known = self.chooser.chosen(known, near.overviews, topic, matches)
        hits = self.arranger.arranged(known, question)
        if question.asks in LATER:
            hits = self.arranger.newest_first(hits)
        top = self.search.best(hits)
        told_before = self._told_before(question, matches, embedding, judge)
        clock.lap("match")
        return Findings(
            question=question,
            generation=self.generation,
            hits=hits,
            article_hits=found.of_article,
            matches=matches,
            first=first,
            top=top,
            topic=topic,
            near=near,
            asked=self.matcher.asked(near, matches[0].claim_id),
            features=features,
            support=support,
            decision=decision,
            told_before=told_before,
            guidance=self._guidance(question),
            parts=(),
            timings=clock.laps,
        )

    def _told_before(
        self,
        question: Question,
        matches: Sequence[ClaimMatch],
        embedding: Embedding,
        judge: Judge,
    ) -> bool:
        """Whether the turns that a question goes on from touch the same dispute."""
        touch, first = judge.thresholds["touch"], matches[0]
        if not question.subject or first.score < touch:
            return False
        earlier = self.reader.understand(question.subject)
        vector = embedding.one(earlier.search)
        before = self._matched(earlier, earlier.search, vector, ())[1][0]
        same = before.claim_id in self.generation.register.flagged_with(first.claim_id)
        return same and before.score >= touch

    def _rarest(self, question: Question) -> float:
        """The rarity of the rarest word of a bare name, or a question who or what that
        is, else 0.
        """
        text, asked = question.text, set(stems(question.search))
        name = len(text.split()) <= FEW_WORDS or defines(text)
        few = name and len(asked) <= FEW_WORDS
        return max(map(self.generation.lexicon.rarity, asked), default=0.0) * few

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
