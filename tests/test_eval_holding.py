"""Which threshold a fit takes, on questions that its models haven't seen."""

from __future__ import annotations

import numpy as np

from eval.cases import Case
from eval.holding import Held, thresholds
from index.generations import Generation

NOW = {"touch": 0.5, "beside": 0.3}


def held(generation: Generation, touched: float, *due: str) -> Held:
    """A question as near to a claim as said: one that is due, or none."""
    claims = [claim.id for claim in generation.register.claims]
    meant = due[0] if due else "h04-collision"
    case = Case.model_validate(
        {
            "id": f"t-{'contested' if due else 'control'}-001",
            "kind": "contested" if due else "control",
            "split": "tune",
            "question": "Who caused the collision?",
            "expect": {"outcome": "answered", "must_flag": due},
            "reason": "Each crew blames the other.",
        }
    )
    ranks = np.asarray([4.0 * (claim == meant) for claim in claims])
    return Held(case, touched, ranks)


def touch(generation: Generation, rows: list[Held]) -> float:
    return thresholds(rows, generation.register, NOW)["touch"]


def test_of_equal_thresholds_the_lowest_with_rare_false_flags_is_taken(
    generation: Generation,
) -> None:
    due = [held(generation, 0.9, "h04-collision")] * 20
    lost = [held(generation, 0.6, "h04-collision")] * 2
    few, many = [[held(generation, 0.65)] * n for n in (1, 2)]
    quiet = [held(generation, 0.1)] * 19
    assert touch(generation, due + lost + few + quiet) == 0.30
    assert touch(generation, due + lost + many + quiet) == 0.66


def test_where_false_flags_stay_common_the_highest_of_the_equal_is_taken(
    generation: Generation,
) -> None:
    rows = [held(generation, 0.8, "h04-collision"), held(generation, 0.85)]
    assert touch(generation, [*rows, held(generation, 0.1)]) == 0.80
