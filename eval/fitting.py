"""Fits the calibration: claims, on-topic and answerable, on the `tune` split alone.

The claim model also learns from the register's own wordings, each one left out in turn,
so that it is never asked about a wording that it can see.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from app.answering import Answerer
from app.finding import SUPPORT_DEPTH, Findings
from eval.cases import Asked, Case
from index.generations import Generation
from index.lexicon import stems
from index.matching import FEATURES as CLAIM_FEATURES
from index.matching import Matcher
from index.retrieving import retrieve
from index.sources import ARTICLE
from index.supporting import FEATURES as SUPPORT_FEATURES
from index.supporting import support_features

HARD = 12
"""Rival claims kept as examples of what isn't meant, the most alike first."""
TUNE_WEIGHT = 4.0
"""A natural question counts as much as this many of the register's own wordings."""


@dataclass(slots=True)
class Examples:
    """Rows of features with their labels and weights."""

    features: list[np.ndarray]
    labels: list[int]
    weights: list[float]

    @classmethod
    def empty(cls) -> Examples:
        """None yet."""
        return cls([], [], [])

    def add(self, features: np.ndarray, label: int, weight: float = 1.0) -> None:
        """One more row."""
        self.features.append(features)
        self.labels.append(label)
        self.weights.append(weight)

    def fit(self, strength: float) -> dict[str, Any]:
        """A logistic model as the calibration file holds it."""
        scaler = StandardScaler()
        rows = scaler.fit_transform(np.array(self.features))
        model = LogisticRegression(C=strength, class_weight="balanced", max_iter=2000)
        model.fit(rows, self.labels, sample_weight=self.weights)
        return {
            "mean": [round(float(value), 5) for value in scaler.mean_],
            "scale": [round(float(value), 5) for value in scaler.scale_],
            "weights": [round(float(value), 4) for value in model.coef_[0]],
            "bias": round(float(model.intercept_[0]), 4),
        }


def fit(
    answerer: Answerer, cases: list[Case], progress: Callable[[int], None]
) -> dict[str, Any]:
    """Fitted models by name; cases of another split than `tune` are left out."""
    asked = [one for case in cases if case.split == "tune" for one in case.asked()]
    generation = answerer.generation()
    matcher = Matcher(generation)
    claims, topics, answers = Examples.empty(), Examples.empty(), Examples.empty()
    for features, own in register_wordings(generation, matcher):
        _add_claims(claims, features, matcher, {own}, set(), 1.0)
    for number, one in enumerate(asked):
        found = answerer.consider(one.question, one.history, one.case.as_of)
        _add_case(claims, topics, answers, one, found, matcher, answerer)
        progress(number + 1)
    return {
        "claims": claims.fit(0.3) | {"features": list(CLAIM_FEATURES)},
        "on_topic": topics.fit(0.3) | {"features": list(SUPPORT_FEATURES)},
        "answerable": answers.fit(0.1) | {"features": list(SUPPORT_FEATURES)},
    }


def register_wordings(
    generation: Generation, matcher: Matcher
) -> Iterator[tuple[np.ndarray, str]]:
    """(features of every claim, own claim's id) for each wording, itself left out."""
    perspectives = generation.parties
    for row, wording in enumerate(generation.wordings):
        if wording.role != "asked_as":
            continue
        vector = generation.wording_vectors[row]
        ranked = retrieve(generation, vector, wording.text)
        hits = [hit for hit in ranked if perspectives[hit.passage_id][1] != ARTICLE]
        features = matcher.features(vector, stems(wording.text), hits, leave_out=row)
        yield features, wording.claim_id


def _add_claims(
    examples: Examples,
    features: np.ndarray,
    matcher: Matcher,
    meant: set[str],
    ignored: set[str],
    weight: float,
) -> None:
    """The claims meant, and the most alike of those that aren't."""
    order = np.argsort(-features[:, 0])
    rivals = 0
    for row in order:
        claim_id = matcher.claim_ids[row]
        if claim_id in meant:
            examples.add(features[row], 1, weight)
        elif claim_id not in ignored and rivals < HARD:
            rivals += 1
            examples.add(features[row], 0, weight)


def _add_case(
    claims: Examples,
    topics: Examples,
    answers: Examples,
    one: Asked,
    found: Findings,
    matcher: Matcher,
    answerer: Answerer,
) -> None:
    case = one.case
    if case.kind == "language" or case.expect.refusal in (
        "not-allowed",
        "unsupported-language",
    ):
        return
    texts = [passage.text for passage in found.top[:SUPPORT_DEPTH]]
    lexicon = found.generation.lexicon
    support = support_features(found.question.search, lexicon, found.hits, texts)[0]
    topics.add(support, int(case.kind != "off-topic"))
    if case.kind != "off-topic":
        answers.add(support, int(case.kind != "near-miss"))
    if not case.labelled:
        return
    quiet = {claim.id for claim in found.register.claims if not claim.contested}
    features = matcher.features(
        answerer.vector(found.question.search), stems(found.question.search), found.hits
    )
    ignored = {*case.expect.may_flag, *quiet}
    meant = set(case.expect.must_flag)
    _add_claims(claims, features, matcher, meant, ignored - meant, TUNE_WEIGHT)


def write(fitted: dict[str, Any], path: Path, tuned_on: int) -> None:
    """Put the fitted models into the calibration file; thresholds stay as they are."""
    record = json.loads(path.read_text("utf-8")) | fitted
    record["fitted_on"] = f"the register's wordings and {tuned_on} cases of split tune"
    path.write_text(json.dumps(record, indent=1) + "\n", "utf-8")
