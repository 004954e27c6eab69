from __future__ import annotations

from dataclasses import replace

import pytest

from app.answer import Answer, Flag
from app.answering import Answerer
from app.flagging import near_claims, touched
from index.corpora import Register
from index.generations import Generation
from index.matching import ClaimMatch

COLLISION = "Did the Sea Holly ram the Merrow?"
SIEGE = "Was the line of boats a siege?"
VOTE = "How did the town council vote on the enlargement?"
JOBS = "Did the harbour create 300 jobs?"
DUTY = "Does the Coast Act require an environmental assessment?"
LENGTH = "How long is the Old Quay?"
FUTURE = "Should the town live from ships or from fish?"
AUSTRALIA = "What is the capital of Australia?"


def flag_of(answer: Answer, claim_id: str) -> Flag:
    """An answer's flag on a claim."""
    return next(flag for flag in answer.flags if flag.claim_id == claim_id)


@pytest.mark.parametrize(
    ("question", "claim_id", "status", "contested"),
    [
        (COLLISION, "h04-collision", "contested", True),
        (SIEGE, "h08-word-siege", "contested", True),
        (VOTE, "h02-council-vote", "mistaken", True),
        ("Who cut the survey buoys loose?", "h09-survey-buoys", "unconfirmed", True),
        (LENGTH, "h01-quay-length", "not-in-dispute", False),
        (FUTURE, "h10-town-future", "opinion", False),
        (JOBS, "h07-new-jobs", "contested", True),
    ],
)
def test_a_question_on_a_claim_carries_the_claims_flag(
    answerer: Answerer, question: str, claim_id: str, status: str, contested: bool
) -> None:
    flag = flag_of(answerer.answer(question), claim_id)
    assert flag.status == status
    assert flag.contested is contested
    assert flag.raised_by == "question"


def test_a_flag_gives_the_articles_words_and_where_they_stand(
    answers: list[Answer], generation: Generation
) -> None:
    text = generation.register.article.text
    for answer in answers:
        for flag in answer.flags:
            assert text[flag.start : flag.end] == flag.article_quote
            start, end = generation.register.article.paragraphs()[flag.paragraph - 1]
            assert start <= flag.start < flag.end <= end


def test_a_contested_flag_hears_both_main_parties_with_date_and_citation(
    answerer: Answerer, generation: Generation
) -> None:
    flag = flag_of(answerer.answer(COLLISION), "h04-collision")
    heard = {position.party: position for position in flag.positions}
    for party in generation.register.settings.main_parties():
        assert heard[party].date
        assert heard[party].citations


def test_a_party_without_a_source_is_named_and_not_called_silent(
    answerer: Answerer,
) -> None:
    answer = answerer.answer(DUTY)
    flag = flag_of(answer, "h05-assessment-duty")
    (missing,) = (p for p in flag.positions if p.stance == "no-source")
    assert (missing.party, missing.date, missing.citations) == (
        "Saltgate residents", None, (),
    )  # fmt: skip
    assert "We hold no source from Saltgate residents" in missing.text
    assert any(
        sentence.voice == "gap" and "Saltgate residents" in sentence.text
        for sentence in answer.sentences
    )


def test_every_position_with_a_stance_is_cited(answers: list[Answer]) -> None:
    for answer in answers:
        for flag in answer.flags:
            for position in flag.positions:
                assert bool(position.citations) == (position.stance != "no-source")


def test_a_position_is_cited_from_a_passage_of_its_party(
    answers: list[Answer],
) -> None:
    for answer in answers:
        parties = {citation.number: citation.party for citation in answer.citations}
        for flag in answer.flags:
            for position in flag.positions:
                if position.citations:
                    assert position.party in {parties[n] for n in position.citations}


def test_what_came_later_stands_in_flag_and_answer(answerer: Answerer) -> None:
    answer = answerer.answer(DUTY)
    flag = flag_of(answer, "h05-assessment-duty")
    assert flag.overtaken
    assert flag.overtaken.date == "2022-11-03"
    assert flag.overtaken.citations
    assert any(flag.overtaken.text == sentence.text for sentence in answer.sentences)


def test_a_prediction_is_set_against_its_outcome(answerer: Answerer) -> None:
    answer = answerer.answer(JOBS)
    flag = flag_of(answer, "h07-new-jobs")
    assert flag.overtaken
    assert "112 new permanent jobs" in flag.overtaken.text
    assert any("112 new permanent jobs" in s.text for s in answer.sentences)


def test_nothing_here_claims_a_review_that_didnt_happen(answers: list[Answer]) -> None:
    for answer in answers:
        assert {flag.reviewed_by for flag in answer.flags} <= {None}
        assert {citation.reviewed_by for citation in answer.citations} <= {None}


