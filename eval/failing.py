"""The parts of the page that say where a run fails, and list every failed case."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from eval.blocks import (
    Cell,
    Entry,
    Group,
    Section,
    Table,
    cut,
    failing,
    found,
    sentence,
    several,
    table,
)
from eval.cases import Case
from eval.catalogue import MEASURES
from eval.faults import FAULTS
from eval.report import FailedCase, Report
from eval.shares import COMPARED, ENOUGH, Apart, Served, Share, hard

KINDS = {
    "contested": "touches a claim that is in dispute",
    "control": "nothing is in dispute, so nothing may be flagged",
    "off-topic": "another subject",
    "near-miss": "on the subject, for a detail that no source holds",
    "mirror": "one question in several wordings, loaded either way",
    "follow-up": "a later turn that needs the ones before it",
    "slip": "a slip of the article, or a word that needs explaining",
    "then-now": "what was said then beside what came later",
    "injection": "orders to the machine, propaganda, secrets",
    "language": "not in English",
}
"""What each kind of question is, in a few words."""

CLAIMS = (
    "Counts are of questions asked. Falsely: where nothing is in dispute, or only a "
    "look-alike. Besides: where other claims were due, mostly of the same dispute."
)
TURNS = (
    "The two ask different things, so a difference needn't come from the turn. How a "
    "later turn fares beside the same question in full stands under “turn differs”."
)
LEANINGS = "Each question is asked in every wording, so the columns can be compared."
SIDES = (
    "First the sides' readers against each other, then each against another wording. "
    "Above zero the second figure is higher. Equal ones are left out. One comparison "
    "in twenty looks beyond chance without being so."
)

FAILED = "failed: share (95 %)"


def where(report: Report) -> Section:
    """Where it fails: by kind and fault, claim, turn, leaning, party, language."""
    shares = report.where
    says = (
        *_summary(shares.kinds, shares.totals),
        "A share is of the cases in which the thing was looked for. The worst share "
        f"stands first; groups of fewer than {ENOUGH} cases follow without one.",
    )
    tables = [
        _groups("By kind of question", "kind", shares.kinds, report.failures),
        _totals("By what failed", hard(shares.totals)),
        _totals("What falls short but fails no case", hard(shares.totals, False)),
        _pairs("By kind and what failed", hard(shares.faults)),
        _pairs("By kind and what falls short", hard(shares.faults, False)),
        _claims(report),
        _served("Single questions and later turns", shares.turns, TURNS),
        _served("The same questions, by leaning", shares.leanings, LEANINGS),
        _apart(report),
        _parties(report),
        _groups("By language", "language", shares.languages, report.failures),
        _groups("By shape of what only looks like a dispute", "shape", shares.shapes,
                report.failures),
    ]  # fmt: skip
    return Section("where", "Where it fails", says, tuple(t for t in tables if t.rows))


def every(report: Report) -> Section:
    """Every failed case once, under the gravest of its faults."""
    short = len(report.shortfalls)
    says = (
        f"{several(len(report.failures), 'case')} failed, and none is left out. Each "
        "stands once, under its gravest fault. Its number leads to its answer.",
        f"{several(short, 'case')} passed and still fell short in something that "
        "fails no case. They follow at the end.",
    )
    groups = [*_listed(report.failures, False), *_listed(report.shortfalls, True)]
    return Section("cases", "Every failed case", says, groups=tuple(groups))


def _groups(
    title: str, trait: str, shares: Iterable[Share], failures: Sequence[FailedCase]
) -> Table:
    rows = []
    for share in shares:
        names = Counter(
            fault.name
            for failure in failures
            if getattr(failure.case, trait) == share.group
            for fault in failure.faults
            if fault.counts
        )
        what = ", ".join(f"{name} {count}" for name, count in names.most_common())
        about = KINDS.get(share.group, "")
        rows.append((Cell(share.group, about), failing(share), what or "–"))
    return table((trait, FAILED, "what failed"), rows, title)


def _summary(kinds: Iterable[Share], totals: Iterable[Share]) -> Iterable[str]:
    """The worst kinds and the most frequent faults, in a sentence each."""
    worst = [
        f"{s.group} ({s.failed} of {s.of})" for s in kinds if s.interval and s.failed
    ]
    often = sorted(hard(totals), key=lambda share: -share.failed)
    if worst:
        yield f"The kinds of question that fail most often: {', '.join(worst[:3])}."
    if often:
        names = (f"{s.fault} ({several(s.failed, 'case')})" for s in often[:4])
        yield f"What fails in most cases: {', '.join(names)}."


def _totals(title: str, shares: Iterable[Share]) -> Table:
    rows = ((Cell(s.fault, FAULTS[s.fault].title), failing(s)) for s in shares)
    return table(("what failed", FAILED), rows, title)


def _pairs(title: str, shares: Iterable[Share]) -> Table:
    rows = ((s.group, s.fault, failing(s)) for s in shares)
    return table(("kind", "what failed", FAILED), rows, title)


def _claims(report: Report) -> Table:
    rows, statements = [], report.where.statements
    for claim in report.claims:
        if claim.missed or claim.wrong:
            missed = f"{claim.missed} of {claim.right + claim.missed}"
            rows.append(
                (
                    Cell(claim.claim_id, statements.get(claim.claim_id, "")),
                    Cell(missed, cases=claim.missed_in),
                    Cell(str(len(claim.false_in)), cases=claim.false_in),
                    str(max(claim.wrong - len(claim.false_in), 0)),
                )
            )
    head = ("claim", "missed, of those due", "flagged falsely", "besides those due")
    return table(head, rows, "Flags, claim by claim", says=CLAIMS)


def _served(title: str, groups: Sequence[Served], says: str) -> Table:
    if len(groups) < 2:
        return table((), (), title)
    head = ("", *(f"{g.group} ({g.questions})" for g in groups))
    rows: list[tuple[Cell | str, ...]] = [
        (
            "questions with something failed",
            *(f"{g.failed} of {g.questions}" for g in groups),
        )
    ]
    for name in COMPARED:
        figures = [g.figure(name) for g in groups]
        if any(figures):
            cells = (
                Cell(found(f).text, f"n {f.n}") if f else Cell("–") for f in figures
            )
            rows.append((_measure(name), *cells))
    return table(head, rows, title, says=says)


def _apart(report: Report) -> Table:
    rows = (
        (
            _measure(one.measure),
            one.first,
            one.second,
            f"{one.change:+.3f} ({one.low:+.3f} to {one.high:+.3f})".replace("-", "−"),
            str(one.n),
            _chance(one),
        )
        for one in report.where.apart
        if one.change
    )
    head = ("", "first", "second", "difference (95 %)", "n", "verdict")
    return table(head, rows, "Is one side's reader served worse?", says=_sides(report))


def _sides(report: Report) -> str:
    """What the comparison of the sides' readers comes to, and how to read it."""
    between = [one for one in report.where.apart if one.sides]
    sure = [MEASURES[x.measure].title for x in between if x.certain]
    if not between:
        return SIDES
    most = max(one.n for one in between)
    what = ", ".join(sure) or "nothing"
    return (
        f"What differs beyond chance between the sides: {what}. "
        f"With {several(most, 'question')}, a small difference can't be seen. {SIDES}"
    )


