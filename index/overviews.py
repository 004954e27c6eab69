"""Overviews: broad questions, each with the points that answer it together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from pydantic import Field

from index.sources import Strict

FEW = 8
"""Overviews nearest to a question whose points are looked at."""
FALLS = 0.1
"""By how much of the cosine an overview less near than the nearest counts a third."""
PLACE = 0.08
"""What a point counts less for each one that its overview tells before it."""
LEAST, RANGE = 0.45, 0.4
"""From which cosine on the nearest overview says anything, and how much higher it says
all it can.
"""


class Overview(Strict):
    """A broad question, and what somebody who knows the sources would answer with."""

    question: str = Field(min_length=5)
    points: tuple[str, ...] = Field(min_length=1, max_length=8)
    """Ids of points that together make the best answer, the best one first."""


class Overviews:
    """A register's overviews with the vectors of their questions."""

    def __init__(self, overviews: Sequence[Overview], vectors: np.ndarray) -> None:
        """`vectors` are unit rows (n, d), in the same order."""
        self._overviews = overviews
        self._vectors = vectors

    def near(self, vector: np.ndarray) -> np.ndarray:
        """Cosines of all overviews' questions to a unit vector, shape (n,)."""
        return np.asarray(self._vectors @ vector)

    def votes(self, near: np.ndarray) -> Mapping[str, float]:
        """How far the overviews nearest to a question speak for each of their points,
        from 0 to 1, by the cosines of all.
        """
        if len(near) <= FEW:
            return {}
        rows = np.argpartition(-near, FEW)[:FEW]
        best = float(near[rows].max())
        if best <= LEAST:
            return {}
        votes: dict[str, float] = {}
        for row, weight in zip(rows, np.exp((near[rows] - best) / FALLS), strict=True):
            for place, point in enumerate(self._overviews[row].points):
                vote = float(weight) * (1 - PLACE * place)
                votes[point] = votes.get(point, 0.0) + vote
        said = min(1.0, (best - LEAST) / RANGE) / max(votes.values())
        return {point: vote * said for point, vote in votes.items()}
