"""A claim told again, and words of the article that need explaining."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from app.composing.drafting import Draft, DraftSentence
from app.composing.extractive import compose
from app.composing.material import Material
from app.composing.recounting import tell_sum
from app.composing.telling import summary_sentence
from app.question.kinds import Asks
from app.question.question import Question
from index.generations import Generation
from index.lexicon import stems


def material(
    generation: Generation, claim_id: str, asks: Asks = "whether", **fields: Any
) -> Material:
    """What may be told of one claim."""
    register = generation.register
    claim = register.claim(claim_id)
    article = generation.article()
    held = {passage.passage_id: passage for passage in article}
    return Material(
        question=Question("Was it so?", "Was it so?", "Was it so?", "en", asks, None),
        register=register,
        claims=[claim],
        passages=[],
        cited=generation.passages(claim.evidence()) | held,
        article=article,
        **fields,
    )


def parts(draft: Draft) -> list[str]:
    """The parts of a draft in reading order."""
    return [sentence.part for sentence in draft.sentences]


def test_a_claim_told_before_isnt_told_again_but_for_its_sum(
    generation: Generation,
) -> None:
    given = material(generation, "h05-assessment-duty", rare=frozenset({"berth"}))
    asked = replace(given.question, text="and what of the berths?")
    draft = compose(replace(given, question=asked, told_before=True))
    assert parts(draft) == ["sum"]
    of_article = replace(asked, on_article=True)
    draft = compose(replace(given, question=of_article, told_before=True))
    assert parts(draft) == ["sum", "later"]


@pytest.mark.parametrize("asks", ["article", "later"])
def test_of_a_claim_told_before_the_articles_words_come_where_they_are_asked_for(
    generation: Generation, asks: Asks
) -> None:
    given = material(generation, "h05-assessment-duty", asks=asks, told_before=True)
    assert "article" in parts(compose(given))


def test_sides_that_speak_of_what_is_asked_next_are_told_again(
    generation: Generation,
) -> None:
    claim = generation.register.claim("h05-assessment-duty")
    side = claim.positions[0]
    word = stems(side.text)[-1]
    given = material(generation, claim.id, rare=frozenset({word}), told_before=True)
    draft = compose(replace(given, question=replace(given.question, text=side.text)))
    assert side.text in [sentence.text for sentence in draft.sentences]


def test_whether_it_is_true_isnt_a_word_that_a_side_may_speak_of(
    generation: Generation,
) -> None:
    given = material(generation, "h05-assessment-duty", rare=frozenset({"lie"}))
    side = given.claims[0].positions[0]
    lied = side.model_copy(update={"text": "The council called it a lie in 2021."})
    claim = given.claims[0].model_copy(update={"positions": (lied,)})
    asked = replace(given.question, text="So was the author lying?")
    told = replace(given, claims=[claim], question=asked, told_before=True)
    assert parts(compose(told)) == ["sum"]


def test_words_that_cant_be_understood_come_with_their_meaning(
    generation: Generation,
) -> None:
    given = material(generation, "h05-assessment-duty")
    claim = given.claims[0]
    unclear = tuple(
        place.model_copy(update={"unclear": True}) for place in claim.places
    )
    garbled = claim.model_copy(update={"places": unclear})
    first = compose(replace(given, claims=[garbled])).sentences[0]
    assert first.text.endswith(f"” (it seems to mean: {claim.statement.rstrip('.')})")
    assert "it seems to mean" not in compose(given).sentences[0].text


def elsewhere(generation: Generation, summary: str) -> Material:
    """A dispute over two places, of which the radar is asked about."""
    given = material(generation, "h04-collision", rare=frozenset({"bell"}))
    claim, asked = given.claims[0], given.question
    mains = given.register.settings.main_parties()
    on_radar = [
        position.model_copy(update={"text": f"{position.party} spoke of the radar."})
        for position in claim.positions
        if position.party in mains
    ]
    positions = (*claim.positions, *claim.positions, *on_radar)
    claim = claim.model_copy(update={"positions": positions, "summary": summary})
    question = replace(asked, names=(re.compile("radar"),))
    return replace(given, claims=[claim], question=question)


SHIPS = "The Merrow and the Sea Holly collided."
RADAR = "The radar recording has a gap of 6 minutes."


def test_of_a_dispute_the_sum_tells_what_it_says_of_the_place_asked_about(
    generation: Generation,
) -> None:
    cut = summary_of(elsewhere(generation, f"{SHIPS} {RADAR}"))
    assert cut and cut.text == RADAR
    whole = summary_of(elsewhere(generation, f"{RADAR} {SHIPS}"))
    assert whole and whole.text == f"{RADAR} {SHIPS}"
    assert summary_of(elsewhere(generation, SHIPS)) is None


def test_where_the_sum_is_about_another_place_each_side_is_heard_on_this_one(
    generation: Generation,
) -> None:
    given, draft = elsewhere(generation, SHIPS), Draft()
    draft.passages = dict(given.cited)
    tell_sum(given.claims[0], given, draft)
    mains = given.register.settings.main_parties()
    assert sorted(s.text for s in draft.sentences) == sorted(
        f"{party} spoke of the radar." for party in mains
    )


def summary_of(given: Material) -> DraftSentence | None:
    """The first claim's sum."""
    return summary_sentence(given.claims[0], given)
