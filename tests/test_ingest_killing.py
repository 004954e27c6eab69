from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from app.answering import Answerer
from index.embedding import MiniLmEmbedding
from index.settings import Settings
from index.store import Store
from ingest.applying import apply, rollback

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


def started(settings: Settings) -> subprocess.Popen[bytes]:
    """`python -m ingest`, under way."""
    return subprocess.Popen(
        [sys.executable, "-m", "ingest"],
        env=variables(settings),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def killed(process: subprocess.Popen[bytes], when: Callable[[], bool]) -> bool:
    """Kill the process as soon as `when` holds; whether it was still at work."""
    while process.poll() is None and not when():
        time.sleep(0.001)
    at_work = process.poll() is None
    process.send_signal(signal.SIGKILL)
    process.wait()
    return at_work


def answers(settings: Settings) -> list[str]:
    """What the chat says, with the generation it says it from."""
    answerer = Answerer.open(settings)
    return [
        answerer.answer(question).model_dump_json(exclude={"timings_ms"})
        for question in QUESTIONS
    ]


def collections_in(folder: Path) -> set[str]:
    """The names that Chroma's own file holds, seen from outside."""
    place = f"file:{folder / 'chroma' / 'chroma.sqlite3'}?mode=ro"
    try:
        with closing(sqlite3.connect(place, uri=True, timeout=0.2)) as kept:
            return {name for (name,) in kept.execute("SELECT name FROM collections")}
    except sqlite3.Error:
        return set()


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


STAGES = [
    "lock", "vectors", "passages", "half", "register", "manifest", "switched",
]  # fmt: skip


def reached(stage: str, settings: Settings, before: set[str]) -> Callable[[], bool]:
    """Whether a build has come to a stage, told by what stands in the folders."""
    folder, state = Path(settings.index), settings.state
    pointer = (folder / "active.json").read_bytes()
    manifests = {path.name for path in (folder / "generations").iterdir()}

    def came(end: str) -> bool:
        return any(name.endswith(end) for name in collections_in(folder) - before)

    def kept() -> int:
        place = f"file:{state / 'vectors.sqlite3'}?mode=ro"
        with closing(sqlite3.connect(place, uri=True, timeout=0.2)) as file:
            return int(file.execute("SELECT count(*) FROM vectors").fetchone()[0])

    def half() -> bool:
        try:
            return kept() > 0
        except sqlite3.Error:
            return False

    def written() -> bool:
        found = {path.name for path in (folder / "generations").glob("*.json")}
        return bool(found - manifests)

    return {
        "lock": lambda: (state / "writer.txt").exists(),
        "vectors": lambda: (state / "vectors.sqlite3").exists(),
        "passages": lambda: came("-passages"),
        "half": half,
        "register": lambda: came("-register"),
        "manifest": written,
        "switched": lambda: (folder / "active.json").read_bytes() != pointer,
    }[stage]


@pytest.mark.parametrize("stage", STAGES)
def test_a_build_killed_at_any_stage_leaves_the_active_generation(
    own: Settings, harbour: Path, embedding: MiniLmEmbedding, stage: str
) -> None:
    old = Store.of(own).ledger.active()
    before = answers(own)
    grown(harbour, stage)
    process = started(own)
    assert killed(process, reached(stage, own, collections_in(Path(own.index))))
    active = Store.of(own).ledger.active()
    if stage in ("manifest", "switched"):  # a moment later it may have switched
        assert active is not None
    else:
        assert active == old
    if active == old:
        assert answers(own) == before
    applied = apply(own, embedding)
    assert_tidy(own)
    assert len(Store.of(own).active(embedding)) == applied.counts["passages"] > 200
    rollback(own, embedding, old)
    assert answers(own) == before


def test_what_was_embedded_before_a_kill_isnt_embedded_again(
    own: Settings, harbour: Path, embedding: MiniLmEmbedding
) -> None:
    grown(harbour, "resumed")
    assert killed(started(own), reached("half", own, set()))
    applied = apply(own, embedding)
    assert applied.changed
    assert applied.embedded < 150


def test_killed_at_random_moments_again_and_again(
    placed: Settings, harbour: Path, embedding: MiniLmEmbedding
) -> None:
    apply(placed, embedding)
    dice = random.Random(20201018)
    known = {Store.of(placed).ledger.active(): answers(placed)}
    at_work = 0
    for turn in range(8):
        grown(harbour, f"turn {turn}", points=60)
        process = started(placed)
        while process.poll() is None and not (placed.state / "writer.txt").exists():
            time.sleep(0.001)
        until = time.monotonic() + dice.uniform(0, 1.6)
        at_work += killed(process, lambda at=until: time.monotonic() >= at)
        active = Store.of(placed).ledger.active()
        said = answers(placed)
        assert known.setdefault(active, said) == said
    assert at_work
    apply(placed, embedding)
    assert_tidy(placed)


def test_a_writer_that_was_killed_is_named_no_longer(
    own: Settings, harbour: Path, embedding: MiniLmEmbedding
) -> None:
    grown(harbour, "named")
    before = collections_in(Path(own.index))
    assert killed(started(own), reached("passages", own, before))
    assert (own.state / "writer.txt").read_text().startswith("process ")
    apply(own, embedding)
    assert not (own.state / "writer.txt").exists()


def test_an_unchanged_corpus_after_a_kill_is_tidied_without_a_build(
    own: Settings, harbour: Path, embedding: MiniLmEmbedding
) -> None:
    original = (harbour / STUDY).read_bytes()
    grown(harbour, "undone")
    assert killed(started(own), reached("half", own, set()))
    (harbour / STUDY).write_bytes(original)
    applied = apply(own, embedding)
    assert (applied.changed, applied.embedded) == (False, 0)
    assert not (own.state / "writer.txt").exists()
