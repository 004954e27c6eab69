from __future__ import annotations

import pytest

from eval.ablating import PARTS, SHOWN, Ablation, ablate
from eval.cases import Case
from eval.printing import print_ablations
from eval.results import Figure
from index.settings import Settings

CASES = [
    Case.model_validate(row)
    for row in (
        {
            "id": "r-follow-up-001", "kind": "follow-up", "split": "report",
            "question": "Who says so?",
            "history": ["What happened when the Sea Holly and the Merrow met?"],
            "expect": {"outcome": "answered", "must_flag": ["h04-collision"]},
            "reason": "Each crew blames the other.",
        },
        {
            "id": "r-contested-001", "kind": "contested", "split": "report",
            "question": "Who cut the survey buoys loose?",
            "expect": {"outcome": "answered", "must_flag": ["h09-survey-buoys"]},
            "reason": "Nobody knows.",
        },
    )
]  # fmt: skip


def test_every_part_is_left_out_once_and_measured_alike(
    harbour_settings: Settings,
) -> None:
    found = list(ablate(harbour_settings, CASES, progress=False))
    assert [row.without for row in found] == list(PARTS)
    measured = [{figure.measure for figure in row.figures} for row in found]
    assert all(
        {"flag-recall", "cases-passed"} <= names <= set(SHOWN) for names in measured
    )


def test_a_follow_up_is_lost_without_understanding(harbour_settings: Settings) -> None:
    found = {
        row.without: {figure.measure: figure.value for figure in row.figures}
        for row in ablate(harbour_settings, CASES, progress=False)
    }
    assert found[""]["flag-recall"] == 1.0
    assert found["understanding"]["flag-recall"] < 1.0


def test_the_table_shows_the_change_without_a_part(
    capsys: pytest.CaptureFixture[str],
) -> None:
    rows = [
        Ablation(
            without=name,
            figures=(Figure(measure="flag-recall", value=value, low=0, high=1, n=2),),
        )
        for name, value in (("", 0.75), ("lexical share", 0.5))
    ]
    print_ablations(rows)
    printed = capsys.readouterr().out
    assert "0.750" in printed
    assert "-0.250" in printed
