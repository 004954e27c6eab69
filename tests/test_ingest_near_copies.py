from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.near_copies import LIKENESS, alike, near_copies
from ingest.reading import require_corpus

Edit = Callable[[str, str, str], None]

COURIER = "ellery-courier-report-2021-03-20"
STUDY = "skerrow-marine-institute-study-2021-02-03"
FILE = f"sources/{STUDY}.md"
SURVEY = (
    "The Skerrow Marine Institute advised on 3 February 2021 that the spawning bank of "
    "Ellery Bay be surveyed before any new dredging of the harbour channel."
)
DECLARED = f"""
one_origin:
  - points: [{COURIER}#p4, {STUDY}#p6]
    reason: The institute passes on what the newspaper had printed.
"""


def found(folder: Path) -> list[str]:
    """The near copies of a corpus, a line each."""
    return [str(problem) for problem in near_copies(require_corpus(folder))]


@pytest.fixture
def retold(edit: Edit) -> None:
    """The institute tells what the newspaper told, in nearly the same words."""
    edit(
        FILE,
        SURVEY,
        "The Skerrow Marine Institute wrote on 3 February 2021 that 5 survey buoys had "
        "been found adrift off Port Ellery in the morning of 4 March 2021. By the "
        "Skerrow Marine Institute's account the police had named no suspect.",
    )


def test_a_sound_corpus_has_no_near_copy(harbour: Path) -> None:
    assert found(harbour) == []


def test_the_same_told_by_two_sources_is_named_with_both(
    harbour: Path, retold: None
) -> None:
    (said,) = found(harbour)
    assert said.startswith(f"{FILE}: points.p6: it tells what '{COURIER}#p4' tells")


def test_a_copy_that_is_declared_is_none(harbour: Path, retold: None) -> None:
    with (harbour / "corpus.yaml").open("a", encoding="utf-8") as settings:
        settings.write(DECLARED)
    assert found(harbour) == []


def test_a_declared_point_that_isnt_there_is_named(harbour: Path) -> None:
    with (harbour / "corpus.yaml").open("a", encoding="utf-8") as settings:
        settings.write(DECLARED.replace("#p6", "#p66"))
    (said,) = found(harbour)
    assert said.startswith(f"corpus.yaml: one_origin: no point '{STUDY}#p66'")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("5 survey", "7 survey"),
        ("4 March", "9 March"),
        ("Port Ellery in", "Marrick in"),
    ],
)
def test_another_number_day_or_place_makes_another_fact(
    harbour: Path, edit: Edit, retold: None, old: str, new: str
) -> None:
    edit(FILE, old, new)
    assert found(harbour) == []


def test_points_of_one_source_may_be_alike() -> None:
    text = "The council met on the quay and adopted the plan of the harbour."
    assert [*alike({"one#p1": text, "one#p2": text}, LIKENESS)] == []
    assert [*alike({"one#p1": text, "two#p1": text}, LIKENESS)] == [
        ("one#p1", "two#p1", 100)
    ]


def test_who_did_it_to_whom_makes_another_fact() -> None:
    one = "On that night the crew of the Merrow rammed the boat of the Holly."
    other = "On that night the crew of the Holly rammed the boat of the Merrow."
    assert [*alike({"one#p1": one, "two#p1": other}, LIKENESS)] == []


def test_twelve_hundred_points_are_compared_within_two_seconds(harbour: Path) -> None:
    texts = [p.text for s in require_corpus(harbour).sources for p in s.points]
    many = {f"s{n}#p1": f"{texts[n % len(texts)]} {n + 9000}" for n in range(1200)}
    started = time.process_time()  # the machine may be shared
    assert [*alike(many, LIKENESS)] == []
    assert time.process_time() - started < 2
