from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import pytest

from app.answering import Answerer
from eval.__main__ import main as evaluate
from eval.growing import grown
from eval.scaling import Size, plotted
from index.embedding import MiniLmEmbedding
from index.generations import Generation
from index.settings import Settings
from index.store import Store


def size(place: str, points: int, median: float) -> Size:
    return Size(
        place=place, points=points, build_s=1, open_s=1, median_ms=median,
        p95_ms=median, memory_mb=1,
    )  # fmt: skip


def test_a_grown_index_holds_the_points_at_hand_and_generated_ones_near_them(
    generation: Generation, tmp_path: Path, embedding: MiniLmEmbedding
) -> None:
    store = Store(str(tmp_path))
    grown(generation, store, 3000)
    big = store.active(embedding)
    assert big.complete()
    assert len(big) == 3000
    vectors = big.vectors()
    assert set(generation.parties) < set(vectors)
    made = next(key for key in vectors if key.startswith("generated-"))
    near = max(float(vectors[made] @ v) for v in generation.vectors().values())
    assert 0.6 < near < 0.95
    assert Answerer(store, embedding).answer("Was it a siege?").outcome == "answered"


def test_the_command_measures_a_folder_and_a_server(
    harbour_settings: Settings,
    tmp_path: Path,
    enter: Callable[[Settings], None],
    capsys: pytest.CaptureFixture[str],
) -> None:
    enter(harbour_settings)
    command = ["scale", "--points", "200", "--server", "--json", "--out", str(tmp_path)]
    assert evaluate(command) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [(row["place"], row["points"]) for row in rows] == [
        ("folder", 200),
        ("server", 200),
    ]
    assert all(row["median_ms"] > 0 and row["memory_mb"] > 0 for row in rows)
    assert (tmp_path / "scale.svg").exists()


def test_the_plot_is_a_picture_with_a_line_for_each_place() -> None:
    sizes = [size("folder", 1000, 12.0), size("folder", 100_000, 13.5)]
    sizes += [size("server", 1000, 20.0), size("server", 100_000, 21.0)]
    picture = ET.fromstring(plotted(sizes))
    space = "{http://www.w3.org/2000/svg}"
    assert len(picture.findall(f"{space}polyline")) == 2
    assert {"12.0", "13.5", "100,000"} <= {
        text.text for text in picture.findall(f"{space}text")
    }


def test_a_single_size_is_plotted_too() -> None:
    assert "circle" in plotted([size("folder", 1000, 12.0)])


def test_sizes_that_are_no_numbers_are_refused(
    harbour_settings: Settings,
    enter: Callable[[Settings], None],
    capsys: pytest.CaptureFixture[str],
) -> None:
    enter(harbour_settings)
    assert evaluate(["scale", "--points", "many"]) == 1
    assert "isn't a list of numbers" in capsys.readouterr().err
