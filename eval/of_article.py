"""Fits and measures what tells the questions on the article as a whole."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import yaml
from sklearn.linear_model import LogisticRegression

from app.question.of_article import (
    NONE,
    OF_SERVICE,
    SERVICE,
    Kinds,
    alike,
    tokens,
    worded,
)
from index.embedding import packaged_embedding
from index.generations import Generation

LEAST = 3
"""In how many examples a word must stand to count."""
EACH_WORDING = 4
"""Of the register's wordings, which ask something else, one in so many is learnt."""
WORDINGS_WEIGHT = 100.0
"""What they count together."""


@cache
def examples() -> dict[str, dict[str, list[str]]]:
    """The shipped examples, `fit` and `held_out`, by kind."""
    text = (files("eval") / "of_article.yaml").read_text("utf-8")
    return dict(yaml.safe_load(text))


def fit_of_article(generation: Generation) -> dict[str, Any]:
    """The kinds of questions on the article as a whole, told from the examples and
    from wordings of the register, which ask something else.
    """
    pairs = [(kind, text) for kind, of in examples()["fit"].items() for text in of]
    others = [one.text for one in generation.wordings[::EACH_WORDING]]
    kinds, own = zip(*pairs, strict=True)
    texts = [alike(text) for text in (*own, *others)]
    found: dict[str, int] = {}
    for text in texts[: len(own)]:
        for word in set(tokens(text)):
            found[word] = found.get(word, 0) + 1
    words = sorted(word for word, count in found.items() if count >= LEAST)
    columns = {word: column for column, word in enumerate(words)}
    vectors = packaged_embedding().vectors(texts)
    rows = np.hstack([vectors, worded(texts, columns)])
    weights = [1.0] * len(own) + [WORDINGS_WEIGHT / len(others)] * len(others)
    model = LogisticRegression(C=10.0, max_iter=2000)
    model.fit(rows, [*kinds, *[NONE] * len(others)], sample_weight=weights)
    by_vector, by_word = np.split(model.coef_, [vectors.shape[1]], axis=1)
    return {
        "kinds": list(model.classes_),
        "words": words,
        "weights": np.round(by_vector, 1).tolist(),
        "word_weights": np.round(by_word.T, 1).tolist(),
        "bias": np.round(model.intercept_, 3).tolist(),
    }


def held_out(numbers: dict[str, Any]) -> tuple[float, float, float]:
    """The share of examples held out whose kind is told: of those on the article as a
    whole, of those on the service and of the others.
    """
    kinds = Kinds(numbers)
    right = {
        kind: [(kinds.of(text) or NONE) == kind for text in texts]
        for kind, texts in examples()["held_out"].items()
    }
    others, _ = right.pop(NONE), right.pop(SERVICE)
    of_article = [one for found in right.values() for one in found]
    on_service = [
        kinds.of_service(text) >= OF_SERVICE for text in examples()["held_out"][SERVICE]
    ]
    return (
        float(np.mean(of_article)),
        float(np.mean(on_service)),
        float(np.mean(others)),
    )
