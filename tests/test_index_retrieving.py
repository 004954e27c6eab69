from __future__ import annotations

import numpy as np
import pytest

from index.embedding import MiniLmEmbedding
from index.generations import Generation
from index.retrieving import Hit, by_party, retrieve

QUESTION = "What did the radar recording of the collision show?"


@pytest.fixture(scope="module")
def vector(embedding: MiniLmEmbedding) -> np.ndarray:
    return embedding.one(QUESTION)


def test_the_passage_that_answers_comes_first(
    generation: Generation, vector: np.ndarray
) -> None:
    best = retrieve(generation, vector, QUESTION)[0]
    assert best.passage_id == "ellery-courier-report-2021-03-20#p2"


def test_scores_fall_from_the_best_on_and_stay_below_one(
    generation: Generation, vector: np.ndarray
) -> None:
    scores = [hit.score for hit in retrieve(generation, vector, QUESTION)]
    assert scores == sorted(scores, reverse=True)
    assert 0 < scores[0] <= 1 + 1e-6


def test_no_passage_comes_twice(generation: Generation, vector: np.ndarray) -> None:
    ids = [hit.passage_id for hit in retrieve(generation, vector, QUESTION)]
    assert len(ids) == len(set(ids))


def test_without_a_lexical_share_meaning_alone_decides(
    generation: Generation, vector: np.ndarray
) -> None:
    hits = retrieve(generation, vector, QUESTION, lexical_share=0)
    nearest = [passage_id for passage_id, _ in generation.nearest(vector, 10)]
    assert [hit.passage_id for hit in hits[:10]] == nearest


def test_with_the_whole_share_words_alone_decide(
    generation: Generation, vector: np.ndarray
) -> None:
    hits = retrieve(generation, vector, QUESTION, lexical_share=1)
    lexical = [hit.lexical for hit in hits]
    assert lexical == sorted(lexical, reverse=True)
    assert lexical[0] == pytest.approx(1)


def test_a_passage_that_meaning_missed_joins_by_its_words(
    generation: Generation, embedding: MiniLmEmbedding
) -> None:
    far = embedding.one("bread and butter")
    hits = retrieve(generation, far, "84 million crowns", wide=1)
    assert "ellery-port-company-statement-2021-04-15#p1" in {
        hit.passage_id for hit in hits
    }


def test_words_that_no_passage_holds_leave_the_order_of_meaning(
    generation: Generation, vector: np.ndarray
) -> None:
    hits = retrieve(generation, vector, "zzz")
    plain = retrieve(generation, vector, "zzz", lexical_share=0)
    assert [h.passage_id for h in hits] == [h.passage_id for h in plain]
    assert {hit.lexical for hit in hits} == {0.0}


def test_the_wide_list_is_as_wide_as_asked(
    generation: Generation, vector: np.ndarray
) -> None:
    assert len(retrieve(generation, vector, "zzz", wide=7)) == 7


def test_the_same_question_gives_the_same_order(
    generation: Generation, vector: np.ndarray
) -> None:
    first = retrieve(generation, vector, QUESTION)
    assert retrieve(generation, vector, QUESTION) == first


def test_hits_are_grouped_by_the_speakers_party_best_first(
    generation: Generation, vector: np.ndarray
) -> None:
    hits = retrieve(generation, vector, QUESTION)
    groups = by_party(hits, generation.parties)
    assert {"Port company", "Fishermen's cooperative"} <= set(groups)
    for group in groups.values():
        assert group == sorted(group, key=lambda hit: -hit.score)
    assert sum(map(len, groups.values())) == len(hits)


def test_a_group_without_a_party_has_an_empty_name() -> None:
    hit = Hit("joint#p1", 1.0, 0.5, 0.5)
    assert by_party([hit], {"joint#p1": ("", "joint")}) == {"": [hit]}
