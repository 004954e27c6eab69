"""Overviews: broad questions, each with the points that answer it together and the
claims of the article that it is about.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from pydantic import Field

from index.sources import Strict

BROAD = 3
"""Points from which on an overview tells what goes together. Of 1 and 3 on `tune`, 3
brings more needs of questions with several into the first five points found (.789;
.785) and no fewer in all (.884; .883).
"""
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
    points: tuple[str, ...] = Field(default=(), max_length=8)
    """Ids of points that together make the best answer, the best one first; none where
    no point that was found answers it.
    """
    claims: tuple[str, ...] = ()
    """Ids of the claims that it is about: an answer must bring them up."""
    near: tuple[str, ...] = ()
    """Ids of claims that an answer may bring up as well."""

    @property
    def broad(self) -> bool:
        """Whether it has enough points to tell what goes together in an answer."""
        return len(self.points) >= BROAD

    def touches(self) -> bool | None:
        """Whether it is about a claim; None where it comes near to one."""
        return bool(self.claims) or (None if self.near else False)


class Overviews:
    """Tells which points a register's overviews speak for."""

    def __init__(self, overviews: Sequence[Overview]) -> None:
        self._overviews = overviews
        self._silent = np.array([not one.broad for one in overviews], bool)

    def votes(self, near: np.ndarray) -> Mapping[str, float]:
        """How far the broad overviews nearest to a question speak for each of their
        points, from 0 to 1, by the cosines of all.
        """
        if len(near) <= FEW:
            return {}
        near = np.where(self._silent, -1.0, near)
        rows = np.argpartition(-near, FEW)[:FEW]
        best = float(near[rows].max())
        if best <= LEAST:
            return {}
        votes: dict[str, float] = {}
        for row, weight in zip(rows, np.exp((near[rows] - best) / FALLS), strict=True):
            told = () if self._silent[row] else self._overviews[row].points
            for place, point in enumerate(told):
                vote = float(weight) * (1 - PLACE * place)
                votes[point] = votes.get(point, 0.0) + vote
        said = min(1.0, (best - LEAST) / RANGE) / max(votes.values(), default=1.0)
        return {point: vote * said for point, vote in votes.items()}
