"""What a run leaves behind: its parameters, every answer, every score."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from app.answer import Answer
from eval.cases import Case, Kind, Split
from index.errors import CounterpointError

RUN, CASES, RESULTS, SCORES = "run.json", "cases.jsonl", "results.jsonl", "scores.jsonl"
"""Files of a run's folder."""


class RunError(CounterpointError):
    """A run's folder is missing, incomplete, or belongs to another run."""


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Result(_Record):
    """One question asked: its answer and the ranking behind it, or why it failed."""

    case_id: str
    variant: str = ""
    question: str
    history: tuple[str, ...] = ()
    answer: Answer | None = None
    ranked: tuple[str, ...] = ()
    support: tuple[float, float] | None = None
    """Probabilities that the question is on the subject and can be answered."""
    error: str | None = None


class Score(_Record):
    """One measure of one case, with its reason.

    A measure over many cases is the sum of `gained` over the sum of `possible`.
    """

    case_id: str
    variant: str = ""
    kind: Kind
    measure: str
    gained: float
    possible: float = Field(default=1.0, ge=0)
    reason: str

    @property
    def value(self) -> float:
        """The score of this case alone."""
        return self.gained / self.possible if self.possible else 0.0


class Figure(_Record):
    """A measure over many cases, with a bootstrap 95 % interval; n counts cases."""

    measure: str
    value: float
    low: float
    high: float
    n: int


class Run(_Record):
    """What a run was: enough to say whether another can be set beside it."""

    schema_: str = Field(default="counterpoint.run/1", alias="schema")
    created: str
    system: str
    parameters: dict[str, Any]
    questions_sha256: str
    corpus_sha256: str
    generation: str
    composer: str
    model: str | None
    versions: dict[str, str]
    split: Split | None = None

    @property
    def identity(self) -> tuple[str, ...]:
        """What must be equal for an interrupted run to be continued."""
        return self.system, self.questions_sha256, self.generation, self.model or ""


class RunFolder:
    """A run on disk; results are only ever appended, so a run can be continued."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def start(self, run: Run, cases: Iterable[Case]) -> None:
        """Open the folder for this run; raises RunError where another one is in it."""
        kept = self.path / RUN
        if kept.exists() and self.run().identity != run.identity:
            raise RunError(
                f"{str(self.path)!r} holds a run with other questions, index, system "
                "or model: give --out another folder."
            )
        self.path.mkdir(parents=True, exist_ok=True)
        if not kept.exists():
            kept.write_text(
                run.model_dump_json(by_alias=True, indent=1) + "\n", "utf-8"
            )
        self._write(CASES, cases)

    def run(self) -> Run:
        """The run's parameters; raises RunError where there are none."""
        return Run.model_validate_json(self._text(RUN))

    def cases(self) -> list[Case]:
        """The cases that were asked."""
        return [Case.model_validate_json(line) for line in self._lines(CASES)]

    def append(self, result: Result) -> None:
        """Add one result."""
        with (self.path / RESULTS).open("a", encoding="utf-8") as file:
            file.write(result.model_dump_json(by_alias=True) + "\n")

    def results(self) -> dict[tuple[str, str], Result]:
        """Results by case and variant; a half-written last line counts as not asked."""
        found: dict[tuple[str, str], Result] = {}
        if not (self.path / RESULTS).exists():
            return found
        for line in self._lines(RESULTS):
            try:
                result = Result.model_validate_json(line)
            except ValidationError:
                continue
            found[(result.case_id, result.variant)] = result
        return found

    def keep_scores(self, scores: Iterable[Score]) -> None:
        """Write all scores, in place of earlier ones."""
        self._write(SCORES, scores)

    def scores(self) -> list[Score]:
        """All scores; raises RunError where the run wasn't finished."""
        return [Score.model_validate_json(line) for line in self._lines(SCORES)]

    def _write(self, name: str, rows: Iterable[BaseModel]) -> None:
        text = "".join(row.model_dump_json(by_alias=True) + "\n" for row in rows)
        (self.path / name).write_text(text, "utf-8")

    def _lines(self, name: str) -> list[str]:
        return [line for line in self._text(name).split("\n") if line.strip()]

    def _text(self, name: str) -> str:
        try:
            return (self.path / name).read_text("utf-8")
        except OSError as failure:
            raise RunError(
                f"{str(self.path / name)!r} can't be read ({failure.strerror}): name "
                "the folder of a finished `python -m eval run`."
            ) from failure


def as_json(rows: Iterable[BaseModel]) -> str:
    """Records as one JSON list, for tools."""
    return json.dumps(
        [row.model_dump(by_alias=True) for row in rows], ensure_ascii=False
    )
