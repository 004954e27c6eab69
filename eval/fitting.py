"""Fits the calibration: claims, on-topic and answerable, on the `tune` split alone.

The claim models also learn from the register's own wordings, each one left out in turn,
so that they are never asked about a wording that they can see.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from app.answering import Answerer
from app.finding import SUPPORT_DEPTH, Findings
from app.understanding import FACTUAL, asks_for
from eval.cases import Asked, Case
from index.generations import Generation
from index.lexicon import stems
from index.matching import RANKING, TOUCHING, Linear, Matcher
from index.retrieving import Hit, retrieve
from index.sources import ARTICLE
from index.supporting import (
    ASKED,
    FEATURES,
    TOPIC,
    support_features,
    topic_features,
)

TUNE_WEIGHT = 3.0
"""A natural question counts as much as this many of the register's own wordings."""
DECAY = 0.02
"""Strength of the penalty on the ranking's weights."""
CLAIMED = 0.7
"""A look-alike nearer than this to a claim's wordings is that claim's question."""
CLAIM_KINDS = ("contested", "mirror", "slip", "then-now", "follow-up")
OTHER_KINDS = ("control", "off-topic", "near-miss")


@dataclass(frozen=True, slots=True)
class Sample:
    """One question as the claim models see it.

    `touches` is None where nobody said whether it touches a claim.
    """

    cosines: np.ndarray
    table: np.ndarray
    stems: tuple[str, ...]
    hits: list[Hit]
    factual: bool
    meant: tuple[str, ...]
    ignored: frozenset[str]
    touches: bool | None
    weight: float


def fit(
    answerer: Answerer, cases: list[Case], progress: Callable[[int], None]
) -> dict[str, Any]:
    """Fitted models by name; cases of another split than `tune` are left out."""
    asked = [one for case in cases if case.split == "tune" for one in case.asked()]
    asked = [one for one in asked if one.variant != "standalone"]
    generation = answerer.generation()
    matcher = Matcher(generation)
    samples = list(register_samples(generation, matcher))
    support: list[tuple[np.ndarray, Sample, Case]] = []
    topics: list[tuple[np.ndarray, Case]] = []
    for number, one in enumerate(asked):
        found = answerer.consider(one.question, one.history, one.case.as_of)
        samples.append(_sample(one, found, answerer, matcher))
        support.append((_support(found), samples[-1], one.case))
        topics.append((_topic(found), one.case))
        progress(number + 1)
    ranking = fit_ranking(samples, matcher)
    touching = fit_touching(samples, matcher, ranking)
    asked_of = [
        (np.append(row, _touched(sample, matcher, ranking, touching)), case)
        for row, sample, case in support
    ]
    on_topic = _fit_on_topic(topics)
    return {
        "ranking": _record(ranking, RANKING),
        "touching": _record(touching, TOUCHING),
        "on_topic": _record(on_topic, TOPIC),
        "answerable": _record(_fit_answerable(asked_of), (*FEATURES, *ASKED)),
    }


def register_samples(generation: Generation, matcher: Matcher) -> Iterator[Sample]:
    """The register's wordings, each one asked as if it didn't stand there."""
    perspectives = generation.parties
    for row, wording in enumerate(generation.wordings):
        if wording.role not in ("asked_as", "not_this"):
            continue
        vector = generation.wording_vectors[row]
        ranked = retrieve(generation, vector, wording.text)
        hits = [hit for hit in ranked if perspectives[hit.passage_id][1] != ARTICLE]
        cosines = matcher.cosines(vector, leave_out=row)
        content = stems(wording.text)
        meant = wording.role == "asked_as"
        nearest = float(max(matcher.nearest("asked_as", cosines)))
        yield Sample(
            cosines=cosines,
            table=matcher.ranking_features(cosines, content, hits, leave_out=row),
            stems=content,
            hits=hits,
            factual=asks_for(wording.text) in FACTUAL,
            meant=(wording.claim_id,) if meant else (),
            ignored=frozenset(),
            touches=True if meant else None if nearest > CLAIMED else False,
            weight=0.5 if meant else 1.0,
        )


def _sample(
    one: Asked, found: Findings, answerer: Answerer, matcher: Matcher
) -> Sample:
    case = one.case
    meant = case.expect.must_flag
    touches = None
    if case.kind in CLAIM_KINDS and meant:
        touches = True
    elif case.kind in OTHER_KINDS and not meant:
        touches = False
    cosines = matcher.cosines(answerer.vector(found.question.search))
    content = stems(found.question.search)
    return Sample(
        cosines=cosines,
        table=matcher.ranking_features(cosines, content, found.hits),
        stems=content,
        hits=found.hits,
        factual=found.question.factual,
        meant=meant,
        ignored=frozenset(case.expect.may_flag),
        touches=touches,
        weight=TUNE_WEIGHT,
    )


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


def _touching_row(sample: Sample, matcher: Matcher, ranking: Linear) -> np.ndarray:
    return matcher.touching_features(
        sample.cosines,
        sample.table,
        ranking.score(sample.table),
        sample.stems,
        sample.hits,
        factual=sample.factual,
    )


def _touched(
    sample: Sample, matcher: Matcher, ranking: Linear, touching: Linear
) -> list[float]:
    """What the answerable model sees besides the passages: `ASKED`."""
    row = _touching_row(sample, matcher, ranking)
    return [float(touching.probability(row)[0]), float(sample.factual)]


def fit_touching(
    samples: Iterable[Sample], matcher: Matcher, ranking: Linear
) -> Linear:
    """Questions that touch a claim against those that only share words with one."""
    used = [sample for sample in samples if sample.touches is not None]
    rows = [_touching_row(sample, matcher, ranking)[0] for sample in used]
    labels = [int(bool(sample.touches)) for sample in used]
    return _logistic(np.array(rows), labels, [sample.weight for sample in used], 0.1)


def _support(found: Findings) -> np.ndarray:
    texts = [passage.text for passage in found.top[:SUPPORT_DEPTH]]
    lexicon = found.generation.lexicon
    row = support_features(found.question.search, lexicon, found.hits, texts)
    return np.asarray(row[0])


def _topic(found: Findings) -> np.ndarray:
    question = found.question
    lexicon = found.generation.lexicon
    row = topic_features(question.standalone, lexicon, found.hits, question.named)
    return np.asarray(row[0])


def _fit_on_topic(topics: list[tuple[np.ndarray, Case]]) -> Linear:
    used = [
        (row, int(case.kind != "off-topic"))
        for row, case in topics
        if case.kind not in ("language", "injection")
    ]
    rows = np.array([row for row, _ in used])
    return _logistic(rows, [label for _, label in used], None, 0.3)


def _fit_answerable(support: list[tuple[np.ndarray, Case]]) -> Linear:
    used = [
        (row, int(case.kind != "near-miss"))
        for row, case in support
        if case.kind not in ("language", "injection", "off-topic")
    ]
    return _logistic(
        np.array([row for row, _ in used]), [y for _, y in used], None, 0.1
    )


def _logistic(
    rows: np.ndarray, labels: list[int], weights: list[float] | None, strength: float
) -> Linear:
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
