from __future__ import annotations

import numpy as np
import pytest

from index.embedding import MiniLmEmbedding
from index.generations import Generation
from index.matching import Matcher
from index.timing import Named, Times, named, years_in


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("who broke it on 27 Sept 2020", [Named(9, 2020, 27)]),
        ("September 27th, 2020", [Named(9, 2020, 27)]),
        ("the 10th of October", [Named(10, None, 10)]),
        ("in March 1988 and in july", [Named(3, 1988), Named(7)]),
        ("10.11.2020 or 2020-11-09", [Named(11, 2020, 10), Named(11, 2020, 9)]),
        ("may they march on in 2020?", []),
        ("2020-13-01 and 1/40/2020", []),
    ],
)
def test_months_and_days_are_read_from_a_text(text: str, times: list[Named]) -> None:
    assert list(named(text)) == times


def test_a_month_without_a_year_can_be_that_of_any() -> None:
    assert Named(7).same_month(Named(7, 2020))
    assert not Named(7, 2019).same_month(Named(7, 2020))
    assert not Named(7, 2020, 3).same_day(Named(7, 2020, 4))


@pytest.fixture(scope="module")
def times(generation: Generation) -> Times:
    return Times(generation.register.claims)


def apart(generation: Generation, times: Times, text: str) -> dict[str, float]:
    found = times.apart(named(text))
    ids = [claim.id for claim in generation.register.claims]
    return dict(zip(ids, found.tolist(), strict=True))


def test_a_claim_is_apart_from_a_month_that_none_of_its_texts_names(
    generation: Generation, times: Times
) -> None:
    found = apart(generation, times, "What came out in November 2022?")
    assert found["h05-assessment-duty"] < 1
    assert found["h04-collision"] == 1


@pytest.mark.parametrize("text", ["What came out?", "What came out in June 1712?"])
def test_no_claim_is_apart_where_no_time_tells_them_apart(
    generation: Generation, times: Times, text: str
) -> None:
    assert not any(apart(generation, times, text).values())


def test_the_time_asked_for_decides_between_claims_that_sound_alike(
    generation: Generation, embedding: MiniLmEmbedding
) -> None:
    matcher = Matcher(generation)
    vector = embedding.one("What was said of it?")

    def scores(text: str) -> dict[str, float]:
        near = matcher.nearness(vector, (), named(text))
        return {m.claim_id: m.score for m in matcher.match(near, (), [])}

    plain, dated = scores(""), scores("in November 2022")
    claims = [claim.id for claim in generation.register.claims]
    gone = [key for key in claims if dated[key] < plain[key] / 10]
    assert "h04-collision" in gone
    assert "h05-assessment-duty" not in gone
    assert np.isfinite(list(dated.values())).all()


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("between 1988 and 1994", [1988, 1994]),
        ("2000+ years before 2020", [2020]),
        ("1900 people left in 2000, since 1900", [2000, 1900]),
        ("no. 12020 of 3020", []),
    ],
)
def test_a_round_number_is_a_year_only_after_a_preposition(
    text: str, years: list[int]
) -> None:
    assert years_in(text) == years
