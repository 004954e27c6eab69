"""Where a run fails: how many cases of which sort have which fault, the worst first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations, product

from pydantic import BaseModel, ConfigDict

from eval import intervals
from eval.cases import STANDALONE, Case
from eval.comparing import changed
from eval.faults import FAULTS, Fault, fault_of, spoken
from eval.measures import failed, figures
from eval.results import Figure, Result, Score

ENOUGH = 10
"""Cases from which a share is given with an interval; below, counts say more."""
SIDE = "pro_"
"""How the name of a variant starts that is worded from a side's point of view."""
COMPARED = (
    "flag-recall", "flag-precision", "party-coverage", "wrong-refusals",
    "wrong-partial-answers", "recall@5", "both-sides@10", "mentions",
)  # fmt: skip
"""Measures that are set side by side between groups of questions."""


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True)


class Share(_Row):
    """How many cases of a group failed in one way, of those that could."""

    group: str
    fault: str
    failed: int
    of: int
    interval: tuple[float, float] | None

    @property
    def value(self) -> float:
        """The share that failed."""
        return self.failed / self.of if self.of else 0.0


class Served(_Row):
    """How a group of questions fared: one figure a measure."""

    group: str
    questions: int
    failed: int
    figures: tuple[Figure, ...]

    def figure(self, measure: str) -> Figure | None:
        """The group's figure of a measure, where it has one."""
        return next((f for f in self.figures if f.measure == measure), None)


class Apart(_Row):
    """How two leanings differ in a measure, over the same cases: second less first."""

    measure: str
    first: str
    second: str
    sides: bool
    """Whether both are wordings of a side."""
    change: float
    low: float
    high: float
    n: int

    @property
    def certain(self) -> bool:
        """Whether the interval leaves out no difference."""
        return self.low > 0 or self.high < 0


def share(group: str, fault: str, hits: Sequence[bool]) -> Share:
    """The share of cases that failed; with an interval where there are enough."""
    ends = None
    if len(hits) >= ENOUGH:
        _, low, high = intervals.ratio([float(hit) for hit in hits], [1.0] * len(hits))
        ends = (low, high)
    return Share(
        group=group, fault=fault, failed=sum(hits), of=len(hits), interval=ends
    )


def worst_first(shares: Iterable[Share]) -> list[Share]:
    """Those with enough cases by their share, then the others by their number."""
    return sorted(
        shares,
        key=lambda s: (s.interval is None, -s.value if s.interval else -s.failed),
    )


def by_group(
    cases: Sequence[Case],
    found: Mapping[str, Sequence[Fault]],
    group: Callable[[Case], str | None],
) -> list[Share]:
    """Cases that didn't pass, by a trait of the case; None leaves a case out."""
    hits: dict[str, list[bool]] = {}
    for case in cases:
        name = group(case)
        if name:
            counted = any(fault.counts for fault in found[case.id])
            hits.setdefault(name, []).append(counted)
    return worst_first(share(name, "", row) for name, row in hits.items())


def by_fault(
    cases: Sequence[Case],
    scores: Iterable[Score],
    found: Mapping[str, Sequence[Fault]],
    group: Callable[[Case], str] = lambda case: case.kind,
) -> list[Share]:
    """Failed cases by group and fault, of the cases in which it was looked for."""
    known = {case.id: case for case in cases}
    looked: dict[tuple[str, str], dict[str, bool]] = {}
    for score in scores:
        case = known[score.case_id]
        if name := fault_of(score, case):
            hit = any(fault.name == name for fault in found[case.id])
            looked.setdefault((group(case), name), {})[case.id] = hit
    rows = (
        share(kind, name, list(hits.values())) for (kind, name), hits in looked.items()
    )
    return worst_first(row for row in rows if row.failed)


def hard(shares: Iterable[Share], counts: bool = True) -> list[Share]:
    """Those whose fault keeps a case from passing, or those whose doesn't."""
    return [row for row in shares if FAULTS[row.fault].counts is counts]


def by_turn(
    results: Mapping[tuple[str, str], Result], scores: Sequence[Score]
) -> list[Served]:
    """Single questions beside later turns of a conversation."""
    turns = {key: bool(result.history) for key, result in results.items()}
    return [
        _served(name, [k for k, later in turns.items() if later is wanted], scores)
        for name, wanted in (("single question", False), ("later turn", True))
        if wanted in turns.values()
    ]


def by_leaning(cases: Iterable[Case], scores: Sequence[Score]) -> list[Served]:
    """The wordings of mirror cases, each leaning apart."""
    leanings: dict[str, list[tuple[str, str]]] = {}
    for case in cases:
        for variant in case.variants:
            leanings.setdefault(variant, []).append((case.id, variant))
    return [_served(spoken(v), keys, scores) for v, keys in leanings.items()]


def apart(cases: Iterable[Case], scores: Sequence[Score]) -> list[Apart]:
    """How the readers of a side fare beside those of another, and beside the rest.

    A wording of a side is a variant whose name starts with `pro_`.
    """
    variants = dict.fromkeys(v for case in cases for v in case.variants)
    sides = [v for v in variants if v.startswith(SIDE)]
    rest = [v for v in variants if v not in sides]
    by_variant = {v: [s for s in scores if s.variant == v] for v in variants}
    return [
        Apart(
            measure=change.measure, first=spoken(first), second=spoken(second),
            sides=second in sides,
            change=change.change, low=change.low, high=change.high, n=change.n,
        )
        for first, second in (*combinations(sides, 2), *product(sides, rest[:1]))
        for change in changed(by_variant[first], by_variant[second])
        if change.measure in COMPARED
    ]  # fmt: skip


def _served(
    group: str, keys: Iterable[tuple[str, str]], scores: Iterable[Score]
) -> Served:
    wanted = {key for key in keys if key[1] != STANDALONE}
    mine = [s for s in scores if (s.case_id, s.variant) in wanted]
    return Served(
        group=group,
        questions=len(wanted),
        failed=len({(s.case_id, s.variant) for s in mine if failed(s)}),
        figures=tuple(f for f in figures(mine) if f.measure in COMPARED),
    )
