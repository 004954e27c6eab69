from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from index.embedding import MiniLmEmbedding
from index.generations import Generation
from index.lexicon import stems
from index.likening import METHOD, Likeness, learnt, packed, unpacked
from index.matching import ClaimMatch, Matcher
from index.settings import Settings
from index.store import Store
from ingest.applying import apply

QUESTION = "Did the Sea Holly ram the Merrow?"


def learnt_again(generation: Generation) -> Likeness:
    """What is learnt from a generation's wordings without what it keeps."""
    claims = [claim.id for claim in generation.register.claims]
    vectors = generation.wording_vectors
    return learnt(
        claims,
        generation.wordings,
        vectors,
        generation.lexicon,
        generation.register.overviews,
    )


def matches(generation: Generation, embedding: MiniLmEmbedding) -> list[ClaimMatch]:
    matcher, content = Matcher(generation), stems(QUESTION)
    near = matcher.nearness(embedding.one(QUESTION), content)
    return matcher.match(near, content, [])


def change_method(settings: Settings, ridge: float | None) -> None:
    """Make the index one that was learnt with another penalty, or kept nothing."""
    (path,) = (Path(settings.index) / "generations").glob("*.json")
    manifest = json.loads(path.read_text())
    del manifest["likeness"]
    if ridge is not None:
        manifest["likeness"] = METHOD | {"ridge": ridge}
    path.write_text(json.dumps(manifest))


def test_a_generation_keeps_what_would_be_learnt_from_it_again(
    placed: Settings, embedding: MiniLmEmbedding
) -> None:
    apply(placed, embedding)
    generation = Store.of(placed).active(embedding)
    assert generation.likeness is not None
    again = learnt_again(generation).weights
    assert generation.likeness == pytest.approx(again, abs=1e-4)


def test_what_is_kept_is_used_and_not_learnt_again(
    own: Settings, embedding: MiniLmEmbedding
) -> None:
    generation = Store(own.index).active(embedding)
    assert generation.likeness is not None
    generation.likeness = np.zeros_like(generation.likeness)
    near = Matcher(generation).nearness(embedding.one(QUESTION), stems(QUESTION))
    assert not near.claims.any()


@pytest.mark.parametrize("ridge", [None, 99.0])
def test_an_index_that_keeps_nothing_of_this_method_answers_alike(
    own: Settings,
    generation: Generation,
    embedding: MiniLmEmbedding,
    ridge: float | None,
) -> None:
    change_method(own, ridge)
    other = Store(own.index).active(embedding)
    assert other.likeness is None
    kept, anew = matches(generation, embedding), matches(other, embedding)
    assert [m.claim_id for m in kept] == [m.claim_id for m in anew]
    assert [m.score for m in kept] == pytest.approx([m.score for m in anew], abs=1e-4)


def test_weights_come_back_as_they_were_packed() -> None:
    weights = np.random.default_rng(1).standard_normal((7, 5)).astype(np.float32)
    assert np.array_equal(unpacked(packed(weights)), weights)


def test_left_out_a_wording_is_as_near_as_if_it_had_never_stood_there(
    generation: Generation,
) -> None:
    wordings = [w for w in generation.wordings if w.role == "asked_as"][:12]
    vectors = generation.wording_vectors[: len(wordings)]
    texts = [stems(wording.text) for wording in wordings]
    standing = np.eye(len(wordings), 3, dtype=np.float32)
    whole = Likeness(vectors, texts, standing, generation.lexicon)
    rest = Likeness(vectors[1:], texts[1:], standing[1:], generation.lexicon)
    without = rest.of(vectors[1:] @ vectors[0], texts[0])
    assert whole.without(0) == pytest.approx(without, abs=1e-4)
