"""What the timeline gives to answers: how it all went, and what came later."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from app.answering import Answerer
from app.composing.drafting import Draft
from app.composing.extractive import compose
from app.composing.material import Material
from app.question.kinds import Asks
from app.question.question import Question
from app.question.understanding import Reader
from index.corpora import Event
from index.embedding import MiniLmEmbedding
from index.generations import Generation


@pytest.fixture(scope="module")
def reader(generation: Generation, embedding: MiniLmEmbedding) -> Reader:
    return Reader(generation)


@pytest.mark.parametrize(
    ("text", "course"),
    [
        ("Explain the dispute", True),
        ("explain the dispute in the North Basin to me like I'm five", True),
        ("What happened?", True),
        ("How did it end?", True),
        ("Summarise the North Basin conflict of 2021, please", True),
        ("Timeline", True),
        ("Who won the regatta?", False),
        ("Explain the dispute over the herring", False),
        ("What happened to the herring?", False),
        ("Summary of the judgment", False),
    ],
)
def test_how_it_all_went_is_asked_with_or_without_the_subjects_names(
    reader: Reader, text: str, course: bool
) -> None:
    assert (reader.understand(text).asks == "course") is course


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("Who controls the North Basin now?", "now"),
        ("So which side runs it these days?", "now"),
        ("What is the situation there today?", "now"),
        ("So does the North Basin still exist?", "now"),
        ("is it over", "now"),
        ("So has the dispute been settled now?", "now"),
        ("Is the enlargement of the basin finished?", "what"),
        ("Who controlled the North Basin in 2021?", "who"),
        ("Who runs the Port company now?", "later"),
        ("So who won?", "outcome"),
        ("did anyone win the North Basin dispute", "outcome"),
        ("Which side came out on top?", "outcome"),
        ("Who won the regatta?", "who"),
        ("Does the marine institute still exist?", "later"),
    ],
)
def test_how_things_stand_now_is_told_from_who_a_party_is(
    reader: Reader, text: str, asks: str
) -> None:
    assert reader.understand(text).asks == asks


def test_how_things_stand_now_is_told_by_the_main_events_since_the_article(
    answerer: Answerer, generation: Generation
) -> None:
    answer = answerer.answer("Who controls the North Basin now?")
    register = generation.register
    main = [event for event in register.timeline if event.main]
    since = [e.text for e in main if e.date > register.settings.article_date]
    told = [sentence.text for sentence in answer.sentences]
    assert since
    assert [text for text in told if text in since] == since
    assert not answer.flags


def test_before_the_events_one_point_tells_of_what_came_later(
    answerer: Answerer,
) -> None:
    since = answerer.generation().register.settings.article_date
    answer = answerer.answer("Who runs the North Basin now?")
    first, *rest = answer.sentences
    assert first.voice == "attributed"
    cited = answer.citations[first.citations[0] - 1]
    assert (cited.event_date or cited.published or "") > since
    assert {sentence.voice for sentence in rest} == {"system"}


def told(
    generation: Generation,
    asks: Asks,
    events: Sequence[Event],
    *claim_ids: str,
    found: Sequence[str] = (),
) -> Draft:
    """What is composed of these events and claims."""
    register = generation.register
    evidence = {key for event in register.timeline for key in event.evidence}
    evidence |= {key for claim in register.claims for key in claim.evidence()}
    article = generation.article()
    cited = generation.passages(evidence) | {p.passage_id: p for p in article}
    question = Question("Was it so?", "Was it so?", "Was it so?", "en", asks, None)
    claims = [register.claim(claim_id) for claim_id in claim_ids]
    passages = list(generation.passages(found).values())
    return compose(
        Material(
            question,
            register,
            claims,
            passages,
            cited,
            article,
            events=events,
            relevance=dict.fromkeys(found, 1.0),
        )
    )


def test_what_the_timeline_holds_on_the_claim_follows_what_came_later(
    generation: Generation,
) -> None:
    events = generation.register.timeline
    draft = told(generation, "later", events, "h04-collision")
    later = [sentence.text for sentence in draft.sentences if sentence.part == "later"]
    assert events[1].text in later  # it bears on the collision
    assert not {event.text for event in events[2:]} & set(later)


def test_an_event_that_is_told_already_isnt_told_again(generation: Generation) -> None:
    events = generation.register.timeline
    draft = told(generation, "later", events, "h05-assessment-duty")
    assert [sentence.part for sentence in draft.sentences].count("later") == 1


def test_how_it_all_went_is_told_by_the_events_given(generation: Generation) -> None:
    events = [event for event in generation.register.timeline if event.main]
    draft = told(generation, "course", events)
    assert [sentence.text for sentence in draft.sentences] == [e.text for e in events]
    assert all(sentence.evidence for sentence in draft.sentences)


@pytest.mark.parametrize(
    ("day", "years"),
    [
        (None, [2021, 2022, 2023]),
        ("2022-12-31", [2021, 2022]),
        ("2023-12-31", [2021, 2022]),  # the report on the third came out in 2024
    ],
)
def test_how_it_all_went_is_answered_from_the_main_events_of_the_timeline(
    answerer: Answerer, day: str | None, years: list[int]
) -> None:
    answer = answerer.answer("What happened?", as_of=day)
    main = [event for event in answerer.generation().register.timeline if event.main]
    due = [event.text for event in main if int(event.date[:4]) in years]
    assert [sentence.text for sentence in answer.sentences] == due
    assert all(sentence.citations for sentence in answer.sentences)
    assert not answer.flags


def test_without_a_claim_only_events_of_points_found_are_told(
    generation: Generation,
) -> None:
    events = generation.register.timeline
    assert not told(generation, "later", events).sentences
    found = "ellery-port-company-annual-report-2024-03-05#p2"
    draft = told(generation, "later", events, found=(found,))
    assert [s.text for s in draft.sentences if s.voice == "system"] == [
        event.text for event in events if found in event.evidence
    ]


@pytest.mark.parametrize(
    "question",
    ["What is the article about?", "Who wrote this?", "Any mistakes in the article?"],
)
def test_before_its_day_nothing_is_told_of_the_article(
    answerer: Answerer, question: str
) -> None:
    answer = answerer.answer(question, as_of="2021-06-11")
    assert [sentence.voice for sentence in answer.sentences] == ["gap"]
    assert "11 June 2021" in answer.sentences[0].text
    assert not answer.flags


@pytest.mark.parametrize(
    ("question", "date"),
    [
        ("What happened in 2022?", "2022-11-03"),
        ("What happened in May 2021?", "2021-05-25"),
    ],
)
def test_the_course_of_a_period_is_told_by_its_events(
    answerer: Answerer, question: str, date: str
) -> None:
    answer = answerer.answer(question)
    events = answerer.generation().register.timeline
    assert [sentence.text for sentence in answer.sentences] == [
        event.text for event in events if event.date == date
    ]
