from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.answering import Answerer
from index.settings import Settings
from index.store import Store

STUDY = "sources/skerrow-marine-institute-study-2021-02-03.md"
QUESTIONS = [
    "Was the line of boats a siege?",
    "Who cut the survey buoys loose?",
    "How many new jobs did the harbour bring?",
]
POINT = """
## x{number}

- locator: annex {number}
- speaker: Skerrow Marine Institute
- event_date:
- mark: confirmed
- text_origin: digest
- reviewed_by:

The Skerrow Marine Institute noted in annex {number} of {version} that its vessel had \
taken {number} samples of the sea bed off Port Ellery, that {number} of them held silt \
and shell, and that none of them could be dated with the means it had on board then.
"""


def grown(folder: Path, version: str, points: int = 150) -> None:
    """Give the study so many more points, in other words for each version."""
    text = (folder / STUDY).read_text("utf-8").split("\n## x1\n")[0].rstrip("\n")
    more = (POINT.format(number=n, version=version) for n in range(1, points + 1))
    (folder / STUDY).write_text("\n".join([text, *more]), "utf-8")


def variables(settings: Settings) -> dict[str, str]:
    """The environment of a process with these settings."""
    return os.environ | {
        "COUNTERPOINT_CORPUS": str(settings.corpus),
        "COUNTERPOINT_INDEX": settings.index,
        "COUNTERPOINT_STATE": str(settings.state),
        "COUNTERPOINT_CHROMA_DATABASE": settings.chroma_database,
    }


def answers(settings: Settings) -> list[str]:
    """What the chat says, with the generation it says it from."""
    answerer = Answerer.open(settings)
    return [
        answerer.answer(question).model_dump_json(exclude={"timings_ms"})
        for question in QUESTIONS
    ]


def assert_tidy(settings: Settings) -> None:
    """Every collection is one of a kept generation's, and all of those are there."""
    store = Store.of(settings)
    named = {
        name
        for manifest in store.ledger.manifests().values()
        for name in manifest["collections"].values()
    }
    assert store.collections() == named
    assert not (settings.state / "writer.txt").exists()
    assert not (settings.state / "vectors.sqlite3").exists()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 24 MB, where this user may mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(folder)]
    if not shutil.which("mount") or subprocess.run(command, check=False).returncode:
        pytest.skip("needs the right to mount a small file system")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def filled(folder: Path, left: int) -> Path:
    """A file that leaves so many bytes free beside it."""
    free = shutil.disk_usage(folder).free - left
    filler = folder / "filler"
    with filler.open("wb") as file:
        for _ in range(max(0, free) // 4096):
            file.write(bytes(4096))
    return filler


def applied(settings: Settings) -> tuple[int, str]:
    """`python -m ingest` run to its end: exit code and what it said on stderr."""
    done = subprocess.run(
        [sys.executable, "-m", "ingest"],
        env=variables(settings),
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    return done.returncode, done.stderr


@pytest.mark.parametrize("left", [0, 40_000, 400_000, 1_200_000])
def test_a_full_disk_leaves_the_active_generation(
    own: Settings, harbour: Path, small_disk: Path, left: int
) -> None:
    shutil.copytree(own.index, small_disk / "index")
    full = replace(own, index=str(small_disk / "index"))
    before = answers(full)
    filler = filled(small_disk, left)
    grown(harbour, "full", points=600)
    code, said = applied(full)
    assert code == 1
    assert "ingest: " in said
    assert "Traceback" not in said
    assert answers(full) == before
    filler.unlink()
    assert applied(full)[0] == 0
    assert_tidy(full)
    assert answers(full) != before


def test_a_full_state_folder_leaves_the_active_generation(
    own: Settings, harbour: Path, small_disk: Path
) -> None:
    full = replace(own, state=small_disk / "state")
    before = answers(full)
    filler = filled(small_disk, 20_000)
    grown(harbour, "full", points=100)
    code, said = applied(full)
    assert code == 1
    assert "COUNTERPOINT_STATE" in said
    assert answers(full) == before
    filler.unlink()
    assert applied(full)[0] == 0


def test_a_read_only_folder_is_answered_from_and_not_written(
    own: Settings, harbour: Path, small_disk: Path
) -> None:
    shutil.copytree(own.index, small_disk / "index")
    fixed = replace(own, index=str(small_disk / "index"))
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    before = answers(fixed)
    assert before == answers(own)
    grown(harbour, "fixed", points=3)
    code, said = applied(fixed)
    assert code == 1
    assert "Traceback" not in said
    assert answers(fixed) == before
    subprocess.run(["mount", "-o", "remount,rw", str(small_disk)], check=True)
    assert applied(fixed)[0] == 0
    assert answers(fixed) != before
