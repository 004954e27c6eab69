from __future__ import annotations

import numpy as np
import pytest

from index.embedding import MiniLmEmbedding
from index.generations import Generation
from index.retrieving import Hit, Shares, newest_first, retrieve

QUESTION = "What did the radar recording of the collision show?"


@pytest.fixture(scope="module")
def vector(embedding: MiniLmEmbedding) -> np.ndarray:
    return embedding.one(QUESTION)


def test_the_passage_that_answers_comes_first(
    generation: Generation, vector: np.ndarray
) -> None:
    best = retrieve(generation, vector, QUESTION).hits[0]
    assert best.passage_id == "ellery-courier-report-2021-03-20#p2"


def test_scores_fall_from_the_best_on_and_stay_below_one(
    generation: Generation, vector: np.ndarray
) -> None:
    scores = [hit.score for hit in retrieve(generation, vector, QUESTION).hits]
    assert scores == sorted(scores, reverse=True)
    assert 0 < scores[0] <= 1 + 1e-6


def test_no_passage_comes_twice(generation: Generation, vector: np.ndarray) -> None:
    ids = [hit.passage_id for hit in retrieve(generation, vector, QUESTION).hits]
    assert len(ids) == len(set(ids))


def test_without_either_share_the_passages_own_meaning_decides(
    generation: Generation, vector: np.ndarray
) -> None:
    hits = retrieve(generation, vector, QUESTION, shares=Shares(0, 0)).hits
    nearest = [passage_id for passage_id, _ in generation.nearest(vector, 10)]
    assert [hit.passage_id for hit in hits[:10]] == nearest


def test_with_the_whole_share_words_alone_decide(
    generation: Generation, vector: np.ndarray
) -> None:
    hits = retrieve(generation, vector, QUESTION, shares=Shares(0, 1)).hits
    lexical = [hit.lexical for hit in hits]
    assert lexical == sorted(lexical, reverse=True)
    assert lexical[0] == pytest.approx(1)


@pytest.mark.parametrize("shares", [Shares(1, 0), Shares(0, 1)])
def test_a_passage_is_found_by_a_question_that_its_text_has_no_word_of(
    generation: Generation, embedding: MiniLmEmbedding, shares: Shares
) -> None:
    question = "any footage of the crash?"
    hits = retrieve(generation, embedding.one(question), question, shares=shares).hits
    assert hits[0].passage_id == "ellery-courier-report-2021-03-20#p2"


def test_words_said_before_count_less(
    generation: Generation, vector: np.ndarray
) -> None:
    def lexical(*said_before: str) -> dict[str, float]:
        found = retrieve(generation, vector, QUESTION, said_before=said_before)
        return {hit.passage_id: hit.lexical for hit in found.hits}

    asked, said = lexical(), lexical("radar", "record")
    recorded = "port-ellery-town-council-minutes-2021-05-25#p1"
    collided = "ellery-courier-report-2021-03-20#p3"
    assert said[recorded] < asked[recorded]
    assert said[collided] > asked[collided]
    assert lexical("herring") == asked


def test_a_passage_without_a_question_stands_for_itself(
    generation: Generation, vector: np.ndarray
) -> None:
    asked = generation.questions(vector, 100).answered
    hits = retrieve(generation, vector, QUESTION).hits
    assert [hit for hit in hits if hit.asked != hit.cosine] == [
        hit for hit in hits if asked.get(hit.passage_id, -1) > hit.cosine
    ]


def test_a_passage_that_meaning_missed_joins_by_its_words(
    generation: Generation, embedding: MiniLmEmbedding
) -> None:
    far = embedding.one("bread and butter")
    hits = retrieve(generation, far, "84 million crowns", wide=1).hits
    assert "ellery-port-company-statement-2021-04-15#p1" in {
        hit.passage_id for hit in hits
    }


def test_words_that_no_passage_holds_leave_the_order_of_meaning(
    generation: Generation, vector: np.ndarray
) -> None:
    hits = retrieve(generation, vector, "zzz").hits
    plain = retrieve(generation, vector, "zzz", shares=Shares(lexical=0)).hits
    assert [h.passage_id for h in hits] == [h.passage_id for h in plain]
    assert {hit.lexical for hit in hits} == {0.0}


def test_the_wide_list_is_as_wide_as_asked(
    generation: Generation, vector: np.ndarray
) -> None:
    assert len(retrieve(generation, vector, "zzz", wide=7).hits) == 7


def test_the_same_question_gives_the_same_order(
    generation: Generation, vector: np.ndarray
) -> None:
    first = retrieve(generation, vector, QUESTION)
    assert retrieve(generation, vector, QUESTION) == first


def test_where_the_newest_are_asked_for_a_later_passage_goes_before_its_equal(
    generation: Generation, embedding: MiniLmEmbedding
) -> None:
    question = "Does the dredging of the quay need an assessment?"
    hits = retrieve(generation, embedding.one(question), question).hits
    day = "2022-11-03"
    ranked = newest_first(hits, generation, "2021-06-12", day)
    assert sorted(ranked, key=hits.index) == hits
    dated = generation.passages(hit.passage_id for hit in hits)
    moved = [hit for place, hit in enumerate(ranked[:10]) if place < hits.index(hit)]
    assert moved
    assert all(dated[hit.passage_id].tells_of > "2021-06-12" for hit in moved)


def test_before_the_day_asked_from_no_passage_is_newer_than_another(
    generation: Generation, vector: np.ndarray
) -> None:
    hits = retrieve(generation, vector, QUESTION).hits
    assert newest_first(hits, generation, "2030-01-01", "2031-01-01") == hits


def test_a_passage_far_behind_the_first_isnt_moved_up_for_being_new(
    generation: Generation,
) -> None:
    new = "ellery-port-company-annual-report-2024-03-05#p1"
    old = "joint-berthing-agreement-2019-03-14#p1"
    for score, order in ((0.9, [new, old]), (0.5, [old, new])):
        hits = [Hit(old, 1.0, 0, 0, 0), Hit(new, score, 0, 0, 0)]
        ranked = newest_first(hits, generation, "2021-06-12", "2024-03-05")
        assert [hit.passage_id for hit in ranked] == order
    assert newest_first([], generation, "2021-06-12", "2024-03-05") == []
