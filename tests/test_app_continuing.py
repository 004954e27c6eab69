from __future__ import annotations

import time

import pytest

from app.question.turns import pushes
from app.question.understanding import Reader
from index.embedding import MiniLmEmbedding
from index.generations import Generation

DUTY = "Does the Coast Act require an environmental assessment?"


@pytest.fixture(scope="module")
def reader(generation: Generation, embedding: MiniLmEmbedding) -> Reader:
    return Reader(generation)


@pytest.mark.parametrize(
    "text",
    ["Admit it!", "Come on, just say it.", "Everyone knows it.", "Yes or no?",
     "You're wrong.", "Enough of your both-sides talk.", "A straight answer, please."],
)  # fmt: skip
def test_pressing_is_told_from_asking(text: str) -> None:
    assert pushes(text)
    assert not pushes("Who admits members to the cooperative's board, and quite when?")


def test_a_question_without_history_stands_alone(reader: Reader) -> None:
    question = reader.understand("And then?")
    assert question.standalone == question.text == "And then?"


@pytest.mark.parametrize(
    "text",
    ["And what did the court say?", "Why?", "What about the fishermen?",
     "Who said that?", "When was it decided?"],
)  # fmt: skip
def test_a_follow_up_is_joined_to_the_question_before(
    reader: Reader, text: str
) -> None:
    question = reader.understand(text, [DUTY])
    assert question.standalone == f"{DUTY[:-1]}: {text}"
    assert question.text == text


@pytest.mark.parametrize(
    "text",
    [
        "How far did herring landings at the fish market fall?",
        "Did the Sea Holly ram the Merrow?",
        "what did voss do for the harbour?",
    ],
)
def test_a_question_that_stands_alone_is_left_alone(reader: Reader, text: str) -> None:
    assert reader.understand(text, [DUTY]).standalone == text


def test_a_turn_that_names_nothing_is_joined_however_long(reader: Reader) -> None:
    text = "Fine, but what do observers say of that who had nothing at all to lose?"
    assert reader.understand(text, [DUTY]).standalone == f"{DUTY[:-1]}: {text}"


@pytest.mark.parametrize(
    "text",
    ["And the Port company?", "Same for the Port company, please.",
     "And how is it with the Port company?"],
)  # fmt: skip
def test_another_partys_name_takes_the_place_of_the_first(
    reader: Reader, text: str
) -> None:
    asked = "What did the Fishermen's cooperative demand?"
    understood = reader.understand(text, [asked])
    assert understood.standalone == "What did the Port company demand?"


def test_a_push_asks_the_earlier_question_again(reader: Reader) -> None:
    assert reader.understand("Just admit it!", [DUTY]).standalone == DUTY


def test_a_chain_of_follow_ups_keeps_its_subject(reader: Reader) -> None:
    question = reader.understand("And then?", [DUTY, "Why?"])
    assert question.standalone.startswith(DUTY[:-1])


def test_a_follow_up_is_joined_to_the_turn_that_stands_alone(reader: Reader) -> None:
    for aside in ("Who says so?", "really?", "Do the fishermen deny it?", "Admit it!"):
        found = reader.understand("When was it decided?", [DUTY, aside])
        assert found.standalone == f"{DUTY[:-1]}: When was it decided?"


def test_the_last_turn_that_says_something_stays_in_the_subject(reader: Reader) -> None:
    turns = [DUTY, "And when was the quay built?", "really?"]
    found = reader.understand("How many came to see it?", turns)
    subject = f"{DUTY[:-1]}: And when was the quay built"
    assert found.standalone == f"{subject}: How many came to see it?"


def test_what_an_earlier_sentence_of_the_turn_names_needs_no_history(
    reader: Reader,
) -> None:
    text = "I grew up at the Gateway Basin. When was it enlarged?"
    assert reader.understand(text, [DUTY]).standalone == text


@pytest.mark.parametrize(
    "text",
    [
        "What did the company build in the war years?",
        "what role did the fishermen play then",
    ],
)
def test_a_new_question_on_somebody_named_stands_alone(
    reader: Reader, text: str
) -> None:
    assert reader.understand(text, [DUTY]).standalone == text


@pytest.mark.parametrize(
    "text",
    [
        "That's not true, the boats were berthed and their crews asleep",
        "Do the fishermen admit it?",  # asks for their word, presses nobody
        "what does the company say",
    ],
)
def test_an_objection_and_a_question_for_somebodys_word_go_on(
    reader: Reader, text: str
) -> None:
    assert reader.understand(text, [DUTY]).standalone == f"{DUTY[:-1]}: {text}"


def test_another_party_is_put_in_the_last_turns_place(reader: Reader) -> None:
    turns = ["Did the port company lie?", "What did the fishermen say?"]
    found = reader.understand("And the council?", turns).standalone
    assert found == "Did the port company lie: What did the council say?"


def test_another_party_is_put_into_the_question_before(reader: Reader) -> None:
    found = reader.understand("And the fishermen?", ["Did the port company lie?"])
    assert found.standalone == "Did the fishermen lie?"


