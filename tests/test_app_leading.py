from __future__ import annotations

import pytest

from app.composing.extractive import MAX_OPEN, MAX_POINTS, compose
from index.generations import Generation
from tests.test_app_composing import material

COURT = "environmental-court-judgment-2022-11-03#p1"


@pytest.mark.parametrize(
    ("asks", "most"), [("why", MAX_OPEN), ("who", MAX_POINTS), ("when", MAX_POINTS)]
)
def test_an_open_question_gets_more_points_than_one_for_a_thing(
    generation: Generation, asks: str, most: int
) -> None:
    keys = [key for key, (_, kind) in generation.parties.items() if kind != "article"]
    short = sorted(keys, key=lambda key: len(generation.passages([key])[key].text))
    given = material(generation, asks=asks, passages=tuple(short[:8]))
    assert len(compose(given).sentences) == most


@pytest.mark.parametrize(("ahead", "first"), [(0.16, COURT), (0.14, "article")])
def test_a_point_that_comes_clearly_nearer_than_the_claim_leads(
    generation: Generation, ahead: float, first: str
) -> None:
    claim = "h02-council-vote"
    given = material(generation, claim, passages=(COURT,), point_ahead=ahead)
    draft = compose(given)
    assert draft.sentences[0].evidence[0].passage_id.startswith(first)
    assert any(claim in sentence.claims for sentence in draft.sentences)


def test_where_the_articles_word_is_asked_for_the_claim_leads(
    generation: Generation,
) -> None:
    given = material(
        generation,
        "h02-council-vote",
        asks="article",
        passages=(COURT,),
        point_ahead=0.5,
    )
    assert compose(given).sentences[0].part == "article"
