from __future__ import annotations

import numpy as np
import pytest

from index.embedding import MiniLmEmbedding
from index.generations import Generation
from index.matching import fitted
from index.retrieving import retrieve
from index.supporting import FEATURES, support_features, topic_features

ON = "How far did herring landings at Port Ellery fall between 2015 and 2020?"
OFF = "How do I bake sourdough bread?"


def support(
    generation: Generation, embedding: MiniLmEmbedding, text: str
) -> np.ndarray:
    """The features of how well a question is supported."""
    hits = retrieve(generation, embedding.one(text), text)
    found = generation.passages(hit.passage_id for hit in hits[:5])
    texts = [passage.text for passage in found.values()]
    return support_features(text, generation.lexicon, hits, texts)


@pytest.mark.parametrize("text", [ON, OFF, "410?", "zzz", ""])
def test_every_question_has_finite_features(
    generation: Generation, embedding: MiniLmEmbedding, text: str
) -> None:
    row = support(generation, embedding, text)
    assert row.shape == (1, len(FEATURES))
    assert np.isfinite(row).all()


def test_support_without_passages_is_finite_too(generation: Generation) -> None:
    row = support_features("Who is it?", generation.lexicon, [], [])
    assert np.isfinite(row).all()


def test_a_question_on_the_subject_is_more_likely_on_topic_than_one_off_it(
    generation: Generation, embedding: MiniLmEmbedding
) -> None:
    def likely(text: str) -> float:
        hits = retrieve(generation, embedding.one(text), text)
        row = topic_features(text, generation.lexicon, hits, named=0)
        return float(fitted("on_topic").probability(row)[0])

    assert likely(ON) > likely(OFF)


def test_a_name_of_the_subject_makes_a_question_more_likely_on_topic(
    generation: Generation,
) -> None:
    plain, named = (
        topic_features("Who was it?", generation.lexicon, [], named) for named in (0, 2)
    )
    model = fitted("on_topic")
    assert model.probability(named)[0] > model.probability(plain)[0]


def test_the_same_question_has_the_same_features(
    generation: Generation, embedding: MiniLmEmbedding
) -> None:
    first = support(generation, embedding, ON)
    assert (support(generation, embedding, ON) == first).all()
