from __future__ import annotations

import numpy as np
import pytest

from app.answering import Answerer
from index.choosing import DEPTH, FEATURES, Chooser, Net
from index.generations import Generation
from index.retrieving import Hit

NONE = np.empty(0)


def test_a_net_weighs_what_its_hidden_units_show() -> None:
    net = Net(
        mean=np.array([1.0, 0.0]),
        scale=np.array([2.0, 1.0]),
        hidden=np.array([[1.0, 0.0], [0.0, -1.0]]),
        hidden_bias=np.array([0.0, 0.5]),
        weights=np.array([3.0, 2.0]),
        bias=-1.0,
    )
    # (5 - 1) / 2 = 2 shows as 2, and 1 as .5 - 1, which is hidden; then only the bias.
    assert net.score(np.array([[5.0, 1.0], [1.0, 0.5]])).tolist() == [5.0, -1.0]


def test_without_overviews_the_points_stay_as_they_were_found(
    generation: Generation,
) -> None:
    hits = [Hit(key, 0.5, 0.5, 0.5, 0.5) for key in generation.parties]
    assert Chooser(generation).chosen(hits, NONE, None, []) == hits


@pytest.mark.parametrize(
    ("question", "names"),
    [
        (
            "What happened to the seven districts around Karabakh after the war?",
            "district",
        ),
        ("How did the Russian peacekeepers leave?", "peacekeepers"),
    ],
)
def test_the_points_chosen_first_have_the_best_scores(
    shipped_answerer: Answerer, question: str, names: str
) -> None:
    desk, vector = shipped_answerer.desk(), shipped_answerer.vector(question)
    hits = desk.search.found(vector, question).hits
    near = shipped_answerer.consider(question).near.overviews
    chosen = desk.chooser.chosen(hits, near, None, [])
    assert {hit.passage_id for hit in chosen} == {hit.passage_id for hit in hits}
    assert [hit.score for hit in chosen] == [hit.score for hit in hits]
    assert chosen != hits
    assert chosen[DEPTH:] == hits[DEPTH:]
    (first,) = desk.generation.passages([chosen[0].passage_id]).values()
    assert names in first.text


def test_a_point_that_overviews_speak_for_is_liked_better(
    shipped_answerer: Answerer,
) -> None:
    desk = shipped_answerer.desk()
    overview = desk.generation.register.overviews[0]
    vector = shipped_answerer.vector(overview.question)
    hits = desk.search.found(vector, overview.question).hits[:DEPTH]
    voted = FEATURES.index("voted")
    near = shipped_answerer.consider(overview.question).near.overviews
    seen = desk.chooser.features(hits, near, None, [])
    assert seen.shape == (len(hits), len(FEATURES))
    best = hits[int(seen[:, voted].argmax())]
    assert best.passage_id in overview.points
    silent = desk.chooser.features(hits, np.full(len(near), -1.0), None, [])
    assert not silent[:, voted].any()
