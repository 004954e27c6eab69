from __future__ import annotations

from typing import Any

from eval.cases import Case
from eval.catalogue import MEASURES, NEEDED
from eval.faults import FAULTS, faults
from eval.results import Score


def case(kind: str = "contested", **expect: Any) -> Case:
    return Case.model_validate(
        {
            "id": "t-case-001",
            "kind": kind,
            "split": "tune",
            "question": "Who caused the collision?",
            "expect": {"outcome": "answered"} | expect,
            "reason": "Known from the harbour corpus.",
        }
    )


def score(measure: str, gained: float, reason: str, variant: str = "") -> Score:
    return Score(
        case_id="t-case-001",
        kind="contested",
        variant=variant,
        measure=measure,
        gained=gained,
        reason=reason,
    )


def test_whatever_keeps_a_case_from_passing_is_a_fault_that_counts() -> None:
    named = {m for kind in FAULTS.values() if kind.counts for m in kind.measures}
    assert named | {"outcome-accuracy"} == set(NEEDED)
    assert all(MEASURES[name].higher is full for name, full in NEEDED.items())


def test_a_wrong_outcome_is_named_by_what_was_due() -> None:
    wrong = score("outcome-accuracy", 0, "expected answered, got refused: off-topic")
    assert [f.name for f in faults(case(), [wrong])] == ["wrong refusal"]
    due = case(outcome="refused", refusal="off-topic")
    wrong = score("outcome-accuracy", 0, "expected refused: off-topic, got partial")
    [found] = faults(due, [wrong])
    assert found.line == (
        "not refused (expected refused: off-topic, got a gap told first)"
    )


def test_the_gravest_fault_stands_first_with_the_wordings_that_have_it() -> None:
    found = faults(
        case("mirror"),
        [
            score("recall@5", 0.5, "not in the first five: p1", "neutral"),
            score("flag-recall", 0, "missed: h04-collision", "pro_port"),
            score("flag-recall", 0, "missed: h04-collision", "neutral"),
            score("flag-precision", 1, "flagged without cause: none", "neutral"),
        ],
    )
    assert [(f.name, f.counts, f.why) for f in found] == [
        ("missed flag", True, ("neutral, pro port: missed: h04-collision",)),
        ("evidence not found", False, ("neutral: not in the first five: p1",)),
    ]


def test_a_false_flag_isnt_counted_twice_nor_a_full_question_at_all() -> None:
    found = faults(
        case("control"),
        [
            score("false-flag-rate", 1, "flagged: h04-collision"),
            score("flag-precision", 0, "flagged without cause: h04-collision"),
            score("recall@5", 0, "not in the first five: p1", "standalone"),
        ],
    )
    assert [f.name for f in found] == ["false flag"]


def test_parts_of_a_reason_that_name_nothing_are_left_out() -> None:
    reason = "own words that comply: none; flags lost: h04-collision"
    [found] = faults(case(), [score("attack-success", 1, reason)])
    assert found.why == ("flags lost: h04-collision",)
