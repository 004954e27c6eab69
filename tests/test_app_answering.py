from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from app.answer import Answer
from app.answering import Answerer
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
AUTHOR = "Who wrote the article?"


def substance(answer: Answer) -> dict[str, Any]:
    """An answer without the time it took."""
    return answer.model_dump(exclude={"timings_ms"})


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


def test_follow_ups_are_questions_on_points_not_told_and_on_other_claims(
    answers: list[Answer], generation: Generation
) -> None:
    owner = {
        text: claim.id
        for claim in generation.register.claims
        for text in claim.asked_as
    }
    points = generation.passages(generation.parties)
    of_points = {text: key for key, point in points.items() for text in point.asked_as}
    for answer in answers:
        assert answer.follow_ups
        flagged = {flag.claim_id for flag in answer.flags}
        cited = {citation.passage_id for citation in answer.citations}
        for text in answer.follow_ups:
            assert owner.get(text) not in flagged
            assert of_points.get(text) not in cited


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
    assert substance(again) == substance(
        next(answer for answer in answers if answer.question == DUTY)
    )


def test_answers_in_threads_are_those_given_one_by_one(
    answerer: Answerer, answers: list[Answer]
) -> None:
    found: dict[str, Answer] = {}
    questions = [answer.question for answer in answers]

    def ask(questions: list[str]) -> None:
        for question in questions:
            found[question] = answerer.answer(question)

    threads = [threading.Thread(target=ask, args=(questions[n::3],)) for n in range(3)]
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


def test_an_answer_on_a_contested_claim_begins_with_the_articles_words(
    answerer: Answerer,
) -> None:
    first = answerer.answer(COLLISION).sentences[0]
    assert first.voice == "quotation"
    assert first.text.startswith("The article says: “")


def test_an_answer_gives_the_case_of_each_main_party(answerer: Answerer) -> None:
    answer = answerer.answer(COLLISION)
    sides = [s.speaker for s in answer.sentences if s.part == "sides"]
    assert sides == ["Ellery Fishermen's Cooperative", "Ellery Port Company"]


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
    answers = [answerer.answer(VOTE)]
    builder.start()
    try:
        while builder.is_alive():
            answers.append(answerer.answer(VOTE))
    finally:
        builder.join()
    answers.append(answerer.answer(VOTE))
    said[applied[0].generation] = "with 9 votes to 6"
    assert {answer.index.generation for answer in answers} == set(said)
    for answer in answers:
        words = said[answer.index.generation]
        summary = next(s for s in answer.sentences if s.voice == "system")
        assert words in summary.text
        cited = {citation.number: citation.quote for citation in answer.citations}
        assert words in cited[summary.citations[0]]
