from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from app.question.whose_word import Voice, WhoseWord
from index.generations import Generation


@pytest.fixture(scope="module")
def of(generation: Generation) -> Callable[[str], Voice | None]:
    return WhoseWord(generation.register.settings.parties).of


@pytest.mark.parametrize(
    ("text", "party", "speaker"),
    [
        ("What did the fishermen say about the buoys?", "Fishermen's cooperative", ""),
        ("How did Voss explain the delay?", "Port company", "Harriet Voss"),
        ("did the cooperative's leaders deny it?", "Fishermen's cooperative", ""),
        ("according to the Ellery Courier", "Independent observers", "Ellery Courier"),
        ("What was the council's position?", "Town council", ""),
        ("And the harbour company's reply?", "Port company", ""),
        ("Why does the council oppose the quay?", "Town council", ""),
        ("The reaction of the residents?", "Saltgate residents", ""),
        ("What did the judges decide on the plan?", "Courts", ""),
        ("the council denies that though", "Town council", ""),
        ("What did the court order the company to do?", "Courts", ""),
    ],
)
def test_whose_word_is_asked_for_is_told_from_the_question(
    of: Callable[[str], Voice | None], text: str, party: str, speaker: str
) -> None:
    voice = of(text)
    assert voice
    assert (voice.party, voice.speaker) == (party, speaker)


@pytest.mark.parametrize(
    "text",
    [
        "Did the fishermen block the harbour?",
        "The company says that it paid: true?",
        "How many buoys did the company lose, and did the fishermen admit it?",
        "What is known of the council?",
        "The council denies the fishermen a berth",
        "Why did the council not see it coming?",
        "Who says so?",
    ],
)
def test_a_party_that_is_only_spoken_of_isnt_asked_for_its_word(
    of: Callable[[str], Voice | None], text: str
) -> None:
    assert of(text) is None


def test_the_speakers_own_points_go_before_the_partys(generation: Generation) -> None:
    points = [
        p for p in generation.passages(generation.parties).values() if not p.is_article
    ]
    own = next(p for p in points if p.speaker == "Harriet Voss")
    party = next(p for p in points if p.party == own.party and p.speaker != own.speaker)
    other = next(p for p in points if p.party != own.party)
    voice = Voice(own.party, own.speaker)
    assert [voice.of(p) for p in (own, party, other)] == [2, 1, 0]
    assert voice.first([other, party, own]) == [own, party, other]
    assert replace(voice, speaker="").first([other, party, own]) == [party, own, other]


@pytest.mark.parametrize(
    ("typed", "meant"), [("i", "ı"), ("i", "İ"), ("s", "ſ"), ("s", "ş"), ("o", "ö")]
)
def test_letters_of_other_alphabets_hide_no_name(
    of: Callable[[str], Voice | None], generation: Generation, typed: str, meant: str
) -> None:
    parties = generation.register.settings.parties
    for form in (
        f for p in parties for one in p.speakers for f in (one.name, *one.also)
    ):
        plain = of(f"What did {form} say about it?")
        assert of(f"What did {form.replace(typed, meant)} say about it?") == plain
