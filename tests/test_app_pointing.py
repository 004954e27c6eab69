"""Points told as they stand: which, in what order, and before which claims."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import pytest

from app.answering import Answerer
from app.composing.drafting import Draft
from app.composing.extractive import compose
from app.composing.material import Material
from app.composing.pointing import tell_direct_points, tell_no_word, tell_word_asked_for
from app.question.question import Question
from app.question.whose_word import Voice
from index.generations import Generation
from index.lexicon import stems

FISHERMEN, COMPANY = "Fishermen's cooperative", "Port company"


def material(
    generation: Generation,
    claim_id: str,
    points: Sequence[str] = (),
    voice: Voice | None = None,
    rare: Sequence[str] = (),
    by_evidence: bool = False,
) -> Material:
    """What may be told of a claim, and of points found in that order."""
    register = generation.register
    claim = register.claim(claim_id)
    asked = Question("x", "x", "x", "en", "what", None, word_of=voice)
    return Material(
        question=asked,
        register=register,
        claims=[claim],
        passages=list(generation.passages(points).values()),
        cited=generation.passages(claim.evidence()),
        article=generation.article(),
        rare=frozenset(rare),
        relevance=dict.fromkeys(points, 1.0),
        by_evidence=by_evidence,
    )


def points_of(generation: Generation, party: str, but: set[str]) -> list[str]:
    """Points of a party that aren't among some."""
    return [
        key
        for key, (of, _) in generation.parties.items()
        if of == party and key not in but
    ]


@pytest.mark.parametrize("party", [FISHERMEN, COMPANY])
def test_what_those_asked_say_on_the_claim_goes_first(
    generation: Generation, party: str
) -> None:
    draft = Draft()
    voice = Voice(party)
    tell_word_asked_for(
        voice, material(generation, "h04-collision", voice=voice), draft
    )
    claim = generation.register.claim("h04-collision")
    theirs = [position.text for position in claim.positions if position.party == party]
    assert theirs
    assert {sentence.text for sentence in draft.sentences} <= set(theirs)
    assert {sentence.part for sentence in draft.sentences} == {"lead"}


def test_a_point_of_theirs_found_first_goes_before_the_claim(
    generation: Generation,
) -> None:
    claim = generation.register.claim("h04-collision")
    other = points_of(generation, FISHERMEN, claim.evidence())[0]
    voice, draft = Voice(FISHERMEN), Draft()
    tell_word_asked_for(
        voice, material(generation, "h04-collision", [other], voice), draft
    )
    assert draft.sentences[0].evidence[0].passage_id == other


@pytest.mark.parametrize(
    ("text", "rare", "claim_first"),
    [
        ("And what do they say?", ["bell"], True),
        ("And what do they say of the bell?", ["bell"], False),
        ("x", [], False),
    ],
)
def test_a_turn_that_only_asks_for_their_word_hears_it_on_the_claim(
    generation: Generation, text: str, rare: list[str], claim_first: bool
) -> None:
    claim = generation.register.claim("h04-collision")
    other = points_of(generation, FISHERMEN, claim.evidence())[0]
    voice, draft = Voice(FISHERMEN), Draft()
    given = material(generation, "h04-collision", [other], voice, rare)
    standalone = f"Who rammed the boat: {text}" if text != "x" else text
    asked = replace(given.question, text=text, standalone=standalone)
    tell_word_asked_for(voice, replace(given, question=asked), draft)
    assert bool(draft.sentences[0].claims) == claim_first


def test_that_no_word_of_theirs_is_held_is_said(generation: Generation) -> None:
    voice, draft = Voice("Saltgate residents"), Draft()
    tell_word_asked_for(
        voice, material(generation, "h04-collision", voice=voice), draft
    )
    first = draft.sentences[0]
    assert (first.voice, first.evidence) == ("gap", ())
    assert "Saltgate residents" in first.text


def test_a_whole_answer_tells_no_position_twice(generation: Generation) -> None:
    draft = compose(material(generation, "h04-collision", voice=Voice(COMPANY)))
    texts = [sentence.text for sentence in draft.sentences]
    assert len(texts) == len(set(texts))
    assert {sentence.part for sentence in draft.sentences} >= {"sides", "article"}


