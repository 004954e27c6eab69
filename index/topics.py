"""Topics: matters on which both sides are to be heard, claim or no claim."""

from __future__ import annotations

from collections.abc import Collection, Container, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from pydantic import Field

from index.sources import Passage, Strict
from index.wordings import Wording

FEW, DEPTH = 3, 10
"""Wordings nearest to a question, and points found first, that say its topic."""
SHARE, LEAST = 0.8, 0.85
"""What the share of points counts beside the cosine of wordings; and from which sum on
a question is on a topic. Chosen on the topics' own wordings, each left out in turn: the
right one is found for .77 of them instead of .54; of questions that points of no topic
answer, .09 reach the sum.
"""
_ALL = sum(1 / rank for rank in range(1, DEPTH + 1))
"""What all points found count, of which a topic has its share: the first ones most."""


class Topic(Strict):
    """A matter, the points that speak of it, and how readers ask for it."""

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    question: str = Field(min_length=10)
    concerns: tuple[str, ...] = ()
    """Parties whose word a reader would expect."""
    points: tuple[str, ...] = Field(min_length=2)
    """Ids of points, in the order in which somebody who asks in general hears them."""
    core: tuple[str, ...] = ()
    """Those of them that everybody who asks hears, whatever the leaning, in order: what
    somebody who is no side says of it, each main party's word, what else was found.
    """
    asked_as: tuple[str, ...] = Field(min_length=8)
    since: int | None = None
    until: int | None = None
    """The first and the last year that it is about, where it has such."""

    def at(self, years: Collection[int]) -> bool:
        """Whether it is about any of the years, or none are named."""
        first, last = self.since or min(years, default=0), self.until or 9999
        return not years or any(first <= year <= last for year in years)

    def as_known(self, held: Mapping[str, Passage], known: Container[str]) -> Topic:
        """The topic as it stood when of its points, all of which are `held`, only those
        of `known` were out: parties heard only later are no longer missed.
        """
        out = tuple(point for point in self.points if point in known)
        heard = {held[point].party for point in out}
        later = {held[point].party for point in self.points} - heard
        return self.model_copy(
            update={
                "points": out,
                "core": tuple(point for point in self.core if point in known),
                "concerns": tuple(c for c in self.concerns if c not in later),
            }
        )


@dataclass(frozen=True, slots=True)
class TopicMatch:
    """The topic of a question, and how near its wordings come."""

    topic: Topic
    nearness: float
    """The mean cosine to the nearest of its wordings."""


class Topics:
    """A register's topics with the vectors of their wordings."""

    def __init__(
        self,
        topics: Sequence[Topic],
        wordings: Sequence[Wording],
        vectors: np.ndarray,
    ) -> None:
        """`vectors` (n, d) are those of the n `wordings`."""
        self._topics = topics
        self._topics_of: dict[str, list[int]] = {}
        for place, topic in enumerate(topics):
            for point in set(topic.points):
                self._topics_of.setdefault(point, []).append(place)
        places = {topic.id: place for place, topic in enumerate(topics)}
        of = [(places.get(one.claim_id, -1), row) for row, one in enumerate(wordings)]
        mine = sorted(pair for pair in of if pair[0] >= 0)
        self._vectors = vectors[[row for _, row in mine]]
        counts = np.bincount([place for place, _ in mine], minlength=len(topics))
        rows = np.arange(counts.max(initial=0))[None, :]
        starts = np.cumsum(counts) - counts
        # Rows of each topic's wordings, padded by -1, which stands for the last cosine.
        self._rows = np.where(rows < counts[:, None], starts[:, None] + rows, -1)

    def match(
        self, vector: np.ndarray, found: Sequence[str], years: Collection[int] = ()
    ) -> TopicMatch | None:
        """The topic of a question of that unit vector that names those years and for
        which the points `found`, best first, were found; None where it is near to none.
        """
        if not self._topics:
            return None
        cosines = np.append(self._vectors @ vector, -1.0)
        near = np.sort(cosines[self._rows], axis=1)[:, -FEW:].mean(axis=1)
        shares = np.zeros(len(self._topics))
        for rank, point in enumerate(found[:DEPTH], start=1):
            shares[self._topics_of.get(point, [])] += 1 / rank
        out = np.array([not topic.at(years) for topic in self._topics])
        scores = near + SHARE * shares / _ALL - out
        best = int(scores.argmax())
        if scores[best] < LEAST:
            return None
        return TopicMatch(self._topics[best], float(near[best]))
