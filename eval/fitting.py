"""Fits the calibration: claims, on-topic and answerable, on the `tune` split alone."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from app.answering import Answerer
from eval.cases import Case
from eval.sampling import Gathered, Row, Sample, gather, touching_row
from index.matching import RANKING, TOUCHING, Linear, Matcher
from index.supporting import ASKED, FEATURES, TOPIC

DECAY = 0.02
"""Strength of the penalty on the ranking's weights."""


def fit(
    answerer: Answerer, cases: list[Case], progress: Callable[[int], None]
) -> dict[str, Any]:
    """Fitted models by name; cases of another split than `tune` are left out."""
    return models(gather(answerer, cases, progress))


def models(gathered: Gathered) -> dict[str, Any]:
    """The four models by their names in the calibration file."""
    matcher, rows = gathered.matcher, gathered.rows
    ranking = fit_ranking(gathered.samples(), matcher)
    touching = fit_touching(gathered.samples(), matcher, ranking)
    asked_of = [
        (np.append(row.support, _touched(row.sample, matcher, ranking, touching)), row)
        for row in rows
    ]
    return {
        "ranking": _record(ranking, RANKING),
        "touching": _record(touching, TOUCHING),
        "on_topic": _record(_fit_on_topic(rows), TOPIC),
        "answerable": _record(_fit_answerable(asked_of), (*FEATURES, *ASKED)),
    }


def _touched(
    sample: Sample, matcher: Matcher, ranking: Linear, touching: Linear
) -> list[float]:
    """What the answerable model sees besides the passages: `ASKED`."""
    row = touching_row(sample, matcher, ranking)
    return [float(touching.probability(row)[0]), float(sample.factual)]


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
    weight = np.array([sample.weight for sample in used])
    target = meant / meant.sum(axis=1, keepdims=True)

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        scores = np.where(ignored & ~meant, -1e9, rows @ weights)
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


def _fit_on_topic(rows: list[Row]) -> Linear:
    used = [row for row in rows if row.case.kind not in ("language", "injection")]
    labels = [int(row.case.kind != "off-topic") for row in used]
    return logistic(np.array([row.topic for row in used]), labels, None, 0.3)


def _fit_answerable(asked_of: list[tuple[np.ndarray, Row]]) -> Linear:
    used = [
        (features, int(row.case.kind != "near-miss"))
        for features, row in asked_of
        if row.case.kind not in ("language", "injection", "off-topic")
    ]
    features = np.array([features for features, _ in used])
    return logistic(features, [label for _, label in used], None, 0.1)


def logistic(
    rows: np.ndarray, labels: list[int], weights: list[float] | None, strength: float
) -> Linear:
    """A logistic model of standardised features; `strength` is its inverse penalty."""
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


def write(fitted: dict[str, Any], path: Path, tuned_on: int) -> None:
    """Put the fitted models into the calibration file; thresholds stay as they are."""
    record = json.loads(path.read_text("utf-8")) | fitted
    record["fitted_on"] = f"the register's wordings and {tuned_on} cases of split tune"
    path.write_text(json.dumps(record, indent=1) + "\n", "utf-8")
