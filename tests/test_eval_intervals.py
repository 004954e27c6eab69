from __future__ import annotations

import pytest

from eval.intervals import paired, percentile, ratio


def test_a_ratio_is_the_sum_over_the_sum() -> None:
    value, low, high = ratio([1, 1, 0], [1, 2, 1])
    assert value == 0.5
    assert 0.0 <= low <= value <= high <= 1.0


def test_the_interval_is_the_same_every_time() -> None:
    assert ratio([1, 0, 1, 1], [1, 1, 1, 1]) == ratio([1, 0, 1, 1], [1, 1, 1, 1])


def test_more_cases_make_a_narrower_interval() -> None:
    few, many = ratio([1, 0] * 5, [1] * 10), ratio([1, 0] * 500, [1] * 1000)
    assert many[2] - many[1] < few[2] - few[1]


def test_cases_that_give_nothing_leave_a_ratio_of_zero() -> None:
    assert ratio([0, 0], [0, 0]) == (0.0, 0.0, 0.0)


def test_a_percentile_has_its_own_interval() -> None:
    value, low, high = percentile(list(range(101)), 95)
    assert value == pytest.approx(95)
    assert low < value <= high


def test_equal_sides_differ_by_nothing() -> None:
    side = [(1.0, 1.0), (0.0, 1.0)]
    assert paired(side, side) == (0.0, 0.0, 0.0)


def test_a_side_that_is_always_better_has_an_interval_above_zero() -> None:
    change, low, high = paired([(0.0, 1.0)] * 20, [(1.0, 1.0)] * 20)
    assert (change, low, high) == (1.0, 1.0, 1.0)
