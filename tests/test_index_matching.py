from __future__ import annotations

import numpy as np
import pytest

from index.calibration import Linear, calibration, fitted
from index.embedding import MiniLmEmbedding
from index.generations import Generation
from index.lexicon import stems
from index.matching import ClaimMatch, Matcher
from index.nearness import Nearness
from index.retrieving import Hit, retrieve


@pytest.fixture(scope="module")
def matcher(generation: Generation) -> Matcher:
    return Matcher(generation)


def matched(
    matcher: Matcher, generation: Generation, embedding: MiniLmEmbedding, text: str
) -> list[ClaimMatch]:
    """The claims for a question, as an answer finds them."""
    vector = embedding.one(text)
    hits = retrieve(generation, vector, text).hits
    return matcher.match(matcher.nearness(vector, stems(text)), stems(text), hits)


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


def test_a_question_off_the_subject_touches_no_claim(
    matcher: Matcher, generation: Generation, embedding: MiniLmEmbedding
) -> None:
    on = matched(matcher, generation, embedding, "was the line of boats a siege")[0]
    off = matched(matcher, generation, embedding, "what is the capital of Peru")[0]
    assert on.score > 0.5 > off.score


def test_what_is_about_something_else_is_learnt_from_the_corpus(
    matcher: Matcher, generation: Generation, embedding: MiniLmEmbedding
) -> None:
    def near(text: str) -> Nearness:
        return matcher.nearness(embedding.one(text), stems(text))

    example = generation.register.elsewhere[0]
    off = [near(example), near("Which bus goes to Dover on Sundays?")]
    on = [near(text) for claim in generation.register.claims
          for text in claim.asked_as[:2]]  # fmt: skip
    assert min(one.elsewhere for one in off) > max(one.elsewhere for one in on)
    assert max(off[0].claims) < off[0].elsewhere
    # An example stands for no claim: it counts for nothing among the wordings.
    assert off[0].cosines.max() < 0.99


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


def test_evidence_among_the_passages_found_raises_its_claim(
    matcher: Matcher, generation: Generation, embedding: MiniLmEmbedding
) -> None:
    near = matcher.nearness(embedding.one("tell me more of it"), ())
    keys = sorted(generation.register.claim("h07-new-jobs").evidence())
    order = [m.claim_id for m in matcher.match(near, (), [])]
    hits = [Hit(key, 1, 0.1, 0.1, 1) for key in keys]
    raised = [m.claim_id for m in matcher.match(near, (), hits)]
    assert raised.index("h07-new-jobs") <= order.index("h07-new-jobs")
    assert raised.index("h07-new-jobs") == 0


def test_an_empty_question_can_be_matched(
    matcher: Matcher, embedding: MiniLmEmbedding
) -> None:
    near = matcher.nearness(embedding.one(""), ())
    scores = [match.score for match in matcher.match(near, (), [])]
    assert np.isfinite(scores).all()


def test_the_same_question_gives_the_same_matches(
    matcher: Matcher, generation: Generation, embedding: MiniLmEmbedding
) -> None:
    text = "Did overfishing empty the bay?"
    first = matched(matcher, generation, embedding, text)
    assert matched(Matcher(generation), generation, embedding, text) == first


def test_a_fitted_model_standardises_then_weighs() -> None:
    model = Linear((1.0, 2.0), (2.0, 1.0), (1.0, -1.0), 0.5)
    features = np.array([[3.0, 2.0], [1.0, 3.0]])
    expected = [1 / (1 + np.exp(-1.5)), 1 / (1 + np.exp(0.5))]
    assert model.probability(features) == pytest.approx(expected)


MODELS = ["ranking", "touching", "on_topic", "answerable"]


@pytest.mark.parametrize("name", MODELS)
def test_the_calibration_has_one_weight_a_feature(name: str) -> None:
    model = fitted(name, calibration()[name]["features"])
    widths = {len(model.mean), len(model.scale), len(model.weights)}
    assert widths == {len(calibration()[name]["features"])}
    assert all(scale > 0 for scale in model.scale)


def test_the_calibration_says_what_it_was_fitted_on() -> None:
    assert calibration()["fitted_on"]
