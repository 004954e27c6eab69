"""The report of a run: bars, where it fails, every failed case, cost, provenance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from pathlib import Path

from app.answer import Answer
from eval import gating, shares
from eval.bars import bars
from eval.cases import STANDALONE, Case
from eval.catalogue import MEASURES
from eval.faults import Fault, faults
from eval.flagging import ClaimFigures, by_claim
from eval.measures import failed, figures
from eval.outcomes import dealt_with, due, heard_parties
from eval.paging import page
from eval.rendering import render
from eval.report import Compared, FailedCase, Heard, KindFigure, Line, Report, Where
from eval.results import Figure, Result, RunFolder, Score

Results = Mapping[tuple[str, str], Result]
Limits = Sequence[tuple[str, float]]


def build(
    folder: RunFolder,
    baseline: gating.Baseline | None = None,
    *,
    least: Limits = (),
    most: Limits = (),
) -> Report:
    """The report of a finished run; raises RunError where it isn't finished.

    `least` and `most` are limits of measures to hold the run to, by measure.
    """
    run, cases, scores = folder.run(), folder.cases(), folder.scores()
    results, found = folder.results(), figures(scores)
    notice = gating.stale(run, baseline) if baseline else None
    held = None if notice else baseline
    answered = _answered(cases, results)
    known = _faults(cases, scores)
    return Report(
        run=run,
        cases=len(cases),
        questions=len(results),
        reviewed=sum(bool(case.reviewed_by) for case in cases),
        notice=notice,
        gate=tuple(gating.worse(found, held)) if held else (),
        lines=tuple(_lines(found, baseline)),
        kinds=tuple(_kinds(scores)),
        claims=tuple(sorted(by_claim(answered), key=_worst)),
        parties=tuple(_parties(answered)),
        failures=tuple(_short(cases, results, scores, known, passed=False)),
        shortfalls=tuple(_short(cases, results, scores, known, passed=True)),
        compared=Compared(created=baseline.created, system=baseline.system)
        if baseline
        else None,
        bars=tuple(bars(found, held, least, most)),
        where=_where(cases, results, scores, known),
    )


def write(report: Report, folder: Path) -> tuple[Path, Path, Path]:
    """Write `report.html`, `report.json` and `report.md`; returns their paths."""
    shown, data, summary = (folder / f"report.{end}" for end in ("html", "json", "md"))
    context = {"report": report, "page": page(report)}
    shown.write_text(render("report.html.j2", **context), "utf-8")
    data.write_text(report.as_json(indent=1) + "\n", "utf-8")
    summary.write_text(render("report.md.j2", **context), "utf-8")
    return shown, data, summary


def _faults(
    cases: Iterable[Case], scores: Iterable[Score]
) -> dict[str, tuple[Fault, ...]]:
    """The faults of every case, none for one that has none."""
    ordered = sorted(scores, key=lambda score: score.case_id)
    rows = {
        case_id: list(group)
        for case_id, group in groupby(ordered, key=lambda score: score.case_id)
    }
    return {case.id: faults(case, rows.get(case.id, ())) for case in cases}


def _where(
    cases: Sequence[Case],
    results: Results,
    scores: Sequence[Score],
    known: Mapping[str, Sequence[Fault]],
) -> Where:
    flags = (f for r in results.values() if r.answer for f in r.answer.flags)
    return Where(
        kinds=tuple(shares.by_group(cases, known, lambda case: case.kind)),
        faults=tuple(shares.by_fault(cases, scores, known)),
        totals=tuple(shares.by_fault(cases, scores, known, lambda case: "")),
        turns=tuple(shares.by_turn(results, scores)),
        leanings=tuple(shares.by_leaning(cases, scores)),
        apart=tuple(shares.apart(cases, scores)),
        languages=tuple(shares.by_group(cases, known, lambda case: case.language)),
        shapes=tuple(shares.by_group(cases, known, lambda case: case.shape)),
        statements={flag.claim_id: flag.statement for flag in flags},
    )


def _worst(claim: ClaimFigures) -> tuple[int, int, str]:
    """Most often missed or falsely flagged first, then most often flagged besides."""
    return -claim.missed - len(claim.false_in), -claim.wrong, claim.claim_id


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
    cases: Iterable[Case], results: Results
) -> list[tuple[Case, str, Answer]]:
    return [
        (asked.case, asked.variant, result.answer)
        for case in cases
        for asked in case.asked()
        if (result := results.get(asked.key)) and result.answer
    ]


def _parties(answered: Iterable[tuple[Case, str, Answer]]) -> Iterable[Heard]:
    cited: Counter[str] = Counter()
    expected: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    for case, variant, answer in answered:
        parties = {c.number: c.party for c in answer.citations}
        for sentence in answer.sentences:
            cited.update({parties.get(n) or "" for n in sentence.citations} - {""})
        if case.expect.outcome == "answered" and variant != STANDALONE:
            expected.update(case.expect.parties)
            missed.update(set(case.expect.parties) - heard_parties(answer))
    for party in sorted({*cited, *expected}, key=lambda p: (-missed[p], -cited[p], p)):
        yield Heard(
            party=party,
            cited=cited[party],
            expected=expected[party],
            missed=missed[party],
        )


def _short(
    cases: Iterable[Case],
    results: Results,
    scores: Iterable[Score],
    known: Mapping[str, tuple[Fault, ...]],
    *,
    passed: bool,
) -> Iterable[FailedCase]:
    """Cases that didn't pass, or those that did and still have a fault."""
    whys: dict[str, list[str]] = {}
    for score in scores:
        if failed(score):
            which = f" [{score.variant}]" if score.variant else ""
            whys.setdefault(score.case_id, []).append(
                f"{score.measure}{which}: {score.reason}"
            )
    for case in cases:
        if known[case.id] and (case.id not in whys) is passed:
            asked = tuple(results[a.key] for a in case.asked() if a.key in results)
            got = tuple(dealt_with(r.answer) if r.answer else "error" for r in asked)
            yield FailedCase(
                case=case,
                expected=_expected(case),
                asked=asked,
                got=got,
                why=tuple(whys.get(case.id, ())),
                faults=known[case.id],
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
