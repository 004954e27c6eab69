from __future__ import annotations

import numpy as np
import pytest
from pydantic import ValidationError

from index.topics import Topic, Topics
from index.wordings import Wording


def topic(name: str, **fields: object) -> Topic:
    """A topic of eight wordings and two points."""
    given = {
        "id": name,
        "question": f"What about the {name}?",
        "points": (f"{name}-source-2020#p1", f"{name}-source-2020#p2"),
        "asked_as": tuple(f"{name} {number}" for number in range(8)),
    }
    return Topic.model_validate(given | fields)


@pytest.fixture
def topics() -> Topics:
    """Two topics whose wordings point into two directions."""
    both = [topic("buoys"), topic("berths", since=2019, until=2021)]
    wordings = [Wording(w, one.id, "topic") for one in both for w in one.asked_as]
    vectors = np.repeat(np.eye(2, dtype=np.float32), 8, axis=0)
    return Topics(both, wordings, vectors)


def vector(cosine: float) -> np.ndarray:
    """A unit vector with that cosine to the wordings on berths."""
    return np.array([np.sqrt(1 - cosine**2), cosine], np.float32)


def test_the_topic_whose_wordings_come_near_is_found(topics: Topics) -> None:
    found = topics.match(vector(0.9), ["elsewhere-2020#p1"])
    assert found and found.topic.id == "berths"
    assert found.nearness == pytest.approx(0.9)


def test_points_found_count_beside_the_wordings(topics: Topics) -> None:
    even = vector(np.sqrt(0.5))
    assert topics.match(even, ["elsewhere-2020#p1"]) is None
    for name in ("buoys", "berths"):
        found = topics.match(even, [f"{name}-source-2020#p1"])
        assert found and found.topic.id == name


def test_a_topic_of_another_time_isnt_meant(topics: Topics) -> None:
    assert topics.match(vector(0.99), [], [2020])
    assert topics.match(vector(0.99), [], [1994]) is None
    assert topics.match(vector(0.99), [], [1994, 2020])


def test_without_topics_none_is_found() -> None:
    assert Topics((), [], np.empty((0, 2))).match(vector(0.5), []) is None


@pytest.mark.parametrize(
    "fields", [{"points": ("a#p1",)}, {"asked_as": ("what",)}, {"id": "Not Kebab"}]
)
def test_a_topic_has_points_wordings_and_a_plain_id(fields: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        topic("buoys", **fields)
