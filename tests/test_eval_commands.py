from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from eval.__main__ import main
from index.settings import Settings

ROWS: list[dict[str, Any]] = [
    {
        "id": "r-contested-001", "kind": "contested", "split": "report",
        "question": "Who caused the collision at the harbour mouth?",
        "expect": {"outcome": "answered", "must_flag": ["h04-collision"]},
        "reason": "Each crew blames the other.",
    },
    {
        "id": "t-off-topic-001", "kind": "off-topic", "split": "tune",
        "question": "How do I bake sourdough bread?",
        "expect": {"outcome": "refused", "refusal": "off-topic"},
        "reason": "Bread has nothing to do with the harbour.",
    },
]  # fmt: skip


@pytest.fixture
def questions(tmp_path: Path) -> str:
    file = tmp_path / "questions.jsonl"
    file.write_text("\n".join(json.dumps(row) for row in ROWS), "utf-8")
    return str(file)


@pytest.fixture(autouse=True)
def harbour_environment(
    harbour_settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COUNTERPOINT_CORPUS", str(harbour_settings.corpus))
    monkeypatch.setenv("COUNTERPOINT_INDEX", harbour_settings.index)
    monkeypatch.setenv("COUNTERPOINT_STATE", str(tmp_path / "state"))


def figures(printed: str) -> dict[str, float]:
    return {row["measure"]: row["value"] for row in json.loads(printed)}


def test_a_run_prints_figures_for_tools(
    questions: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["run", "--questions", questions, "--json"]) == 0
    found = figures(capsys.readouterr().out)
    assert found["flag-recall"] == found["off-topic-refusals"] == 1.0


def test_kind_and_split_choose_what_is_asked(
    questions: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["run", "--questions", questions, "--split", "tune", "--json"]) == 0
    assert "flag-recall" not in figures(capsys.readouterr().out)
    arguments = ["run", "--questions", questions, "--kind", "slip"]
    assert main(arguments) == 1
    assert "no case" in capsys.readouterr().err


def test_a_measure_below_its_limit_is_named_and_fails(
    questions: str, capsys: pytest.CaptureFixture[str]
) -> None:
    limits = ["--min", "flag-recall=0.5", "--min", "citation-recall=1.5", "--json"]
    assert main(["run", "--questions", questions, *limits]) == 1
    errors = capsys.readouterr().err
    assert "citation-recall is" in errors
    assert "flag-recall" not in errors


def test_a_run_is_accepted_compared_and_reported(
    questions: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, baseline = str(tmp_path / "one"), str(tmp_path / "b.json")
    assert (
        main(["run", "--questions", questions, "--out", one, "--accept", baseline]) == 0
    )
    assert "python -m eval report" in capsys.readouterr().out
    two = str(tmp_path / "two")
    again = ["run", "--questions", questions, "--out", two, "--baseline", baseline]
    assert main(again) == 0
    assert main(["compare", one, two]) == 0
    assert "won: none" in capsys.readouterr().out
    assert main(["report", two, "--baseline", baseline]) == 0
    for line in capsys.readouterr().out.split():
        assert Path(line).exists()


def test_a_run_of_other_questions_asks_for_a_new_baseline(
    questions: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    baseline = str(tmp_path / "b.json")
    run = ["run", "--questions", questions, "--json"]
    assert main([*run, "--accept", baseline]) == 0
    assert main([*run, "--split", "tune", "--baseline", baseline]) == 0
    assert "question set changed" in capsys.readouterr().err


@pytest.mark.parametrize("wanted", [["--judge"], ["--system", "chat"]])
def test_what_needs_a_model_says_so_where_there_is_none(
    questions: str, wanted: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["run", "--questions", questions, *wanted, "--json"]) == 1
    assert f"{wanted[-1].lstrip('-')}" in capsys.readouterr().err


def test_a_model_judges_apart_from_the_measures(
    questions: str,
    script: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", script.url)
    script.plays('{"supported": [1]}')
    out = tmp_path / "judged"
    run = ["run", "--questions", questions, "--judge", "--json", "--out", str(out)]
    assert main(run) == 0
    found = json.loads((out / "judge.json").read_text("utf-8"))
    assert found["answers"] > 0
    assert found["unread"] == 0
    assert found["supported"] == pytest.approx(found["answers"] / found["sentences"])
    printed = capsys.readouterr()
    assert "no gate" in printed.err
    assert "judge" not in printed.out


def test_a_judge_that_talks_is_counted_and_not_believed(
    questions: str,
    script: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", script.url)
    script.plays("All of them look fine to me.")
    out = tmp_path / "talk"
    run = ["run", "--questions", questions, "--judge", "--json", "--out", str(out)]
    assert main(run) == 0
    found = json.loads((out / "judge.json").read_text("utf-8"))
    assert found["answers"] == 0
    assert found["unread"] > 0


def test_both_modes_run_side_by_side(
    questions: str,
    script: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    plain, worded = str(tmp_path / "plain"), str(tmp_path / "worded")
    run = ["run", "--questions", questions, "--json", "--out"]
    assert main([*run, plain]) == 0
    monkeypatch.setenv("OPENAI_BASE_URL", script.url)
    script.plays("")
    assert main([*run, worded, "--system", "chat"]) == 0
    capsys.readouterr()
    assert main(["compare", plain, worded, "--json"]) == 0
    changes = {row["measure"]: row for row in json.loads(capsys.readouterr().out)}
    for measure in ("flag-recall", "flag-precision", "outcome-accuracy"):
        assert changes[measure]["change"] == 0


def test_a_run_names_its_model_and_isnt_continued_with_another(
    questions: str,
    script: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", script.url)
    monkeypatch.setenv("COUNTERPOINT_CHAT_MODEL", "small")
    out = tmp_path / "worded"
    run = ["run", "--questions", questions, "--system", "chat", "--json", "--out"]
    assert main([*run, str(out)]) == 0
    kept = json.loads((out / "run.json").read_text("utf-8"))
    assert (kept["composer"], kept["model"]) == ("chat", "small")
    assert kept["parameters"]["model"] == "small"
    assert main([*run, str(out)]) == 0
    monkeypatch.setenv("COUNTERPOINT_CHAT_MODEL", "large")
    assert main([*run, str(out)]) == 1
    assert "other questions, index, system or model" in capsys.readouterr().err


def test_another_generation_than_the_active_one_is_an_error(
    questions: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["run", "--questions", questions, "--generation", "g0"]) == 1
    assert "not 'g0'" in capsys.readouterr().err


def test_an_audit_is_drawn_and_scored(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = str(tmp_path / "audit")
    assert main(["audit", "--n", "3", "--out", out, "--json"]) == 0
    table = json.loads(capsys.readouterr().out)[0]
    assert main(["audit", "--score", table]) == 1
    assert "no row has a verdict" in capsys.readouterr().err


def test_latency_gives_parts_and_whole(
    questions: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["latency", "--questions", questions, "--n", "2", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["questions"] == 2
    assert found["answer_ms"] > 0 < found["ratio"]
    assert found["cold_ms"] > found["answer_ms"]


def test_no_index_is_one_sentence_and_exit_one(
    questions: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("COUNTERPOINT_INDEX", str(tmp_path / "nothing"))
    assert main(["run", "--questions", questions]) == 1
    assert "python -m ingest" in capsys.readouterr().err


@pytest.mark.parametrize(
    "command", ["run", "report", "compare", "audit", "bench", "latency"]
)
def test_each_command_explains_itself(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main([command, "--help"])
    assert stopped.value.code == 0
    assert "--json" in capsys.readouterr().out


def test_wrong_usage_exits_with_two(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in ([], ["run", "--min", "no-measure=1"], ["unknown"]):
        with pytest.raises(SystemExit) as stopped:
            main(arguments)
        assert stopped.value.code == 2
