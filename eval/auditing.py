"""The audit: a person compares our sentences with the originals they stand for.

What it gives is a figure of its own; it is never mixed with "supported by our digest".
"""

from __future__ import annotations

import csv
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from eval import intervals
from eval.rendering import render
from index.errors import CounterpointError
from index.generations import Generation
from index.sources import Passage

MARKS = ("right", "wrong", "unfair")
COLUMNS = (
    "passage_id", "source", "publisher", "speaker", "published", "locator", "address",
    "basis", "mark", "our_sentence", "verdict", "note", "reader",
)  # fmt: skip


class AuditError(CounterpointError):
    """A filled-in sheet can't be used; the message names the row."""


class AuditFigure(BaseModel):
    """How many of the points read against their originals were marked right."""

    model_config = ConfigDict(frozen=True)

    read: int
    unread: int
    right: int
    wrong: int
    unfair: int
    share_right: float
    low: float
    high: float
    readers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Points drawn for an audit."""

    generation: str
    seed: int
    passages: tuple[Passage, ...]

    def rows(self) -> list[dict[str, str]]:
        """One row a point, with empty cells for the reader."""
        return [_row(passage) for passage in self.passages]


def draw(generation: Generation, count: int, seed: int) -> Sheet:
    """Points of the sources drawn at random; the same seed draws the same ones."""
    points = sorted(
        k for k, (_, view) in generation.parties.items() if view != "article"
    )
    chosen = random.Random(seed).sample(points, min(count, len(points)))
    return Sheet(generation.id, seed, tuple(generation.passages(chosen).values()))


def write(sheet: Sheet, folder: Path) -> tuple[Path, Path]:
    """Write the sheet as CSV, to fill in, and as HTML, to read; returns both paths."""
    folder.mkdir(parents=True, exist_ok=True)
    table, page = folder / "audit.csv", folder / "audit.html"
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(sheet.rows())
    page.write_text(render("audit.html.j2", sheet=sheet, rows=sheet.rows()), "utf-8")
    return table, page


def score(path: Path) -> AuditFigure:
    """The figure of a filled-in sheet; raises AuditError for a row it can't read."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
    except OSError as failure:
        raise AuditError(
            f"the sheet {str(path)!r} can't be read ({failure.strerror}): name a CSV "
            "file written by `python -m eval audit`."
        ) from failure
    return figure([_verdict(number, row) for number, row in enumerate(rows, 2)], rows)


def figure(verdicts: Sequence[str], rows: Sequence[dict[str, str]]) -> AuditFigure:
    """Counts and the share marked right, with a bootstrap 95 % interval."""
    read = [verdict for verdict in verdicts if verdict]
    if not read:
        raise AuditError(
            "no row has a verdict yet: write right, wrong or unfair in it."
        )
    share, low, high = intervals.ratio([v == "right" for v in read], [1.0] * len(read))
    readers = {(row.get("reader") or "").strip() for row in rows} - {""}
    return AuditFigure(
        read=len(read),
        unread=len(verdicts) - len(read),
        right=read.count("right"),
        wrong=read.count("wrong"),
        unfair=read.count("unfair"),
        share_right=share,
        low=low,
        high=high,
        readers=tuple(sorted(readers)),
    )


def _verdict(number: int, row: dict[str, str]) -> str:
    verdict = (row.get("verdict") or "").strip().lower()
    if verdict and verdict not in MARKS:
        raise AuditError(
            f"line {number}: the verdict {verdict!r} isn't known: write right, wrong, "
            "unfair, or nothing where it wasn't read."
        )
    return verdict


def _row(passage: Passage) -> dict[str, str]:
    return {
        "passage_id": passage.passage_id,
        "source": passage.title,
        "publisher": passage.publisher,
        "speaker": passage.speaker,
        "published": passage.published,
        "locator": passage.locator,
        "address": passage.url,
        "basis": passage.basis,
        "mark": passage.mark,
        "our_sentence": passage.text,
        "verdict": "",
        "note": "",
        "reader": "",
    }
