from __future__ import annotations

from pathlib import Path

import pytest

from app.answering import Answerer
from app.evidence.guiding import CLOSEST, QUESTIONS, Guide
from app.question.languages import BELOW, SORRY, detect
from index.generations import Generation
from index.settings import Settings
from index.store import Store

RAMMED = "Протаранила ли «Си Холли» судно «Мерроу» у входа в гавань?"


@pytest.fixture(scope="module")
def guide(generation: Generation) -> Guide:
    found = Guide.of(generation)
    assert found is not None
    return found


def test_a_question_in_another_language_is_shown_the_way(answerer: Answerer) -> None:
    answer = answerer.answer(RAMMED)
    refusal = answer.refusal
    assert refusal is not None
    assert refusal.reason == "unsupported-language"
    assert refusal.message.startswith(SORRY["ru"])
    assert refusal.would_help.startswith(BELOW["ru"])
    assert refusal.claims[0].claim_id == "h04-collision"
    assert refusal.claims[0].contested
    assert len(refusal.claims) <= CLOSEST
    assert not answer.sentences
    assert not answer.flags


def test_its_questions_are_answered_and_flag_the_claim(answerer: Answerer) -> None:
    asked = answerer.answer(RAMMED).follow_ups
    assert 0 < len(asked) <= QUESTIONS
    assert len(set(asked)) == len(asked)
    answers = [answerer.answer(question) for question in asked]
    assert all(answer.outcome == "answered" for answer in answers)
    assert "h04-collision" in {flag.claim_id for flag in answers[0].flags}


def test_nearest_are_the_article_and_what_each_side_says(answerer: Answerer) -> None:
    answer = answerer.answer(RAMMED)
    assert answer.refusal is not None
    near = [answer.citations[number - 1] for number in answer.refusal.nearest]
    assert near[0].perspective == "article"
    assert near[0].quote == answer.refusal.claims[0].article_quote
    assert len({citation.party for citation in near}) == len(near)
    settings = answerer.generation().register.settings
    mains = {party.name for party in settings.parties if party.main}
    assert {citation.party for citation in near[1:]} <= mains


def test_before_the_article_no_claim_of_it_is_shown(
    guide: Guide, generation: Generation
) -> None:
    day = generation.register.settings.article_date
    assert guide.guidance(RAMMED, None).claims
    assert guide.guidance(RAMMED, day).claims
    assert not guide.guidance(RAMMED, "1999-12-31").claims


def test_off_the_subject_nothing_is_close_and_the_main_claims_are_offered(
    shipped_answerer: Answerer,
) -> None:
    answer = shipped_answerer.answer("wie macht man eine gute linsensuppe")
    assert answer.refusal is not None
    assert answer.refusal.reason == "unsupported-language"
    assert answer.refusal.claims == answer.citations == ()
    register = shipped_answerer.generation().register
    main = [claim.asked_as[0] for claim in register.claims if claim.main]
    assert list(answer.follow_ups) == main[:QUESTIONS]


@pytest.mark.parametrize("day", ["2021-03-31", "2021-06-30"])
def test_by_a_day_only_points_known_by_it_are_shown(guide: Guide, day: str) -> None:
    for question in (RAMMED, "Combien de places y a-t-il dans le bassin ?"):
        shown = guide.guidance(question, day).passages
        assert all(passage.known_by(day) for passage in shown if passage.speaker)


def test_by_a_day_closest_claims_hold_nothing_later(
    answerer: Answerer, generation: Generation
) -> None:
    day = generation.register.settings.article_date
    answer = answerer.answer(RAMMED, as_of=day)
    assert answer.refusal is not None
    assert answer.refusal.claims
    for claim in answer.refusal.claims:
        assert claim.overtaken is None
        assert all((p.date or "") <= day for p in claim.positions)
    assert all((c.published or "") <= day for c in answer.citations)


def test_without_signposts_a_reader_is_shown_what_the_search_finds(
    harbour_settings: Settings, answerer: Answerer, tmp_path: Path
) -> None:
    generation = answerer.generation()
    kept = {k: v for k, v in generation.manifest.items() if k != "multilingual"}
    earlier = Store(harbour_settings.index).read(kept)
    assert Guide.of(earlier) is None


def test_what_a_reader_is_told_is_in_the_language_it_is_kept_for() -> None:
    assert BELOW.keys() == SORRY.keys()
    told = {code: detect(sentence) for code, sentence in BELOW.items()}
    assert {code for code, found in told.items() if found != code} == set()
