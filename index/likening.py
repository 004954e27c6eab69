"""How like a claim's wordings a question is, learnt from all wordings at once.

Kernel ridge regression from the register's wordings to the claims they stand for: what
many claims' wordings share counts for none of them. A wording that sounds like a claim
and isn't about it stands for a column of its own, the last one.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from index.lexicon import Lexicon

NARROW = 2.0
"""How fast likeness in meaning falls with the cosine."""
WORDS = 0.2
"""The share that common words have in likeness, beside meaning."""
RIDGE = 0.3
"""Strength of the penalty; this and the two above were chosen on the split `tune`."""


class Likeness:
    """The regression, fitted once for a generation's wordings."""

    def __init__(
        self,
        vectors: np.ndarray,
        texts: Sequence[Sequence[str]],
        standing: np.ndarray,
        lexicon: Lexicon,
    ) -> None:
        """`vectors` (n, d) are unit vectors, `texts` the n wordings' stems, `standing`
        (n, columns) holds a 1 where a wording stands for a column.
        """
        self._lexicon = lexicon
        columns: dict[str, int] = {}
        for text in texts:
            for stem in text:
                columns.setdefault(stem, len(columns))
        self._columns = columns
        self._bags = np.zeros((len(texts), len(columns)), np.float32)
        for row, text in enumerate(texts):
            for stem, weight in self._weighed(text).items():
                self._bags[row, columns[stem]] = weight
        self._vectors = vectors
        self._standing = standing
        self._weights = np.linalg.solve(self._kernel(), standing)

    def of(self, cosines: np.ndarray, text: Sequence[str]) -> np.ndarray:
        """Likeness of a question to every column, about 0 to 1.

        `cosines` (n,) are those to the wordings, `text` the question's stems.
        """
        shared = np.zeros(len(self._bags), np.float32)
        for stem, weight in self._weighed(text).items():
            if stem in self._columns:
                shared += weight * self._bags[:, self._columns[stem]]
        return np.asarray(_blended(cosines, shared) @ self._weights)

    def without(self, row: int) -> np.ndarray:
        """Likeness of a wording to every column, as if it didn't stand there itself."""
        return np.asarray(self._left_out[row])

    @cached_property
    def _left_out(self) -> np.ndarray:
        """Each wording's own likeness if it had been left out, in closed form."""
        inverse = np.linalg.inv(self._kernel())
        return np.asarray(self._standing - self._weights / np.diag(inverse)[:, None])

    def _kernel(self) -> np.ndarray:
        """Likeness of the wordings to one another with the penalty, shape (n, n)."""
        kernel = _blended(self._vectors @ self._vectors.T, self._bags @ self._bags.T)
        kernel[np.diag_indices_from(kernel)] += RIDGE
        return kernel

    def _weighed(self, text: Sequence[str]) -> dict[str, float]:
        """The stems by rarity, a unit vector."""
        weights = {stem: self._lexicon.rarity(stem) for stem in text}
        length = sum(weight**2 for weight in weights.values()) ** 0.5
        return {stem: weight / length for stem, weight in weights.items()}


def _blended(cosines: np.ndarray, shared: np.ndarray) -> np.ndarray:
    return np.asarray((1 - WORDS) * np.exp(NARROW * (cosines - 1)) + WORDS * shared)
