from __future__ import annotations

import pytest

from app.question.spelling import Speller, is_english

VOCABULARY = {"harbour", "turn", "projects", "dredging", "ellery", "skerrow", "council"}


@pytest.fixture(scope="module")
def speller() -> Speller:
    return Speller(VOCABULARY, ["Skerrow Bay"])


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("who closed the harbuor", "who closed the harbour"),
        ("the councel of Elery", "the council of ellery"),
        ("near Skerow they fished", "near skerrow they fished"),
        ("WHAT OF DREGING", "WHAT OF dredging"),
        ("waht of teh harbour", "what of the harbour"),
        (
            "how many ppl fished thru the night, u say?",
            "how many people fished through the night, you say?",
        ),
    ],
)
def test_a_typo_becomes_the_nearest_word_of_the_sources(
    speller: Speller, text: str, mended: str
) -> None:
    assert speller.mended(text) == mended


@pytest.mark.parametrize(
    "text",
    [
        "projectiles hit it",  # English, though no source holds it
        "they colour and realise it",  # in British spelling
        "the dream of Turan",  # a name doesn't become a word
        "trn to Trn",  # too short to be told from another word
        "dredg1ng",
        "in 400 bc",
        "the U.S. council",  # no chat's `u`
        "______ ½½½½½ went",  # no letter at all
    ],
)
def test_what_may_be_right_is_left_as_it_is(speller: Speller, text: str) -> None:
    assert speller.mended(text) == text


@pytest.mark.parametrize("word", ["stalling", "attribution", "rumour", "organised"])
def test_an_ordinary_word_is_english(word: str) -> None:
    assert is_english(word)


def test_a_misspelt_word_isnt_english() -> None:
    assert not is_english("goverment")


def test_a_name_of_the_subject_is_known_as_an_english_word_is(speller: Speller) -> None:
    assert [speller.knows(word) for word in ("skerrow", "harbour", "guerre")] == [
        True, True, False,
    ]  # fmt: skip
