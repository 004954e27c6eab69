"""Turns that ask the same of another one, or whose subject stands in none before."""

from __future__ import annotations

import pytest

from app.question.turns import pushes
from app.question.understanding import Reader
from index.embedding import MiniLmEmbedding
from index.generations import Generation

DUTY = "Does the Coast Act require an environmental assessment?"


@pytest.fixture(scope="module")
def reader(generation: Generation, embedding: MiniLmEmbedding) -> Reader:
    return Reader(generation)


def test_what_was_asked_in_another_language_isnt_gone_on_from(reader: Reader) -> None:
    russian = "Почему рыбаки перекрыли гавань весной?"
    question = reader.understand("And why?", [DUTY, russian])
    assert question.standalone == f"{DUTY[:-1]}: And why?"
    asked = "How many boats blocked the harbour?"
    assert reader.understand(asked, [russian]).standalone == asked


def test_a_number_of_nothing_named_goes_on(reader: Reader) -> None:
    question = reader.understand("How many did the company have?", [DUTY])
    assert question.subject == DUTY[:-1]


def test_a_side_named_before_a_pronoun_is_what_it_means(reader: Reader) -> None:
    text = "And the council? Did it vote for the quay?"
    assert reader.understand(text, [DUTY]).standalone == text


def test_the_same_question_of_another_year_has_that_year_in_its_place(
    reader: Reader,
) -> None:
    asked = "How many boats landed herring in 2019?"
    question = reader.understand("And in 2021?", [asked])
    assert question.standalone == "How many boats landed herring in 2021?"


@pytest.mark.parametrize(
    ("turn", "when"), [("and in 2021?", "2021"), ("And in may 2021?", "may 2021")]
)
def test_a_year_takes_the_place_of_the_month_before_it_too(
    reader: Reader, turn: str, when: str
) -> None:
    asked = "How many boats landed herring in 3 March 2019?"
    question = reader.understand(turn, [asked])
    assert question.standalone == f"How many boats landed herring in {when}?"


@pytest.mark.parametrize(
    "turn",
    [
        "thats what the company says, what do others say",
        "that's just the company and its owners, any neutral source",
        "really? says who besides the company",
        "no, not the quay, the basin the week before",
        "Really? Didn't the council say the opposite",
    ],
)
def test_what_only_says_something_of_the_last_question_goes_on(
    reader: Reader, turn: str
) -> None:
    assert reader.understand(turn, [DUTY]).standalone == f"{DUTY[:-1]}: {turn}"


def test_a_place_does_not_take_a_sides_place(reader: Reader) -> None:
    asked = "What did the company do?"
    question = reader.understand("in the council too?", [asked])
    assert question.standalone == f"{asked[:-1]}: in the council too?"


def test_how_many_of_another_party_is_the_same_question(reader: Reader) -> None:
    asked = "How many letters did the company send?"
    question = reader.understand("and how many the cooperative now", [asked])
    assert "letters did cooperative send" in question.standalone


def test_the_same_question_in_so_many_words_is_asked_anew(reader: Reader) -> None:
    asked = "Was the North Basin dredged in 2019?"
    question = reader.understand("Was the Cold Basin dredged too?", [asked])
    assert question.standalone == "Was the Cold Basin dredged in 2019?"


def test_a_new_subject_is_asked_about_in_its_own_words(reader: Reader) -> None:
    asked = reader.understand("ok diffrent topic. who owns the quay?", [DUTY])
    assert (asked.standalone, asked.asks) == ("who owns the quay?", "who")


def test_asking_for_what_else_is_wrong_isnt_pressing() -> None:
    assert not pushes("does it say anything else that's wrong?")
    assert pushes("No, that's wrong.")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("No, I mean who dredged the approach channel?",
         "who dredged the approach channel?"),
        ("sorry I meant when did herring landings fall",
         "when did herring landings fall"),
        ("Did Norwegian trawlers buy herring?", "Did Norwegian trawlers buy herring?"),
        ("No, I mean who did it?", f"{DUTY[:-1]}: No, I mean who did it?"),
    ],
)  # fmt: skip
def test_a_turn_that_takes_the_one_before_back_or_names_others_stands_alone(
    reader: Reader, text: str, meant: str
) -> None:
    assert reader.understand(text, [DUTY]).standalone == meant


def test_two_parties_take_the_places_of_two(reader: Reader) -> None:
    asked = "How many letters did the company send to the council?"
    found = reader.understand("and the cooperative to the Town council", [asked])
    assert found.standalone.startswith(
        "How many letters did cooperative send to the Town council?"
    )


def test_a_party_after_a_preposition_takes_the_place_of_that_one(
    reader: Reader,
) -> None:
    asked = "How many letters did the company get from the council?"
    found = reader.understand("no i mean only from the cooperative", [asked])
    assert "did the company get from the cooperative?" in found.standalone


def test_a_turn_on_another_one_keeps_the_year(reader: Reader) -> None:
    asked = "How many boats were lost in 2019?"
    found = reader.understand("what about the council, did it lose some?", [asked])
    assert found.standalone == "what about the council, did it lose some? (2019)"
    later = reader.understand("and the council, does it still exist?", [asked])
    assert "2019" not in later.standalone


@pytest.mark.parametrize(
    "text",
    ["who counted that, the port or somebody independent?", "whose numbers are these?",
     "and where does that number come from?", "source?"],
)  # fmt: skip
def test_who_asks_for_the_source_hears_the_answer_again(
    reader: Reader, text: str
) -> None:
    asked = "How many boats were lost in 2019?"
    assert reader.understand(text, [asked]).standalone == asked


def test_asking_the_same_by_turns_doesnt_make_the_question_longer(
    reader: Reader,
) -> None:
    turns = [
        "Who cut the buoys?",
        *["Did the company deny it?", "and the council?"] * 9,
    ]
    found = reader.understand("Did the company deny it?", turns)
    assert len(found.standalone) < 100


def test_what_is_wanted_shorter_is_the_turn_before(reader: Reader) -> None:
    turns = ["Who cut the buoys?", "Who paid them?"]
    found = reader.understand("shorter please", turns)
    assert found.standalone == "Who cut the buoys: Who paid them?"
    assert (found.brief, found.typed) == (True, "shorter please")
    again = reader.understand("even shorter", [*turns, "shorter please"])
    assert again.standalone.startswith("Who cut the buoys")


def test_why_we_dont_say_it_is_no_question_for_a_reason() -> None:
    assert pushes("it was theft. why don't you just say it")
    assert not pushes("why don't you say who owns the quay?")
