"""Which claims of the article a question touches: by its wording and by its evidence.

Two fitted models decide. The first ranks the claims against each other; the second
says whether the question touches any claim or only shares words with one. Both are
fitted by `python -m eval fit`, on the register's own wordings (each left out in turn)
and on the `tune` split alone; their numbers stand in `index/calibration.json`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from index.belonging import Belonging
from index.calibration import fitted
from index.generations import Generation
from index.lexicon import stems
from index.likening import learnt
from index.nearness import Nearness, in_time
from index.retrieving import Hit
from index.timing import Named, Times
from index.wordings import in_role, untouching

RANKING = (
    "asked",
    "asked_many",
    "statement",
    "quote",
    "words",
    "own_words",
    "evidence",
    "likeness",
)
"""What ranks the claims, in the order of its weights:

cosines to the nearest three and six wordings, the statement and the quote; the share of
the question's words that stand for the claim, weighed by rarity in the sources and by
rarity among the claims; the claim's share of the passages found; and the likeness that
was learnt from all wordings at once.
"""
TOUCHING = (
    "asked", "asked_many", "lead", "field", "words", "over_passages", "over_others",
    "over_look_alikes", "factual", "length", "words_by_length", "likeness",
    "second_likeness", "look_alike", "untouching", "over_points",
)  # fmt: skip
"""What says whether any claim is touched, in the order of its weights, about the first
claim of the ranking: cosines as above; its rank score and its distance to the fourth;
its words; its cosine over that of the best passage, of any look-alike, and of its own
look-alikes; whether a number, day or place is asked for; the question's length; the
likeness to the claim, to the one it is next most like, to any look-alike and to what is
about no claim, that was learnt from all wordings at once; its cosine over that of the
nearest question answered by a point found that is no evidence of its dispute.
"""
EVIDENCE_DEPTH = 10
_FEW, _MANY = 3, 6
_LONG = 12


@dataclass(frozen=True, slots=True)
class ClaimMatch:
    """A claim that a question may touch, its probability and what raised it."""

    claim_id: str
    score: float
    raised_by: Literal["question", "evidence"]


class Matcher:
    """Scores a generation's claims for a question; built once per generation."""

    def __init__(self, generation: Generation) -> None:
        register = generation.register
        self.claim_ids = [claim.id for claim in register.claims]
        self._ranking = fitted("ranking", RANKING)
        self.touching = "touching" if register.overviews else "touching_alone"
        """Which fitted model says so: likeness means less without overviews."""
        self._touching = fitted(self.touching, TOUCHING)
        self._vectors = generation.wording_vectors
        self._lexicon = generation.lexicon
        self._evidence: dict[str, list[int]] = {}
        self._bearing = [register.bearing(claim_id) for claim_id in self.claim_ids]
        for row, claim in enumerate(register.claims):
            for point in claim.evidence():
                self._evidence.setdefault(point, []).append(row)
        self._wordings = generation.wordings
        self._of = {
            role: self._rows_by_claim(role)
            for role in ("asked_as", "statement", "quote", "not_this")
        }
        self._untouching = untouching(self._wordings)
        self._of_none = np.array(in_role("elsewhere", self._wordings), int)
        self._of_overviews = np.array(in_role("overview", self._wordings), int)
        self._standing = self._wordings_by_stem()
        self._likeness = learnt(
            self.claim_ids,
            self._wordings,
            self._vectors,
            self._lexicon,
            register.overviews,
            generation.likeness,
        )
        self._times = Times(register.claims)
        others = self._vectors[self._of_none], generation.beside("beyond")
        self._belonging = Belonging(generation.beside("within"), np.vstack(others))

    def match(
        self,
        near: Nearness,
        question_stems: Sequence[str],
        hits: Sequence[Hit],
        *,
        factual: bool = False,
    ) -> list[ClaimMatch]:
        """Every claim with its probability, best first.

        The first one's is the probability that the question touches a claim at all; the
        others' fall with their distance to it.
        """
        table = self.ranking_features(near, question_stems, hits)
        ranks = self._ranking.score(table)
        touching = self.touching_features(
            near, table, ranks, question_stems, hits, factual=factual
        )
        touched = float(self._touching.probability(touching)[0])
        ranks = in_time(ranks, near)
        scores = touched * np.exp(ranks - ranks.max())
        worded = table.copy()
        worded[:, RANKING.index("evidence")] = 0.0
        by_wording = in_time(self._ranking.score(worded), near)
        asked = np.exp(by_wording - by_wording.max()) * touched
        return [
            ClaimMatch(
                self.claim_ids[row],
                float(scores[row]),
                "question" if asked[row] >= scores[row] / 2 else "evidence",
            )
            for row in sorted(range(len(scores)), key=lambda row: (-scores[row], row))
        ]

    def nearness(
        self,
        vector: np.ndarray,
        question_stems: Sequence[str],
        times: Sequence[Named] = (),
        leave_out: int | None = None,
    ) -> Nearness:
        """How near a question of that unit vector comes to the wordings.

        `times` are those it names. `leave_out` is the row of a wording to pretend
        away, when the models are fitted on the register's own wordings.
        """
        cosines = np.append(self._vectors @ vector, -1.0)
        if leave_out is None:
            likeness = self._likeness.of(cosines[:-1], question_stems)
        else:
            cosines[leave_out] = -1.0
            likeness = self._likeness.without(leave_out)
        overviews = cosines[self._of_overviews]
        cosines[self._of_none] = cosines[self._of_overviews] = -1.0
        *claims, look_alike, elsewhere, untouching = likeness
        apart = self._times.apart(times)
        belonging = self._belonging.of(vector)
        return Nearness(
            cosines=cosines,
            claims=np.array(claims),
            look_alike=look_alike,
            elsewhere=elsewhere,
            untouching=untouching if len(overviews) else np.nan,
            overviews=overviews,
            belonging=belonging,
            apart=apart,
        )

    def ranking_features(
        self,
        near: Nearness,
        question_stems: Sequence[str],
        hits: Sequence[Hit],
        leave_out: int | None = None,
    ) -> np.ndarray:
        """Features of every claim, shape (claims, len(RANKING)); for `leave_out` see
        `nearness`.
        """
        cosines = near.cosines
        table = np.zeros((len(self.claim_ids), len(RANKING)))
        table[:, 0] = self.nearest("asked_as", cosines, _FEW)
        table[:, 1] = self.nearest("asked_as", cosines, _MANY)
        table[:, 2] = self.nearest("statement", cosines)
        table[:, 3] = self.nearest("quote", cosines)
        content = set(question_stems)
        total = sum(self._lexicon.rarity(stem) for stem in content) or 1.0
        for stem in content:
            holders = self._holders(stem, leave_out)
            table[holders, 4] += self._lexicon.rarity(stem) / total
            table[holders, 5] += np.log((len(table) + 1) / (len(holders) + 0.5))
        for rank, hit in enumerate(hits[:EVIDENCE_DEPTH]):
            table[self._evidence.get(hit.passage_id, []), 6] += 1 / (rank + 1)
        table[:, 7] = near.claims
        return table

    def touching_features(
        self,
        near: Nearness,
        table: np.ndarray,
        ranks: np.ndarray,
        question_stems: Sequence[str],
        hits: Sequence[Hit],
        *,
        factual: bool,
    ) -> np.ndarray:
        """Features of the question as a whole, shape (1, len(TOUCHING))."""
        cosines = near.cosines
        first = int(in_time(ranks, near).argmax())
        asked, many, _, _, words, _, _, like = table[first]
        nearest = self.nearest("asked_as", cosines)[first]
        look_alikes = self.nearest("not_this", cosines)
        others = float(cosines[self._untouching].max(initial=-1.0))
        length = min(len(set(question_stems)), _LONG) / _LONG
        fourth = np.sort(ranks)[-min(4, len(ranks))]
        second = np.sort(near.claims)[-min(2, len(ranks))]
        found = hits[:EVIDENCE_DEPTH]
        best_passage = max((hit.cosine for hit in found), default=0.0)
        besides = (h.asked for h in found if h.passage_id not in self._bearing[first])
        return np.array(
            [
                [
                    asked,
                    many,
                    ranks[first],
                    ranks[first] - fourth,
                    words,
                    asked - best_passage,
                    nearest - others,
                    nearest - look_alikes[first],
                    float(factual),
                    length,
                    words * length,
                    like,
                    second,
                    near.look_alike,
                    near.untouching,
                    asked - max(besides, default=0.0),
                ]
            ]
        )

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

    def _wordings_by_stem(self) -> dict[str, dict[int, set[int]]]:
        """By stem and claim, the rows of the wordings that stand for it and hold it."""
        order = {claim_id: row for row, claim_id in enumerate(self.claim_ids)}
        standing: dict[str, dict[int, set[int]]] = {}
        for row, wording in enumerate(self._wordings):
            if wording.role in ("asked_as", "statement", "quote"):
                for stem in stems(wording.text):
                    claims = standing.setdefault(stem, {})
                    claims.setdefault(order[wording.claim_id], set()).add(row)
        return standing

    def _holders(self, stem: str, leave_out: int | None) -> list[int]:
        """Claims with a wording that holds the stem, other than the one left out."""
        claims = self._standing.get(stem, {})
        return [claim for claim, rows in claims.items() if rows != {leave_out}]

    def spread(self, stem: str) -> float:
        """The share of claims, 0 to 1, with a wording that holds the stem."""
        return len(self._holders(stem, None)) / len(self.claim_ids)

    def asked(self, near: Nearness, claim_id: str) -> float:
        """The mean cosine to the nearest of a claim's wordings."""
        row = self.claim_ids.index(claim_id)
        return float(self.nearest("asked_as", near.cosines, _FEW)[row])

    def nearest(self, role: str, cosines: np.ndarray, count: int = 1) -> np.ndarray:
        """Per claim, the mean of its `count` best cosines, shape (claims,)."""
        table = np.sort(cosines[self._of[role]], axis=1)
        return np.asarray(table[:, -count:].mean(axis=1))
