from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from index.settings import Settings
from ingest.__main__ import main

Edit = Callable[[str, str, str], None]
Enter = Callable[[Settings], None]
Captured = pytest.CaptureFixture[str]

COURIER = "sources/ellery-courier-report-2021-03-20.md"


@pytest.fixture
def door(own: Settings, enter: Enter) -> Settings:
    """The settings that the command line finds in the environment."""
    enter(own)
    return own


def test_without_a_command_the_corpus_is_applied(
    door: Settings, capsys: Captured
) -> None:
    assert main([]) == 0
    said = capsys.readouterr().out
    assert said.startswith("nothing changed: g")
    assert said.endswith("stays active, nothing embedded.\n")


def test_apply_says_which_generation_is_active_and_what_was_embedded(
    door: Settings, edit: Edit, capsys: Captured
) -> None:
    edit(COURIER, "found no second witness", "found no other witness")
    assert main(["apply"]) == 0
    said = capsys.readouterr().out
    active = json.loads((Path(door.index) / "active.json").read_text())["generation"]
    assert f"generation {active} is active: 58 passages" in said
    assert "3 questions of theirs" in said
    assert "1 texts embedded, 309 unchanged." in said


def test_apply_as_json_can_be_read_by_a_tool(door: Settings, capsys: Captured) -> None:
    assert main(["apply", "--json"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert record["changed"] is False
    assert record["embedded"] == 0
    assert record["counts"]["passages"] == 58


def test_a_wrong_file_is_one_sentence_and_exit_1(
    door: Settings, edit: Edit, capsys: Captured
) -> None:
    before = (Path(door.index) / "active.json").read_bytes()
    edit(COURIER, "basis: secondary\n", "")
    assert main([]) == 1
    said = capsys.readouterr()
    assert f"ingest: {COURIER}: basis: the field is missing: add it.\n" in said.err
    assert "Traceback" not in said.err
    assert said.out == ""
    assert (Path(door.index) / "active.json").read_bytes() == before


def test_a_folder_that_cant_be_written_is_one_sentence_and_exit_1(
    own: Settings, enter: Enter, tmp_path: Path, capsys: Captured
) -> None:
    (tmp_path / "file").write_text("not a folder")
    enter(replace(own, index=str(tmp_path / "file" / "index")))
    assert main([]) == 1
    said = capsys.readouterr().err
    assert "ingest: " in said
    assert str(tmp_path / "file" / "index") in said


def test_a_corpus_folder_that_isnt_there_is_one_sentence_and_exit_1(
    own: Settings, enter: Enter, tmp_path: Path, capsys: Captured
) -> None:
    enter(replace(own, corpus=tmp_path / "nowhere"))
    assert main(["check"]) == 1
    assert "ingest: COUNTERPOINT_CORPUS names" in capsys.readouterr().err


def test_check_of_a_sound_corpus_says_so(door: Settings, capsys: Captured) -> None:
    assert main(["check"]) == 0
    assert capsys.readouterr().out == "no problems.\n"


def test_check_lists_everything_and_exits_with_1(
    door: Settings, edit: Edit, capsys: Captured
) -> None:
    edit(COURIER, "nobody was hurt", "*nobody* was hurt")
    edit("claims/h08-word-siege.yaml", '"three days of siege"', '"four days of siege"')
    assert main(["check"]) == 1
    *problems, last = capsys.readouterr().out.splitlines()
    assert len(problems) == 2
    assert last == "2 problems."


def test_check_lists_what_is_wrong_in_files_that_cant_be_read(
    door: Settings, edit: Edit, capsys: Captured
) -> None:
    edit(COURIER, "basis: secondary\n", "")
    assert main(["check", "--json"]) == 1
    assert json.loads(capsys.readouterr().out) == [
        {"file": COURIER, "field": "basis", "mend": "the field is missing: add it."}
    ]


def test_check_needs_no_index_and_makes_none(
    own: Settings, enter: Enter, capsys: Captured
) -> None:
    shutil.rmtree(own.index)
    enter(own)
    assert main(["check"]) == 0
    assert not Path(own.index).exists()


def test_check_lists_what_a_careful_editor_would_mend(
    door: Settings, edit: Edit, capsys: Captured
) -> None:
    edit(COURIER, "had named no suspect.", "had named no suspect. It had rained.")
    assert main(["check"]) == 1
    said = capsys.readouterr().out
    assert said.startswith(f"{COURIER}: points.p4: a sentence opens with 'It'")
    assert said.endswith("\n1 problems.\n")


@pytest.mark.parametrize("command", [["balance"], ["claims", "--table"]])
def test_balance_and_claims_print_tables(
    door: Settings,
    capsys: Captured,
    monkeypatch: pytest.MonkeyPatch,
    command: list[str],
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    assert main(command) == 0
    assert "┃ status" in capsys.readouterr().out


def test_claims_prints_the_article_with_its_claims(
    door: Settings, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "2000")
    assert main(["claims"]) == 0
    said = capsys.readouterr().out
    assert "5. A harbour under siege [h08-word-siege: contested]\n" in said
    assert said.endswith("assertions without a claim: 0\n")


def test_balance_as_json_has_every_table(door: Settings, capsys: Captured) -> None:
    assert main(["balance", "--json"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert set(record) == {
        "perspectives", "evidence", "parties", "statuses",
        "contested_without_a_main_party", "topics_without_a_main_party", "blind_spots",
        "one_publisher_and_date",
        "reviewed",
    }  # fmt: skip


def test_claims_as_json_has_one_row_a_claim(door: Settings, capsys: Captured) -> None:
    assert main(["claims", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)) == 10


def test_balance_of_a_broken_corpus_is_one_sentence_and_exit_1(
    door: Settings, edit: Edit, capsys: Captured
) -> None:
    edit("corpus.yaml", "title:", "titel:")
    assert main(["balance"]) == 1
    assert "ingest: corpus.yaml: " in capsys.readouterr().err


def test_a_command_that_isnt_there_is_wrong_usage(capsys: Captured) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["destroy"])
    assert ended.value.code == 2
