"""Which of the points found make the answer to a broad question: learnt from overviews.

A small net tells for each point found how likely somebody who knows the sources takes
it. It weighs in beside the score by which the point was found, which tells best what
answers a narrow question.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from index.calibration import calibration
from index.generations import Generation
from index.matching import ClaimMatch
from index.overviews import Overviews
from index.retrieving import Hit
from index.topics import TopicMatch

FEATURES = (
    "cosine", "asked", "lexical", "share", "best", "ahead", "place", "voted", "surest",
    "like_voted", "like_first", "topic", "core", "first_claim", "second_claim",
)  # fmt: skip
"""What the net sees of a point found: the parts of its score; this as a share of the
best one's, the best one's, by how much the nearest question it answers is nearer than
itself, its place; how far overviews speak for it, and for the point they most speak
for; its likeness to what they speak for and to the points found first; whether it is
on the question's topic and in its core, by the topic's nearness; whether it is evidence
on the first and second claim, by how surely the question touches them.
"""
DEPTH = 60
"""Points found first that are chosen from."""
FIRST = 5
"""Points found first that another one is likened to."""
CLAIMS = 2
"""Claims touched whose evidence counts."""
FOUND = 6.0
"""What the share of the best score counts beside the net's log-odds. Of 3, 6 and 10 on
`tune` 6 brings most needs into the first five points found (.887, without the net
.865), and the point that answers a narrow question comes first as often (.802; .794).
"""


@dataclass(frozen=True, slots=True)
class Net:
    """A fitted net of one hidden layer: features are standardised, then weighted."""

    mean: np.ndarray
    scale: np.ndarray
    hidden: np.ndarray
    hidden_bias: np.ndarray
    weights: np.ndarray
    bias: float

    @classmethod
    def of(cls, record: Mapping[str, Any]) -> Net:
        """The net of a record in the calibration file."""
        mean, scale, hidden, hidden_bias, weights = (
            np.array(record[name])
            for name in ("mean", "scale", "hidden", "hidden_bias", "weights")
        )
        return cls(mean, scale, hidden, hidden_bias, weights, record["bias"])

    def score(self, features: np.ndarray) -> np.ndarray:
        """Log-odds of rows of features, shape (n,)."""
        scaled = (features - self.mean) / self.scale
        shown = np.maximum(scaled @ self.hidden + self.hidden_bias, 0.0)
        return np.asarray(shown @ self.weights + self.bias)


class Chooser:
    """Puts the points found for a question to one generation in order."""

    def __init__(self, generation: Generation) -> None:
        register = generation.register
        self.overviews = Overviews(register.overviews)
        vectors = generation.vectors() if register.overviews else {}
        self._rows = {passage_id: row for row, passage_id in enumerate(vectors)}
        self._vectors = np.array([*vectors.values()], np.float32)
        self._evidence = {c.id: frozenset(c.evidence()) for c in register.claims}
        record = calibration().get("choosing") if register.overviews else None
        self.learnt = Net.of(record) if record else None

    def chosen(
        self,
        hits: list[Hit],
        near_overviews: np.ndarray,
        topic: TopicMatch | None,
        matches: Sequence[ClaimMatch],
    ) -> list[Hit]:
        """The hits, those first that an answer is made of, by the cosines of all
        overviews; the scores keep their places, so that the first one has the best.
        """
        near, rest = hits[:DEPTH], hits[DEPTH:]
        if self.learnt is None or not near:
            return hits
        seen = self.features(near, near_overviews, topic, matches)
        liking = self.learnt.score(seen) + FOUND * seen[:, FEATURES.index("share")]
        scores = sorted((hit.score for hit in near), reverse=True)
        order = np.argsort(-liking, kind="stable")
        placed = zip(order, scores, strict=True)
        return [replace(near[row], score=score) for row, score in placed] + rest

    def features(
        self,
        hits: Sequence[Hit],
        near_overviews: np.ndarray,
        topic: TopicMatch | None,
        matches: Sequence[ClaimMatch],
    ) -> np.ndarray:
        """FEATURES of points found, best first, shape (n, len(FEATURES)), by the
        cosines of all overviews to the question.
        """
        ids = [hit.passage_id for hit in hits]
        parts = np.array([(h.cosine, h.asked, h.lexical, h.score) for h in hits])
        best = float(parts[:, 3].max())
        vectors = self._vectors[[self._rows[passage_id] for passage_id in ids]]
        votes = self.overviews.votes(near_overviews)
        columns = [
            *parts[:, :3].T,
            parts[:, 3] / best,
            np.full(len(ids), best),
            parts[:, 1] - parts[:, 0],
            np.log1p(np.arange(len(ids))),
            [votes.get(passage_id, 0.0) for passage_id in ids],
            np.full(len(ids), max(votes.values(), default=0.0)),
            vectors @ self._middle(votes),
            vectors @ vectors[:FIRST].mean(axis=0),
            *self._on_topic(ids, topic),
            *self._on_claims(ids, matches),
        ]
        return np.column_stack(columns)

    def _middle(self, votes: Mapping[str, float]) -> np.ndarray:
        """The mean vector of the points spoken for, by how much they are."""
        held = {point: vote for point, vote in votes.items() if point in self._rows}
        if not held:
            return np.zeros(self._vectors.shape[1])
        rows = [self._rows[point] for point in held]
        return np.average(self._vectors[rows], axis=0, weights=[*held.values()])

    def _on_topic(
        self, ids: Sequence[str], topic: TopicMatch | None
    ) -> Iterator[list[float]]:
        """Which points are on the topic and in its core, by its nearness."""
        of = (topic.topic.points, topic.topic.core) if topic else ((), ())
        for points in of:
            yield [topic.nearness * (one in points) if topic else 0.0 for one in ids]

    def _on_claims(
        self, ids: Sequence[str], matches: Sequence[ClaimMatch]
    ) -> Iterator[list[float]]:
        """Which points are evidence on the first and on the second claim, by how
        probable that is.
        """
        for match in matches[:CLAIMS]:
            evidence = self._evidence[match.claim_id]
            yield [match.score * (one in evidence) for one in ids]
        for _ in range(CLAIMS - len(matches)):
            yield [0.0] * len(ids)
