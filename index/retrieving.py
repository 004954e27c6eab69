"""Wide queries by meaning with a share of words, merged into one ranking."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from index.dates import last_day
from index.generations import Generation
from index.lexicon import stems

WIDE = 60
"""Passages asked of Chroma; parties are grouped among them in code."""
WIDE_ASKED = 200
"""Questions asked of Chroma, of which a passage may answer several."""
LEXICAL_EXTRA = 20
"""Best passages by words that join the wide list where meaning missed them."""


SAID_BEFORE = 0.5
"""What a word of earlier turns counts beside those of a turn with words of its own. On
`tune` .5 loses no flag and .3 two of 274; chosen on readers' turns.
"""


@dataclass(frozen=True, slots=True)
class Shares:
    """What a passage's score is made of besides its own cosine; chosen on `tune`."""

    asked: float = 0.4
    """Of the nearest question that the passage answers."""
    lexical: float = 0.3
    """Of words, in its title, its text and those questions."""


SHARES = Shares()
RECENCY = 0.2
"""What a passage's score gains, where the newest are asked for, if it tells of the last
day; chosen on questions of our own, as `tune` holds few of the kind.
"""
NEWEST_OF = 30
"""Passages found first, among which the newest are looked for."""
NEWEST_SHARE = 0.7
"""The share of the best score that they have at least."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found: its score, its cosine, that of the question nearest to the one
    asked which it answers, its BM25 as a share of the best one's.
    """

    passage_id: str
    score: float
    cosine: float
    asked: float
    lexical: float


@dataclass(frozen=True, slots=True)
class Retrieved:
    """Passages found, best first, and how near the question comes to written ones."""

    hits: list[Hit]
    asked: list[float]
    """Cosines of the nearest passages' questions, best first; empty if few are held."""
    unanswered: list[float]
    """Cosines of the nearest questions that no passage answers, best first."""


def retrieve(
    generation: Generation,
    vector: np.ndarray,
    text: str,
    *,
    shares: Shares = SHARES,
    wide: int = WIDE,
    said_before: Collection[str] = (),
) -> Retrieved:
    """Passages for a question's unit vector and text, best first.

    A passage's score mixes three convexly: its cosine, that of the nearest question
    that it answers, and its BM25 as a share of the best one's, in which the stems
    `said_before` count less.
    """
    near = dict(generation.nearest(vector, wide))
    questions = generation.questions(vector, WIDE_ASKED)
    asked = questions.answered
    lexicon = generation.lexicon
    asked_now, before = _parted(stems(text), said_before)
    scores = lexicon.scores(asked_now) + SAID_BEFORE * lexicon.scores(before)
    best = float(scores.max(initial=0.0)) or 1.0
    extra = [lexicon.ids[row] for row in _highest(scores, LEXICAL_EXTRA)]
    least = min(near.values(), default=0.0)
    hits = []
    for passage_id in {*near, *asked, *extra}:
        cosine = near.get(passage_id, least)
        # One without a question of its own stands for itself.
        question = max(asked.get(passage_id, questions.least), cosine)
        lexical = float(scores[lexicon.row(passage_id)]) / best
        score = (
            (1 - shares.asked - shares.lexical) * cosine
            + shares.asked * question
            + shares.lexical * lexical
        )
        hits.append(Hit(passage_id, score, cosine, question, lexical))
    hits.sort(key=lambda hit: (-hit.score, hit.passage_id))
    if not generation.questioned:
        return Retrieved(hits, [], [])
    return Retrieved(hits, [*asked.values()], questions.unanswered)


def newest_first(
    hits: list[Hit], generation: Generation, since: str, until: str
) -> list[Hit]:
    """The hits found first in a new order: the nearer to `until` they tell of, the more
    their score gains; nothing on the day `since` or before.
    """
    first, last = (date.fromisoformat(last_day(day)) for day in (since, until))
    if not hits:
        return hits
    least = NEWEST_SHARE * hits[0].score
    near = [hit for hit in hits[:NEWEST_OF] if hit.score >= least]
    passages = generation.passages(hit.passage_id for hit in near)

    def score(hit: Hit) -> float:
        told = passages[hit.passage_id].tells_of or since
        days = date.fromisoformat(last_day(told)) - first
        share = days / max(last - first, timedelta(days=1))
        return hit.score + RECENCY * min(1.0, max(0.0, share))

    return sorted(near, key=score, reverse=True) + hits[len(near) :]


def _parted(
    query: Sequence[str], said_before: Collection[str]
) -> tuple[list[str], list[str]]:
    """The stems that weren't said before, and those that were."""
    return (
        [stem for stem in query if stem not in said_before],
        [stem for stem in query if stem in said_before],
    )


def _highest(scores: np.ndarray, count: int) -> list[int]:
    """Rows of the highest scores above 0, without sorting all of them."""
    if len(scores) > count:
        rows = np.argpartition(-scores, count)[:count]
    else:
        rows = np.arange(len(scores))
    return [int(row) for row in rows if scores[row] > 0]
