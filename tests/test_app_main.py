from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from app.__main__ import main
from index.settings import Settings

Enter = Callable[[Settings], None]
Captured = pytest.CaptureFixture[str]

SIEGE = "Was the line of boats a siege?"
AUSTRALIA = "What is the capital of Australia?"


@pytest.fixture
def door(harbour_settings: Settings, enter: Enter) -> Settings:
    """The settings that the command line finds in the environment."""
    enter(harbour_settings)
    return harbour_settings


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    """A batch of three lines, one of them wrong."""
    path = tmp_path / "questions.jsonl"
    lines = ['{"id": "a", "question": "Was it a siege?"}', "nonsense", ""]
    lines.append(json.dumps({"id": "b", "question": AUSTRALIA, "gold": 1}))
    path.write_text("\n".join(lines), "utf-8")
    return path


def test_ask_prints_an_answer_for_people(door: Settings, capsys: Captured) -> None:
    assert main(["ask", SIEGE]) == 0
    said = capsys.readouterr().out
    assert "The article says: “A harbour under siege” [1]" in said
    assert "We hold no source from Saltgate residents on this." in said
    assert "⚑ The article's words in paragraph 5" in said
    assert "[1] The Coastal Ledger: Let the harbour grow" in said


def test_without_a_chat_model_its_client_is_not_even_imported(
    door: Settings,
) -> None:
    program = (
        "import sys; from app.__main__ import main; "
        f"main(['ask', {SIEGE!r}]); sys.exit('openai' in sys.modules)"
    )
    asked = subprocess.run([sys.executable, "-c", program], capture_output=True)
    assert asked.returncode == 0, asked.stderr
    assert b"siege" in asked.stdout


def test_ask_as_json_prints_one_line_of_the_contract(
    door: Settings, capsys: Captured
) -> None:
    assert main(["ask", "--json", SIEGE]) == 0
    said = capsys.readouterr().out
    assert said.count("\n") == 1
    record = json.loads(said)
    assert record["schema"] == "counterpoint.answer/1"
    assert record["id"] is None


def test_a_refusal_exits_with_0(door: Settings, capsys: Captured) -> None:
    assert main(["ask", AUSTRALIA]) == 0
    said = capsys.readouterr().out
    assert "they are about the enlargement of the harbour" in said


def test_a_day_leaves_out_what_came_later(door: Settings, capsys: Captured) -> None:
    question = "Did the harbour create 300 jobs?"
    assert main(["ask", "--json", "--as-of", "2021-06", question]) == 0
    record = json.loads(capsys.readouterr().out)
    assert record["as_of"] == "2021-06-30"
    assert record["flags"][0]["overtaken"] is None


@pytest.mark.parametrize("day", ["yesterday", "", "2021-02-30", "\udce8"])
def test_a_day_that_is_none_is_wrong_usage_and_says_how_to_write_one(
    door: Settings, capsys: Captured, day: str
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["ask", "--as-of", day, SIEGE])
    assert ended.value.code == 2
    said = capsys.readouterr().err
    assert f"--as-of: {day!r} is not a date: write 2020-09-27, 2020-09 or" in said


@pytest.mark.parametrize("question", ["", "   ", "x" * 2001])
def test_a_question_that_cant_be_read_is_one_sentence_and_exit_1(
    door: Settings, capsys: Captured, question: str
) -> None:
    assert main(["ask", question]) == 1
    said = capsys.readouterr()
    assert said.err.startswith("app: question: ")
    assert said.err.count("\n") == 1
    assert said.out == ""


def test_a_question_that_isnt_utf8_is_one_sentence_and_exit_1(
    door: Settings, capsys: Captured
) -> None:
    assert main(["ask", "Was it a si\udce8ge?"]) == 1
    assert capsys.readouterr().err.startswith("app: ")


@pytest.mark.parametrize(
    "arguments",
    [
        ["ask"],
        ["ask", "--json"],
        ["ask", SIEGE, "--batch", "x.jsonl"],
        ["ask", "--batch", ""],
        ["ask", SIEGE, "--batch", ""],
        ["ask", "--loud", SIEGE],
        ["answer", SIEGE],
        ["--port", "many"],
    ],
)
def test_wrong_usage_exits_with_2(
    door: Settings, capsys: Captured, arguments: list[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "usage: python -m app" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["--help"], ["ask", "--help"]])
