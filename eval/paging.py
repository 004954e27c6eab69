"""The report's page in the order in which a reader asks: which bars are met, where it
fails, which cases failed, what that was compared with, what it cost, what was run.
"""

from __future__ import annotations

from collections.abc import Iterable

from eval.bars import ASKED, BASELINE, EVERY, Bar
from eval.blocks import Cell, Page, Section, Table, found, sentence, several, table
from eval.catalogue import MEASURES, STAGES
from eval.failing import every, where
from eval.gating import TOLERANCE
from eval.rendering import number
from eval.report import Line, Report

ORIGINS = {
    EVERY: "what every case must pass in full",
    ASKED: "limits named with this report",
    BASELINE: f"no worse than the baseline by more than {TOLERANCE:g}",
}
"""Where a bar comes from, in words."""


def page(report: Report) -> Page:
    """The page of a report."""
    run = report.run
    passed = report.cases - len(report.failures)
    split = f" of the split “{run.split}”" if run.split else ""
    asked = several(report.cases, "case")
    reviewed = (
        f"{report.reviewed} of them were reviewed by a person."
        if report.reviewed
        else "The cases are not yet reviewed by a person."
    )
    line = report.line("cases-passed")
    share = f", a share of {found(line.figure).text}" if line else ""
    lede = (
        f"{asked}{split}, {several(report.questions, 'question')} asked. "
        f"{len(report.failures)} failed. {passed} passed in full{share}. {reviewed}"
    )
    parts = (_bars, where, every, _compared, _costs, _provenance)
    sections = (part(report) for part in parts)
    kept = (s for s in sections if s.says or s.tables or s.groups)
    return Page(lede, tuple(kept))


def _bars(report: Report) -> Section:
    says = []
    for origin, words in ORIGINS.items():
        of_it = [bar for bar in report.bars if bar.origin == origin]
        if of_it:
            met = sum(bar.met for bar in of_it)
            says.append(sentence(f"{words}: {met} of {len(of_it)} met"))
        elif origin == BASELINE:
            says.append("No baseline holds for this run.")
    says.append(
        "“In full” and “never” hold for every case: a single one misses the bar. "
        "Intervals hold 95 % of draws from the cases; n counts cases. ↓: lower is "
        "better. All figures stand under “What it was compared with”."
    )
    missed = [bar for bar in report.bars if not bar.met]
    return Section(
        "bars",
        "Which bars it meets",
        tuple(says),
        (
            _bar_table(missed, f"Missed ({len(missed)})"),
            *(
                _bar_table(
                    [b for b in report.bars if b.met and b.origin == origin],
                    f"Met: {words}",
                )
                for origin, words in ORIGINS.items()
                if origin != BASELINE
            ),
        ),
    )


def _bar_table(bars: Iterable[Bar], title: str) -> Table:
    rows = [
        (
            _what(bar.measure),
            Cell(bar.due, "" if bar.origin == EVERY else bar.origin),
            found(bar.figure, MEASURES[bar.measure].unit),
            str(bar.figure.n) if bar.figure else "0",
        )
        for bar in bars
    ]
    return table(("what is measured", "bar", "found (95 %)", "n"), rows, title)


def _compared(report: Report) -> Section:
    base = report.compared
    if base is None:
        says = [
            "Nothing: no baseline was named, and the shipped one was measured on "
            "other questions or another corpus."
        ]
    else:
        says = [f"A baseline of the system {base.system}, accepted {base.created}."]
        says.append(
            f"It doesn't hold for this run: {report.notice}"
            if report.notice
            else "It was measured on the same questions and the same corpus."
        )
        says += report.gate
    slow = [x for x in report.lines if x.group == "speed"]
    lines = [line for line in report.lines if line not in slow]
    changed = [line for line in lines if line.verdict != "same"]
    tables = []
    if base:
        if not changed:
            says.append("No figure differs from it.")
        tables.append(_line_table(changed, "What changed"))
    tables.append(_line_table(lines, "All figures", folded=True))
    return Section("compared", "What it was compared with", tuple(says),
                   tuple(tables))  # fmt: skip


def _line_table(lines: Iterable[Line], title: str, *, folded: bool = False) -> Table:
    head = ("what is measured", "found (95 %)", "n", "baseline", "verdict")
    return table(head, map(_line, lines), title, folded=folded)


def _line(line: Line) -> tuple[Cell | str, ...]:
    """A figure, and how it compares with the baseline where that has it."""
    old, verdict = "–", Cell("–")
    if line.before is not None:
        mood = {"better": "good", "worse": "bad"}.get(line.verdict, "")
        old, verdict = number(line.before, line.unit), Cell(line.verdict, mood=mood)
    shown = found(line.figure, line.unit)
    return _what(line.figure.measure), shown, str(line.figure.n), old, verdict


def _costs(report: Report) -> Section:
    rows = []
    for stage in STAGES:
        middle, slow = (report.line(f"latency-{stage}-p{share}") for share in (50, 95))
        if middle and slow:
            rows.append(
                (
                    stage,
                    number(middle.figure.value, "ms"),
                    number(slow.figure.value, "ms"),
                    str(middle.figure.n),
                )
            )
    says = ["Time of each stage of an answer, over all questions asked."]
    if report.run.model is None:
        says.append("No chat model was asked, so there are no tokens and no price.")
    model = [x for x in report.lines if x.figure.measure.startswith("model-")]
    tables = [table(("stage", "median", "19 of 20 within", "answers"), rows)]
    if model:
        tables.append(_line_table(model, "Chat model"))
    return Section("costs", "What an answer costs", tuple(says) if rows else (),
                   tuple(t for t in tables if t.rows))  # fmt: skip


def _provenance(report: Report) -> Section:
    run = report.run
    facts = {
        "run of": run.created,
        "system": run.system,
        "composed by": "code alone" if run.model is None else f"chat model {run.model}",
        "split": run.split or "all",
        "cases": str(report.cases),
        "questions asked": str(report.questions),
        "cases reviewed by a person": str(report.reviewed),
        "generation of the index": run.generation,
        "hash of the questions": run.questions_sha256,
        "hash of the corpus": run.corpus_sha256,
    }
    asked = {k: v for k, v in run.parameters.items() if k in ("kinds", "questions",
             "workers") and v}  # fmt: skip
    rows = [(name, str(value)) for name, value in (facts | asked).items()]
    versions = table(("package", "version"), run.versions.items(), "Versions",
                     folded=True)  # fmt: skip
    says = (
        "“Supported” means supported by our digest of a source. Whether the digest is "
        "true to the original is the audit's question, and stands apart.",
    )
    return Section("provenance", "What was run", says,
                   (table(("what", "value"), rows), versions))  # fmt: skip


def _what(name: str) -> Cell:
    measure = MEASURES[name]
    return Cell(measure.title + ("" if measure.higher else " ↓"), name)
