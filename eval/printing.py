"""What the commands print to people; tools take `--json` instead."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table

from eval.auditing import AuditFigure
from eval.catalogue import MEASURES
from eval.comparing import Change
from eval.latency import Latencies
from eval.rendering import ends, figure
from eval.results import Figure

if TYPE_CHECKING:
    from eval.ablating import Ablation
    from eval.benchfigures import BenchFigure
    from eval.judging import Judgement


@contextmanager
def progress(
    what: str, total: int | None, *, quiet: bool = False
) -> Iterator[Callable[[int], None]]:
    """A bar on stderr; gives what to call with the number of those done."""
    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), disable=quiet) as bar:
        task = bar.add_task(what, total=total)
        yield lambda done: bar.update(task, completed=done)


def print_figures(found: Iterable[Figure], folder: Path) -> None:
    """A table of a run's figures, and how to get its report."""
    table = Table("measure", "value", "95 %", "n", "what it says (↓ lower is better)")
    for column in table.columns[:4]:
        column.no_wrap = True
    for one in found:
        measure = MEASURES[one.measure]
        table.add_row(
            one.measure + ("" if measure.higher else " ↓"),
            figure(one, measure.unit),
            ends(one, measure.unit),
            str(one.n),
            measure.title,
        )
    Console().print(table)
    print(f"report: python -m eval report {folder}")


def print_changes(changes: Iterable[Change]) -> None:
    """A table of changes, a star at those that are certain; then cases won and lost."""
    table = Table("measure", "A", "B", "change", "95 %", "n", "won", "lost")
    passed = None
    for change in changes:
        table.add_row(
            change.measure,
            f"{change.left:.3f}",
            f"{change.right:.3f}",
            f"{change.change:+.3f}{' *' if change.certain else ''}",
            f"{change.low:+.3f}–{change.high:+.3f}",
            str(change.n),
            str(len(change.won)),
            str(len(change.lost)),
        )
        passed = change if change.measure == "cases-passed" else passed
    Console().print(table)
    if passed:
        print("won: " + (", ".join(passed.won) or "none"))
        print("lost: " + (", ".join(passed.lost) or "none"))


def print_ablations(found: Iterable[Ablation]) -> None:
    """A table of measures: with all parts, then the change without each of them."""
    rows = list(found)
    whole, *others = ({f.measure: f.value for f in row.figures} for row in rows)
    table = Table("measure", "whole", *(f"no {row.without}" for row in rows[1:]))
    for name, value in whole.items():
        changes = (
            f"{values[name] - value:+.3f}" if name in values else "none"
            for values in others
        )
        table.add_row(name, f"{value:.3f}", *changes)
    Console().print(table)


def judged(found: Judgement) -> str:
    """A model's opinion in a sentence, apart from the measures."""
    return (
        f"model judge (apart from the measures, no gate): {found.model} calls "
        f"{found.supported:.3f} ({found.low:.3f}–{found.high:.3f}) of "
        f"{found.sentences} sentences in {found.answers} answers supported; "
        f"{found.unread} answers it couldn't be asked about."
    )


def print_bench(found: Iterable[BenchFigure]) -> None:
    """A table of measures on third-party sets, each beside its floor."""
    table = Table("set", "measure", "value", "95 %", "n", "floor")
    for one in found:
        measured = one.value is not None
        table.add_row(
            one.suite,
            one.measure,
            f"{one.value:.3f}" if measured else one.note,
            f"{one.low:.3f}–{one.high:.3f}" if measured else "",
            str(one.n),
            "" if one.floor is None else f"{one.floor:.3f}",
        )
    Console().print(table)


def audited(found: AuditFigure) -> str:
    """An audit's figure in a sentence."""
    return (
        f"{found.share_right:.1%} of {found.read} points were marked right by a reader "
        f"of the originals (95 % {found.low:.1%}–{found.high:.1%}); {found.wrong} "
        f"wrong, {found.unfair} unfair, {found.unread} not read."
    )


def timed(found: Latencies) -> str:
    """Latencies in a sentence."""
    return (
        f"one embedding {found.embedding_ms} ms, one query {found.query_ms} ms, one "
        f"warm answer {found.answer_ms} ms (p95 {found.answer_p95_ms} ms): "
        f"{found.ratio} times embedding and query; medians of {found.questions} "
        f"questions; one answer in a process of its own {found.cold_ms / 1000:.1f} s."
    )
