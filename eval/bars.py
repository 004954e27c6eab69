"""The bars that a run is held to, and whether it clears them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pydantic import BaseModel, ConfigDict

from eval.catalogue import MEASURES, NEEDED
from eval.gating import TOLERANCE, Baseline, behind
from eval.results import Figure

EVERY, ASKED, BASELINE = "every case", "asked for", "baseline"


class Bar(BaseModel):
    """One bar: whence it comes, what is due, the figure, and whether it is met."""

    model_config = ConfigDict(frozen=True)

    measure: str
    origin: str
    due: str
    figure: Figure | None
    met: bool


def bars(
    found: Sequence[Figure],
    baseline: Baseline | None = None,
    least: Iterable[tuple[str, float]] = (),
    most: Iterable[tuple[str, float]] = (),
) -> list[Bar]:
    """All bars, those missed first; a measure without a figure meets no limit."""
    figures = {figure.measure: figure for figure in found}
    rows = [_every(figures[name], full) for name, full in NEEDED.items()
            if name in figures]  # fmt: skip
    for wanted, up in ((least, True), (most, False)):
        rows += [_limit(figures.get(name), name, value, up) for name, value in wanted]
    if baseline:
        rows += [
            _kept(old, figures.get(old.measure))
            for old in baseline.figures
            if old.measure in MEASURES and MEASURES[old.measure].gate
        ]
    return sorted(rows, key=lambda bar: (bar.met, -_distance(bar)))


def _distance(bar: Bar) -> float:
    """How far a measure that is due in full, or never, lies from that; 1 for others,
    so that a limit or the baseline stands first where it is missed.
    """
    if bar.origin != EVERY or bar.figure is None:
        return 1.0
    return abs(bar.figure.value - float(MEASURES[bar.measure].higher))


def _every(figure: Figure, full: bool) -> Bar:
    met = figure.value == (1.0 if full else 0.0)
    due = "in full" if full else "never"
    return Bar(measure=figure.measure, origin=EVERY, due=due, figure=figure, met=met)


def _limit(figure: Figure | None, name: str, value: float, least: bool) -> Bar:
    met = figure is not None and (
        figure.value >= value if least else figure.value <= value
    )
    due = f"{'at least' if least else 'at most'} {value:g}"
    return Bar(measure=name, origin=ASKED, due=due, figure=figure, met=met)


def _kept(old: Figure, new: Figure | None) -> Bar:
    measure = MEASURES[old.measure]
    edge = old.value - TOLERANCE if measure.higher else old.value + TOLERANCE
    return Bar(
        measure=old.measure,
        origin=BASELINE,
        due=f"{'at least' if measure.higher else 'at most'} {edge:.3f}",
        figure=new,
        met=new is not None and not behind(measure, old.value, new.value),
    )
