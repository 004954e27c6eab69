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

    def known(self, hits: Sequence[Hit], day: str | None) -> list[Passage]:
        """The best points that were known by the day."""
        depth = POINT_DEPTH if day is None else len(hits)
        found = self._generation.passages(hit.passage_id for hit in hits[:depth])
        known = [passage for passage in found.values() if passage.known_by(day)]
        return known[:POINT_DEPTH]
