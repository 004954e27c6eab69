from __future__ import annotations

import json
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from app.answer import Answer, Flag
from app.answering import Answerer
from index.dates import last_day
from index.embedding import MiniLmEmbedding
from index.generations import Generation
from index.settings import Settings
from index.voice import Voice
from ingest.applying import apply

Edit = Callable[[str, str, str], None]

COLLISION = "Did the Sea Holly ram the Merrow?"
SIEGE = "Was the line of boats a siege?"
VOTE = "How did the town council vote on the enlargement?"
JOBS = "Did the harbour create 300 jobs?"
DUTY = "Does the Coast Act require an environmental assessment?"
LENGTH = "How long is the Old Quay?"
BERTHS = "How many berths are there in the Cold Basin?"
FUTURE = "Should the town live from ships or from fish?"
AUTHOR = "Who wrote the article?"
AUSTRALIA = "What is the capital of Australia?"
QUESTIONS = [
    COLLISION, SIEGE, VOTE, JOBS, DUTY, LENGTH, BERTHS, FUTURE, AUTHOR, AUSTRALIA,
    "Who cut the survey buoys loose?",
    "What caused the decline of the herring?",
    "Did herring landings fall by 31 per cent?",
    "What does the article say about the fishermen?",
    "Which predictions of the article came true?",
    "What did the radar recording show?",
]  # fmt: skip


@pytest.fixture(scope="module")
def answers(answerer: Answerer) -> list[Answer]:
    """One answer to each of the questions above."""
    return [answerer.answer(question) for question in QUESTIONS]


@pytest.fixture(scope="module")
def dated(answerer: Answerer) -> list[Answer]:
    """The same as they could have been answered on three days."""
    days = ("2021-03-31", "2021-06-30", "2022-12-31")
    return [answerer.answer(text, (), day) for text in QUESTIONS for day in days]


def flag_of(answer: Answer, claim_id: str) -> Flag:
    """An answer's flag on a claim."""
    return next(flag for flag in answer.flags if flag.claim_id == claim_id)


def substance(answer: Answer) -> dict[str, Any]:
    """An answer without the time it took."""
    return answer.model_dump(exclude={"timings_ms"})


# The contract, as tools outside the project read it.

KEYS = {
    "schema", "id", "question", "standalone_question", "as_of", "language", "outcome",
    "refusal", "sentences", "citations", "flags", "perspectives", "follow_ups",
    "composer", "index", "timings_ms",
}  # fmt: skip
SENTENCE = {"text", "voice", "speaker", "citations", "claims"}
CITATION = {
    "number", "source_id", "passage_id", "title", "publisher", "speaker", "party",
    "published", "event_date", "url", "perspective", "locator", "basis", "mark",
    "text_origin", "quote", "start", "end",
}  # fmt: skip
FLAG = {
    "claim_id", "status", "verdict", "kind", "contested", "overtaken",
    "article_quote", "paragraph", "start", "end", "summary", "raised_by",
    "reviewed_by", "positions",
}  # fmt: skip
POSITION = {"party", "stance", "date", "text", "citations"}


def test_every_key_of_the_contract_stands_in_an_answer(answerer: Answerer) -> None:
    record = json.loads(answerer.answer(DUTY).to_json())
    assert set(record) >= KEYS
    assert set(record["sentences"][0]) >= SENTENCE
    assert set(record["citations"][0]) >= CITATION
    assert set(record["flags"][0]) >= FLAG
    assert set(record["flags"][0]["positions"][0]) >= POSITION
    assert set(record["flags"][0]["overtaken"]) >= {"date", "text"}
    assert set(record["composer"]) >= {
        "name", "model", "fell_back", "dropped_sentences",
    }  # fmt: skip
    assert set(record["index"]) >= {"generation", "corpus_sha256"}
    assert set(record["timings_ms"]) >= {"retrieve", "compose", "total"}
    assert record["schema"] == "counterpoint.answer/1"


