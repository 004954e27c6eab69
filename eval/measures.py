"""Scores of a run, case by case, and the figures over them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from eval import (
    attacking,
    citing,
    flagging,
    following,
    intervals,
    mirroring,
    outcomes,
    ranking,
)
from eval.cases import STANDALONE, Case
from eval.catalogue import MEASURES, NEEDED, STAGES
from eval.library import Library, View, some
from eval.results import Figure, Result, Score


def score(
    cases: Iterable[Case], results: dict[tuple[str, str], Result], library: Library
) -> list[Score]:
    """Every score of a run, case by case."""
    found: list[Score] = []
    for case in cases:
        mine = [results[asked.key] for asked in case.asked() if asked.key in results]
        found += _case_scores(case, mine, library)
    return found


def _case_scores(case: Case, results: list[Result], library: Library) -> list[Score]:
    scores = [_error(case, result) for result in results]
    views = [
        View(case, result, result.answer, library)
        for result in results
        if result.answer
    ]
    for view in views:
        for part in (ranking, citing, flagging, outcomes, attacking):
            scores += part.scores(view)
        scores += [*_latencies(view), *_costs(view)]
    if views and len(views) == len(results):
        scores += following.scores(views)
        scores += mirroring.scores(views)
    return scores + _passed(case, scores)


def _error(case: Case, result: Result) -> Score:
    last = (result.error or "").strip().splitlines()
    return Score(
        case_id=case.id,
        variant=result.variant,
        kind=case.kind,
        measure="errors",
        gained=float(result.answer is None),
        reason=last[-1] if last else "no error",
    )


def _latencies(view: View) -> Iterator[Score]:
    for stage in STAGES:
        took = float(getattr(view.answer.timings_ms, stage))
        yield view.score(f"latency-{stage}", took, 1.0, f"{took:.1f} ms")


def _costs(view: View) -> Iterator[Score]:
    """What a chat model took, where one was asked."""
    info = view.answer.composer
    if info.model is None:
        return
    tokens = info.tokens_in + info.tokens_out
    reason = f"{info.tokens_in} tokens in, {info.tokens_out} out"
    yield view.yes("model-fell-back", info.fell_back, info.note or "it answered")
    yield view.score("model-tokens", float(tokens), 1.0, reason)
    yield view.score("model-price", info.price * 1000, 1.0, reason)


def failed(score: Score) -> bool:
    """Whether this score alone keeps its case from passing."""
    needed = NEEDED.get(score.measure)
    if needed is None or score.variant == STANDALONE:
        return False
    return score.value < 1.0 if needed else score.value > 0.0


def _passed(case: Case, scores: Sequence[Score]) -> list[Score]:
    """Whether the case passed: everything as expected in all that was asked."""
    faults = [f"{score.measure} ({score.reason})" for score in scores if failed(score)]
    return [
        Score(
            case_id=case.id,
            kind=case.kind,
            measure="cases-passed",
            gained=float(bool(scores) and not faults),
            reason=some(faults, none="everything as expected"),
        )
    ]


def figures(scores: Iterable[Score]) -> list[Figure]:
    """Each measure over the cases it applies to, in the order of MEASURES."""
    by_measure: dict[str, list[Score]] = {}
    for one in scores:
        by_measure.setdefault(one.measure, []).append(one)
    found = []
    for name in MEASURES:
        if name.startswith("latency-"):
            stage, share = name.rsplit("-p", 1)
            values = [one.gained for one in by_measure.get(stage, ())]
            ends = intervals.percentile(values, float(share)) if values else None
            count = len(values)
        else:
            rows = sums(by_measure.get(name, ()))
            ends = intervals.ratio(*zip(*rows.values(), strict=True)) if rows else None
            count = len(rows)
        if ends:
            figure = Figure(
                measure=name, value=ends[0], low=ends[1], high=ends[2], n=count
            )
            found.append(figure)
    return found


def sums(scores: Iterable[Score]) -> dict[str, tuple[float, float]]:
    """(gained, possible) by case, so that a case's variants count as one draw."""
    ordered = sorted(scores, key=lambda score: score.case_id)
    return {
        case_id: (sum(s.gained for s in group), sum(s.possible for s in group))
        for case_id, rows in groupby(ordered, key=lambda score: score.case_id)
        if (group := list(rows))
    }
