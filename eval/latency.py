"""How long an answer takes beside its parts, in one process and one run; and how long
the first one takes in a process of its own.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Sequence

import numpy as np
from pydantic import BaseModel, ConfigDict

from eval.systems import System
from index.embedding import MiniLmEmbedding
from index.retrieving import WIDE

COLD = 3
"""Processes started for the time of a cold answer."""


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
    cold_ms: float
    """Of `python -m app ask`, which starts a process for one answer; the median."""


def latency(
    system: System, embedding: MiniLmEmbedding, questions: Sequence[str]
) -> Latencies:
    """Time each part over the same questions, after one warm round of each.

    Cold answers come from the index that the environment names.
    """
    generation = system.generation()
    vectors = [embedding.vectors([question])[0] for question in questions]
    for question in questions[:5]:
        system.answer(question)
    embedded = _timed(lambda row: embedding.vectors([questions[row]]), len(questions))
    queried = _timed(lambda row: generation.nearest(vectors[row], WIDE), len(questions))
    answered = _timed(lambda row: system.answer(questions[row]), len(questions))
    cold = _timed(lambda row: _asked_cold(questions[row]), min(COLD, len(questions)))
    parts = float(np.median(embedded) + np.median(queried))
    return Latencies(
        questions=len(questions),
        embedding_ms=round(float(np.median(embedded)), 2),
        query_ms=round(float(np.median(queried)), 2),
        answer_ms=round(float(np.median(answered)), 2),
        answer_p95_ms=round(float(np.percentile(answered, 95)), 2),
        ratio=round(float(np.median(answered)) / parts, 2),
        cold_ms=round(float(np.median(cold)), 2),
    )


def _asked_cold(question: str) -> None:
    command = [sys.executable, "-m", "app", "ask", "--", question]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def _timed(work: Callable[[int], object], count: int) -> np.ndarray:
    """Milliseconds of each call, shape (count,)."""
    took = np.empty(count)
    for row in range(count):
        started = time.perf_counter()
        work(row)
        took[row] = (time.perf_counter() - started) * 1000
    return took
