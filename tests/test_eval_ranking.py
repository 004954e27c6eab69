from __future__ import annotations

import pytest

from eval.ranking import diverse, plain, ranked_needs


def test_a_need_is_met_by_the_first_passage_that_meets_it_only() -> None:
    ranked = ["a#p2", "b#p1", "a#p1", "c#p1"]
    whole, point, either = ["a"], ["a#p1"], ["c#p1", "b#p1"]
    assert ranked_needs(ranked, [whole]) == ["need: a", "b#p1", "a#p1", "c#p1"]
    assert ranked_needs(ranked, [point]) == ["a#p2", "b#p1", "need: a#p1", "c#p1"]
    assert ranked_needs(ranked, [either])[1] == "need: c#p1 or b#p1"
    assert ranked_needs(ranked, [either])[3] == "c#p1"


def test_rank_measures_have_their_known_values() -> None:
    found = plain(["x", "a", "y", "b"], {"a": 1, "b": 1})
    assert found["recall@5"] == 1.0
    assert found["MRR@10"] == 0.5
    # (1/log2(3) + 1/log2(5)) / (1/log2(2) + 1/log2(3))
    assert found["nDCG@10"] == pytest.approx(0.6509, abs=1e-4)


def test_nothing_found_scores_nothing() -> None:
    assert set(plain([], {"a": 1}).values()) == {0.0}
    assert set(plain(["x"], {"a": 1}).values()) == {0.0}


def test_alpha_ndcg_prefers_both_sides_to_one_side_twice() -> None:
    sides = {"supports": {"a": 1, "b": 1}, "disputes": {"c": 1}}
    assert diverse(["a", "c", "b"], sides) == pytest.approx(1.0)
    assert diverse(["a", "b", "x"], sides) < diverse(["a", "c", "x"], sides)
