"""Fits the calibration: claims, on-topic and answerable, on the `tune` split alone."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from app.evidence.refusing import Examples
from eval.cases import Kind
from eval.sampling import Gathered, Row, Sample, touching_row
from index.calibration import Linear, calibration, fitted
from index.embedding import Embedding
from index.generations import Generation
from index.matching import RANKING, TOUCHING, Matcher
from index.nearness import ANOTHER_TIME
from index.supporting import FEATURES
from index.wordings import in_role

CASE_WEIGHT, WORDINGS_WEIGHT = 3.0, 2000.0
"""What a misuse of `tune`, and all wordings together, count beside an example."""
UNTOLD: tuple[Kind, ...] = ("language", "injection")
"""Kinds from which neither the subject nor an answer can be learnt."""
DECAY = 0.02
"""Strength of the penalty on the ranking's weights."""


def fit_misuse(
    rows: Iterable[Row], generation: Generation, embedding: Embedding
) -> dict[str, Any]:
    """What isn't allowed, told from examples, questions of `tune` and the register's
    wordings, all of which are allowed.
    """
    examples = Examples.read()
    known = [row for row in rows if row.case.kind != "language"]
    misused = [row.case.expect.refusal == "not-allowed" for row in known]
    kinds = list(dict.fromkeys(examples.kinds))
    vectors = embedding.vectors([*examples.refused, *examples.allowed])
    refused, allowed = np.split(vectors, [len(examples.refused)])
    # A case of `tune` says that it is misuse and not of which kind: the nearest one's.
    own = [
        examples.kinds[int((refused @ row.vector).argmax())] if bad else ""
        for row, bad in zip(known, misused, strict=True)
    ]
    overviews = in_role("overview", generation.wordings)
    asked = np.delete(generation.wording_vectors, overviews, axis=0)
    labels = [*examples.kinds, *[""] * len(allowed), *own, *[""] * len(asked)]
    weights = [1.0] * len(vectors) + [CASE_WEIGHT if bad else 1.0 for bad in misused]
    weights += [WORDINGS_WEIGHT / len(asked)] * len(asked)
    model = LogisticRegression(C=10.0, max_iter=2000)
    rows_of = np.vstack([vectors, [row.vector for row in known], asked])
    model.fit(rows_of, labels, sample_weight=weights)
    order = [list(model.classes_).index(kind) for kind in (*kinds, "")]
    return {
        **calibration()["misuse"],
        "embedding": embedding.fingerprint["name"],
        "kinds": kinds,
        "weights": np.round(model.coef_[order], 3).tolist(),
        "bias": np.round(model.intercept_[order], 3).tolist(),
    }


def models(gathered: Gathered, *, keep_claims: bool = False) -> dict[str, Any]:
    """The four models by their names in the calibration file; with `keep_claims` those
    that tell which claims a question touches stay as they are. On a corpus without
    overviews the one for such corpora is fitted.
    """
    matcher, rows = gathered.matcher, gathered.rows
    if keep_claims:
        ranking = fitted("ranking", RANKING)
        touching = fitted(matcher.touching, TOUCHING)
    else:
        ranking = fit_ranking(gathered.samples(), matcher)
        touching = fit_touching(gathered.samples(), matcher, ranking)
    touched = FEATURES.index("touched")
    features = np.array([row.features for row in rows])
    features[:, touched] = [
        touching.probability(touching_row(row.sample, matcher, ranking))[0]
        for row in rows
    ]
    return {
        "ranking": _record(ranking, RANKING),
        matcher.touching: _record(touching, TOUCHING),
        "on_topic": _record(_fit_on_topic(features, rows), FEATURES),
        "answerable": _record(_fit_answerable(features, rows), FEATURES),
    }