def test_every_key_of_the_contract_stands_in_a_refusal(answerer: Answerer) -> None:
    record = json.loads(answerer.answer(AUSTRALIA).to_json())
    assert set(record) >= KEYS
    assert set(record["refusal"]) >= {"reason", "message", "nearest", "would_help"}
    assert record["sentences"] == record["flags"] == []


def test_an_answer_is_one_line_of_json_that_reads_back(answers: list[Answer]) -> None:
    for answer in answers:
        assert "\n" not in answer.to_json()
        assert Answer.model_validate_json(answer.to_json()) == answer


def test_the_schema_names_every_key_of_the_contract() -> None:
    schema = Answer.model_json_schema(by_alias=True)
    assert set(schema["properties"]) >= KEYS
    assert set(schema["$defs"]["Citation"]["properties"]) >= CITATION
    assert set(schema["$defs"]["Flag"]["properties"]) >= FLAG
    assert schema["$defs"]["Flag"]["properties"]["raised_by"]["enum"] == [
        "question", "evidence",
    ]  # fmt: skip


def test_the_schema_holds_no_party_or_perspective_of_a_corpus() -> None:
    positions = Answer.model_json_schema()["$defs"]["FlagPosition"]["properties"]
    assert positions["party"] == {"title": "Party", "type": "string"}


# What holds for every answer.


def test_every_sentence_is_cited_unless_it_says_what_isnt_held(
    answers: list[Answer], dated: list[Answer]
) -> None:
    for answer in [*answers, *dated]:
        for sentence in answer.sentences:
            assert sentence.citations or sentence.voice == "gap", sentence.text


def test_an_answered_question_has_sentences(answers: list[Answer]) -> None:
    for answer in answers:
        assert bool(answer.sentences) == (answer.outcome == "answered")
        assert (answer.refusal is not None) == (answer.outcome == "refused")


def test_every_quote_is_its_passages_text_between_its_offsets(
    answers: list[Answer], generation: Generation
) -> None:
    for answer in answers:
        for citation in answer.citations:
            passage = generation.passages([citation.passage_id])[citation.passage_id]
            assert citation.quote == passage.text[citation.start : citation.end]
            assert citation.quote


def test_citations_are_numbered_from_one_without_a_gap(answers: list[Answer]) -> None:
    for answer in answers:
        numbers = [citation.number for citation in answer.citations]
        assert numbers == [*range(1, len(numbers) + 1)]


def test_every_number_used_is_a_citation_and_every_citation_is_used(
    answers: list[Answer], dated: list[Answer]
) -> None:
    for answer in [*answers, *dated]:
        used = {n for sentence in answer.sentences for n in sentence.citations}
        for flag in answer.flags:
            used |= {n for position in flag.positions for n in position.citations}
            used |= set(flag.overtaken.citations if flag.overtaken else ())
        used |= set(answer.refusal.nearest if answer.refusal else ())
        assert used == {citation.number for citation in answer.citations}


def test_sentences_are_numbered_in_the_order_in_which_a_reader_meets_them(
    answers: list[Answer],
) -> None:
    for answer in answers:
        met = [n for sentence in answer.sentences for n in sentence.citations]
        assert [*dict.fromkeys(met)] == [*range(1, len(set(met)) + 1)]


def test_a_quotation_stands_verbatim_in_its_sentence(answers: list[Answer]) -> None:
    for answer in answers:
        quotes = {citation.number: citation.quote for citation in answer.citations}
        for sentence in answer.sentences:
            if sentence.voice == "quotation":
                assert all(quotes[n] in sentence.text for n in sentence.citations)


def test_no_sentence_shown_breaks_the_own_voice_lint(
    answers: list[Answer], dated: list[Answer], generation: Generation
) -> None:
    voice = Voice(generation.register)
    for answer in [*answers, *dated]:
        for sentence in answer.sentences:
            if sentence.voice != "quotation":
                assert voice.faults(sentence.text, sentence.voice) == []


