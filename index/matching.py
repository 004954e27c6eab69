"""Which claims of the article a question touches: by its wording and by its evidence.

Each claim gets a few features, and a logistic model turns them into a probability. It
is fitted by `python -m eval fit`, on the register's own wordings (each left out in
turn) and on the `tune` split alone, and stands in `index/calibration.json`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import Any, Literal

import numpy as np

from index.generations import Generation
from index.lexicon import stems
from index.retrieving import Hit

FEATURES = (
    "asked", "asked_mean", "statement", "quote", "not_this", "margin", "overlap",
    "evidence", "lead",
)  # fmt: skip
"""What the model sees of one claim, in the order of its weights."""
EVIDENCE_DEPTH = 10


@dataclass(frozen=True, slots=True)
class ClaimMatch:
    """A claim that a question may touch, its probability and what raised it."""

    claim_id: str
    score: float
    raised_by: Literal["question", "evidence"]


@dataclass(frozen=True, slots=True)
class Logistic:
    """A fitted logistic model: features are standardised, then weighted."""

    mean: tuple[float, ...]
    scale: tuple[float, ...]
    weights: tuple[float, ...]
    bias: float

    def probability(self, features: np.ndarray) -> np.ndarray:
        """Probabilities of rows of features, shape (n,)."""
        scaled = (features - np.array(self.mean)) / np.array(self.scale)
        return np.asarray(
            1 / (1 + np.exp(-(scaled @ np.array(self.weights) + self.bias)))
        )


@cache
def calibration() -> dict[str, Any]:
    """The fitted numbers, read once."""
    text = (files("index") / "calibration.json").read_text("utf-8")
    return dict(json.loads(text))


def fitted(name: str) -> Logistic:
    """One of the fitted models by its name in the calibration file."""
    record = calibration()[name]
    return Logistic(
        tuple(record["mean"]),
        tuple(record["scale"]),
        tuple(record["weights"]),
        record["bias"],
    )


class Matcher:
    """Scores a generation's claims for a question; built once per generation."""

    def __init__(self, generation: Generation, model: Logistic | None = None) -> None:
        register = generation.register
        self.claim_ids = [claim.id for claim in register.claims]
        self._model = model or fitted("claims")
        self._vectors = generation.wording_vectors
        self._lexicon = generation.lexicon
        self._evidence = {claim.id: claim.evidence() for claim in register.claims}
        self._wordings = generation.wordings
        self._of = {
            role: self._rows_by_claim(role)
            for role in ("asked_as", "statement", "quote", "not_this")
        }

    def _rows_by_claim(self, role: str) -> np.ndarray:
        """Rows of a role's wordings, shape (claims, most of one), padded by -1."""
        rows: dict[str, list[int]] = {claim_id: [] for claim_id in self.claim_ids}
        for row, wording in enumerate(self._wordings):
            if wording.role == role:
                rows[wording.claim_id].append(row)
        width = max(map(len, rows.values()))
        return np.array(
            [found + [-1] * (width - len(found)) for found in rows.values()]
        )

    @cached_property
    def _stems(self) -> list[dict[str, float]]:
        """The rarity of every stem that stands for a claim, claim by claim."""
        found: list[dict[str, float]] = []
        for claim in range(len(self.claim_ids)):
            rows = np.concatenate(
                [self._of[role][claim] for role in ("asked_as", "statement", "quote")]
            )
            every = {
                s for row in rows if row >= 0 for s in stems(self._wordings[row].text)
            }
            found.append({stem: self._lexicon.rarity(stem) for stem in every})
        return found

    def features(
        self,
        vector: np.ndarray,
        question_stems: Sequence[str],
        hits: Sequence[Hit],
        leave_out: int | None = None,
    ) -> np.ndarray:
        """Features of every claim, shape (claims, features).

        `leave_out` is the row of a wording to pretend away, when the model is fitted on
        the register's own wordings.
        """
        cosines = self._vectors @ vector
        if leave_out is not None:
            cosines[leave_out] = -1.0
        asked = self._best("asked_as", cosines)
        table = np.zeros((len(self.claim_ids), len(FEATURES)))
        table[:, 0] = asked
        table[:, 1] = self._best("asked_as", cosines, count=3)
        table[:, 2] = self._best("statement", cosines)
        table[:, 3] = self._best("quote", cosines)
        table[:, 4] = self._best("not_this", cosines)
        table[:, 5] = asked - table[:, 4]
        weights = {stem: self._lexicon.rarity(stem) for stem in set(question_stems)}
        total = sum(weights.values()) or 1.0
        for claim, known in enumerate(self._stems):
            shared = sum(weight for stem, weight in weights.items() if stem in known)
            table[claim, 6] = shared / total
        ranked = [hit.passage_id for hit in hits[:EVIDENCE_DEPTH]]
        for claim, claim_id in enumerate(self.claim_ids):
            evidence = self._evidence[claim_id]
            table[claim, 7] = sum(
                1 / (rank + 1) for rank, key in enumerate(ranked) if key in evidence
            )
        best_two = np.sort(asked)[-2:]
        rival = np.where(asked == best_two[-1], best_two[0], best_two[-1])
        table[:, 8] = asked - rival
        return table

    def match(
        self, vector: np.ndarray, question_stems: Sequence[str], hits: Sequence[Hit]
    ) -> list[ClaimMatch]:
        """Every claim with its probability, best first."""
        table = self.features(vector, question_stems, hits)
        scores = self._model.probability(table)
        without = table.copy()
        without[:, FEATURES.index("evidence")] = 0.0
        by_wording = self._model.probability(without)
        order = sorted(range(len(scores)), key=lambda row: (-scores[row], row))
        return [
            ClaimMatch(
                self.claim_ids[row],
                float(scores[row]),
                "question" if by_wording[row] >= scores[row] / 2 else "evidence",
            )
            for row in order
        ]

    def _best(self, role: str, cosines: np.ndarray, count: int = 1) -> np.ndarray:
        """Per claim, the mean of its `count` best cosines, shape (claims,)."""
        table = np.append(cosines, -1.0)[self._of[role]]
        return np.asarray(np.sort(table, axis=1)[:, -count:].mean(axis=1))
