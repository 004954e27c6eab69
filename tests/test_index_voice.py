from __future__ import annotations

import pytest

from index.generations import Generation
from index.voice import Voice


@pytest.fixture(scope="module")
def voice(generation: Generation) -> Voice:
    return Voice(generation.register)


@pytest.mark.parametrize(
    "sentence",
    [
        "The article argues that overfishing emptied Ellery Bay.",
        "The Ellery Port Company said on 15 April 2021 that the boat was at fault.",
        "Tomas Brandt denied it.",
        "According to the Skerrow Marine Institute, the data could not tell.",
        "Brandt called it a harbour grab.",
        "The court found that the dredging needed an assessment.",
        "The fishermen’s cooperative disputes the figure.",
    ],
)
def test_a_sentence_with_a_name_and_a_word_of_saying_is_attributed(
    voice: Voice, sentence: str
) -> None:
    assert voice.attributed(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "It is disputed who caused the collision.",
        "The two accounts contradict each other.",
        "It is not known who loosened the buoys.",
        "Whether it was a siege depends on the speaker.",
    ],
)
def test_a_sentence_that_leaves_the_matter_open_is_attributed(
    voice: Voice, sentence: str
) -> None:
    assert voice.attributed(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Overfishing emptied Ellery Bay.",
        "The Ellery Port Company lengthened the quay.",
        "Somebody said that the boat was at fault.",
        "The quay was finished in 1968.",
    ],
)
def test_a_sentence_without_a_name_or_a_word_of_saying_isnt_attributed(
    voice: Voice, sentence: str
) -> None:
    assert not voice.attributed(sentence)


def test_a_name_inside_another_word_names_nobody(voice: Voice) -> None:
    assert not voice.attributed("Courtesy was said to be rare.")


def test_a_sentence_with_a_contested_claims_words_carries_it(voice: Voice) -> None:
    sentence = (
        "On 17 February 2021 the fishing boat Sea Holly caused the collision with the "
        "survey vessel Merrow."
    )
    assert voice.carried(sentence) == ["h04-collision"]


def test_a_settled_claim_is_carried_by_nobody(voice: Voice) -> None:
    assert voice.carried("The Old Quay is 410 metres long, finished in 1968.") == []


def test_another_sentence_on_the_same_thing_carries_nothing(voice: Voice) -> None:
    assert voice.carried("The Merrow and the Sea Holly collided.") == []


def test_a_contested_claim_in_our_own_voice_is_a_fault(voice: Voice) -> None:
    sentence = (
        "Overfishing alone, and no work of the port, caused the decline of the herring "
        "in Ellery Bay."
    )
    (fault,) = voice.faults(sentence, "system")
    assert "'h06-cause-of-decline'" in fault
    assert "say whose claim it is" in fault


def test_the_same_claim_said_by_somebody_is_none(voice: Voice) -> None:
    sentence = (
        "Harriet Voss said that overfishing alone, and no work of the port, caused the "
        "decline of the herring in Ellery Bay."
    )
    assert voice.faults(sentence, "system") == []
    assert voice.faults(sentence, "attributed") == []


def test_a_contested_claim_in_quotation_marks_isnt_our_voice(voice: Voice) -> None:
    quote = "“The fishing boat Sea Holly caused the collision with the Merrow.”"
    assert voice.faults(f"There is a line in paragraph 6: {quote}", "system") == []


@pytest.mark.parametrize("word", ["siege", "vigil", "harbour grab", "modernisation"])
def test_a_partys_own_word_in_our_voice_is_a_fault(voice: Voice, word: str) -> None:
    (fault,) = voice.faults(f"The {word} lasted for some days.", "system")
    assert repr(word) in fault


@pytest.mark.parametrize(
    "sentence",
    [
        "The “siege” lasted three days.",
        "The port company called it a siege.",
        "The line of boats lasted three days.",
    ],
)
def test_a_partys_word_quoted_attributed_or_replaced_is_none(
    voice: Voice, sentence: str
) -> None:
    assert voice.faults(sentence, "system") == []


def test_a_sentence_marked_attributed_has_to_name_somebody(voice: Voice) -> None:
    (fault,) = voice.faults("It was a quiet night.", "attributed")
    assert "name the speaker" in fault


def test_a_gap_says_only_what_isnt_held(voice: Voice) -> None:
    assert voice.faults("We hold no source from Saltgate residents.", "gap") == []


def test_every_summary_of_the_register_passes(
    voice: Voice, generation: Generation
) -> None:
    for claim in generation.register.claims:
        assert voice.faults(claim.summary, "system") == []


def test_no_contested_statement_passes_in_our_voice(
    voice: Voice, generation: Generation
) -> None:
    for claim in generation.register.claims:
        if claim.contested:
            assert voice.faults(claim.statement, "system"), claim.id


def test_every_position_of_the_register_can_be_shown(
    voice: Voice, generation: Generation
) -> None:
    for claim in generation.register.claims:
        for position in claim.positions:
            assert voice.faults(position.text, "attributed") == []


@pytest.mark.parametrize("said", ["forecast", "ruled"])
def test_a_forecast_and_a_ruling_name_whose_word_it_is(voice: Voice, said: str) -> None:
    assert voice.attributed(
        f"The Environmental Court of Sundmark {said} that it is so."
    )
