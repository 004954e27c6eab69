"""By a day: nothing that came later, and nothing said of an article not yet written."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.answer import Answer
from app.answering import Answerer
from index.dates import last_day
from index.timing import years_in
from tests.conftest import QUESTIONS

DAYS = (
    "1990-01-01", "2019-01-01", "2020-10-18", "2021-06-30", "2023-09-25", "2024-06-01",
)  # fmt: skip
ASKED = (
    "Were Syrian fighters really there?",
    "What does the article say about Syrian fighters?",
    "Is invasion the right word for Armenia's role in the conflict?",
    "Was the author right?",
    "Who won?",
    "Who controls it now?",
    "What happened?",
    "What happened in 2023?",
    "Which predictions of the article came true?",
    "Did the Minsk Group get shut down?",
    "They came in the end, didn't they, and where are they now?",
)
EVERY = 4
"""Of so many claims of the shipped register one is asked about."""


@pytest.fixture(scope="module")
def asked(answerer: Answerer, shipped_answerer: Answerer) -> list[tuple[str, Answer]]:
    """Answers from both corpora by each day, with the day of their article."""
    claims = shipped_answerer.generation().register.claims[::EVERY]
    shipped = (*ASKED, *(claim.asked_as[0] for claim in claims))
    return [
        (one.generation().register.settings.article_date, one.answer(text, (), day))
        for one, texts in ((answerer, QUESTIONS), (shipped_answerer, shipped))
        for text in texts
        for day in DAYS
    ]


def told_as_known(answer: Answer) -> Iterator[str]:
    """The texts of an answer that are nobody's word, so that they foretell nothing."""
    yield from (said.text for said in answer.sentences if said.voice == "system")
    for flag in answer.flags:
        yield from (flag.summary, flag.verdict_reason)
        yield flag.overtaken.text if flag.overtaken else ""


def dates(answer: Answer) -> Iterator[str | None]:
    """The dates of what an answer shows and of all that it cites."""
    for citation in answer.citations:
        yield from (citation.published, citation.event_date)
    for flag in answer.flags:
        yield from (position.date for position in flag.positions)
        yield flag.overtaken.date if flag.overtaken else None


def test_nothing_is_dated_or_published_later(asked: list[tuple[str, Answer]]) -> None:
    for _, answer in asked:
        day = str(answer.as_of)
        late = [date for date in dates(answer) if date and last_day(date) > day]
        assert not late, (answer.question, day)
        for text in told_as_known(answer):
            years = [year for year in years_in(text) if year > int(day[:4])]
            assert not years, (answer.question, day, text)


def test_what_is_told_of_a_claim_is_cited(asked: list[tuple[str, Answer]]) -> None:
    for _, answer in asked:
        for flag in answer.flags:
            heard = [p for p in flag.positions if p.stance != "no-source"]
            later = [flag.overtaken] if flag.overtaken else []
            assert all(part.citations for part in (*heard, *later))


def test_nothing_is_flagged_of_an_article_not_yet_written(
    asked: list[tuple[str, Answer]],
) -> None:
    for dated, answer in asked:
        if str(answer.as_of) < dated and not answer.refusal:
            assert not answer.flags
            assert "the article wasn't written yet" in answer.sentences[-1].text


def test_an_answer_says_something(asked: list[tuple[str, Answer]]) -> None:
    for _, answer in asked:
        told = [said.text for said in answer.sentences]
        assert bool(told) == (answer.refusal is None)
        assert not told or not told[-1].endswith(":")
        assert any(said.citations for said in answer.sentences) or len(told) < 2


@pytest.mark.parametrize(
    ("question", "day"),
    [
        ("Were Syrian fighters really there?", "2019-01-01"),
        ("Who controls it now?", "1990-01-01"),
        ("Did Armenia start it?", "0001-01-01"),
    ],
)
def test_what_no_source_spoke_of_by_the_day_is_refused_with_the_day(
    shipped_answerer: Answerer, question: str, day: str
) -> None:
    answer = shipped_answerer.answer(question, (), day)
    assert answer.refusal and answer.refusal.reason == "not-in-sources"
    assert f"out by 1 January {int(day[:4])} says" in answer.refusal.message


@pytest.mark.parametrize(
    "question",
    ["What does the article say about the fishermen?", "Was the author right on jobs?"],
)
def test_asked_of_the_article_before_its_day_just_that_is_told(
    answerer: Answerer, question: str
) -> None:
    answer = answerer.answer(question, (), "2021-06-11")
    assert [said.voice for said in answer.sentences] == ["gap"]
    assert "By 11 June 2021 the article wasn't written yet" in answer.sentences[0].text


def test_a_point_far_from_what_is_asked_doesnt_stand_in_for_a_later_one(
    shipped_answerer: Answerer,
) -> None:
    text = "How many soldiers fell in the fight for Shusha alone, in November 2020?"
    assert shipped_answerer.answer(text).outcome == "answered"
    assert shipped_answerer.answer(text, (), "2019-01-01").refusal
