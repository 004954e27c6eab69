"""Two runs of the same cases set side by side, measure by measure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pydantic import BaseModel, ConfigDict

from eval import intervals
from eval.catalogue import MEASURES
from eval.measures import sums
from eval.results import RunError, RunFolder, Score


class Change(BaseModel):
    """How a measure changed over the cases that both runs asked; right minus left."""

    model_config = ConfigDict(frozen=True)

    measure: str
    left: float
    right: float
    change: float
    low: float
    high: float
    n: int
    won: tuple[str, ...]
    lost: tuple[str, ...]

    @property
    def certain(self) -> bool:
        """Whether the interval leaves out no change."""
        return self.low > 0 or self.high < 0


def compare(left: RunFolder, right: RunFolder) -> list[Change]:
    """Every measure that both runs have; raises RunError when they share no case."""
    changes = changed(left.scores(), right.scores())
    if not changes:
        raise RunError(
            f"{str(left.path)!r} and {str(right.path)!r} asked no case in common: "
            "compare two runs of the same question set."
        )
    return changes


def changed(left: Iterable[Score], right: Iterable[Score]) -> list[Change]:
    """Every measure that stands in both lists of scores, over the cases of both."""
    sides = [_by_measure(left), _by_measure(right)]
    found = []
    for name, measure in MEASURES.items():
        olds, news = (side.get(name, {}) for side in sides)
        shared = sorted(set(olds) & set(news))
        if shared:
            old, new = [olds[key] for key in shared], [news[key] for key in shared]
            found.append(_change(name, shared, old, new, measure.higher))
    return found


def _by_measure(scores: Iterable[Score]) -> dict[str, dict[str, tuple[float, float]]]:
    lists: dict[str, list[Score]] = {}
    for score in scores:
        lists.setdefault(score.measure, []).append(score)
    return {name: sums(rows) for name, rows in lists.items()}


def _change(
    name: str,
    cases: Sequence[str],
    old: Sequence[tuple[float, float]],
    new: Sequence[tuple[float, float]],
    higher: bool,
) -> Change:
    change, low, high = intervals.paired(old, new)
    better = [_share(b) - _share(a) for a, b in zip(old, new, strict=True)]
    gains = better if higher else [-gain for gain in better]
    return Change(
        measure=name,
        left=_share((sum(a for a, _ in old), sum(b for _, b in old))),
        right=_share((sum(a for a, _ in new), sum(b for _, b in new))),
        change=change,
        low=low,
        high=high,
        n=len(cases),
        won=tuple(c for c, gain in zip(cases, gains, strict=True) if gain > 1e-9),
        lost=tuple(c for c, gain in zip(cases, gains, strict=True) if gain < -1e-9),
    )


def _share(pair: tuple[float, float]) -> float:
    return pair[0] / pair[1] if pair[1] else 0.0
