from __future__ import annotations

import re
from typing import Any

import pytest

from app.composing.ordering import (
    against_first,
    asked_alone,
    in_turn,
    named_in,
    narrowing,
    telling,
)
from index.claims import Position
from index.corpora import CorpusSettings, Party, Speaker
from index.generations import Generation

SETTINGS = CorpusSettings.model_construct(
    parties=(
        Party(name="East", main=True, also=("Eastern",)),
        Party(name="West", main=True),
        Party(name="South", main=False),
        Party(name="North", main=False, speakers=(Speaker(name="Pole"),)),
        Party(name="Court", main=False, independent=True),
        Party(name="Scholars", main=False, independent=True),
    )
)


def said(party: str, stance: Any = "qualifies", point: str = "") -> Position:
    text = f"{party} said so in a long enough sentence."
    evidence = (point or f"{party.lower()}#p1",)
    return Position(
        party=party, stance=stance, date="2020", text=text, evidence=evidence
    )


def order(*positions: Position, **options: Any) -> list[str]:
    return [p.evidence[0] for p, _ in in_turn(positions, SETTINGS, **options)]


def due(*positions: Position, **options: Any) -> list[str]:
    return [p.party for p, wanted in in_turn(positions, SETTINGS, **options) if wanted]


def test_the_main_parties_come_first_then_who_is_no_side_then_the_rest() -> None:
    found = order(said("North"), said("Scholars"), said("West"), said("East"))
    assert found == ["west#p1", "east#p1", "scholars#p1", "north#p1"]


def test_a_party_that_the_question_names_comes_before_observers() -> None:
    found = order(
        said("Court"), said("South"), said("East"), asked="And what of South?"
    )
    assert found == ["east#p1", "south#p1", "court#p1"]


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ("And what of South?", {"South"}),
        ("Southern ports, scholarship, a courtyard: who owns them?", set()),
        ("Did the courts agree with Easterners?", {"Court"}),
        ("What does Mr Pole say?", {"North"}),
    ],
)
def test_a_party_is_named_by_a_word_of_its_own_or_a_speakers(
    asked: str, named: set[str]
) -> None:
    assert named_in(asked, SETTINGS) == named


def test_a_further_party_waits_for_observers_even_if_its_word_was_found_first() -> None:
    both = said("Scholars"), said("North"), said("South")
    found_first = {"north#p1": 0.6}
    assert order(*both, relevance=found_first)[0] == "scholars#p1"
    assert due(*both, relevance=found_first) == ["Scholars"]


MILL = re.compile("mill")


def on_mill(party: str, stance: Any = "qualifies") -> Position:
    return said(party, stance, f"{party.lower()}#mill").model_copy(
        update={"text": f"{party} spoke of the mill that was hit in the night."}
    )


@pytest.mark.parametrize(("name", "first"), [("mill", "east#mill"), ("o", "east#p1")])
def test_a_partys_word_on_what_is_named_goes_first_unless_most_speak_of_it(
    name: str, first: str
) -> None:
    others = said("East"), on_mill("East"), said("West"), said("Court")
    assert order(*others, names=[re.compile(name)])[0] == first


def test_where_each_main_party_speaks_of_what_is_named_others_arent_heard() -> None:
    others = said("East", "supports"), said("West", "disputes"), said("Court")
    own = on_mill("East"), on_mill("West"), on_mill("Scholars")
    found = order(*others, *own, names=[MILL])
    assert found == ["east#mill", "west#mill", "scholars#mill"]
    found = order(*others, own[0], own[2], names=[MILL])
    assert found == ["east#mill", "scholars#mill", "west#p1", "east#p1", "court#p1"]


def test_a_name_tells_texts_apart_that_few_of_them_have() -> None:
    texts = ["The mill burnt.", "A ship sank.", "The ship and the bell.", "No news."]
    names = [re.compile(form) for form in ("mill", "ship", "bell", "e", "tower")]
    found = telling(texts, names)
    assert [name.pattern for name in found] == ["mill", "ship", "bell"]


