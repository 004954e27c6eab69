"""Points found for a question, apart from the article's own stretches."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from index.generations import Generation
from index.retrieving import SHARES, Hit, Retrieved, retrieve
from index.sources import ARTICLE, Passage

POINT_DEPTH = 8
"""Passages that an answer may be made of."""
STANDS_IN = 0.7
"""The share of the best score from which a point known by a day says something on the
question where the best ones came later. Of 12 below it, the first by that day for
questions of `tune` and of our own, none did.
"""


@dataclass(frozen=True, slots=True)
class Found:
    """What was retrieved: the points, best first, and the article's stretches."""

    retrieved: Retrieved
    hits: list[Hit]
    of_article: list[Hit]


class Search:
    """Finds passages of one generation."""

    def __init__(self, generation: Generation) -> None:
        self._generation = generation
        self.shares = SHARES

    def found(
        self, vector: np.ndarray, text: str, said_before: Collection[str] = ()
    ) -> Found:
        """What comes near to a text of that unit vector, of which the stems
        `said_before` count less.
        """
        retrieved = retrieve(
            self._generation,
            vector,
            text,
            shares=self.shares,
            said_before=said_before,
        )
        perspectives = self._generation.parties
        hits: list[Hit] = []
        of_article: list[Hit] = []
        for hit in retrieved.hits:
            article = perspectives[hit.passage_id][1] == ARTICLE
            (of_article if article else hits).append(hit)
        return Found(retrieved, hits, of_article)

    def known(self, hits: list[Hit], day: str | None) -> list[Hit]:
        """Those of the points found that were known by the day, if one is given: of
        them only what comes about as near as the best of all.
        """
        if day is None:
            return hits
        least = STANDS_IN * max((hit.score for hit in hits), default=0.0)
        near = [hit for hit in hits if hit.score >= least]
        found = self._generation.passages(hit.passage_id for hit in near)
        return [hit for hit in near if found[hit.passage_id].known_by(day)]

    def best(self, hits: Sequence[Hit]) -> list[Passage]:
        """The first of the points found."""
        first = (hit.passage_id for hit in hits[:POINT_DEPTH])
        return [*self._generation.passages(first).values()]
