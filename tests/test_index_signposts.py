from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from app.answering import Answerer
from index.generations import Generation
from index.multilingual import MultilingualEmbedding, multilingual
from index.signposts import OF_CLAIM, OF_TOPIC, Signposts, signposts_of


@pytest.fixture(scope="module")
def model() -> MultilingualEmbedding:
    found = multilingual()
    assert found is not None
    return found


@pytest.fixture(scope="module")
def posts(generation: Generation) -> Signposts:
    held, vectors = generation.signposts()
    ids = [claim.id for claim in generation.register.claims]
    return Signposts(ids, held, vectors, generation.lexicon)


def test_every_claim_topic_and_asked_point_has_signposts(
    shipped_answerer: Answerer,
) -> None:
    shipped = shipped_answerer.generation()
    held, vectors = shipped.signposts()
    register = shipped.register
    assert vectors.shape == (len(held), 384)
    counts = Counter((post.kind, post.of) for post in held)
    assert {of for kind, of in counts if kind == "claim"} == {
        claim.id for claim in register.claims
    }
    assert {of for kind, of in counts if kind == "topic"} == {
        topic.id for topic in register.topics
    }
    most = {"claim": OF_CLAIM, "topic": OF_TOPIC, "point": 1}
    assert all(count <= most[kind] for (kind, _), count in counts.items())


def test_they_are_made_of_the_register_and_of_points_with_questions(
    generation: Generation,
) -> None:
    passages = generation.passages(generation.parties).values()
    made = signposts_of(generation.register, passages)
    assert made == generation.signposts()[0]
    asked = {p.passage_id for p in passages if p.asked_as}
    assert {post.of for post in made if post.kind == "point"} == asked


@pytest.mark.parametrize(
    ("question", "claim"),
    [
        ("Протаранила ли «Си Холли» судно «Мерроу»?", "h04-collision"),
        ("Der Hafen war belagert, sagt man das zu Recht?", "h08-word-siege"),
        ("Combien d'emplois l'agrandissement du port a-t-il créés ?", "h07-new-jobs"),
    ],
)
def test_a_question_in_another_language_finds_the_claim_it_asks_for(
    posts: Signposts, model: MultilingualEmbedding, question: str, claim: str
) -> None:
    found = posts.claims(model.one(question))
    assert found[0][0] == claim
    assert [score for _, score in found] == sorted(
        (score for _, score in found), reverse=True
    )


def test_others_are_of_topics_and_points_the_nearest_first(
    posts: Signposts, model: MultilingualEmbedding, generation: Generation
) -> None:
    vector = model.one("Сколько мест в бассейне?")
    found = [*posts.others(vector)]
    assert {post.kind for post in found} <= {"topic", "point"}
    near = model.vectors([post.text for post in found[:5]]) @ vector
    far = model.vectors([post.text for post in found[-5:]]) @ vector
    assert np.all(near.min() >= far.max())
