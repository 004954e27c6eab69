from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from app.answering import Answerer
from index.embedding import MiniLmEmbedding
from index.errors import StoreError
from index.settings import Settings
from index.store import Store
from ingest.applying import apply, rollback
from ingest.locking import died, writer

Edit = Callable[[str, str, str], None]

COURIER = "sources/ellery-courier-report-2021-03-20.md"
STUDY = "sources/skerrow-marine-institute-study-2021-02-03.md"


class Interrupted(Exception):
    """What ends a build in these tests."""


def interrupt(done: int, total: int) -> None:
    """A progress that ends the build at its first word."""
    raise Interrupted


def state_of(settings: Settings) -> dict[str, bytes]:
    """Pointer and manifests, byte by byte."""
    folder = Path(settings.index)
    files = [folder / "active.json", *(folder / "generations").iterdir()]
    return {path.name: path.read_bytes() for path in files}


def test_an_interrupted_build_leaves_the_active_generation(
    own: Settings, edit: Edit, embedding: MiniLmEmbedding
) -> None:
    before = state_of(own)
    edit(COURIER, "found no second witness", "found no other witness")
    with pytest.raises(Interrupted):
        apply(own, embedding, interrupt)
    assert state_of(own) == before
    assert Answerer.open(own).answer("Was it a siege?").outcome == "answered"


def test_what_an_interrupted_build_left_is_swept_by_the_next(
    own: Settings, edit: Edit, embedding: MiniLmEmbedding
) -> None:
    before = Store(own.index).collections()
    edit(COURIER, "found no second witness", "found no other witness")
    with pytest.raises(Interrupted):
        apply(own, embedding, interrupt)
    left = Store(own.index).collections() - before
    assert left
    applied = apply(own, embedding)
    collections = Store(own.index).collections()
    assert not left & collections
    parts = ("passages", "questions", "register", "signposts")
    assert collections - before == {f"{applied.generation}-{part}" for part in parts}


def test_an_interrupted_build_doesnt_keep_the_lock(
    own: Settings, edit: Edit, embedding: MiniLmEmbedding
) -> None:
    edit(COURIER, "found no second witness", "found no other witness")
    with pytest.raises(Interrupted):
        apply(own, embedding, interrupt)
    assert apply(own, embedding).changed


def test_a_build_that_failed_isnt_taken_for_one_that_was_killed(
    own: Settings, edit: Edit, embedding: MiniLmEmbedding
) -> None:
    edit(COURIER, "found no second witness", "found no other witness")
    with pytest.raises(Interrupted):
        apply(own, embedding, interrupt)
    assert not died(own.state)


def test_a_mistyped_rollback_leaves_no_writer_behind(
    own: Settings, embedding: MiniLmEmbedding
) -> None:
    with pytest.raises(StoreError, match="'g1' to go back to"):
        rollback(own, embedding, "g1")
    assert not died(own.state)


def test_what_a_failed_build_left_is_swept_though_its_edit_was_undone(
    own: Settings, edit: Edit, embedding: MiniLmEmbedding
) -> None:
    before = Store(own.index).collections()
    edit(COURIER, "found no second witness", "found no other witness")
    with pytest.raises(Interrupted):
        apply(own, embedding, interrupt)
    assert Store(own.index).collections() != before
    edit(COURIER, "found no other witness", "found no second witness")
    assert not apply(own, embedding).changed
    assert Store(own.index).collections() == before
    assert list(own.state.glob("vectors*")) == []


def test_a_writer_that_is_killed_is_remembered(tmp_path: Path) -> None:
    code = (
        "import os, pathlib, sys; from ingest.locking import writer\n"
        "with writer(pathlib.Path(sys.argv[1])): os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False)
    assert died(tmp_path)
    with writer(tmp_path):
        assert died(tmp_path)
    assert not died(tmp_path)


def test_a_second_writer_is_refused_and_told_who_writes(
    own: Settings, edit: Edit, embedding: MiniLmEmbedding
) -> None:
    edit(COURIER, "found no second witness", "found no other witness")
    refused: list[StoreError] = []

    def second() -> None:
        try:
            apply(own, embedding)
        except StoreError as failure:
            refused.append(failure)

    def during(done: int, total: int) -> None:
        if not refused:
            thread = threading.Thread(target=second)
            thread.start()
            thread.join()

    assert apply(own, embedding, during).changed
    assert str(refused[0]).startswith("the index is being written by process ")
    assert str(refused[0]).endswith("wait for it to end.")


def test_a_reader_during_a_build_sees_the_old_generation(
    own: Settings, edit: Edit, embedding: MiniLmEmbedding
) -> None:
    old = Store(own.index).active(embedding).id
    edit(COURIER, "found no second witness", "found no other witness")
    seen: list[str] = []
    reader = Store(own.index)
    applied = apply(
        own, embedding, lambda done, total: seen.append(reader.active(embedding).id)
    )
    assert set(seen) == {old}
    assert reader.active(embedding).id == applied.generation


def test_an_index_folder_that_cant_be_written_is_named(
    own: Settings, tmp_path: Path, embedding: MiniLmEmbedding
) -> None:
    (tmp_path / "file").write_text("not a folder")
    place = str(tmp_path / "file" / "index")
    with pytest.raises(StoreError) as failure:
        apply(replace(own, index=place), embedding)
    assert place in str(failure.value)
    assert "\n" not in str(failure.value)


def test_an_index_folder_that_cant_be_written_is_told_what_to_do(
    own: Settings, tmp_path: Path, embedding: MiniLmEmbedding
) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(StoreError, match="COUNTERPOINT_INDEX"):
        apply(replace(own, index=str(tmp_path / "file" / "index")), embedding)


def test_a_state_folder_that_cant_be_written_is_told_what_to_do(
    own: Settings, edit: Edit, tmp_path: Path, embedding: MiniLmEmbedding
) -> None:
    before = state_of(own)
    edit(COURIER, "found no second witness", "found no other witness")
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(StoreError) as failure:
        apply(replace(own, state=tmp_path / "file" / "state"), embedding)
    assert str(tmp_path / "file" / "state") in str(failure.value)
    assert "COUNTERPOINT_STATE" in str(failure.value)
    assert state_of(own) == before
