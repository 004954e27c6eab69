"""How well the passages found support an answer: features for a probability."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from index.lexicon import Lexicon, stems, words
from index.retrieving import Hit

FEATURES = (
    "top_cosine", "mean_cosine", "gap", "coverage", "joint_coverage", "rarest",
    "unseen", "numbers", "lexical",
)  # fmt: skip
"""What the models see of a question and its passages, in the order of their weights."""
_DEPTH = 5
_NUMBER = re.compile(r"\d[\d.,]*")


def support_features(
    question: str, lexicon: Lexicon, hits: Sequence[Hit], texts: Sequence[str]
) -> np.ndarray:
    """Features of one question, shape (1, features).

    `texts` are the passages of the first hits, in the same order.
    """
    cosines = [hit.cosine for hit in hits[:_DEPTH]] or [0.0]
    weights = {stem: lexicon.rarity(stem) for stem in stems(question)}
    total = sum(weights.values()) or 1.0
    held = [set(stems(text)) for text in texts[:_DEPTH]]
    shares = [
        sum(weight for stem, weight in weights.items() if stem in found) / total
        for found in held
    ] or [0.0]
    joint = set().union(*held)
    rarest = max(weights, key=lambda stem: weights[stem], default="")
    numbers = set(_NUMBER.findall(question))
    found_numbers = {number for text in texts[:_DEPTH] for number in words(text)}
    return np.array(
        [
            [
                cosines[0],
                float(np.mean(cosines)),
                cosines[0] - cosines[-1],
                max(shares),
                sum(weight for stem, weight in weights.items() if stem in joint)
                / total,
                float(rarest in joint),
                sum(w for stem, w in weights.items() if stem not in lexicon) / total,
                len(numbers & found_numbers) / len(numbers) if numbers else 1.0,
                hits[0].lexical if hits else 0.0,
            ]
        ]
    )
