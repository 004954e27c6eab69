"""What chooses the points of an answer is fitted on a corpus's overviews."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from eval.__main__ import main as evaluate
from index.calibration import CALIBRATION
from index.choosing import FEATURES, Net
from index.settings import Settings
from ingest.__main__ import main as ingest

COMPANY = "ellery-port-company-statement-2021-04-15"
FISHERMEN = "ellery-fishermens-cooperative-statement-2021-04-20"
COURIER = "ellery-courier-report-2021-03-20"
PAIRS = {
    "What do both sides say about the collision?": ("p3", "p1"),
    "What about the jobs that are expected?": ("p2", "p6"),
    "How do they see the duty to assess?": ("p5", "p5"),
    "Why do the herring landings fall, by either side?": ("p6", "p3"),
    "What was the line of boats?": ("p4", "p2"),
}


def with_overviews(harbour: Path) -> None:
    """The harbour with ten overviews, of the company's, the fishermen's and the
    newspaper's word.
    """
    entries = []
    for text, (company, fishermen) in PAIRS.items():
        for question in (text, f"Tell me briefly: {text}"):
            points = f"[{COMPANY}#{company}, {FISHERMEN}#{fishermen}, {COURIER}#p1]"
            entries.append(f'- question: "{question}"\n  points: {points}\n')
    (harbour / "overviews").mkdir()
    (harbour / "overviews" / "all.yaml").write_text("".join(entries), "utf-8")


def test_a_net_is_learnt_that_likes_what_overviews_take(
    harbour: Path, own: Settings, enter: Callable[[Settings], None], tmp_path: Path
) -> None:
    with_overviews(harbour)
    enter(own)
    assert ingest([]) == 0
    out = tmp_path / "calibration.json"
    assert evaluate(["fit", "--choosing", "--out", str(out)]) == 0
    fitted = json.loads(out.read_text("utf-8"))
    assert fitted["choosing"]["features"] == [*FEATURES]
    net = Net.of(fitted["choosing"])
    spoken_for = np.tile(net.mean, (2, 1))
    spoken_for[:, FEATURES.index("voted")] = 0.0, 1.0
    silent, liked = net.score(spoken_for)
    assert liked > silent
    kept = json.loads(CALIBRATION.read_text("utf-8"))
    assert {**kept, "choosing": None} == {**fitted, "choosing": None}


def test_without_overviews_nothing_is_fitted(
    own: Settings,
    enter: Callable[[Settings], None],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    enter(own)
    out = tmp_path / "calibration.json"
    assert evaluate(["fit", "--choosing", "--out", str(out)]) == 1
    assert "overviews/*.yaml" in capsys.readouterr().err
    assert not out.exists()
