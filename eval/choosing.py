"""Fits what chooses the points of an answer, on the overviews of the corpus."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
from sklearn.neural_network import MLPClassifier
from sklearn.preprocessing import StandardScaler

from app.answering import Answerer
from index.choosing import FEATURES

POOL = 28
"""Points found first of which an overview was made: those not taken were left."""
NETS, HIDDEN = 4, 16
"""Nets whose log-odds are averaged, and the hidden units of each."""
DECAY, RATE, ROUNDS = 1.0, 3e-3, 60
"""Penalty on the weights, learning rate, and rounds at most: one in ten points is left
out, and a net that no longer does better on these is done.
"""


def fit_choosing(answerer: Answerer, done: Callable[[int], None]) -> dict[str, Any]:
    """A net that tells the points which somebody took for an overview from others found
    for its question; other overviews are asked for each, never itself.
    """
    pairs = list(_pools(answerer, done))
    features = np.vstack([seen for seen, _ in pairs])
    taken = np.concatenate([chosen for _, chosen in pairs])
    scaler = StandardScaler().fit(features)
    rows = scaler.transform(features)
    nets = [
        MLPClassifier(
            (HIDDEN,),
            alpha=DECAY,
            learning_rate_init=RATE,
            max_iter=ROUNDS,
            early_stopping=True,
            random_state=seed,
        ).fit(rows, taken)
        for seed in range(NETS)
    ]
    return {
        "features": [*FEATURES],
        "mean": np.round(scaler.mean_, 4).tolist(),
        "scale": np.round(scaler.scale_, 4).tolist(),
        **_averaged(nets),
    }


def _pools(
    answerer: Answerer, done: Callable[[int], None]
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """For each overview the features of the points found, and which of them it has."""
    desk = answerer.desk()
    for row, overview in enumerate(desk.generation.register.overviews):
        done(row + 1)
        if not overview.broad:
            continue
        found = answerer.consider(overview.question)
        vector = answerer.vector(found.question.search)
        hits = desk.search.found(vector, found.question.search).hits
        hits = desk.arranger.introducing(hits, found.question)[:POOL]
        near = found.near.overviews.copy()
        near[row] = -1.0
        seen = desk.chooser.features(hits, near, found.topic, found.matches)
        yield seen, np.array([hit.passage_id in overview.points for hit in hits])


def _averaged(nets: Sequence[MLPClassifier]) -> dict[str, Any]:
    """One net whose score is the mean of those of several."""
    return {
        "hidden": np.round(np.hstack([net.coefs_[0] for net in nets]), 3).tolist(),
        "hidden_bias": np.round(
            np.concatenate([net.intercepts_[0] for net in nets]), 3
        ).tolist(),
        "weights": np.round(
            np.concatenate([net.coefs_[1][:, 0] for net in nets]) / len(nets), 3
        ).tolist(),
        "bias": round(float(np.mean([net.intercepts_[1][0] for net in nets])), 3),
    }
