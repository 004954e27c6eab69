from __future__ import annotations

import numpy as np

from index.embedding import MiniLmEmbedding
from index.generations import Generation
from index.matching import fitted
from index.retrieving import retrieve
from index.supporting import FEATURES, support_features


def support(
    generation: Generation, embedding: MiniLmEmbedding, text: str
) -> dict[str, float]:
    """The features of how well a question is supported, by name."""
    hits = retrieve(generation, embedding.one(text), text)
    found = generation.passages(hit.passage_id for hit in hits[:5])
    texts = [passage.text for passage in found.values()]
    row = support_features(text, generation.lexicon, hits, texts)[0]
    return dict(zip(FEATURES, row, strict=True))


def test_a_question_on_the_subject_is_better_supported_than_one_off_it(
    generation: Generation, embedding: MiniLmEmbedding
) -> None:
    on = support(generation, embedding, "How far did herring landings fall?")
    off = support(generation, embedding, "How do I bake sourdough bread?")
    assert on["top_cosine"] > off["top_cosine"]
    assert on["coverage"] > off["coverage"]
    assert on["unseen"] < off["unseen"]


def test_a_number_that_the_passages_hold_is_counted(
    generation: Generation, embedding: MiniLmEmbedding
) -> None:
    held = support(generation, embedding, "Did landings fall by 31 per cent?")
    absent = support(generation, embedding, "Did landings fall by 77 per cent?")
    assert held["numbers"] == 1
    assert absent["numbers"] == 0


def test_support_without_passages_is_none(generation: Generation) -> None:
    row = support_features("Who is it?", generation.lexicon, [], [])
    assert row.shape == (1, len(FEATURES))
    assert np.isfinite(row).all()


def test_the_fitted_models_weigh_these_features(generation: Generation) -> None:
    row = support_features("Who is it?", generation.lexicon, [], [])
    for name in ("on_topic", "answerable"):
        assert 0 <= float(fitted(name).probability(row)[0]) <= 1
