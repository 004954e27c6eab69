from __future__ import annotations

import re

import pytest

from app.answer import Answer
from app.answering import Answerer
from index.dates import in_words
from index.generations import Generation


def told(answer: Answer) -> list[str]:
    """The sentences of an answer."""
    return [sentence.text for sentence in answer.sentences]


def statuses(answer: Answer) -> set[str]:
    """How the flagged claims stand."""
    return {flag.status for flag in answer.flags}


@pytest.mark.parametrize("asked", ["Is this article biased?", "can i trust the author"])
def test_whether_to_trust_the_article_is_told_by_its_case_and_its_claims(
    answerer: Answerer, generation: Generation, asked: str
) -> None:
    answer, article = answerer.answer(asked), generation.register.article
    assert told(answer)[:2] == [article.leaning, article.grounds]
    count = len(generation.register.claims)
    assert told(answer)[2].startswith(f"Of the {count} claims that we found in the ")
    assert statuses(answer) == {"mistaken"}


def test_how_all_claims_stand_adds_up(answerer: Answerer) -> None:
    _, tally = told(answerer.answer("What sources does the article give?"))
    total, *parts = map(int, re.findall(r"\d+", tally))
    assert total == sum(parts) > 0


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ("What did the author get wrong?", "mistaken"),
        ("What does the op-ed get right?", "not-in-dispute"),
        ("Which claims of the article are contested?", "contested"),
    ],
)
def test_a_list_of_claims_holds_only_those_asked_for(
    answerer: Answerer, asked: str, status: str
) -> None:
    answer = answerer.answer(asked)
    assert statuses(answer) == {status}
    assert any(text.startswith("The article says: “") for text in told(answer))


def test_what_is_held_against_the_article_is_each_partys_word(
    answerer: Answerer,
) -> None:
    answer = answerer.answer("Who would disagree with this article?")
    first, *rest = answer.sentences
    assert first.voice == "gap"
    assert {sentence.voice for sentence in rest} == {"attributed"}


def test_whether_it_is_outdated_is_told_by_its_day_and_the_main_events_since(
    answerer: Answerer, generation: Generation
) -> None:
    first, *rest = told(answerer.answer("Is the op-ed still up to date?"))
    settings = generation.register.settings
    assert in_words(settings.article_date) in first
    main = [event for event in generation.register.timeline if event.main]
    assert rest == [e.text for e in main if e.date > settings.article_date]


def test_what_it_says_on_something_is_quoted_by_whole_sentences(
    answerer: Answerer,
) -> None:
    said = told(answerer.answer("What does the article say about new jobs?"))[0]
    assert said == (
        "The article says: “By the end of 2023 the enlarged harbour will have given "
        "the town 300 new permanent jobs.”"
    )


def test_where_the_article_has_nothing_on_it_that_is_said(answerer: Answerer) -> None:
    first = answerer.answer("According to the article, what did the court rule?")
    assert first.sentences[0].text.startswith("We found nothing on exactly that in the")
    second = answerer.answer("does it mention the radar")
    assert second.sentences[0].text.startswith(
        "The article doesn't use the word ‘radar’"
    )