def test_names_narrow_a_dispute_where_each_main_party_speaks_of_them() -> None:
    others = said("East"), said("West"), said("Court"), said("North")
    both = on_mill("East"), on_mill("West")
    assert narrowing([*others, *both], SETTINGS, [MILL]) == [MILL]
    assert narrowing([*others, both[0]], SETTINGS, [MILL]) == []
    assert narrowing([*others, *both], SETTINGS, [re.compile("tower")]) == []


def test_a_word_counts_as_spoken_of_what_it_is_said_to_be_about() -> None:
    denial = said("West", "disputes").model_copy(update={"about": ("Mill",)})
    others = said("East"), said("West", point="west#p2"), said("Court"), on_mill("East")
    assert order(*others, denial, names=[MILL]) == ["west#p1", "east#mill"]


def test_a_partys_second_word_waits_for_the_others() -> None:
    found = order(said("East"), said("East", point="east#p2"), said("Court"))
    assert found == ["east#p1", "court#p1", "east#p2"]


def test_of_one_partys_words_the_nearest_to_the_question_goes_first() -> None:
    both = [said("East"), said("East", point="east#p2")]
    assert order(*both, relevance={"east#p2": 0.7}) == ["east#p2", "east#p1"]


def test_the_second_one_heard_contradicts_the_first() -> None:
    found = order(
        said("East", "supports"), said("West", "supports"), said("North", "disputes")
    )
    assert found == ["east#p1", "north#p1", "west#p1"]


def test_a_side_that_no_main_party_takes_follows_them() -> None:
    found = order(
        said("East"), said("Court"), said("North", "supports"), said("West", "disputes")
    )
    assert found == ["west#p1", "north#p1", "east#p1", "court#p1"]


def test_a_main_party_that_disputes_the_article_goes_before_one_that_agrees() -> None:
    both = said("East", "supports"), said("West", "disputes")
    assert order(*both) == order(*reversed(both)) == ["west#p1", "east#p1"]
    found = order(said("East", "supports"), said("West"), said("North", "disputes"))
    assert found == ["east#p1", "north#p1", "west#p1"]


def test_the_first_word_of_either_side_is_due() -> None:
    found = due(said("East"), said("North", "supports"), said("West", "disputes"))
    assert found == ["West", "North", "East"]


def test_no_answer_is_complete_without_both_sides_and_one_that_is_none() -> None:
    positions = [said("East", "supports"), said("West", "disputes"), said("North")]
    positions += [said("Court"), said("Scholars"), said("East", point="east#p2")]
    assert due(*positions) == ["West", "East", "Court"]


@pytest.mark.parametrize("asked", ["", "What does South say?"])
def test_a_further_party_is_due_only_where_it_is_named(asked: str) -> None:
    assert ("South" in due(said("East"), said("South"), asked=asked)) == bool(asked)


def test_nobody_heard_is_nobody_in_turn() -> None:
    assert in_turn([], SETTINGS) == []


@pytest.mark.parametrize(
    ("asked", "alone"),
    [
        ("Did the fishermen lose boats?", True),
        ("What did Brandt say?", True),
        ("Did the port company lie to the fishermen?", False),
        ("Did Voss answer?", False),
        ("Was it a siege?", False),
    ],
)
def test_a_main_party_is_asked_of_alone_where_no_other_is_named(
    generation: Generation, asked: str, alone: bool
) -> None:
    settings = generation.register.settings
    assert asked_alone("Fishermen's cooperative", settings, asked) is alone


def test_where_opponents_are_asked_for_those_who_dispute_go_first_and_are_due() -> None:
    positions = [
        said("East", "supports"),
        said("Court", "qualifies"),
        said("West", "disputes"),
        said("North", "disputes", "north#p2"),
    ]
    turns = against_first(in_turn(positions, SETTINGS))
    assert [p.party for p, _ in turns] == ["West", "North", "Court", "East"]
    assert [wanted for _, wanted in turns] == [True, True, True, True]
    unasked = {p.party: wanted for p, wanted in in_turn(positions, SETTINGS)}
    assert unasked["North"] is False
