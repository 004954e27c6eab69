from __future__ import annotations

from eval.bars import bars
from eval.gating import Baseline
from eval.results import Figure


def figure(measure: str, value: float) -> Figure:
    return Figure(measure=measure, value=value, low=value, high=value, n=20)


def baseline(*figures: Figure) -> Baseline:
    return Baseline(
        created="2021-01-01",
        system="counterpoint",
        corpus_sha256="c",
        questions_sha256="q",
        figures=figures,
    )


def test_what_every_case_must_pass_is_met_only_in_full() -> None:
    found = bars([figure("flag-recall", 0.99), figure("hindsight", 0.0)])
    assert [(b.measure, b.due, b.met) for b in found] == [
        ("flag-recall", "in full", False), ("hindsight", "never", True),
    ]  # fmt: skip


def test_the_baseline_is_missed_beyond_what_is_tolerated() -> None:
    before = baseline(figure("recall@5", 0.9), figure("nDCG@10", 0.9))
    found = bars([figure("recall@5", 0.87), figure("nDCG@10", 0.885)], before)
    assert {b.measure: b.met for b in found} == {"recall@5": False, "nDCG@10": True}
    assert found[0].due == "at least 0.880"


def test_a_limit_on_what_was_not_measured_is_missed() -> None:
    [found] = bars([], least=[("flag-recall", 0.5)])
    assert not found.met
    assert found.figure is None


def test_missed_bars_come_first_and_the_furthest_before_the_others() -> None:
    found = bars(
        [figure("errors", 0.0), figure("mentions", 0.9), figure("flag-recall", 0.5)]
    )
    assert [b.measure for b in found] == ["flag-recall", "mentions", "errors"]
