"""One wide query by meaning with a small share of words, merged into one ranking."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from index.generations import Generation
from index.lexicon import stems

WIDE = 60
"""Passages asked of Chroma; parties are grouped among them in code."""
LEXICAL_EXTRA = 20
"""Best passages by words that join the wide list where meaning missed them."""
LEXICAL_SHARE = 0.3


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found: its score, its cosine, its BM25 as a share of the best one's."""

    passage_id: str
    score: float
    cosine: float
    lexical: float


def retrieve(
    generation: Generation,
    vector: np.ndarray,
    text: str,
    *,
    lexical_share: float = LEXICAL_SHARE,
    wide: int = WIDE,
) -> list[Hit]:
    """Passages for a question's unit vector and text, best first.

    A passage's score is its cosine and its BM25, as a share of the best one's, mixed
    convexly: `lexical_share` 0 ranks by meaning alone, 1 by words alone.
    """
    dense = dict(generation.nearest(vector, wide))
    lexicon = generation.lexicon
    scores = lexicon.scores(stems(text))
    best = float(scores.max(initial=0.0))
    extra = [lexicon.ids[row] for row in _highest(scores, LEXICAL_EXTRA)]
    floor = min(dense.values(), default=0.0)
    hits = []
    for passage_id in {*dense, *extra}:
        cosine = dense.get(passage_id, floor)
        lexical = float(scores[lexicon.row(passage_id)]) / best if best > 0 else 0.0
        score = (1 - lexical_share) * cosine + lexical_share * lexical
        hits.append(Hit(passage_id, score, cosine, lexical))
    return sorted(hits, key=lambda hit: (-hit.score, hit.passage_id))


def _highest(scores: np.ndarray, count: int) -> list[int]:
    """Rows of the highest scores above 0, without sorting all of them."""
    if len(scores) > count:
        rows = np.argpartition(-scores, count)[:count]
    else:
        rows = np.arange(len(scores))
    return [int(row) for row in rows if scores[row] > 0]


def by_party(
    hits: Sequence[Hit], parties: dict[str, tuple[str, str]]
) -> dict[str, list[Hit]]:
    """The hits grouped by the speaker's party, each group best first; '' for none."""
    groups: dict[str, list[Hit]] = {}
    for hit in hits:
        groups.setdefault(parties[hit.passage_id][0], []).append(hit)
    return groups