def test_an_attributed_sentence_names_its_speaker_apart(answers: list[Answer]) -> None:
    for answer in answers:
        for sentence in answer.sentences:
            if sentence.voice == "attributed":
                assert sentence.speaker


def test_the_article_is_cited_for_nothing_but_what_it_says(
    answers: list[Answer],
) -> None:
    for answer in answers:
        for citation in answer.citations:
            if citation.source_id != "article":
                continue
            for sentence in answer.sentences:
                if citation.number in sentence.citations:
                    assert "article" in sentence.text or sentence.voice == "system"
            for flag in answer.flags:
                for position in flag.positions:
                    assert citation.number not in position.citations


def test_the_article_is_no_perspective_heard(answers: list[Answer]) -> None:
    for answer in answers:
        assert "article" not in answer.perspectives
        cited = {c.perspective for c in answer.citations} - {"article"}
        if answer.outcome == "answered":
            assert set(answer.perspectives) == cited
            assert all(count > 0 for count in answer.perspectives.values())


def test_follow_ups_are_questions_on_other_claims(
    answers: list[Answer], generation: Generation
) -> None:
    owner = {
        text: claim.id
        for claim in generation.register.claims
        for text in claim.asked_as
    }
    for answer in answers:
        assert answer.follow_ups
        flagged = {flag.claim_id for flag in answer.flags}
        assert not flagged & {owner[text] for text in answer.follow_ups}


def test_an_answer_tells_which_index_it_comes_from(
    answers: list[Answer], generation: Generation
) -> None:
    for answer in answers:
        assert answer.index.generation == generation.id
        assert answer.index.corpus_sha256 == generation.manifest["corpus_sha256"]


def test_timings_add_up(answers: list[Answer]) -> None:
    for answer in answers:
        spent = answer.timings_ms
        parts = spent.understand + spent.retrieve + spent.match + spent.compose
        assert parts == pytest.approx(spent.total, abs=0.05)


def test_the_same_question_twice_gives_the_same_answer(
    answerer: Answerer, answers: list[Answer]
) -> None:
    for answer in answers:
        assert substance(answerer.answer(answer.question)) == substance(answer)


def test_two_answerers_give_the_same_answer(
    harbour_settings: Settings, answers: list[Answer]
) -> None:
    again = Answerer.open(harbour_settings).answer(DUTY)
    assert substance(again) == substance(answers[QUESTIONS.index(DUTY)])


