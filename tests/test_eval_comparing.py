from __future__ import annotations

from pathlib import Path

import pytest

from eval.comparing import changed, compare
from eval.results import RunError, RunFolder, Score


def scores(measure: str, *values: float) -> list[Score]:
    return [
        Score(case_id=f"r-slip-{n:03}", kind="slip", measure=measure, gained=value,
              reason="made by hand")
        for n, value in enumerate(values)
    ]  # fmt: skip


def test_cases_won_and_lost_are_named() -> None:
    [change] = changed(scores("flag-recall", 0, 1, 1), scores("flag-recall", 1, 0, 1))
    assert change.won == ("r-slip-000",)
    assert change.lost == ("r-slip-001",)
    assert change.change == 0.0
    assert not change.certain


def test_a_lower_rate_is_won_where_lower_is_better() -> None:
    [change] = changed(scores("false-flag-rate", 1, 1), scores("false-flag-rate", 0, 1))
    assert change.won == ("r-slip-000",)
    assert change.change == -0.5


def test_only_cases_of_both_runs_are_compared() -> None:
    [change] = changed(scores("mentions", 1, 1, 0), scores("mentions", 1))
    assert (change.n, change.left, change.right) == (1, 1.0, 1.0)


def test_a_clear_change_is_certain() -> None:
    [change] = changed(scores("mentions", *[0] * 30), scores("mentions", *[1] * 30))
    assert change.certain


def test_runs_without_a_common_case_cannot_be_compared(tmp_path: Path) -> None:
    folders = [RunFolder(tmp_path / name) for name in ("a", "b")]
    for folder, measure in zip(folders, ("mentions", "flag-recall"), strict=True):
        folder.path.mkdir()
        folder.keep_scores(scores(measure, 1))
    with pytest.raises(RunError, match="no case in common"):
        compare(*folders)
