"""What a report of a run holds; `report.json` is this value."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from eval.bars import Bar
from eval.cases import Case
from eval.faults import Fault
from eval.flagging import ClaimFigures
from eval.results import Figure, Result, Run
from eval.shares import Apart, Served, Share


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True)


class Line(_Row):
    """One figure with what it means, and what the baseline had."""

    figure: Figure
    title: str
    group: str
    unit: str
    higher: bool
    before: float | None

    @property
    def change(self) -> float | None:
        """By how much it differs from the baseline; None without one."""
        return None if self.before is None else self.figure.value - self.before

    @property
    def verdict(self) -> str:
        """`better`, `worse` or `same`, as against the baseline."""
        if self.change is None or abs(self.change) < 0.0005:
            return "same"
        return "better" if (self.change > 0) == self.higher else "worse"


class KindFigure(_Row):
    """How many cases of a kind passed, with interval."""

    kind: str
    figure: Figure


class Heard(_Row):
    """How often a party's word was cited in sentences, and how often it was missed."""

    party: str
    cited: int
    expected: int
    missed: int


class FailedCase(_Row):
    """A case that fell short: what was asked, expected, got, and why."""

    case: Case
    expected: str
    asked: tuple[Result, ...]
    got: tuple[str, ...]
    why: tuple[str, ...]
    faults: tuple[Fault, ...]


class Where(_Row):
    """Where the run fails, each list the worst first."""

    kinds: tuple[Share, ...]
    faults: tuple[Share, ...]
    totals: tuple[Share, ...]
    """The faults over all kinds of question."""
    turns: tuple[Served, ...]
    leanings: tuple[Served, ...]
    apart: tuple[Apart, ...]
    languages: tuple[Share, ...]
    shapes: tuple[Share, ...]
    statements: dict[str, str]
    """What claims say, where an answer of the run flags them."""


class Compared(_Row):
    """The baseline that the run was set beside."""

    created: str
    system: str


class Report(_Row):
    """Everything a report shows; `report.json` is this value."""

    schema_: str = "counterpoint.report/1"
    run: Run
    cases: int
    questions: int
    reviewed: int
    notice: str | None
    gate: tuple[str, ...]
    lines: tuple[Line, ...]
    kinds: tuple[KindFigure, ...]
    claims: tuple[ClaimFigures, ...]
    parties: tuple[Heard, ...]
    failures: tuple[FailedCase, ...]
    """Cases that didn't pass."""
    shortfalls: tuple[FailedCase, ...]
    """Cases that passed and still fell short in something."""
    compared: Compared | None
    bars: tuple[Bar, ...]
    where: Where

    def as_json(self, indent: int | None = None) -> str:
        """The report for tools; answers stand only with cases that didn't pass."""
        answers = {"shortfalls": {"__all__": {"asked"}}}
        return self.model_dump_json(by_alias=True, indent=indent, exclude=answers)

    def line(self, measure: str) -> Line | None:
        """The line of a measure, where it was measured."""
        return next((x for x in self.lines if x.figure.measure == measure), None)
