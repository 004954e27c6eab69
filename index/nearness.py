"""How near a question comes to what the register says of claims."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

ANOTHER_TIME = 8.0
"""How much a claim about another time loses in rank; chosen on the split `tune`."""


@dataclass(frozen=True, slots=True)
class Nearness:
    """How near a question comes to the register's wordings."""

    cosines: np.ndarray
    """To every wording, shape (wordings + 1,); -1 for overviews, those about something
    else, and in the last place.
    """
    claims: np.ndarray
    """The likeness learnt to every claim, shape (claims,)."""
    look_alike: float
    """The likeness to what sounds like a claim and touches none."""
    elsewhere: float
    """The likeness to questions about something else."""
    untouching: float
    """The likeness to overviews that are about no claim; nan if none are held."""
    overviews: np.ndarray
    """Cosines to the questions of all overviews, shape (overviews,)."""
    belonging: float
    """About 1 where it sounds like one on the subject; nan if none are held."""
    apart: np.ndarray
    """How far each claim is from the times asked for, shape (claims,)."""


def in_time(ranks: np.ndarray, near: Nearness) -> np.ndarray:
    """Rank scores of the claims, lower for those about another time than is asked."""
    return ranks - ANOTHER_TIME * near.apart
