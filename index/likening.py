"""How like a claim's wordings a question is, learnt from all wordings at once.

Kernel ridge regression from the register's wordings to the claims they stand for: what
many claims' wordings share counts for none of them. A wording that sounds like a claim
and isn't about it stands for a column of its own, as do questions about something else
and overviews that are about no claim.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from functools import cached_property

import numpy as np

from index.lexicon import Lexicon, stems
from index.overviews import Overview
from index.wordings import Wording, asked, in_role, untouching

NARROW = 2.0
"""How fast likeness in meaning falls with the cosine."""
WORDS = 0.2
"""The share that common words have in likeness, beside meaning."""
RIDGE = 0.3
"""Strength of the penalty; this and the two above were chosen on the split `tune`."""
NEAR = 0.3
"""How far an overview stands for a claim that it only comes near to."""
METHOD = {"narrow": NARROW, "words": WORDS, "ridge": RIDGE, "near": NEAR}
"""Weights that were kept with a generation serve only where this was the same."""


class Likeness:
    """The regression, fitted once for a generation's wordings."""

    def __init__(
        self,
        vectors: np.ndarray,
        texts: Sequence[Sequence[str]],
        standing: np.ndarray,
        lexicon: Lexicon,
        weights: np.ndarray | None = None,
    ) -> None:
        """`vectors` (n, d) are unit vectors, `texts` the n wordings' stems, `standing`
        (n, columns) holds a 1 where a wording stands for a column.

        `weights` (n, columns) are those of an earlier fit to the same, which takes
        seconds: its time grows with the cube of n.
        """
        self._lexicon = lexicon
        held: dict[str, dict[int, float]] = {}
        for row, text in enumerate(texts):
            for stem, weight in self._weighed(text).items():
                held.setdefault(stem, {})[row] = weight
        self._held = {
            stem: (np.array([*rows]), np.array([*rows.values()], np.float32))
            for stem, rows in held.items()
        }
        self._vectors = vectors
        self._standing = standing
        if weights is None:
            weights = np.linalg.solve(self._kernel(), standing)
        self.weights = weights

    def of(self, cosines: np.ndarray, text: Sequence[str]) -> np.ndarray:
        """Likeness of a question to every column, about 0 to 1.

        `cosines` (n,) are those to the wordings, `text` the question's stems.
        """
        shared = np.zeros(len(self._vectors), np.float32)
        for stem, weight in self._weighed(text).items():
            if stem in self._held:
                rows, weights = self._held[stem]
                shared[rows] += weight * weights
        return np.asarray(_blended(cosines, shared) @ self.weights)

    def without(self, row: int) -> np.ndarray:
        """Likeness of a wording to every column, as if it didn't stand there itself."""
        return np.asarray(self._left_out[row])

    @cached_property
    def _left_out(self) -> np.ndarray:
        """Each wording's own likeness if it had been left out, in closed form."""
        inverse = np.linalg.inv(self._kernel())
        return np.asarray(self._standing - self.weights / np.diag(inverse)[:, None])

    def _kernel(self) -> np.ndarray:
        """Likeness of the wordings to one another with the penalty, shape (n, n)."""
        shared = np.zeros((len(self._vectors),) * 2, np.float32)
        for rows, weights in self._held.values():
            shared[rows[:, None], rows] += np.outer(weights, weights)
        kernel = _blended(self._vectors @ self._vectors.T, shared)
        kernel[np.diag_indices_from(kernel)] += RIDGE
        return kernel

    def _weighed(self, text: Sequence[str]) -> dict[str, float]:
        """The stems by rarity, a unit vector."""
        weights = {stem: self._lexicon.rarity(stem) for stem in text}
        length = sum(weight**2 for weight in weights.values()) ** 0.5
        return {stem: weight / length for stem, weight in weights.items()}


def learnt(
    claim_ids: Sequence[str],
    wordings: Sequence[Wording],
    vectors: np.ndarray,
    lexicon: Lexicon,
    overviews: Sequence[Overview] = (),
    weights: np.ndarray | None = None,
) -> Likeness:
    """What is learnt from all wordings: a column per claim, one of look-alikes, one of
    questions about something else, and one of overviews about no claim. `overviews` are
    those that wordings of that role stand for, in their order; `vectors` and `weights`
    are as in `Likeness`.
    """
    order = {claim_id: row for row, claim_id in enumerate(claim_ids)}
    standing = np.zeros((len(wordings), len(order) + 3), np.float32)
    standing[untouching(wordings), -3] = 1.0
    claims = asked(wordings)
    for row, wording in enumerate(wordings):
        meant: str | None = wording.claim_id
        if wording.role in ("not_this", "elsewhere"):
            meant = claims.get(wording.text.casefold())
        if wording.role == "elsewhere":
            standing[row, -2] = 1.0
        if meant:
            standing[row, order[meant]] = 1.0
    for row, overview in zip(in_role("overview", wordings), overviews, strict=True):
        standing[row, [order[claim_id] for claim_id in overview.near]] = NEAR
        standing[row, [order[claim_id] for claim_id in overview.claims]] = 1.0
        standing[row, -1] = overview.touches() is False
    texts = [stems(wording.text) for wording in wordings]
    return Likeness(vectors, texts, standing, lexicon, weights)


def packed(weights: np.ndarray) -> list[str]:
    """Each row of weights as a text, which Chroma can hold beside its wording."""
    return [base64.b64encode(row.astype("<f4").tobytes()).decode() for row in weights]


def unpacked(rows: Sequence[str]) -> np.ndarray:
    """The weights again, float32, from what `packed` gave."""
    return np.stack([np.frombuffer(base64.b64decode(row), "<f4") for row in rows])


def _blended(cosines: np.ndarray, shared: np.ndarray) -> np.ndarray:
    return np.asarray((1 - WORDS) * np.exp(NARROW * (cosines - 1)) + WORDS * shared)
