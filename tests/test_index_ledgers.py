from __future__ import annotations

import json
import threading
from pathlib import Path

import pytest

from index.errors import StoreError
from index.ledgers import FolderLedger, Manifest


@pytest.fixture
def ledger(tmp_path: Path) -> FolderLedger:
    (tmp_path / "generations").mkdir()
    return FolderLedger(tmp_path)


def manifest(generation: str) -> Manifest:
    return {"id": generation, "key": "k", "counts": {"passages": 3}}


def test_nothing_is_active_in_an_empty_folder(ledger: FolderLedger) -> None:
    assert ledger.active() is None
    assert ledger.manifests() == {}


def test_nothing_is_active_in_a_folder_that_isnt_there(tmp_path: Path) -> None:
    assert FolderLedger(tmp_path / "nowhere").active() is None


def test_reading_makes_no_folder(tmp_path: Path) -> None:
    ledger = FolderLedger(tmp_path / "nowhere")
    ledger.active()
    ledger.manifests()
    assert not (tmp_path / "nowhere").exists()


def test_a_manifest_is_kept_as_it_was_given(ledger: FolderLedger) -> None:
    ledger.put(manifest("g1") | {"note": "Küste"})
    assert ledger.manifests() == {"g1": manifest("g1") | {"note": "Küste"}}


def test_manifests_come_oldest_first(ledger: FolderLedger) -> None:
    for generation in ("g20210102", "g20210101", "g20210103"):
        ledger.put(manifest(generation))
    assert [*ledger.manifests()] == ["g20210101", "g20210102", "g20210103"]


def test_a_dropped_generation_is_forgotten(ledger: FolderLedger) -> None:
    ledger.put(manifest("g1"))
    ledger.drop("g1")
    assert ledger.manifests() == {}


def test_dropping_what_isnt_there_does_nothing(ledger: FolderLedger) -> None:
    ledger.put(manifest("g1"))
    ledger.drop("g2")
    assert [*ledger.manifests()] == ["g1"]


def test_the_active_generation_is_read_afresh(
    ledger: FolderLedger, tmp_path: Path
) -> None:
    ledger.activate("g1")
    reader = FolderLedger(tmp_path)
    assert reader.active() == "g1"
    ledger.activate("g2")
    assert reader.active() == "g2"


def test_a_switch_leaves_nothing_but_the_pointer(
    ledger: FolderLedger, tmp_path: Path
) -> None:
    ledger.activate("g1")
    assert {path.name for path in tmp_path.iterdir()} == {"active.json", "generations"}


def test_a_reader_sees_the_old_or_the_new_generation_and_nothing_between(
    ledger: FolderLedger, tmp_path: Path
) -> None:
    ledger.activate("g0")
    done = threading.Event()

    def switch() -> None:
        for turn in range(100):
            ledger.activate(f"g{turn % 2}")
        done.set()

    writer = threading.Thread(target=switch)
    writer.start()
    seen = set()
    while not done.is_set():
        seen.add(FolderLedger(tmp_path).active())
    writer.join()
    assert seen == {"g0", "g1"}


@pytest.mark.parametrize("content", ["", "{", "{}", '{"other": 1}'])
def test_a_broken_pointer_file_is_named_with_what_to_do(
    ledger: FolderLedger, tmp_path: Path, content: str
) -> None:
    (tmp_path / "active.json").write_text(content)
    with pytest.raises(StoreError) as failure:
        ledger.active()
    assert str(tmp_path / "active.json") in str(failure.value)
    assert "python -m ingest" in str(failure.value)


def test_a_place_that_cant_be_written_is_named_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    ledger = FolderLedger(tmp_path / "file" / "index")
    with pytest.raises(StoreError) as failure:
        ledger.activate("g1")
    assert str(tmp_path / "file") in str(failure.value)
    assert "COUNTERPOINT_INDEX" in str(failure.value)


def test_a_failed_switch_leaves_the_active_generation(
    ledger: FolderLedger, tmp_path: Path
) -> None:
    ledger.activate("g1")
    (tmp_path / "active.new").mkdir()
    with pytest.raises(StoreError):
        ledger.activate("g2")
    assert ledger.active() == "g1"


def test_the_pointer_is_one_small_record_that_a_person_can_read(
    ledger: FolderLedger, tmp_path: Path
) -> None:
    ledger.activate("g1")
    assert json.loads((tmp_path / "active.json").read_text()) == {"generation": "g1"}
