from __future__ import annotations

import math

import numpy as np
import pytest

from index.belonging import Belonging
from index.embedding import MiniLmEmbedding

WITHIN = (
    "who paid for it", "did the council help", "what did the mayor say",
    "was the pilot sacked", "why did the strike fail", "who blocked the quay",
)  # fmt: skip
ELSEWHERE = (
    "how do i boil an egg", "what is the capital of Mongolia", "tell me a joke",
    "my laptop is slow", "which shoes should i buy", "is it going to rain",
)  # fmt: skip
ASKED = {
    "did the mayor pay": True,
    "what did the council say about the strike": True,
    "who sacked the pilot": True,
    "is it going to snow": False,
    "how do i bake a cake": False,
    "what is the capital of Peru": False,
}


def test_questions_are_told_by_those_that_were_written(
    embedding: MiniLmEmbedding,
) -> None:
    belonging = Belonging(embedding.vectors([*WITHIN]), embedding.vectors([*ELSEWHERE]))
    told = {text: belonging.of(embedding.one(text)) for text in ASKED}
    on = [value for text, value in told.items() if ASKED[text]]
    off = [value for text, value in told.items() if not ASKED[text]]
    assert min(on) > max(off)
    assert all(0.0 < value < 1.0 for value in told.values())


@pytest.mark.parametrize(("within", "elsewhere"), [(1, 50), (25, 50), (50, 50)])
def test_both_kinds_count_alike_however_many_are_written(
    within: int, elsewhere: int
) -> None:
    one, other = np.eye(4, dtype=np.float32)[:2]
    belonging = Belonging(np.stack([one] * within), np.stack([other] * elsewhere))
    assert belonging.of(one) > 0.9
    assert belonging.of(other) < 0.1


@pytest.mark.parametrize(("within", "elsewhere"), [(0, 3), (3, 0)])
def test_nothing_is_told_where_one_kind_is_missing(within: int, elsewhere: int) -> None:
    rows = np.eye(4, dtype=np.float32)
    belonging = Belonging(rows[:within], rows[:elsewhere])
    assert math.isnan(belonging.of(rows[0]))
