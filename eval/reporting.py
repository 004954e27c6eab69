"""The report of a run: figures, changes, plots and every failing case, in one file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from app.answer import Answer
from eval import gating
from eval.cases import Case
from eval.catalogue import MEASURES, STAGES
from eval.flagging import ClaimFigures, by_claim
from eval.measures import failed, figures
from eval.outcomes import dealt_with, due
from eval.rendering import render
from eval.results import Figure, Result, Run, RunFolder, Score

HEADLINES = (
    "cases-passed", "flag-recall", "false-flag-rate", "own-voice-violations",
    "off-topic-refusals", "near-miss-recognised", "wrong-refusals", "party-coverage",
    "mirror-agreement", "follow-up-accuracy", "recall@5", "both-sides@10",
    "citation-recall", "quotes-found", "latency-total-p95",
)  # fmt: skip
"""Figures that stand at the top of a report."""


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
    """A case that didn't pass: what was asked, expected, got, and why it failed."""

    case: Case
    expected: str
    asked: tuple[Result, ...]
    got: tuple[str, ...]
    why: tuple[str, ...]


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

    def line(self, measure: str) -> Line | None:
        """The line of a measure, where it was measured."""
        return next((x for x in self.lines if x.figure.measure == measure), None)

    @property
    def headlines(self) -> list[Line]:
        """The lines that stand at the top."""
        return [line for name in HEADLINES if (line := self.line(name))]


def build(folder: RunFolder, baseline: gating.Baseline | None = None) -> Report:
    """The report of a finished run; raises RunError where it isn't finished."""
    run, cases, scores = folder.run(), folder.cases(), folder.scores()
    results, found = folder.results(), figures(scores)
    notice = gating.stale(run, baseline) if baseline else None
    answered = _answered(cases, results)
    return Report(
        run=run,
        cases=len(cases),
        questions=len(results),
        reviewed=sum(bool(case.reviewed_by) for case in cases),
        notice=notice,
        gate=tuple(gating.worse(found, baseline)) if baseline and not notice else (),
        lines=tuple(_lines(found, baseline)),
        kinds=tuple(_kinds(scores)),
        claims=tuple(
            sorted(by_claim(answered), key=lambda c: (-c.wrong - c.missed, c.claim_id))
        ),
        parties=tuple(_parties(answered, scores)),
        failures=tuple(_failures(cases, results, scores)),
    )


def write(report: Report, folder: Path) -> tuple[Path, Path, Path]:
    """Write `report.html`, `report.json` and `report.md`; returns their paths."""
    page, data, summary = (folder / f"report.{end}" for end in ("html", "json", "md"))
    context = {"report": report, "stages": STAGES, "measures": MEASURES}
    page.write_text(render("report.html.j2", **context), "utf-8")
    data.write_text(report.model_dump_json(by_alias=True, indent=1) + "\n", "utf-8")
    summary.write_text(render("report.md.j2", **context), "utf-8")
    return page, data, summary


def _lines(found: Iterable[Figure], baseline: gating.Baseline | None) -> Iterable[Line]:
    before = {f.measure: f.value for f in baseline.figures} if baseline else {}
    for figure in found:
        measure = MEASURES[figure.measure]
        yield Line(
            figure=figure,
            title=measure.title,
            group=measure.group,
            unit=measure.unit,
            higher=measure.higher,
            before=before.get(figure.measure),
        )


def _kinds(scores: Sequence[Score]) -> Iterable[KindFigure]:
    passed = [score for score in scores if score.measure == "cases-passed"]
    for kind in dict.fromkeys(score.kind for score in passed):
        of_kind = [score for score in passed if score.kind == kind]
        yield KindFigure(kind=kind, figure=figures(of_kind)[0])


def _answered(
    cases: Iterable[Case], results: dict[tuple[str, str], Result]
) -> list[tuple[Case, str, Answer]]:
    return [
        (asked.case, asked.variant, result.answer)
        for case in cases
        for asked in case.asked()
        if (result := results.get(asked.key)) and result.answer
    ]


def _parties(
    answered: Iterable[tuple[Case, str, Answer]], scores: Iterable[Score]
) -> Iterable[Heard]:
    cited: Counter[str] = Counter()
    expected: Counter[str] = Counter()
    for case, _, answer in answered:
        parties = {c.number: c.party for c in answer.citations}
        for sentence in answer.sentences:
            cited.update({parties.get(n) or "" for n in sentence.citations} - {""})
        expected.update(case.expect.parties)
    missed: Counter[str] = Counter()
    for score in scores:
        if score.measure == "party-coverage":
            names = score.reason.removeprefix("not heard: ").split(", ")
            missed.update(set(names) & set(expected))
    for party in sorted({*cited, *expected}, key=lambda p: (-cited[p], p)):
        yield Heard(
            party=party,
            cited=cited[party],
            expected=expected[party],
            missed=missed[party],
        )


def _failures(
    cases: Iterable[Case],
    results: dict[tuple[str, str], Result],
    scores: Iterable[Score],
) -> Iterable[FailedCase]:
    faults: dict[str, list[str]] = {}
    for score in scores:
        if failed(score):
            which = f" [{score.variant}]" if score.variant else ""
            faults.setdefault(score.case_id, []).append(
                f"{score.measure}{which}: {score.reason}"
            )
    for case in cases:
        if case.id in faults:
            asked = tuple(results[a.key] for a in case.asked() if a.key in results)
            got = tuple(dealt_with(r.answer) if r.answer else "error" for r in asked)
            yield FailedCase(
                case=case,
                expected=_expected(case),
                asked=asked,
                got=got,
                why=tuple(faults[case.id]),
            )


def _expected(case: Case) -> str:
    expect = case.expect
    parts = [due(expect)]
    for what, values in (
        ("flags", expect.must_flag or expect.about),
        ("no flag", expect.must_not_flag),
        ("heard", expect.parties),
        ("mentioned", expect.mention),
        ("retrieved", [" or ".join(need) for need in expect.must_have]),
    ):
        if values:
            parts.append(f"{what}: {', '.join(values)}")
    return "; ".join(parts)
