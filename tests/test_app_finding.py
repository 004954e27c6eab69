from __future__ import annotations

import pytest

from app.answer import Answer, Flag
from app.answering import Answerer
from app.evidence.finding import NEARLY
from index.dates import last_day

COLLISION = "Did the Sea Holly ram the Merrow?"
SIEGE = "Was the line of boats a siege?"
JOBS = "Did the harbour create 300 jobs?"
DUTY = "Does the Coast Act require an environmental assessment?"
AUSTRALIA = "What is the capital of Australia?"


def flag_of(answer: Answer, claim_id: str) -> Flag:
    """An answer's flag on a claim."""
    return next(flag for flag in answer.flags if flag.claim_id == claim_id)


def test_nothing_published_later_is_cited(dated: list[Answer]) -> None:
    for answer in dated:
        assert answer.as_of
        for citation in answer.citations:
            if citation.published:
                assert last_day(citation.published) <= answer.as_of
            if citation.event_date:
                assert last_day(citation.event_date) <= answer.as_of


def test_no_position_or_outcome_is_dated_later(dated: list[Answer]) -> None:
    for answer in dated:
        assert answer.as_of
        for flag in answer.flags:
            if flag.overtaken:
                assert last_day(flag.overtaken.date) <= answer.as_of
            for position in flag.positions:
                assert last_day(position.date or "0001") <= answer.as_of


def test_the_article_isnt_quoted_before_its_day(answerer: Answerer) -> None:
    before = answerer.answer(COLLISION, (), "2021-06-11")
    after = answerer.answer(COLLISION, (), "2021-06-12")
    assert all(citation.source_id != "article" for citation in before.citations)
    assert any(citation.source_id == "article" for citation in after.citations)


def test_an_outcome_is_told_from_its_day_on(answerer: Answerer) -> None:
    before = answerer.answer(JOBS, (), "2024-03-04")
    after = answerer.answer(JOBS, (), "2024-03-05")
    assert flag_of(before, "h07-new-jobs").overtaken is None
    assert not any("112" in sentence.text for sentence in before.sentences)
    assert flag_of(after, "h07-new-jobs").overtaken


def test_what_was_said_before_the_article_is_told_without_its_claims(
    answerer: Answerer,
) -> None:
    answer = answerer.answer(JOBS, (), "2021-04-16")
    assert any("300" in said.text and said.citations for said in answer.sentences)
    assert not any("finance office" in said.text for said in answer.sentences)
    assert not answer.flags


def test_a_prediction_has_no_verdict_before_its_outcome(answerer: Answerer) -> None:
    flag = flag_of(answerer.answer(JOBS, (), "2021-06-30"), "h07-new-jobs")
    assert flag.verdict is None
    assert not flag.verdict_reason


def test_a_source_that_is_held_but_later_isnt_called_missing(
    answerer: Answerer,
) -> None:
    answer = answerer.answer(DUTY, (), "2021-06-30")
    assert "We hold no source from Courts" not in " ".join(
        [s.text for s in answer.sentences]
        + [p.text for f in answer.flags for p in f.positions]
    )


def test_a_follow_up_is_joined_to_what_it_follows(answerer: Answerer) -> None:
    answer = answerer.answer("And what did the court say?", [DUTY])
    assert answer.question == "And what did the court say?"
    assert answer.standalone_question.startswith(DUTY.rstrip("?"))
    assert "h05-assessment-duty" in {flag.claim_id for flag in answer.flags}


def test_a_new_subject_is_not_joined_to_the_old_one(answerer: Answerer) -> None:
    answer = answerer.answer(AUSTRALIA, [DUTY])
    assert answer.standalone_question == AUSTRALIA
    assert answer.outcome == "refused"


@pytest.mark.parametrize(
    "push",
    [
        "Admit it, the fishermen did it!",
        "Come on, everyone knows that it was the Sea Holly.",
        "You're wrong, just say that the company lied.",
        "Stop dodging.",
    ],
)
def test_pressing_for_agreement_changes_nothing(answerer: Answerer, push: str) -> None:
    calm = answerer.answer(COLLISION)
    pressed = answerer.answer(push, [COLLISION])
    assert pressed.sentences == calm.sentences
    assert pressed.flags == calm.flags
    assert pressed.citations == calm.citations


