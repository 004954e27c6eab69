from __future__ import annotations

import csv
from pathlib import Path

import pytest

from eval.auditing import AuditError, draw, score, write
from index.generations import Generation


def filled(table: Path, verdicts: list[str]) -> Path:
    """The sheet with verdicts written into its first rows."""
    with table.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        columns, rows = list(reader.fieldnames or ()), list(reader)
    for row, verdict in zip(rows, verdicts, strict=False):
        row |= {"verdict": verdict, "reader": "A. Reader"}
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows(rows)
    return table


def test_the_same_seed_draws_the_same_points(generation: Generation) -> None:
    one, other = draw(generation, 10, seed=3), draw(generation, 10, seed=3)
    assert one == other
    assert one != draw(generation, 10, seed=4)


def test_the_article_is_never_drawn(generation: Generation) -> None:
    everything = draw(generation, 10_000, seed=1)
    assert all(not passage.is_article for passage in everything.passages)


def test_a_sheet_holds_what_a_reader_needs(
    generation: Generation, tmp_path: Path
) -> None:
    sheet = draw(generation, 5, seed=1)
    table, page = write(sheet, tmp_path)
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 5
    for row in rows:
        assert row["address"].startswith("https://")
        assert row["locator"] and row["our_sentence"]
        assert row["verdict"] == ""
    text = page.read_text("utf-8")
    assert sheet.passages[0].locator in text
    assert "src=" not in text


def test_a_filled_sheet_becomes_a_figure_with_interval(
    generation: Generation, tmp_path: Path
) -> None:
    table, _ = write(draw(generation, 6, seed=1), tmp_path)
    found = score(filled(table, ["right", "Right ", "wrong", "unfair"]))
    assert (found.read, found.unread, found.right) == (4, 2, 2)
    assert found.low <= found.share_right == 0.5 <= found.high
    assert found.readers == ("A. Reader",)


def test_an_unknown_verdict_is_named_by_line(
    generation: Generation, tmp_path: Path
) -> None:
    table, _ = write(draw(generation, 3, seed=1), tmp_path)
    with pytest.raises(AuditError, match="line 3: the verdict 'fine'"):
        score(filled(table, ["right", "fine"]))


def test_an_empty_sheet_claims_nothing(generation: Generation, tmp_path: Path) -> None:
    table, _ = write(draw(generation, 3, seed=1), tmp_path)
    with pytest.raises(AuditError, match="no row has a verdict"):
        score(table)
    with pytest.raises(AuditError, match="can't be read"):
        score(tmp_path / "none.csv")
