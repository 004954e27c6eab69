"""A run: every question asked, every answer kept, every score with its reason."""

from __future__ import annotations

import logging
import platform
import traceback
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from eval.cases import Asked, Case, Split, sha256
from eval.library import Library
from eval.measures import score
from eval.printing import progress as progress_bar
from eval.results import Result, Run, RunFolder, Score
from eval.systems import System

_LOG = logging.getLogger(__name__)
_PACKAGES = ("chromadb", "counterpoint", "ir-measures", "llama-index-core", "numpy",
             "onnxruntime", "openai", "scikit-learn")  # fmt: skip
WARM_UP = "What is the article about?"


def ask(system: System, asked: Asked) -> Result:
    """Ask one question; an answer that fails is recorded with its traceback."""
    case = asked.case
    answer, support, error = None, None, None
    ranked: tuple[str, ...] = ()
    try:
        answer, found = system.answer_with_findings(
            asked.question, history=asked.history, as_of=case.as_of
        )
        ranked = tuple(hit.passage_id for hit in found.hits)
        support = (found.support.on_topic, found.support.answerable)
    except Exception:  # one bad case never ends a run
        _LOG.exception("case %r failed", case.id)
        answer, error = None, traceback.format_exc()
    return Result(
        case_id=case.id,
        variant=asked.variant,
        question=asked.question,
        history=asked.history,
        answer=answer,
        ranked=ranked,
        support=support,
        error=error,
    )


def run(
    system: System,
    cases: Sequence[Case],
    folder: RunFolder,
    *,
    parameters: dict[str, Any],
    workers: int = 2,
    progress: bool = True,
) -> list[Score]:
    """Ask what hasn't been asked yet, then score everything; returns the scores.

    `parameters` are kept beside the results; `system`, `model` and `split` among them
    are the system's name, the chat model that words its answers and the split asked.
    """
    folder.start(described(system, cases, parameters), cases)
    done = {key for key, result in folder.results().items() if result.answer}
    due = [asked for case in cases for asked in case.asked() if asked.key not in done]
    _ask_all(system, due, folder, workers=workers, progress=progress)
    return rescore(system, cases, folder)


def rescore(system: System, cases: Sequence[Case], folder: RunFolder) -> list[Score]:
    """Score the folder's results again; returns the scores."""
    results = folder.results()
    library = Library.of(system.generation(), results.values())
    scores = score(cases, results, library)
    folder.keep_scores(scores)
    return scores


def _ask_all(
    system: System,
    due: Sequence[Asked],
    folder: RunFolder,
    *,
    workers: int,
    progress: bool,
) -> None:
    bar = progress_bar("asking", len(due), quiet=not progress)
    with bar as advance, ThreadPoolExecutor(workers) as pool:
        if due:
            ask(system, Asked(due[0].case, "", WARM_UP, ()))
        asking = [pool.submit(ask, system, asked) for asked in due]
        for done, future in enumerate(as_completed(asking), start=1):
            folder.append(future.result())
            advance(done)


def described(system: System, cases: Iterable[Case], parameters: dict[str, Any]) -> Run:
    """What the run is, from the generation and the parameters."""
    generation = system.generation()
    split: Split | None = parameters.get("split")
    return Run(
        schema="counterpoint.run/1",
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        system=str(parameters["system"]),
        parameters=parameters,
        questions_sha256=sha256(cases),
        corpus_sha256=str(generation.manifest["corpus_sha256"]),
        generation=generation.id,
        composer="chat" if parameters.get("model") else "extractive",
        model=parameters.get("model"),
        versions=versions(),
        split=split,
    )


def versions() -> dict[str, str]:
    """Versions of Python and of the packages that a score can depend on."""
    found = {"python": platform.python_version()}
    for name in _PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def new_folder(state: Path) -> Path:
    """Where a run goes unless told otherwise: by its time, under the state folder."""
    return state / "runs" / f"{datetime.now(UTC):%Y%m%dT%H%M%S.%f}"