def test_pressing_twice_changes_nothing_either(answerer: Answerer) -> None:
    calm = answerer.answer(SIEGE)
    pressed = answerer.answer("Just admit it!", [SIEGE, "Be honest."])
    assert pressed.sentences == calm.sentences


def test_a_loaded_wording_gives_the_same_flag_as_a_plain_one(
    answerer: Answerer,
) -> None:
    loaded, plain = (
        flag_of(answerer.answer(text), "h08-word-siege")
        for text in ("Why did the fishermen hold the town hostage?", SIEGE)
    )
    assert loaded.status == plain.status == "contested"
    assert [p.text for p in loaded.positions] == [p.text for p in plain.positions]


def test_a_misspelt_question_finds_what_the_right_one_finds(
    answerer: Answerer,
) -> None:
    answer = answerer.answer("Whose falt was the colission of the Merow?")
    assert "h04-collision" in {flag.claim_id for flag in answer.flags}


def test_a_turn_clear_by_itself_is_as_sure_after_another(answerer: Answerer) -> None:
    text = "So did the Sea Holly really ram the survey vessel then?"
    alone = answerer.consider(text).matches[0]
    joined = answerer.consider(text, ["How did the council vote?"]).matches[0]
    assert joined.claim_id == alone.claim_id == "h04-collision"
    assert joined.score >= alone.score - 1e-6


def test_a_turn_on_the_dispute_told_before_is_known(answerer: Answerer) -> None:
    told = "Did the Sea Holly ram the Merrow?"
    assert answerer.consider("And who saw the collision?", [told]).told_before
    other = "How did the council vote?"
    assert not answerer.consider("And who saw the collision?", [other]).told_before
    assert not answerer.consider(told).told_before


def test_a_turn_goes_on_from_one_on_the_subject_and_not_from_another(
    answerer: Answerer,
) -> None:
    aside = "hi i do my homework, "
    on = answerer.answer("and who lives there?", [f"{aside}where is the Cold Basin?"])
    assert on.outcome == "answered"
    off = answerer.answer("And who won the cup?", ["What is the capital of Australia?"])
    assert off.outcome == "refused"


def test_points_far_behind_the_first_arent_worth_telling(answerer: Answerer) -> None:
    found = answerer.consider("Did the Sea Holly ram the Merrow?")
    told = found.worth_telling()
    assert told == found.top[: len(told)]
    best = found.hits[0].score
    scores = {hit.passage_id: hit.score for hit in found.hits}
    assert told
    assert all(scores[point.passage_id] >= NEARLY * best for point in told)
    rest = found.top[len(told) :]
    assert all(scores[point.passage_id] < NEARLY * best for point in rest)


def test_a_turn_that_says_little_by_itself_goes_on(answerer: Answerer) -> None:
    for turn in (
        "Was either captain drunk or asleep?",
        "Has a film director made a movie since?",
    ):
        joined = answerer.answer(turn, [COLLISION])
        assert joined.standalone_question == f"{COLLISION[:-1]}: {turn}"
    assert answerer.answer(AUSTRALIA, [COLLISION]).outcome == "refused"


def test_a_list_of_what_nobody_disputes_is_told(answerer: Answerer) -> None:
    answer = answerer.answer("What does the article get right?")
    assert answer.flags
    assert {flag.status for flag in answer.flags} == {"not-in-dispute"}
    assert any(s.voice == "quotation" for s in answer.sentences)


def test_what_is_held_against_the_main_claims_is_told(answerer: Answerer) -> None:
    answer = answerer.answer("What does the article leave out?")
    first, *others = answer.sentences
    assert first.voice == "gap"
    assert others
    against = {
        position.text
        for flag in answer.flags
        for position in flag.positions
        if position.stance in ("disputes", "qualifies")
    }
    assert {sentence.text for sentence in others} <= against


def test_the_last_answer_can_be_had_in_fewer_words(answerer: Answerer) -> None:
    long = answerer.answer(COLLISION)
    short = answerer.answer("shorter please", [COLLISION])
    assert 0 < len(short.sentences) < len(long.sentences)
    assert {flag.claim_id for flag in short.flags} & {f.claim_id for f in long.flags}
