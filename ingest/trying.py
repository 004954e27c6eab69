"""Two generations asked the same questions: by the other doors, each as a process."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.errors import CounterpointError
from index.settings import Settings


class TrialError(CounterpointError):
    """A process that should have asked a generation failed."""


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """A question that two generations answer differently, and in what."""

    question: str
    what: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CaseChange:
    """A measure of the evaluation that would change, and the cases that do it."""

    measure: str
    before: float
    after: float
    won: tuple[str, ...]
    lost: tuple[str, ...]


def answers(
    settings: Settings, generation: str, questions: Iterable[str]
) -> list[dict[str, Any]]:
    """The answers of one generation, by `python -m app ask --batch`."""
    lines = "\n".join(json.dumps({"question": question}) for question in questions)
    printed = _run(settings, generation, ["app", "ask", "--batch", "-"], lines)
    return [json.loads(line) for line in printed.split("\n") if line]


def answer_changes(
    before: Sequence[dict[str, Any]], after: Sequence[dict[str, Any]]
) -> list[AnswerChange]:
    """The questions whose answers differ, in order."""
    pairs = zip(before, after, strict=True)
    found = [
        AnswerChange(str(a["question"]), tuple(_differing(a, b))) for a, b in pairs
    ]
    return [change for change in found if change.what]


def _differing(a: dict[str, Any], b: dict[str, Any]) -> list[str]:
    found = []
    if a["outcome"] != b["outcome"]:
        found.append(f"{a['outcome']} → {b['outcome']}")
    old = {flag["claim_id"]: flag["status"] for flag in a["flags"]}
    new = {flag["claim_id"]: flag["status"] for flag in b["flags"]}
    for claim in old.keys() | new.keys():
        if old.get(claim) != new.get(claim):
            was, becomes = old.get(claim, "no flag"), new.get(claim, "no flag")
            found.append(f"{claim}: {was} → {becomes}")
    found.sort()
    cited = [{c["passage_id"] for c in answer["citations"]} for answer in (a, b)]
    if lost := sorted(cited[0] - cited[1]):
        found.append(f"no longer cites {', '.join(lost)}")
    if gained := sorted(cited[1] - cited[0]):
        found.append(f"now cites {', '.join(gained)}")
    said = [[sentence["text"] for sentence in x["sentences"]] for x in (a, b)]
    if said[0] != said[1] and not found:
        found.append("other words")
    return found


def case_changes(
    settings: Settings, before: str, after: str, questions: Path | None
) -> list[CaseChange]:
    """What the evaluation gains and loses, by `python -m eval run` and `compare`.

    Without a file, the evaluators' own question set is asked.
    """
    folders = []
    for generation in (before, after):
        folder = settings.state / "plans" / generation
        shutil.rmtree(folder, ignore_errors=True)
        options = ["--questions", str(questions)] if questions else []
        command = ["eval", "run", "--json", "--out", str(folder), *options]
        _run(settings, generation, command)
        folders.append(str(folder))
    printed = _run(settings, after, ["eval", "compare", "--json", *folders])
    return [
        CaseChange(
            row["measure"],
            row["left"],
            row["right"],
            tuple(row["won"]),
            tuple(row["lost"]),
        )
        for row in json.loads(printed)
        if row["won"] or row["lost"]
    ]


def _run(
    settings: Settings, generation: str, command: Sequence[str], given: str = ""
) -> str:
    done = subprocess.run(
        [sys.executable, "-m", *command],
        input=given,
        capture_output=True,
        encoding="utf-8",
        check=False,
        env=_environment(settings, generation),
    )
    if done.returncode:
        said = done.stderr.strip().splitlines() or ["it said nothing"]
        raise TrialError(f"`python -m {' '.join(command[:2])}` failed: {said[-1]}")
    return done.stdout


def _environment(settings: Settings, generation: str) -> dict[str, str]:
    """The settings at hand, one generation pinned, and no chat model."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("OPENAI_")}
    return kept | {
        "PYTHONUTF8": "1",
        "COUNTERPOINT_CORPUS": str(settings.corpus),
        "COUNTERPOINT_INDEX": settings.index,
        "COUNTERPOINT_STATE": str(settings.state),
        "COUNTERPOINT_GENERATION": generation,
        "COUNTERPOINT_CHROMA_TENANT": settings.chroma_tenant,
        "COUNTERPOINT_CHROMA_DATABASE": settings.chroma_database,
        "COUNTERPOINT_CHROMA_TOKEN": settings.chroma_token,
    }