def test_answers_in_threads_are_those_given_one_by_one(
    answerer: Answerer, answers: list[Answer]
) -> None:
    found: dict[str, Answer] = {}

    def ask(questions: list[str]) -> None:
        for question in questions:
            found[question] = answerer.answer(question)

    threads = [threading.Thread(target=ask, args=(QUESTIONS[n::3],)) for n in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for answer in answers:
        assert substance(found[answer.question]) == substance(answer)


_WATCHED: list[str] = []
_WATCHING = threading.Event()


@pytest.fixture
def connections() -> Iterator[list[str]]:
    """Every network connection that is opened while a test runs."""

    def note(event: str, arguments: tuple[Any, ...]) -> None:
        if _WATCHING.is_set() and event in ("socket.connect", "socket.getaddrinfo"):
            _WATCHED.append(event)

    sys.addaudithook(note)
    _WATCHING.set()
    yield _WATCHED
    _WATCHING.clear()


def test_answering_opens_no_network_connection(
    harbour_settings: Settings, connections: list[str]
) -> None:
    assert Answerer.open(harbour_settings).answer(COLLISION).outcome == "answered"
    assert connections == []


# Flags.


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


# The shape of an answer.


def test_an_answer_on_a_contested_claim_begins_with_the_articles_words(
    answerer: Answerer,
) -> None:
    first = answerer.answer(COLLISION).sentences[0]
    assert first.voice == "quotation"
    assert first.text.startswith("The article says: “")


def test_an_answer_gives_the_case_of_each_main_party(answerer: Answerer) -> None:
    answer = answerer.answer(COLLISION)
    sides = [s.speaker for s in answer.sentences if s.part == "sides"]
    assert sides == ["Ellery Port Company", "Ellery Fishermen's Cooperative"]


# Fails as long as a position whose verb the lint doesn't know is left out.
@pytest.mark.parametrize("question", [JOBS, DUTY, COLLISION, SIEGE])
def test_no_sentence_of_the_register_is_dropped(
    answerer: Answerer, question: str
) -> None:
    assert answerer.answer(question).composer.dropped_sentences == 0


def test_a_number_asked_for_comes_first(answerer: Answerer) -> None:
    assert "410 metres" in answerer.answer(LENGTH).sentences[0].text


def test_a_place_is_found_under_the_name_of_either_side(answerer: Answerer) -> None:
    for name in ("Cold Basin", "Gateway Basin", "North Basin"):
        answer = answerer.answer(f"How many fishing boats have berths in the {name}?")
        assert any("31 fishing boats" in s.text for s in answer.sentences)


def test_what_is_known_of_the_article_is_answered_from_the_article(
    answerer: Answerer,
) -> None:
    answer = answerer.answer(AUTHOR)
    assert "it names no author" in answer.sentences[0].text
    assert {citation.source_id for citation in answer.citations} == {"article"}


# As of a day.


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


# The next three fail as long as a day cuts positions and citations alone.
def test_a_summary_that_rests_on_a_later_source_isnt_shown(answerer: Answerer) -> None:
    answer = answerer.answer(JOBS, (), "2021-04-16")
    assert not any("finance office" in s.text for s in answer.sentences)
    assert "finance office" not in flag_of(answer, "h07-new-jobs").summary


def test_a_prediction_has_no_verdict_before_its_outcome(answerer: Answerer) -> None:
    flag = flag_of(answerer.answer(JOBS, (), "2021-06-30"), "h07-new-jobs")
    assert flag.verdict is None


def test_a_source_that_is_held_but_later_isnt_called_missing(
    answerer: Answerer,
) -> None:
    answer = answerer.answer(DUTY, (), "2021-06-30")
    assert "We hold no source from Courts" not in " ".join(
        [s.text for s in answer.sentences]
        + [p.text for f in answer.flags for p in f.positions]
    )


# Follow-ups and pressure.


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
    loaded = answerer.answer("Why did the fishermen hold the town hostage?")
    assert flag_of(loaded, "h08-word-siege") == flag_of(
        answerer.answer(SIEGE), "h08-word-siege"
    )


def test_a_misspelt_question_finds_what_the_right_one_finds(
    answerer: Answerer,
) -> None:
    answer = answerer.answer("Whose falt was the colission of the Merow?")
    assert "h04-collision" in {flag.claim_id for flag in answer.flags}


# One generation throughout.


def test_every_answer_given_during_a_build_comes_from_one_generation(
    own: Settings, edit: Edit, embedding: MiniLmEmbedding
) -> None:
    answerer = Answerer.open(own)
    old = answerer.generation().id
    said = {old: "by 9 votes to 6"}
    edit("claims/h02-council-vote.yaml", "by 9 votes to 6", "with 9 votes to 6")
    edit(
        "sources/port-ellery-town-council-minutes-2021-05-25.md",
        "by 9 votes to 6",
        "with 9 votes to 6",
    )
    applied = []
    builder = threading.Thread(target=lambda: applied.append(apply(own, embedding)))
    builder.start()
    answers = [answerer.answer(VOTE)]
    while builder.is_alive():
        answers.append(answerer.answer(VOTE))
    answers.append(answerer.answer(VOTE))
    said[applied[0].generation] = "with 9 votes to 6"
    assert {answer.index.generation for answer in answers} == set(said)
    for answer in answers:
        words = said[answer.index.generation]
        summary = next(s for s in answer.sentences if s.voice == "system")
        assert words in summary.text
        cited = {citation.number: citation.quote for citation in answer.citations}
        assert words in cited[summary.citations[0]]