def test_where_the_claim_doesnt_speak_of_what_is_asked_points_go_first(
    generation: Generation,
) -> None:
    claim = generation.register.claim("h04-collision")
    found = points_of(generation, "Independent observers", claim.evidence())[:3]
    text = generation.passages(found[:1])[found[0]].text
    claimed = (claim.statement, *(place.quote for place in claim.places))
    word = next(iter(set(stems(text)).difference(*map(stems, claimed))))
    draft = Draft()
    tell_direct_points(material(generation, "h04-collision", found, rare=[word]), draft)
    assert [s.evidence[0].passage_id for s in draft.sentences][:1] == found[:1]
    draft = Draft()
    tell_direct_points(material(generation, "h04-collision", found, rare=[]), draft)
    assert not draft.sentences


def test_a_point_on_another_place_than_the_sides_speak_of_doesnt_go_first(
    generation: Generation,
) -> None:
    claim = generation.register.claim("h04-collision")
    found = points_of(generation, "Independent observers", claim.evidence())[:1]
    text = generation.passages(found)[found[0]].text
    claimed = (claim.statement, *(place.quote for place in claim.places))
    word = next(iter(set(stems(text)).difference(*map(stems, claimed))))
    mains = generation.register.settings.main_parties()
    bells = [
        position.model_copy(update={"text": f"{position.party} spoke of the bell."})
        for position in claim.positions
        if position.party in mains
    ]
    claim = claim.model_copy(update={"positions": (*claim.positions, *bells)})
    given = material(generation, "h04-collision", found, rare=[word])
    for name, told in (("bell", []), ("whistle", found)):
        asked = replace(given.question, names=(re.compile(name),))
        draft = Draft()
        tell_direct_points(replace(given, question=asked, claims=[claim]), draft)
        assert [s.evidence[0].passage_id for s in draft.sentences] == told


def test_a_main_partys_point_is_followed_by_the_other_ones(
    generation: Generation,
) -> None:
    company = points_of(generation, COMPANY, set())[:2]
    other = points_of(generation, FISHERMEN, set())[0]
    court = points_of(generation, "Courts", set())[0]
    given = material(generation, "h04-collision", [*company, court, other])
    assert [p.passage_id for p in given.points()] == [
        company[0],
        other,
        company[1],
        court,
    ]
    alone = material(generation, "h04-collision", [*company, court])
    assert [p.passage_id for p in alone.points()] == [*company, court]


def test_a_claim_touched_by_the_evidence_is_summed_up_after_the_points(
    generation: Generation,
) -> None:
    found = points_of(generation, "Courts", set())[:1]
    given = material(generation, "h04-collision", found, by_evidence=True)
    first, last = compose(given).sentences
    assert first.evidence[0].passage_id == found[0]
    assert (last.part, last.claims) == ("sum", ("h04-collision",))


def test_a_document_is_told_point_by_point_in_its_order(answerer: Answerer) -> None:
    answer = answerer.answer("What does the joint berthing agreement of 2019 say?")
    told = [answer.citations[s.citations[0] - 1].passage_id for s in answer.sentences]
    source = told[0].split("#")[0]
    assert source == "joint-berthing-agreement-2019-03-14"
    held = [k for k in answerer.generation().parties if k.split("#")[0] == source]
    assert told == sorted(held)


@pytest.mark.parametrize(
    ("voice", "voices"),
    [
        (Voice(COMPANY, "Harriet Voss"), []),
        (Voice(COMPANY, "Somebody Else"), ["gap"]),
        (Voice(COMPANY), []),
    ],
)
def test_that_somebody_asked_for_says_nothing_is_told(
    generation: Generation, voice: Voice, voices: list[str]
) -> None:
    hers = [
        key
        for key, point in generation.passages(generation.parties).items()
        if point.speaker == "Harriet Voss"
    ]
    draft = Draft()
    tell_no_word(voice, material(generation, "h04-collision", hers[:3]), draft)
    assert [sentence.voice for sentence in draft.sentences] == voices
