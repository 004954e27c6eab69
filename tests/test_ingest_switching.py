from __future__ import annotations

import itertools
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from app.answering import Answerer
from index.embedding import MiniLmEmbedding
from index.settings import Settings
from ingest.applying import apply, rollback

READERS = 4
SWITCHES = 20
QUESTIONS = [
    "Was the line of boats a siege?",
    "Who cut the survey buoys loose?",
    "How long is the Old Quay?",
    "Who caused the collision of the Merrow?",
    "How many new jobs did the harbour bring?",
    "Does the Coast Act require an assessment?",
    "What is the capital of Peru?",
]


def second_edition(corpus: Path, target: Path) -> Path:
    """The same corpus, with other titles of sources and other words on claims."""
    shutil.copytree(corpus, target)
    for file in (target / "sources").glob("*.md"):
        text = file.read_text("utf-8")
        file.write_text(
            text.replace('title: "', 'title: "Second edition: ', 1), "utf-8"
        )
    for file in (target / "claims").glob("*.yaml"):
        claim = yaml.safe_load(file.read_text("utf-8"))
        claim["summary"] += " This is the second edition."
        claim["verdict_reason"] += " This is the second edition."
        file.write_text(yaml.safe_dump(claim, allow_unicode=True), "utf-8")
    return target


def told_apart(answer: dict[str, Any]) -> str:
    """An answer without what differs from one asking to the next."""
    left_out = ("id", "timings_ms")
    return json.dumps({k: v for k, v in answer.items() if k not in left_out})


def said_by(settings: Settings) -> dict[tuple[str, str], str]:
    """What the active generation answers, by generation and question."""
    answerer = Answerer.open(settings)
    answers = [json.loads(answerer.answer(q).to_json()) for q in QUESTIONS]
    return {(a["index"]["generation"], a["question"]): told_apart(a) for a in answers}


def asking(settings: Settings, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Four processes that ask one question after the other, each into its own file."""
    lines = itertools.islice(itertools.cycle(QUESTIONS), 20_000)
    batch = folder / "batch.jsonl"
    batch.write_text("\n".join(json.dumps({"question": q}) for q in lines), "utf-8")
    environment = os.environ | {
        "COUNTERPOINT_CORPUS": str(settings.corpus),
        "COUNTERPOINT_INDEX": settings.index,
        "COUNTERPOINT_STATE": str(settings.state),
        "COUNTERPOINT_CHROMA_DATABASE": settings.chroma_database,
    }
    for number in range(READERS):
        with (
            (folder / f"answers-{number}.jsonl").open("wb") as answers,
            (folder / f"errors-{number}.txt").open("wb") as errors,
        ):
            yield subprocess.Popen(
                [sys.executable, "-m", "app", "ask", "--batch", str(batch)],
                env=environment,
                stdout=answers,
                stderr=errors,
            )


def lines_of(folder: Path) -> list[list[str]]:
    """The complete lines that each reader has written."""
    return [
        (folder / f"answers-{number}.jsonl").read_text("utf-8").split("\n")[:-1]
        for number in range(READERS)
    ]


def until_answered(
    folder: Path, processes: list[subprocess.Popen[bytes]], more: int
) -> None:
    """Wait until every reader has answered so many questions more."""
    before = [len(lines) for lines in lines_of(folder)]
    end = time.monotonic() + 120
    while any(
        len(lines) < start + more
        for lines, start in zip(lines_of(folder), before, strict=True)
    ):
        assert all(process.poll() is None for process in processes)
        assert time.monotonic() < end, "a reader stopped answering"
        time.sleep(0.05)


def test_questions_during_twenty_switches_are_all_answered_from_one_generation(
    placed: Settings, tmp_path: Path, embedding: MiniLmEmbedding
) -> None:
    second = replace(placed, corpus=second_edition(placed.corpus, tmp_path / "second"))
    apply(placed, embedding)
    expected = said_by(placed)
    newest = apply(second, embedding).generation
    expected |= said_by(second)
    assert len(set(expected.values())) == 2 * len(QUESTIONS)

    processes = [*asking(placed, tmp_path)]
    try:
        until_answered(tmp_path, processes, 2)
        for switch in range(SWITCHES):
            if switch % 4 == 0:
                rollback(placed, embedding)
            elif switch % 4 == 2:
                assert apply(placed, embedding).changed
            elif switch % 4 == 1:
                rollback(placed, embedding, newest)
            else:
                assert apply(second, embedding).changed
            until_answered(tmp_path, processes, 3)
    finally:
        for process in processes:
            process.terminate()
            process.wait()

    for number in range(READERS):
        assert (tmp_path / f"errors-{number}.txt").read_text() == ""
    seen = set()
    for line in itertools.chain(*lines_of(tmp_path)):
        answer = json.loads(line)
        generation = answer["index"]["generation"]
        assert told_apart(answer) == expected[generation, answer["question"]]
        seen.add(generation)
    assert len(seen) == 2
