"""The gate: fixed limits, and an accepted baseline that a change mustn't undercut."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from importlib.resources import files
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from eval.catalogue import MEASURES, Measure
from eval.results import Figure, Run, RunError

SHIPPED = Path(str(files("eval"))) / "baseline.json"
TOLERANCE = 0.02
"""How much worse than the baseline a measure may be."""


class Baseline(BaseModel):
    """Figures that were accepted, and what they were measured on."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    created: str
    system: str
    corpus_sha256: str
    questions_sha256: str
    figures: tuple[Figure, ...]


def limit(text: str) -> tuple[str, float]:
    """`measure=value` from the command line."""
    name, _, value = text.partition("=")
    if name not in MEASURES:
        known = ", ".join(MEASURES)
        raise argparse.ArgumentTypeError(f"{name!r} is no measure: use one of {known}")
    try:
        return name, float(value)
    except ValueError as failure:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not measure=value: write for example flag-recall=0.9"
        ) from failure


def missed(
    figures: Iterable[Figure],
    least: Sequence[tuple[str, float]] = (),
    most: Sequence[tuple[str, float]] = (),
) -> list[str]:
    """A sentence for each measure below its least value or above its most."""
    values = {figure.measure: figure.value for figure in figures}
    faults = []
    for name, _ in (*least, *most):
        if name not in values:
            faults.append(f"{name} was not measured: no case of this run gives it.")
    for name, bound in least:
        if values.get(name, bound) < bound:
            faults.append(f"{name} is {values[name]:.3f}, below {bound:g}.")
    for name, bound in most:
        if values.get(name, bound) > bound:
            faults.append(f"{name} is {values[name]:.3f}, above {bound:g}.")
    return faults


def worse(figures: Iterable[Figure], baseline: Baseline) -> list[str]:
    """A sentence for each gated measure that fell behind the baseline."""
    values = {figure.measure: figure.value for figure in figures}
    faults = []
    for old in baseline.figures:
        measure = MEASURES.get(old.measure)
        if measure is None or not measure.gate:
            continue
        if old.measure not in values:
            faults.append(f"{old.measure} is in the baseline but was not measured.")
            continue
        new = values[old.measure]
        if behind(measure, old.value, new):
            faults.append(
                f"{old.measure} is {new:.3f}; the baseline has {old.value:.3f} "
                f"({'higher' if measure.higher else 'lower'} is better)."
            )
    return faults


def behind(measure: Measure, old: float, new: float) -> bool:
    """Whether the new value is worse than the old one by more than is tolerated."""
    return (old - new if measure.higher else new - old) > TOLERANCE


def shipped(run: Run) -> Baseline | None:
    """The baseline that is shipped, where it was measured on what this run was."""
    if not SHIPPED.exists():
        return None
    baseline = read(SHIPPED)
    return None if stale(run, baseline) else baseline


def stale(run: Run, baseline: Baseline) -> str | None:
    """Why the baseline can't be held against this run; None where it can."""
    changed = [
        what
        for what, old, new in (
            ("corpus", baseline.corpus_sha256, run.corpus_sha256),
            ("question set", baseline.questions_sha256, run.questions_sha256),
        )
        if old != new
    ]
    if not changed:
        return None
    return (
        f"the {' and the '.join(changed)} changed since the baseline was accepted: "
        "read the report, then accept a new one with --accept FILE."
    )


def read(path: Path) -> Baseline:
    """The baseline of a file; raises RunError where there is none."""
    try:
        return Baseline.model_validate_json(path.read_text("utf-8"))
    except (OSError, ValidationError) as failure:
        raise RunError(
            f"{str(path)!r} is no baseline: write one with `python -m eval run "
            f"--accept {path}`."
        ) from failure


def accept(path: Path, run: Run, figures: Iterable[Figure]) -> None:
    """Write this run's figures as the new baseline."""
    baseline = Baseline(
        created=run.created,
        system=run.system,
        corpus_sha256=run.corpus_sha256,
        questions_sha256=run.questions_sha256,
        figures=tuple(f for f in figures if MEASURES[f.measure].gate),
    )
    path.write_text(baseline.model_dump_json(indent=1) + "\n", "utf-8")
