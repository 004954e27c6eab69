from __future__ import annotations

import pytest

from eval.support import judge, numbers

STUDY = (
    "The Skerrow Marine Institute reported on 3 February 2021 a fall of 31 per cent, "
    "from 5,200 tonnes in 2015 to 3,588 tonnes in 2020."
)


@pytest.mark.parametrize(
    "sentence",
    [
        STUDY,
        "According to the Skerrow Marine Institute, the fall was 31 per cent.",
        "The article says: “a fall of 31 per cent”",
    ],
)
def test_a_sentence_in_the_words_of_its_source_is_supported(sentence: str) -> None:
    assert judge(sentence, STUDY).supported


@pytest.mark.parametrize(
    ("sentence", "why"),
    [
        ("The institute reported a fall of 41 per cent in 2020.", "41"),
        ("The Skerrow Marine Institute reported no fall of 31 per cent.", "negates"),
        ("The ferry sails to the northern islands every morning.", "words"),
        ("The fall of 31 per cent from 2015 to 2020 says Brandt Voss.", "brandt"),
    ],
)
def test_what_the_source_does_not_hold_is_not_supported(
    sentence: str, why: str
) -> None:
    found = judge(sentence, STUDY)
    assert not found.supported
    assert why in found.reason


def test_numbers_are_read_with_separators_and_in_words() -> None:
    assert numbers("5,200 tonnes, three boats, 84.5 million") == {
        "5200",
        "3",
        "84",
        "5",
    }
