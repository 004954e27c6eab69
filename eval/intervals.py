"""Bootstrap 95 % intervals: cases are drawn again and again, with a fixed seed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

SEED = 20201018
DRAWS = 1000


def ratio(
    gained: Sequence[float], possible: Sequence[float]
) -> tuple[float, float, float]:
    """(value, low, high) of a sum over a sum; both hold one number a case."""
    top, bottom = np.asarray(gained, float), np.asarray(possible, float)
    value = float(top.sum() / bottom.sum()) if bottom.sum() else 0.0
    drawn = _draws(len(top))
    below = bottom[drawn].sum(axis=1)
    values = top[drawn].sum(axis=1) / np.where(below, below, 1.0)
    return value, *_ends(values)


def percentile(values: Sequence[float], share: float) -> tuple[float, float, float]:
    """(value, low, high) of a percentile, `share` in 0..100."""
    numbers = np.asarray(values, float)
    drawn = np.percentile(numbers[_draws(len(numbers))], share, axis=1)
    return float(np.percentile(numbers, share)), *_ends(drawn)


def paired(
    left: Sequence[tuple[float, float]], right: Sequence[tuple[float, float]]
) -> tuple[float, float, float]:
    """(difference, low, high) of right minus left over the same cases.

    Each case gives (gained, possible) on both sides.
    """
    sides = [np.asarray(side, float).reshape(-1, 2) for side in (left, right)]
    drawn = _draws(len(left))
    totals = [side.sum(axis=0) for side in sides]
    again = [side[drawn].sum(axis=1) for side in sides]
    value = [total[0] / total[1] if total[1] else 0.0 for total in totals]
    many = [rows[:, 0] / np.where(rows[:, 1], rows[:, 1], 1.0) for rows in again]
    return float(value[1] - value[0]), *_ends(many[1] - many[0])


def _draws(count: int) -> np.ndarray:
    """Row numbers of every draw, shape (DRAWS, count)."""
    return np.random.default_rng(SEED).integers(0, count, (DRAWS, count))


def _ends(values: np.ndarray) -> tuple[float, float]:
    low, high = np.percentile(values, [2.5, 97.5])
    return float(low), float(high)
