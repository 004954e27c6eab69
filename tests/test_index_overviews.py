from __future__ import annotations

import numpy as np
import pytest
from pydantic import ValidationError

from index.overviews import FEW, LEAST, Overview, Overviews


def overviews(count: int = FEW + 2) -> Overviews:
    """The first two speak for two points, in turn each before the other, and for the
    pier; the rest for points of their own.
    """
    of = [("quay#p1", "quay#p2", "pier#p1"), ("quay#p2", "quay#p1", "pier#p1")]
    of += [tuple(f"boat{n}#p{m}" for m in range(3)) for n in range(count - 2)]
    return Overviews([Overview(question=f"What about {p}?", points=p) for p in of])


def asked(*cosines: float, count: int = FEW + 2) -> np.ndarray:
    """Cosines to the first overviews, none to the rest."""
    return np.array([*cosines, *[0.0] * (count - len(cosines))])


def test_the_nearest_overview_speaks_for_its_points_in_their_order() -> None:
    votes = overviews().votes(asked(1.0, 0.1))
    assert votes["quay#p1"] == pytest.approx(1.0)
    assert votes["boat0#p0"] < 0.01 < votes["quay#p2"] < 1.0


def test_two_near_overviews_speak_for_what_both_have() -> None:
    votes = overviews().votes(asked(0.9, 0.9, 0.9))
    assert votes["quay#p1"] == pytest.approx(votes["quay#p2"]) == pytest.approx(1.0)
    assert votes["boat0#p0"] < votes["quay#p1"]


def test_the_less_near_the_less_is_said_and_from_afar_nothing() -> None:
    votes = overviews().votes(asked(LEAST + 0.1))
    assert 0.0 < votes["quay#p1"] < 0.5
    assert overviews().votes(asked(LEAST)) == {}


def test_hardly_any_overviews_say_nothing() -> None:
    assert overviews(FEW).votes(asked(1.0, count=FEW)) == {}


def test_one_of_a_point_or_two_speaks_for_none() -> None:
    narrow = [Overview(question="What of it?", points=("quay#p1",))] * FEW
    broad = Overview(question="What of it?", points=("quay#p1", "quay#p2", "pier#p1"))
    cosines = np.full(FEW + 1, 0.9)
    assert Overviews([*narrow, broad]).votes(cosines)["pier#p1"] > 0.5
    assert Overviews([*narrow, narrow[0]]).votes(cosines) == {}


@pytest.mark.parametrize(
    ("claims", "near", "touches"),
    [
        (("c01-quay",), ("c02-boats",), True),
        ((), ("c02-boats",), None),
        ((), (), False),
    ],
)
def test_one_that_only_comes_near_to_a_claim_says_nothing_on_touching(
    claims: tuple[str, ...], near: tuple[str, ...], touches: bool | None
) -> None:
    overview = Overview(question="What of it?", claims=claims, near=near)
    assert overview.touches() is touches


@pytest.mark.parametrize(
    "fields",
    [
        {"question": "", "points": ["quay#p1"]},
        {"question": "What of it?", "points": [f"quay#p{n}" for n in range(9)]},
        {"question": "What of it?", "points": ["quay#p1"], "answer": "None."},
    ],
)
def test_an_overview_has_a_question_and_eight_points_at_most(
    fields: dict[str, object],
) -> None:
    with pytest.raises(ValidationError):
        Overview.model_validate(fields)
