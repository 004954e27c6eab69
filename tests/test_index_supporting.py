from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from index.calibration import fitted
from index.embedding import MiniLmEmbedding
from index.generations import Generation
from index.lexicon import stems
from index.matching import Matcher
from index.retrieving import Retrieved, retrieve
from index.supporting import FEATURES, Asked, support_features

ON = "How far did herring landings at Port Ellery fall between 2015 and 2020?"
OFF = "How do I bake sourdough bread?"


@pytest.fixture(scope="module")
def matcher(generation: Generation) -> Matcher:
    return Matcher(generation)


@pytest.fixture
def support(
    generation: Generation, embedding: MiniLmEmbedding, matcher: Matcher
) -> Callable[..., np.ndarray]:
    """The features of how well a question is supported."""

    def features(
        text: str, *, named: int = 0, found: bool = True, **near: list[float]
    ) -> np.ndarray:
        vector = embedding.one(text)
        nothing = Retrieved([], [], [])
        retrieved = retrieve(generation, vector, text) if found else nothing
        retrieved = replace(retrieved, **near)
        passages = generation.passages(hit.passage_id for hit in retrieved.hits[:5])
        near = matcher.nearness(vector, stems(text))
        asked = Asked(text, named, False, 0.0, near)
        return support_features(
            asked, generation.lexicon, retrieved, [*passages.values()]
        )

    return features


@pytest.mark.parametrize("text", [ON, OFF, "410?", "zzz", ""])
def test_every_question_has_finite_features(
    support: Callable[..., np.ndarray], text: str
) -> None:
    row = support(text, asked=[0.6], unanswered=[0.5])
    assert row.shape == (1, len(FEATURES))
    told = np.isfinite(row[0])
    untold = [name for name, known in zip(FEATURES, told, strict=True) if not known]
    # Nothing is held to tell these by.
    assert untold == ["belonging", "overview", "overview_many"]


def test_support_without_passages_is_finite_too(
    support: Callable[..., np.ndarray],
) -> None:
    row = support("Who is it?", found=False)
    told = np.isfinite(row[0])
    assert {n for n, known in zip(FEATURES, told, strict=True) if not known} == {
        "asked", "asked_many", "unanswered", "unanswered_many", "belonging",
        "overview", "overview_many",
    }  # fmt: skip
    for name in ("on_topic", "answerable"):
        assert 0 < fitted(name, FEATURES).probability(row)[0] < 1


def test_a_question_near_to_answered_ones_is_more_likely_answered(
    support: Callable[..., np.ndarray],
) -> None:
    model = fitted("answerable", FEATURES)
    near, far = [0.9] * 5, [0.5] * 5
    answered = support(ON, asked=near, unanswered=far)
    unanswered = support(ON, asked=far, unanswered=near)
    assert model.probability(answered)[0] > model.probability(unanswered)[0]


def test_a_few_questions_tell_nothing_of_what_a_corpus_holds(
    support: Callable[..., np.ndarray],
) -> None:
    row = dict(zip(FEATURES, support("Was the crash filmed?")[0], strict=True))
    assert np.isnan([row["asked"], row["unanswered"]]).all()


def test_a_question_on_the_subject_is_more_likely_on_topic_than_one_off_it(
    support: Callable[..., np.ndarray],
) -> None:
    model = fitted("on_topic", FEATURES)
    assert model.probability(support(ON))[0] > model.probability(support(OFF))[0]


def test_a_name_of_the_subject_makes_a_question_more_likely_on_topic(
    support: Callable[..., np.ndarray],
) -> None:
    model = fitted("on_topic", FEATURES)
    plain, named = (support("Who was it?", named=names) for names in (0, 2))
    assert model.probability(named)[0] > model.probability(plain)[0]


def test_the_same_question_has_the_same_features(
    support: Callable[..., np.ndarray],
) -> None:
    assert np.array_equal(support(ON), support(ON), equal_nan=True)


def test_of_overviews_the_nearest_and_the_mean_of_five_count(
    generation: Generation, matcher: Matcher
) -> None:
    near = matcher.nearness(np.eye(384)[0], ())
    cosines = np.array([0.1, 0.8, 0.3, 0.2, 0.5, 0.4, 0.0])
    asked = Asked("Who?", 0, False, 0.0, replace(near, overviews=cosines))
    row = support_features(asked, generation.lexicon, Retrieved([], [], []), [])[0]
    assert row[FEATURES.index("overview")] == 0.8
    assert row[FEATURES.index("overview_many")] == pytest.approx(0.44)
