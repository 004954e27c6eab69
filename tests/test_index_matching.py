from __future__ import annotations

import numpy as np
import pytest

from index.embedding import MiniLmEmbedding
from index.generations import Generation
from index.lexicon import stems
from index.matching import (
    FEATURES,
    ClaimMatch,
    Logistic,
    Matcher,
    calibration,
    fitted,
)
from index.retrieving import Hit, retrieve
from index.supporting import FEATURES as SUPPORT_FEATURES
from index.supporting import support_features


@pytest.fixture(scope="module")
def matcher(generation: Generation) -> Matcher:
    return Matcher(generation)


def matched(
    matcher: Matcher, generation: Generation, embedding: MiniLmEmbedding, text: str
) -> list[ClaimMatch]:
    """The claims for a question, as an answer finds them."""
    vector = embedding.one(text)
    hits = retrieve(generation, vector, text)
    return matcher.match(vector, stems(text), hits)


def test_the_wording_of_a_claim_raises_it_before_all_others(
    matcher: Matcher, generation: Generation, embedding: MiniLmEmbedding
) -> None:
    for claim in generation.register.claims:
        best = matched(matcher, generation, embedding, claim.asked_as[0])[0]
        assert best.claim_id == claim.id


def test_a_look_alike_gives_its_claim_less_than_a_wording_does(
    matcher: Matcher, generation: Generation, embedding: MiniLmEmbedding
) -> None:
    for claim in generation.register.claims:
        scores = [
            next(
                match.score
                for match in matched(matcher, generation, embedding, text)
                if match.claim_id == claim.id
            )
            for text in (claim.asked_as[0], *claim.not_this)
        ]
        assert scores[0] > max(scores[1:])


def test_every_claim_gets_a_probability_best_first(
    matcher: Matcher, generation: Generation, embedding: MiniLmEmbedding
) -> None:
    matches = matched(matcher, generation, embedding, "Was it a siege?")
    assert {match.claim_id for match in matches} == set(matcher.claim_ids)
    scores = [match.score for match in matches]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)


def test_a_claim_asked_for_by_its_words_is_raised_by_the_question(
    matcher: Matcher, generation: Generation, embedding: MiniLmEmbedding
) -> None:
    best = matched(matcher, generation, embedding, "was the line of boats a siege")[0]
    assert best.raised_by == "question"


def test_evidence_among_the_passages_found_raises_a_claims_feature(
    matcher: Matcher, generation: Generation, embedding: MiniLmEmbedding
) -> None:
    vector = embedding.one("tell me more")
    key = "ellery-port-company-annual-report-2024-03-05#p1"
    row = matcher.claim_ids.index("h07-new-jobs")
    column = FEATURES.index("evidence")
    with_it = matcher.features(vector, (), [Hit(key, 1, 1, 1)])
    without = matcher.features(vector, (), [Hit("article#p1.1", 1, 1, 1)])
    assert with_it[row, column] == 1
    assert without[row, column] == 0


def test_a_wording_left_out_no_longer_speaks_for_its_claim(
    matcher: Matcher, generation: Generation
) -> None:
    row = next(row for row, w in enumerate(generation.wordings) if w.role == "asked_as")
    claim = matcher.claim_ids.index(generation.wordings[row].claim_id)
    vector = generation.wording_vectors[row]
    column = FEATURES.index("asked")
    whole = matcher.features(vector, (), [])[claim, column]
    rest = matcher.features(vector, (), [], leave_out=row)[claim, column]
    assert whole == pytest.approx(1, abs=1e-4)
    assert rest < whole


def test_features_are_finite_for_an_empty_question(
    matcher: Matcher, embedding: MiniLmEmbedding
) -> None:
    table = matcher.features(embedding.one(""), (), [])
    assert table.shape == (len(matcher.claim_ids), len(FEATURES))
    assert np.isfinite(table).all()


def test_a_logistic_model_standardises_then_weighs() -> None:
    model = Logistic((1.0, 2.0), (2.0, 1.0), (1.0, -1.0), 0.5)
    features = np.array([[3.0, 2.0], [1.0, 3.0]])
    expected = [1 / (1 + np.exp(-1.5)), 1 / (1 + np.exp(0.5))]
    assert model.probability(features) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("name", "width"),
    [
        ("claims", len(FEATURES)),
        ("on_topic", len(SUPPORT_FEATURES)),
        ("answerable", len(SUPPORT_FEATURES)),
    ],
)
def test_the_calibration_has_one_weight_a_feature(name: str, width: int) -> None:
    model = fitted(name)
    assert len(model.mean) == len(model.scale) == len(model.weights) == width
    assert all(scale > 0 for scale in model.scale)


def test_the_calibration_says_what_it_was_fitted_on() -> None:
    assert calibration()["fitted_on"]


def support(
    generation: Generation, embedding: MiniLmEmbedding, text: str
) -> dict[str, float]:
    """The features of how well a question is supported, by name."""
    hits = retrieve(generation, embedding.one(text), text)
    found = generation.passages(hit.passage_id for hit in hits[:5])
    texts = [passage.text for passage in found.values()]
    row = support_features(text, generation.lexicon, hits, texts)[0]
    return dict(zip(SUPPORT_FEATURES, row, strict=True))


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
    assert row.shape == (1, len(SUPPORT_FEATURES))
    assert np.isfinite(row).all()
