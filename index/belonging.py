"""Whether a question belongs to the subject, told by its vector alone.

Who opens a page that says what it is about leaves that out: "did anybody help". Such a
question shares few words with any source, as one about something else does. It is told
by what was written of either kind: `within.yaml`, `beyond.yaml` and `elsewhere.yaml`.
"""

from __future__ import annotations

import numpy as np

RIDGE = 1.0
"""How strongly large weights are held back; .3 and 3 do as well on `tune`."""


class Belonging:
    """A ridge regression of 1 for questions on the subject and 0 for others."""

    def __init__(self, within: np.ndarray, elsewhere: np.ndarray) -> None:
        """Unit vectors (n, d) and (m, d) of the questions of either kind."""
        self._weights: np.ndarray | None = None
        if not (len(within) and len(elsewhere)):
            return
        rows = np.vstack([_with_one(within), _with_one(elsewhere)]).astype(float)
        belongs = np.repeat([1.0, 0.0], [len(within), len(elsewhere)])
        kind = np.where(belongs, len(elsewhere) / len(within), 1.0)  # both count alike
        weighed = rows.T * kind
        ridge = RIDGE * np.eye(rows.shape[1])
        self._weights = np.linalg.solve(weighed @ rows + ridge, weighed @ belongs)

    def of(self, vector: np.ndarray) -> float:
        """About 1 for a unit vector (d,) of a question on the subject, about 0 for one
        about something else; nan where the corpus holds none of one kind.
        """
        if self._weights is None:
            return float("nan")
        return float(self._weights[:-1] @ vector + self._weights[-1])


def _with_one(vectors: np.ndarray) -> np.ndarray:
    return np.hstack([vectors, np.ones((len(vectors), 1), vectors.dtype)])
