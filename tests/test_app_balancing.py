"""Points on a topic: no side is heard alone, and what nobody disputes isn't padded."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import pytest

from app.composing.balancing import (
    beyond_claims,
    complete_sides,
    tell_topic,
    topic_leads,
)
from app.composing.drafting import Draft
from app.composing.framing import unsaid
from app.composing.material import Material
from app.composing.pointing import tell_point
from app.question.question import Question
from index.generations import Generation
from index.topics import Topic

PAPER = "ellery-courier-report-2021-03-20#p1"
PAPER_TOO = "ellery-courier-report-2021-03-20#p2"
AGREEMENT = "joint-berthing-agreement-2019-03-14#p1"
COMPANY = "ellery-port-company-statement-2021-04-15#p3"
FISHERMEN = "ellery-fishermens-cooperative-statement-2021-04-20#p1"
ELSEWHERE = "ellery-port-company-annual-report-2024-03-05#p2"
COLLISION = Topic(
    id="collision-2021",
    question="How did the Merrow and the Sea Holly collide?",
    concerns=("Port company", "Fishermen's cooperative"),
    points=(PAPER, COMPANY, FISHERMEN, PAPER_TOO),
    asked_as=tuple(f"who rammed whom {number}" for number in range(8)),
)


def material(
    generation: Generation,
    found: Sequence[str],
    topic: Topic = COLLISION,
    claim_id: str = "",
    scores: Sequence[float] = (),
) -> Material:
    """Points found on the topic, in that order; a touched claim, if one is named."""
    register = generation.register
    claims = [register.claim(claim_id)] if claim_id else []
    evidence = {key for claim in claims for key in claim.evidence()}
    return Material(
        question=Question("x", "x", "x", "en", "what", None),
        register=register,
        claims=claims,
        passages=list(generation.passages(found).values()),
        cited=generation.passages([*topic.points, *sorted(evidence)]),
        article=generation.article(),
        topic=topic,
        scores=dict(zip(found, scores or [1.0] * len(found), strict=True)),
    )


def told(given: Material) -> list[str]:
    """The points told, and the gaps in words."""
    draft = Draft()
    tell_topic(COLLISION if given.topic is None else given.topic, given, draft)
    return [s.evidence[0].passage_id if s.evidence else s.text for s in draft.sentences]


@pytest.mark.parametrize("first", [COMPANY, FISHERMEN])
def test_after_one_sides_word_comes_the_others_and_somebody_elses(
    generation: Generation, first: str
) -> None:
    other = {COMPANY: FISHERMEN, FISHERMEN: COMPANY}[first]
    assert told(material(generation, [first])) == [first, other, PAPER]


def test_a_finding_goes_before_a_sides_word_that_comes_as_near(
    generation: Generation,
) -> None:
    near = material(generation, [COMPANY, PAPER], scores=[1.0, 0.95])
    assert told(near)[:2] == [PAPER, COMPANY]
    far = material(generation, [COMPANY, PAPER], scores=[1.0, 0.8])
    assert told(far)[0] == COMPANY


def test_what_is_nobodys_charge_is_told_without_the_sides(
    generation: Generation,
) -> None:
    assert told(material(generation, [PAPER])) == [PAPER]


CORED = COLLISION.model_copy(update={"core": (PAPER_TOO, FISHERMEN, COMPANY)})


@pytest.mark.parametrize("first", [COMPANY, FISHERMEN])
def test_whoever_asks_hears_the_core_of_a_topic(
    generation: Generation, first: str
) -> None:
    found = told(material(generation, [first], CORED))
    assert found[:2] == [PAPER_TOO, first]
    assert {*CORED.core} <= {*found}


@pytest.mark.parametrize(
    ("scores", "first"),
    [
        ([1.0, 0.9, 0.1], PAPER),
        ([1.0, 0.7, 0.1], PAPER_TOO),
        ([1, 0.9, 0.8], PAPER_TOO),
    ],
)
def test_before_a_sides_word_goes_who_is_no_side_and_comes_as_near(
    generation: Generation, scores: list[float], first: str
) -> None:
    given = material(generation, [COMPANY], CORED)
    scored = dict(zip((COMPANY, PAPER, PAPER_TOO), scores, strict=True))
    assert told(replace(given, scores=scored))[:2] == [first, COMPANY]


@pytest.mark.parametrize(
    ("name", "first"),
    [("nobody", PAPER), ("radar", PAPER_TOO), ("merrow", PAPER_TOO)],
)
def test_of_a_topic_what_speaks_of_what_is_named_goes_first(
    generation: Generation, name: str, first: str
) -> None:
    core = (PAPER_TOO, PAPER, FISHERMEN, COMPANY)
    topic = COLLISION.model_copy(update={"core": core})
    given = material(generation, [COMPANY], topic)
    asked = replace(given.question, names=(re.compile(name),))
    found = told(replace(given, question=asked))
    assert found[0] == first
    assert COMPANY in found


@pytest.mark.parametrize(
    ("text", "on_article", "leads"),
    [
        ("Who was to blame in 2023?", False, True),
        ("Who was to blame in 2020 and 2023?", False, False),
        ("Was the article right on 2023?", True, False),
        ("Who was to blame?", False, False),
    ],
)
def test_a_topic_leads_where_a_time_after_the_article_is_asked_about(
    generation: Generation, text: str, on_article: bool, leads: bool
) -> None:
    given = material(generation, [COMPANY], claim_id="h04-collision")
    asked = replace(given.question, text=text, standalone=text, on_article=on_article)
    assert topic_leads(replace(given, question=asked)) == leads
    over = COLLISION.model_copy(update={"since": 2019, "until": 2021})
    assert not topic_leads(replace(given, question=asked, topic=over))


def test_what_surely_answers_goes_before_the_core(generation: Generation) -> None:
    given = replace(material(generation, [COMPANY], CORED), sure=True)
    assert told(given)[0] == COMPANY


def test_of_the_core_only_who_is_no_side_is_told_where_no_side_speaks(
    generation: Generation,
) -> None:
    assert told(material(generation, [PAPER], CORED)) == [PAPER, PAPER_TOO]


def test_by_a_day_the_topic_is_told_without_what_is_later_and_nobody_is_missed(
    generation: Generation,
) -> None:
    held = generation.passages(CORED.points)
    known = {key for key, point in held.items() if point.known_by("2021-04-16")}
    early = CORED.as_known(held, known)
    assert FISHERMEN in CORED.core and FISHERMEN not in (*early.core, *early.points)
    assert not {FISHERMEN, "We hold no source"} & {
        text.partition(" from ")[0] for text in told(material(generation, [], early))
    }


def test_a_side_of_which_nothing_is_held_is_named(generation: Generation) -> None:
    alone = COLLISION.model_copy(update={"points": (COMPANY, PAPER)})
    found = told(material(generation, [COMPANY], alone))
    assert found == [
        COMPANY,
        PAPER,
        "We hold no source from Fishermen's cooperative on this.",
    ]


def test_nobody_is_missed_where_the_nearest_point_is_off_the_topic(
    generation: Generation,
) -> None:
    alone = COLLISION.model_copy(update={"points": (COMPANY, PAPER)})
    found = told(material(generation, [ELSEWHERE, COMPANY], alone, scores=[1.0, 0.2]))
    assert found[0] == ELSEWHERE and COMPANY in found
    assert not any(text.startswith("We hold no source") for text in found)


@pytest.mark.parametrize("side", [COMPANY, FISHERMEN])
def test_a_side_told_further_down_is_followed_by_the_other_one(
    generation: Generation, side: str
) -> None:
    other = {COMPANY: FISHERMEN, FISHERMEN: COMPANY}[side]
    given = material(generation, [PAPER, side], scores=[1.0, 0.2])
    assert told(given)[:3] == [PAPER, side, other]


def test_after_points_before_a_claim_the_missing_sides_follow(
    generation: Generation,
) -> None:
    given = material(generation, [COMPANY])
    draft = Draft(passages=dict(given.cited))
    draft.add(unsaid("buoys"))
    complete_sides(given, draft)
    assert len(draft.sentences) == 1
    tell_point(given.passages[0], draft)
    complete_sides(given, draft)
    told = [s.evidence[0].passage_id for s in draft.sentences[1:]]
    assert told == [COMPANY, FISHERMEN, PAPER]


def test_a_topic_leads_where_it_comes_clearly_nearer_than_the_claim(
    generation: Generation,
) -> None:
    given = material(generation, [PAPER], claim_id="h01-quay-length")
    assert not topic_leads(replace(given, topic_ahead=0.04))
    assert topic_leads(replace(given, topic_ahead=0.06))
    of_article = replace(given.question, asks="article")
    assert not topic_leads(replace(given, topic_ahead=0.06, question=of_article))


def test_a_topic_leads_where_it_alone_speaks_of_what_is_asked(
    generation: Generation,
) -> None:
    given = material(generation, [PAPER], claim_id="h01-quay-length")
    assert not beyond_claims(given)
    asked = replace(given, rare=frozenset(["merrow"]))
    assert beyond_claims(asked)
    assert not beyond_claims(replace(asked, topic_ahead=-0.01))
    elsewhere = material(generation, [ELSEWHERE], claim_id="h01-quay-length")
    assert not beyond_claims(replace(elsewhere, rare=frozenset(["septemb"])))


def test_a_point_of_another_time_comes_behind_those_of_the_topics(
    generation: Generation,
) -> None:
    recent = COLLISION.model_copy(update={"since": 2021, "until": 2022})
    given = material(generation, [AGREEMENT, COMPANY], recent)
    assert {point.passage_id for point in given.nearest_points()} == {
        AGREEMENT,
        COMPANY,
    }
    assert given.nearest_points()[0].passage_id == COMPANY
    always = material(generation, [AGREEMENT, COMPANY], COLLISION)
    assert always.nearest_points()[0].passage_id == AGREEMENT
