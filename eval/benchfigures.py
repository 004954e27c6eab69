"""One measure on a third-party set, with its interval and its floor."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from pydantic import BaseModel, ConfigDict
from sklearn.metrics import roc_auc_score

from eval import intervals

FLOORS: dict[tuple[str, str], float] = {
    ("xquad_en", "nDCG@10"): 0.961,
    ("xquad_en", "recall@5"): 0.987,
    ("squad2_sample", "nDCG@10"): 0.852,
    ("squad2_sample", "refusal AUROC"): 0.482,
    ("attributionbench_dev", "citation macro-F1"): 0.654,
}
"""Floors without a model that the sets' README gives; others are measured with BM25."""


class BenchFigure(BaseModel):
    """A measure on a set, with interval where one can be had, beside its floor."""

    model_config = ConfigDict(frozen=True)

    suite: str
    measure: str
    value: float | None
    low: float | None = None
    high: float | None = None
    n: int
    floor: float | None = None
    note: str = ""


def mean(
    suite: str, measure: str, values: Sequence[float], floor: Sequence[float]
) -> BenchFigure:
    """A figure that is a mean over records, beside the mean of its floor."""
    ends = intervals.ratio(values, [1.0] * len(values))
    under = float(np.mean(floor)) if floor else None
    return figure(suite, measure, ends, len(values), under)


def figure(
    suite: str,
    measure: str,
    ends: tuple[float, float, float],
    n: int,
    floor: float | None,
) -> BenchFigure:
    """A figure beside the stated floor, or else the one given."""
    stated = FLOORS.get((suite, measure))
    return BenchFigure(
        suite=suite,
        measure=measure,
        value=ends[0],
        low=ends[1],
        high=ends[2],
        n=n,
        floor=floor if stated is None else stated,
    )


def drawn(
    count: int, value: Callable[[np.ndarray], float]
) -> tuple[float, float, float]:
    """A figure that is no mean, with the interval of 200 draws."""
    generator = np.random.default_rng(intervals.SEED)
    draws = [value(generator.integers(0, count, count)) for _ in range(200)]
    low, high = np.percentile(draws, [2.5, 97.5])
    return value(np.arange(count)), float(low), float(high)


def auroc(held: np.ndarray, scores: np.ndarray) -> float:
    """Chance where a draw holds only one of the two classes."""
    return float(roc_auc_score(held, scores)) if len(set(held)) == 2 else 0.5