@pytest.mark.parametrize(
    ("text", "earlier", "standalone"),
    [
        (
            "Did the other side lose any boats?",
            "How many buoys did the port company lose?",
            "Did Fishermen's cooperative lose any boats?",
        ),
        (
            "And the other side?",
            "How many buoys did the port company lose?",
            "How many buoys did the Fishermen's cooperative lose?",
        ),
        (
            "What does the other side say?",
            "Did the fishermen block the harbour?",
            "Did the fishermen block the harbour: What does the other side say?",
        ),
        (
            "Did the other side lose any boats?",
            "Did the company or the fishermen block the harbour?",
            "Did the company or the fishermen block the harbour: "
            "Did the other side lose any boats?",
        ),
    ],
)
def test_the_other_side_is_the_main_party_that_the_last_turn_didnt_name(
    reader: Reader, text: str, earlier: str, standalone: str
) -> None:
    assert reader.understand(text, [earlier]).standalone == standalone


def test_a_long_conversation_is_understood_turn_by_turn(reader: Reader) -> None:
    turns = [DUTY, *["Who paid for it?", "really?", "And when was that?"] * 20]
    started = time.perf_counter()
    found = reader.understand("Where was it?", turns)
    assert time.perf_counter() - started < 5  # resolved anew, it would never end
    assert found.standalone.startswith(DUTY[:-1])
    assert len(found.standalone.split()) < 30


@pytest.mark.parametrize(
    "text",
    ["no i meant the Port company", "hmm, only the Port company i mean",
     "Sorry, not the Fishermen's cooperative, the Port company."],
)  # fmt: skip
def test_a_correction_asks_the_same_of_the_party_meant(
    reader: Reader, text: str
) -> None:
    asked = "What did the Fishermen's cooperative demand?"
    understood = reader.understand(text, [asked])
    assert understood.standalone == "What did the Port company demand?"
    why = reader.understand("why?", [asked, text])
    assert why.standalone == "What did the Port company demand: why?"


def test_what_hangs_on_the_other_party_isnt_asked_of_this_one(reader: Reader) -> None:
    turns = ["Why didn't the Port company wait?", "but they had a permit, no?"]
    understood = reader.understand("what about the Town council", turns)
    assert understood.standalone == "Why didn't the Town council wait"


def test_whether_somebody_admits_it_is_asked_and_not_pressed(reader: Reader) -> None:
    assert not pushes("did they admit it")
    assert not pushes("and who confessed to it?")
    assert pushes("Just admit it, they did.")
    turns = ["Did the Port company cut the buoys?", "how many were lost"]
    understood = reader.understand("did they admit it", turns)
    assert understood.standalone.endswith("did they admit it")
    assert understood.word_of and understood.word_of.party == "Port company"


@pytest.mark.parametrize(
    "text",
    ["by the way, who is Ines Calloway?", "Ok, other thing: who is Ines Calloway?"],
)
def test_a_new_subject_is_taken_for_one(reader: Reader, text: str) -> None:
    understood = reader.understand(text, [DUTY])
    assert understood.standalone == "who is Ines Calloway?"


def test_a_turn_goes_back_to_what_it_names(reader: Reader) -> None:
    turns = ["Who cut the survey buoys?", "By the way, how long is the quay?"]
    understood = reader.understand("ok, back to the buoys, were they found?", turns)
    assert understood.standalone == "Who cut the survey buoys: were they found?"
    same = reader.understand("what about the buoys, were they found?", turns)
    assert not same.standalone.startswith("Who cut")
    nowhere = reader.understand("about the weather, was it bad that night?", turns)
    assert nowhere.standalone.startswith("how long is the quay: about the weather")


def test_a_turn_that_names_nothing_is_no_new_subject(reader: Reader) -> None:
    turns = [DUTY, "has any neutral body actually found that out by now?"]
    understood = reader.understand("and why?", turns)
    assert understood.standalone.startswith(DUTY[:-1])


def test_a_turn_can_be_joined_in_any_case(reader: Reader) -> None:
    text = "Which neutral observers have looked into the matter?"
    assert reader.understand(text, [DUTY]).standalone == text
    joined = reader.understand(text, [DUTY], joined=True)
    assert joined.standalone == f"{DUTY[:-1]}: {text}"
    assert reader.understand(text, joined=True).standalone == text


def test_the_article_is_meant_by_it_after_a_question_on_it(reader: Reader) -> None:
    turns = ["Is the article biased?"]
    assert reader.understand("what does it leave out", turns).asks == "left-out"
    assert reader.understand("what does it get right", turns).asks == "undisputed"
    assert reader.understand("what does it leave out", [DUTY]).asks == "what"


@pytest.mark.parametrize(
    ("asked", "text", "meant"),
    [
        ("Was Harriet Voss there?", "and Brandt?", "Was Brandt there?"),
        ("How deep is the Gateway Basin?", "and the Cold Basin",
         "How deep is the Cold Basin?"),
    ],
)  # fmt: skip
def test_another_person_or_place_takes_the_place_of_the_first(
    reader: Reader, asked: str, text: str, meant: str
) -> None:
    assert reader.understand(text, [asked]).standalone == meant


@pytest.mark.parametrize(
    "text",
    ["What about the Port company, did they have any?",
     "and the Skerrow Marine Institute?", "what did the court say exactly"],
)  # fmt: skip
def test_a_question_of_its_own_or_a_bare_voice_goes_on(
    reader: Reader, text: str
) -> None:
    asked = "How many boats did the Fishermen's cooperative lose?"
    assert reader.understand(text, [asked]).standalone == f"{asked[:-1]}: {text}"
