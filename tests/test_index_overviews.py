from __future__ import annotations

import numpy as np
import pytest
from pydantic import ValidationError

from index.overviews import FEW, LEAST, Overview, Overviews


def overviews(count: int = FEW + 2) -> Overviews:
    """Overviews whose questions point into directions of their own; the first two speak
    for two points, in turn each before the other, the rest for one of their own.
    """
    of = [("quay#p1", "quay#p2"), ("quay#p2", "quay#p1")]
    of += [(f"boat#p{number}",) for number in range(count - 2)]
    made = [Overview(question=f"What about {p}?", points=p) for p in of]
    return Overviews(made, np.eye(count, dtype=np.float32))


def asked(*cosines: float, count: int = FEW + 2) -> np.ndarray:
    """Cosines to the first overviews, none to the rest."""
    return np.array([*cosines, *[0.0] * (count - len(cosines))])


def test_the_nearest_overview_speaks_for_its_points_in_their_order() -> None:
    votes = overviews().votes(asked(1.0, 0.1))
    assert votes["quay#p1"] == pytest.approx(1.0)
    assert votes["boat#p0"] < 0.01 < votes["quay#p2"] < 1.0


def test_two_near_overviews_speak_for_what_both_have() -> None:
    votes = overviews().votes(asked(0.9, 0.9, 0.9))
    assert votes["quay#p1"] == pytest.approx(votes["quay#p2"]) == pytest.approx(1.0)
    assert votes["boat#p0"] < votes["quay#p1"]


def test_the_less_near_the_less_is_said_and_from_afar_nothing() -> None:
    votes = overviews().votes(asked(LEAST + 0.1))
    assert 0.0 < votes["quay#p1"] < 0.5
    assert overviews().votes(asked(LEAST)) == {}


def test_hardly_any_overviews_say_nothing() -> None:
    assert overviews(FEW).votes(asked(1.0, count=FEW)) == {}


def test_nearness_is_the_cosine_to_each_question() -> None:
    near = overviews().near(np.eye(FEW + 2)[1])
    assert near[1] == 1.0
    assert near.sum() == 1.0


@pytest.mark.parametrize(
    "fields",
    [
        {"question": "What?", "points": []},
        {"question": "", "points": ["quay#p1"]},
        {"question": "What of it?", "points": [f"quay#p{n}" for n in range(9)]},
        {"question": "What of it?", "points": ["quay#p1"], "answer": "None."},
    ],
)
def test_an_overview_has_a_question_and_one_to_eight_points(
    fields: dict[str, object],
) -> None:
    with pytest.raises(ValidationError):
        Overview.model_validate(fields)
