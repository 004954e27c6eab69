"""The fitted numbers: linear models and thresholds, read from `calibration.json`.

`python -m eval fit` writes them, on the register's wordings and the split `tune`.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np

CALIBRATION = Path(str(files("index"))) / "calibration.json"


@dataclass(frozen=True, slots=True)
class Linear:
    """A fitted linear model: features are standardised, then weighted."""

    mean: tuple[float, ...]
    scale: tuple[float, ...]
    weights: tuple[float, ...]
    bias: float

    def score(self, features: np.ndarray) -> np.ndarray:
        """Scores of rows of features, shape (n,); a nan counts as the mean."""
        scaled = (features - np.array(self.mean)) / np.array(self.scale)
        return np.asarray(np.nan_to_num(scaled) @ np.array(self.weights) + self.bias)

    def probability(self, features: np.ndarray) -> np.ndarray:
        """The scores as probabilities, shape (n,)."""
        return np.asarray(1 / (1 + np.exp(-self.score(features))))

    def without(self, features: Sequence[str], deaf: Collection[str]) -> Linear:
        """The same model, to which some of its features always look like their mean."""
        weights = zip(features, self.weights, strict=True)
        heard = tuple(0.0 if name in deaf else weight for name, weight in weights)
        return replace(self, weights=heard)


@cache
def calibration() -> dict[str, Any]:
    """The fitted numbers, read once."""
    return dict(json.loads(CALIBRATION.read_text("utf-8")))


def fitted(name: str, features: Sequence[str]) -> Linear:
    """One of the fitted models by its name in the calibration file, for these features.

    A feature that the file doesn't know yet counts for nothing until the next fit.
    """
    record = calibration()[name]
    kept = zip(record["mean"], record["scale"], record["weights"], strict=True)
    known = dict(zip(record["features"], kept, strict=True))
    mean, scale, weights = zip(
        *(known.get(feature, (0.0, 1.0, 0.0)) for feature in features), strict=True
    )
    return Linear(mean, scale, weights, record["bias"])
