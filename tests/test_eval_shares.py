from __future__ import annotations

from typing import Any

from eval.cases import Case
from eval.faults import faults
from eval.results import Result, Score
from eval.shares import apart, by_fault, by_group, by_leaning, by_turn, hard, share


def case(number: int, kind: str = "contested", **more: Any) -> Case:
    return Case.model_validate(
        {
            "id": f"t-{kind}-{number:03}",
            "kind": kind,
            "split": "tune",
            "question": "Who caused the collision?",
            "expect": {"outcome": "answered"},
            "reason": "Known from the harbour corpus.",
        }
        | more
    )


def score(of: Case, measure: str, gained: float, variant: str = "") -> Score:
    return Score(
        case_id=of.id,
        kind=of.kind,
        variant=variant,
        measure=measure,
        gained=gained,
        reason="missed: h04-collision",
    )


def test_a_share_has_an_interval_only_where_there_are_enough_cases() -> None:
    assert share("few", "", [True] * 9).interval is None
    found = share("enough", "", [True, *[False] * 9])
    assert found.interval is not None
    low, high = found.interval
    assert low <= found.value <= high


def test_failures_are_counted_by_kind_of_those_looked_at_the_worst_first() -> None:
    cases = [case(n) for n in range(10)] + [case(n, "control") for n in range(3)]
    scores = [score(c, "flag-recall", float(n > 3)) for n, c in enumerate(cases[:10])]
    scores += [score(c, "mentions", 0.0) for c in cases[10:]]
    known = {c.id: faults(c, [s for s in scores if s.case_id == c.id]) for c in cases}
    found = [(s.group, s.fault, s.failed, s.of) for s in by_fault(cases, scores, known)]
    assert found == [
        ("contested", "missed flag", 4, 10), ("control", "fact missing", 3, 3),
    ]  # fmt: skip
    assert [(s.group, s.failed) for s in by_group(cases, known, lambda c: c.kind)] == [
        ("contested", 4), ("control", 3),
    ]  # fmt: skip


def test_what_fails_no_case_is_kept_apart() -> None:
    one = case(1)
    scores = [score(one, "recall@5", 0.5), score(one, "flag-recall", 0.0)]
    found = by_fault([one], scores, {one.id: faults(one, scores)})
    assert [s.fault for s in hard(found)] == ["missed flag"]
    assert [s.fault for s in hard(found, counts=False)] == ["evidence not found"]


def test_later_turns_stand_beside_single_questions() -> None:
    one, two = case(1), case(2, "follow-up")
    results = {
        (one.id, ""): Result(case_id=one.id, question="Who?"),
        (two.id, ""): Result(case_id=two.id, question="And?", history=("Who?",)),
    }
    found = by_turn(results, [score(two, "flag-recall", 0.0)])
    assert [(s.group, s.questions, s.failed) for s in found] == [
        ("single question", 1, 0), ("later turn", 1, 1),
    ]  # fmt: skip


def test_a_sides_readers_are_compared_over_the_same_questions() -> None:
    wordings = {"pro_port": "a?", "pro_crew": "b?", "neutral": "c?"}
    cases = [case(n, "mirror", variants=wordings) for n in range(12)]
    scores = [
        score(c, "flag-recall", float(variant != "pro_port"), variant)
        for c in cases
        for variant in wordings
    ]
    assert [(s.group, s.failed) for s in by_leaning(cases, scores)] == [
        ("pro port", 12), ("pro crew", 0), ("neutral", 0),
    ]  # fmt: skip
    found = [(a.first, a.second, a.change, a.certain) for a in apart(cases, scores)]
    assert found == [
        ("pro port", "pro crew", 1.0, True),
        ("pro port", "neutral", 1.0, True),
        ("pro crew", "neutral", 0.0, False),
    ]
    assert [a.sides for a in apart(cases, scores)] == [True, False, False]
