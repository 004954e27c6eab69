from __future__ import annotations

from dataclasses import replace

import pytest

from app.question.whose_deed import WhoseDeed
from index.generations import Generation


@pytest.fixture
def whose(generation: Generation) -> WhoseDeed:
    """For two main parties that are named in one word."""
    port, fishers, *_ = generation.register.settings.parties
    return WhoseDeed(
        [
            port.model_copy(update={"name": "Northland", "also": ("Northern",)}),
            fishers.model_copy(update={"name": "Southland", "also": ("Southern",)}),
        ],
        ["Saltgate Quay"],
    )


def test_a_side_is_paired_with_what_follows_its_name(whose: WhoseDeed) -> None:
    pairs = whose.pairs("Were the Northern prisoners beaten by Southland's guards?")
    assert pairs == {
        ("Northland", "prison"), ("Northland", "beat"), ("Southland", "guard"),
    }  # fmt: skip
    assert whose.pairs("Were the prisoners beaten?") == frozenset()
    assert whose.pairs("How did Northland take Saltgate?") == {("Northland", "take")}


@pytest.mark.parametrize(
    ("text", "sided"),
    [
        ("The paper wrote of Northern prisoners.", 1),
        ("The paper wrote of Southern prisoners.", -1),
        ("The paper wrote of Northern and Southern prisoners.", 1),
        ("The paper wrote of prisoners.", 0),
        ("Southland exports herring.", 0),
    ],
)
def test_a_point_is_on_the_side_asked_about_or_on_the_other(
    whose: WhoseDeed, generation: Generation, text: str, sided: int
) -> None:
    point = next(iter(generation.passages(list(generation.parties)[:1]).values()))
    point = replace(point, text=text, asked_as=())
    assert whose.sided(whose.pairs("How were Northern prisoners kept?"), point) == sided