def _chance(one: Apart) -> Cell:
    return Cell("beyond chance", mood="bad") if one.certain else Cell("may be chance")


def _parties(report: Report) -> Table:
    rows = (
        (p.party, f"{p.missed} of {p.expected}" if p.expected else "–", str(p.cited))
        for p in report.parties
    )
    head = ("party", "not heard, of those due", "sentences citing it")
    return table(head, rows, "Whose word is missing")


def _measure(name: str) -> Cell:
    measure = MEASURES[name]
    return Cell(measure.title + ("" if measure.higher else " ↓"), name)


def _listed(cases: Sequence[FailedCase], folded: bool) -> Iterable[Group]:
    for name, kind in FAULTS.items():
        having = [c for c in cases if any(f.name == name for f in c.faults)]
        first = [c for c in having if c.faults[0].name == name]
        if having:
            entries = tuple(
                Entry(c.case.id, _asked(c.case), _what_failed(c)) for c in first
            )
            also = tuple(c.case.id for c in having if c not in first)
            title = f"{name}: {several(len(having), 'case')}"
            yield Group(title, sentence(kind.title), entries, also, folded)


def _asked(case: Case) -> str:
    """The question, after the turn before it where there is one."""
    return " → ".join((*case.history[-1:], case.question))


def _what_failed(case: FailedCase) -> str:
    """Why the gravest fault, cut to a line, and the names of the others."""
    first, *others = case.faults
    line = cut("; ".join(first.why) or first.name)
    return f"{line}. Also: {', '.join(f.name for f in others)}" if others else line
