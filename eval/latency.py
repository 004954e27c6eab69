"""How long an answer takes beside its parts, in one process and one run."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

import numpy as np
from pydantic import BaseModel, ConfigDict

from eval.systems import System
from index.embedding import MiniLmEmbedding
from index.retrieving import WIDE


class Latencies(BaseModel):
    """Milliseconds: medians of the parts, median and p95 of a whole warm answer."""

    model_config = ConfigDict(frozen=True)

    questions: int
    embedding_ms: float
    query_ms: float
    answer_ms: float
    answer_p95_ms: float
    ratio: float
    """A whole answer over one embedding and one query."""


def latency(
    system: System, embedding: MiniLmEmbedding, questions: Sequence[str]
) -> Latencies:
    """Time each part over the same questions, after one warm round of each."""
    generation = system.generation()
    vectors = [embedding.vectors([question])[0] for question in questions]
    for question in questions[:5]:
        system.answer(question)
    embedded = _timed(lambda row: embedding.vectors([questions[row]]), len(questions))
    queried = _timed(lambda row: generation.nearest(vectors[row], WIDE), len(questions))
    answered = _timed(lambda row: system.answer(questions[row]), len(questions))
    parts = float(np.median(embedded) + np.median(queried))
    return Latencies(
        questions=len(questions),
        embedding_ms=round(float(np.median(embedded)), 2),
        query_ms=round(float(np.median(queried)), 2),
        answer_ms=round(float(np.median(answered)), 2),
        answer_p95_ms=round(float(np.percentile(answered, 95)), 2),
        ratio=round(float(np.median(answered)) / parts, 2),
    )


def _timed(work: Callable[[int], object], count: int) -> np.ndarray:
    """Milliseconds of each call, shape (count,)."""
    took = np.empty(count)
    for row in range(count):
        started = time.perf_counter()
        work(row)
        took[row] = (time.perf_counter() - started) * 1000
    return took