def test_help_is_there_and_exits_with_0(capsys: Captured, arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 0
    assert "usage: python -m app" in capsys.readouterr().out


def test_without_an_index_ask_says_how_to_build_one_and_builds_none(
    door: Settings, enter: Enter, tmp_path: Path, capsys: Captured
) -> None:
    place = tmp_path / "index"
    enter(replace(door, index=str(place), state=tmp_path / "state"))
    assert main(["ask", SIEGE]) == 1
    said = capsys.readouterr()
    assert said.err == (
        f"app: there is no index in {str(place)!r} yet: build it with "
        "`python -m ingest`.\n"
    )
    assert said.out == ""
    assert not place.exists()
    assert not (tmp_path / "state").exists()


def test_an_index_of_another_model_is_one_sentence_and_exit_1(
    own: Settings, enter: Enter, capsys: Captured
) -> None:
    (path,) = (Path(own.index) / "generations").glob("*.json")
    path.write_text(path.read_text().replace("MiniLM-L6-v2-int8", "MPNet"))
    enter(own)
    assert main(["ask", SIEGE]) == 1
    said = capsys.readouterr().err
    assert "was built with the embedding model 'all-MPNet'" in said
    assert said.count("\n") == 1


def test_a_corpus_folder_that_isnt_there_is_one_sentence_and_exit_1(
    door: Settings, enter: Enter, tmp_path: Path, capsys: Captured
) -> None:
    enter(replace(door, corpus=tmp_path / "nowhere"))
    assert main(["ask", SIEGE]) == 1
    assert "app: COUNTERPOINT_CORPUS names" in capsys.readouterr().err


def test_asking_needs_no_corpus_files(
    own: Settings, enter: Enter, tmp_path: Path, capsys: Captured
) -> None:
    (tmp_path / "empty").mkdir()
    enter(replace(own, corpus=tmp_path / "empty"))
    assert main(["ask", SIEGE]) == 0


def test_a_batch_with_a_wrong_line_goes_on_and_exits_with_1(
    door: Settings, questions: Path, capsys: Captured
) -> None:
    assert main(["ask", "--batch", str(questions)]) == 1
    records = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [record["id"] for record in records] == ["a", None, "b"]
    assert [record.get("outcome") for record in records] == [
        "answered", None, "refused",
    ]  # fmt: skip


def test_a_batch_of_right_lines_exits_with_0(
    door: Settings, questions: Path, capsys: Captured
) -> None:
    right = questions.read_text("utf-8").replace("nonsense\n", "")
    questions.write_text(right, "utf-8")
    assert main(["ask", "--batch", str(questions)]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 2


def test_a_batch_file_that_isnt_there_is_one_sentence_and_exit_1(
    door: Settings, tmp_path: Path, capsys: Captured
) -> None:
    assert main(["ask", "--batch", str(tmp_path / "none.jsonl")]) == 1
    said = capsys.readouterr().err
    assert "app: the batch file" in said
    assert "name a UTF-8 file of JSON lines" in said


def test_a_mark_of_byte_order_before_the_first_line_is_passed_over(
    door: Settings, questions: Path, capsys: Captured
) -> None:
    text = json.dumps({"id": "a", "question": SIEGE})
    questions.write_text(text, "utf-8-sig")
    assert main(["ask", "--batch", str(questions)]) == 0
    assert json.loads(capsys.readouterr().out)["id"] == "a"


def test_half_a_letter_in_an_id_is_told_and_the_batch_goes_on(
    harbour_settings: Settings, tmp_path: Path
) -> None:
    lines = [{"id": "\ud800", "question": SIEGE}, {"id": "b", "question": SIEGE}]
    sent = "\n".join(map(json.dumps, lines)).encode()
    ended = in_a_process(harbour_settings, tmp_path, ["ask", "--batch", "-"], sent)
    assert ended.returncode == 1
    records = [json.loads(line) for line in ended.stdout.splitlines()]
    assert [record["id"] for record in records] == ["\ud800", "b"]
    assert "error" in records[0]


@pytest.mark.parametrize("mark", ["\u2028", "\x85", "\u2029"])
def test_a_mark_that_json_allows_in_a_text_doesnt_end_a_line(
    door: Settings, questions: Path, capsys: Captured, mark: str
) -> None:
    record = {"id": "a", "question": f"Was it{mark}a siege?"}
    questions.write_text(json.dumps(record, ensure_ascii=False), "utf-8")
    assert main(["ask", "--batch", str(questions)]) == 0


def test_a_day_counts_for_a_batch_too_or_is_wrong_usage(
    door: Settings, questions: Path, capsys: Captured
) -> None:
    questions.write_text('{"id": "a", "question": "Was it a siege?"}')
    try:
        main(["ask", "--as-of", "2021-06", "--batch", str(questions)])
    except SystemExit as ended:
        assert ended.code == 2
    else:
        assert json.loads(capsys.readouterr().out)["as_of"] == "2021-06-30"


def in_a_process(
    settings: Settings, folder: Path, arguments: list[str], stdin: bytes
) -> subprocess.CompletedProcess[bytes]:
    """The door as a process of its own, started in another folder."""
    environment = os.environ | {
        "COUNTERPOINT_CORPUS": str(settings.corpus),
        "COUNTERPOINT_INDEX": settings.index,
        "COUNTERPOINT_STATE": str(settings.state),
        "PYTHONPATH": str(Path(__file__).parents[1]),
        "PYTHONIOENCODING": "utf-8",
    }
    return subprocess.run(
        [sys.executable, "-m", "app", *arguments],
        input=stdin, cwd=folder, env=environment, capture_output=True, check=False,
    )  # fmt: skip


def test_a_batch_is_read_from_stdin_and_printed_line_by_line(
    harbour_settings: Settings, tmp_path: Path, questions: Path
) -> None:
    ended = in_a_process(
        harbour_settings, tmp_path, ["ask", "--batch", "-"], questions.read_bytes()
    )
    assert ended.returncode == 1
    records = [json.loads(line) for line in ended.stdout.splitlines()]
    assert [record["id"] for record in records] == ["a", None, "b"]
    assert b"Traceback" not in ended.stderr


def test_a_batch_from_stdin_that_isnt_utf8_gives_no_traceback(
    harbour_settings: Settings, tmp_path: Path
) -> None:
    ended = in_a_process(
        harbour_settings, tmp_path, ["ask", "--batch", "-"], b'{"question": "\xff"}\n'
    )
    assert ended.returncode == 1
    assert b"Traceback" not in ended.stderr