def test_off_topic_questions_carry_no_flag(answerer: Answerer) -> None:
    assert answerer.answer(AUSTRALIA).flags == ()


THRESHOLDS = {"touch": 0.5, "beside": 0.5}


@pytest.fixture
def register(generation: Generation) -> Register:
    """The harbour's register, in which three claims are one dispute."""
    together = ("h04-collision", "h08-word-siege", "h09-survey-buoys")
    claims = [
        claim.model_copy(update={"dispute": "days"}) if claim.id in together else claim
        for claim in generation.register.claims
    ]
    return generation.register.model_copy(update={"claims": tuple(claims)})


def matches(register: Register, **scores: float) -> list[ClaimMatch]:
    """Every claim with its score, by the start of its id; 0 where none is given."""
    found = [
        ClaimMatch(claim.id, scores.get(claim.id[:3], 0.0), "question")
        for claim in register.claims
    ]
    return sorted(found, key=lambda match: -match.score)


def test_a_claim_brings_the_others_of_its_dispute(register: Register) -> None:
    found = near_claims(matches(register, h04=0.9, h09=0.1), register, THRESHOLDS)
    assert [m.claim_id for m in found] == [
        "h04-collision", "h09-survey-buoys", "h08-word-siege",
    ]  # fmt: skip
    assert [m.raised_by for m in found] == ["question", "evidence", "evidence"]


@pytest.mark.parametrize("nearest", ["h04", "h08", "h09"])
def test_whichever_of_its_claims_is_nearest_a_dispute_is_flagged_whole(
    register: Register, nearest: str
) -> None:
    scores = {"h04": 0.3, "h08": 0.3, "h09": 0.3} | {nearest: 0.8}
    found = near_claims(matches(register, **scores), register, THRESHOLDS)
    assert found[0].claim_id.startswith(nearest)
    assert {m.claim_id for m in found} == {
        "h04-collision", "h08-word-siege", "h09-survey-buoys",
    }  # fmt: skip


def test_a_claim_of_no_dispute_brings_its_companions(register: Register) -> None:
    found = near_claims(matches(register, h10=0.9), register, THRESHOLDS)
    assert [m.claim_id for m in found] == ["h10-town-future", "h06-cause-of-decline"]


def test_claims_close_to_the_first_one_are_flagged_too(register: Register) -> None:
    scored = matches(register, h07=0.9, h02=0.6, h05=0.3)
    found = near_claims(scored, register, THRESHOLDS)
    assert [m.claim_id for m in found] == ["h07-new-jobs", "h02-council-vote"]


def test_nothing_is_flagged_where_no_claim_is_touched(register: Register) -> None:
    scored = matches(register, h04=0.4)
    assert near_claims(scored, register, THRESHOLDS) == []


def test_the_articles_mistakes_are_listed(
    answerer: Answerer, generation: Generation
) -> None:
    answer = answerer.answer("What does the article get wrong?")
    mistaken = {c.id for c in generation.register.claims if c.status == "mistaken"}
    assert {flag.claim_id for flag in answer.flags} == mistaken


def test_the_article_in_short_is_its_main_claims_in_its_order(
    answerer: Answerer, generation: Generation
) -> None:
    answer = answerer.answer("What is this article about?")
    main = [c for c in generation.register.claims if c.main]
    main.sort(key=lambda claim: claim.places[0].start)
    assert [flag.claim_id for flag in answer.flags] == [claim.id for claim in main]
    told = [(s.claims, s.voice, s.text) for s in answer.sentences]
    assert told == [
        ((c.id,), "quotation", f"The article says: “{c.places[0].quote}” ({c.status})")
        for c in main
    ]


@pytest.mark.parametrize(
    ("score", "of_it", "flagged"),
    [(0.6, 3, True), (0.6, 2, False), (0.4, 3, False), (0.9, 0, True)],
)
def test_a_claim_is_touched_less_surely_where_its_evidence_was_found(
    answerer: Answerer, score: float, of_it: int, flagged: bool
) -> None:
    found = answerer.consider(COLLISION)
    register = found.register
    together = register.flagged_with("h04-collision")
    evidence = {key for one in together for key in register.claim(one).evidence()}
    hits = [hit for hit in found.hits if hit.passage_id in evidence][:of_it]
    hits += [hit for hit in found.hits if hit.passage_id not in evidence]
    matches = [replace(match, score=0.0) for match in found.matches]
    matches[0] = replace(matches[0], claim_id="h04-collision", score=score)
    first = [hit.passage_id for hit in hits[:5]]
    given = replace(found, hits=hits, first=first, matches=matches)
    thresholds = {"touch": 0.73, "beside": 0.3}
    assert bool(touched(given, thresholds)) is flagged