def fit_ranking(samples: Iterable[Sample], matcher: Matcher) -> Linear:
    """A conditional logit: the claims meant against all others of the same question."""
    used = [sample for sample in samples if sample.meant]
    tables = np.stack([sample.table for sample in used])
    mean = tables.mean(axis=(0, 1))
    scale = tables.std(axis=1).mean(axis=0) + 1e-6
    rows = (tables - mean) / scale
    ids = np.array(matcher.claim_ids)
    meant = np.stack([np.isin(ids, sample.meant) for sample in used])
    ignored = np.stack([np.isin(ids, list(sample.ignored)) for sample in used])
    apart = np.stack([sample.near.apart for sample in used])
    weight = np.array([sample.weight for sample in used])
    target = meant / meant.sum(axis=1, keepdims=True)

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        known = rows @ weights - ANOTHER_TIME * apart
        scores = np.where(ignored & ~meant, -1e9, known)
        scores -= scores.max(axis=1, keepdims=True)
        chance = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
        likely = (target * np.log(chance + 1e-12)).sum(axis=1)
        slope = ((chance - target)[:, :, None] * rows).sum(axis=1)
        value = -(weight * likely).sum() / weight.sum() + DECAY / 2 * weights @ weights
        return float(value), (weight[:, None] * slope).sum(0) / weight.sum() + (
            DECAY * weights
        )

    found = minimize(loss, np.zeros(rows.shape[2]), jac=True, method="L-BFGS-B")
    return Linear(tuple(mean), tuple(scale), tuple(found.x), 0.0)


def fit_touching(
    samples: Iterable[Sample], matcher: Matcher, ranking: Linear
) -> Linear:
    """Questions that touch a claim against those that only share words with one."""
    used = [sample for sample in samples if sample.touches is not None]
    rows = [touching_row(sample, matcher, ranking)[0] for sample in used]
    labels = [int(bool(sample.touches)) for sample in used]
    return logistic(np.array(rows), labels, [sample.weight for sample in used], 0.1)


def _fit_on_topic(features: np.ndarray, rows: list[Row]) -> Linear:
    told = [row.case.kind not in UNTOLD for row in rows]
    return _told_apart(features, told, [r.case.kind != "off-topic" for r in rows], 0.2)


def _fit_answerable(features: np.ndarray, rows: list[Row]) -> Linear:
    told = [row.case.kind not in (*UNTOLD, "off-topic") for row in rows]
    return _told_apart(features, told, [not r.case.expect.partial for r in rows], 0.1)


def _told_apart(
    features: np.ndarray, told: list[bool], labels: list[bool], strength: float
) -> Linear:
    """A model of the questions that are `told`."""
    used = [int(label) for label, kept in zip(labels, told, strict=True) if kept]
    return logistic(features[np.array(told)], used, None, strength)


def logistic(
    rows: np.ndarray, labels: list[int], weights: list[float] | None, strength: float
) -> Linear:
    """A logistic model of standardised features; `strength` is its inverse penalty.

    A column of nan, of what a corpus holds nothing to tell by, gets no weight.
    """
    rows = np.nan_to_num(rows)
    scaler = StandardScaler().fit(rows)
    model = LogisticRegression(C=strength, class_weight="balanced", max_iter=2000)
    model.fit(scaler.transform(rows), labels, sample_weight=weights)
    return Linear(
        tuple(scaler.mean_),
        tuple(scaler.scale_),
        tuple(model.coef_[0]),
        float(model.intercept_[0]),
    )


def _record(model: Linear, features: tuple[str, ...]) -> dict[str, Any]:
    return {
        "features": list(features),
        "mean": [round(float(value), 5) for value in model.mean],
        "scale": [round(float(value), 5) for value in model.scale],
        "weights": [round(float(value), 4) for value in model.weights],
        "bias": round(model.bias, 4),
    }


def write(found: dict[str, Any], path: Path, tuned_on: int = 0) -> None:
    """Write a calibration file of these models and thresholds; one without thresholds
    notes on what those that were kept had been fitted, as of all models where none was
    `tuned_on` cases.
    """
    before = calibration()
    record = before | found
    if tuned_on:
        cases = f"the register's wordings and {tuned_on} cases of split tune"
        record["fitted_on"] = record["claims_fitted_on"] = cases
    if "thresholds" not in found:
        record["claims_fitted_on"] = before.get("claims_fitted_on", before["fitted_on"])
    path.write_text(_compact(record), "utf-8")


def _compact(record: dict[str, Any]) -> str:
    """The record with a line for each list of numbers."""
    text = json.dumps(record, indent=1)
    return re.sub(r"\[[^\[\]{}]*\]", lambda m: " ".join(m[0].split()), text) + "\n"
