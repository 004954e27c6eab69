from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.lexicon import Lexicon, folded, stems, words

TEXTS = [
    "The port company lengthened the quay.",
    "Herring landings fell at the quay.",
    "The court ruled on dredging and on herring.",
    "Nothing else was said.",
]


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon(["a", "b", "c", "d"], TEXTS)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Xankəndi", "xankendi"),
        ("Laçın", "lacin"),
        ("SİHA", "siha"),
        ("Krüger’s", "kruger's"),
        ("Laurinavičiūtė", "laurinaviciute"),
    ],
)
def test_folding_takes_away_case_and_marks(text: str, plain: str) -> None:
    assert folded(text) == plain


@given(st.text(st.characters(max_codepoint=0x24F)))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert folded(folded(text)) == folded(text)


def test_words_lose_their_possessive_endings() -> None:
    assert words("The council's vote, Ellery’s quay") == [
        "the", "council", "vote", "ellery", "quay",
    ]  # fmt: skip


def test_stems_bring_forms_of_a_word_together() -> None:
    assert stems("landings landed landing") == ("land",) * 3
    assert stems("took taken taking") == ("take",) * 3


def test_words_without_content_have_no_stem() -> None:
    assert stems("who did that to them and why") == ()


@given(st.text(), st.text())
def test_the_stems_of_two_texts_are_those_of_each(one: str, other: str) -> None:
    assert stems(f"{one}\n{other}") == stems(one) + stems(other)


def test_a_rare_stem_weighs_more_than_a_common_one(lexicon: Lexicon) -> None:
    assert lexicon.rarity("dredg") > lexicon.rarity("quay") > 0


def test_an_unseen_stem_weighs_most(lexicon: Lexicon) -> None:
    assert lexicon.rarity("australia") > lexicon.rarity("dredg")


def test_a_stem_is_held_where_a_passage_has_it(lexicon: Lexicon) -> None:
    assert "her" not in lexicon
    assert stems("herring")[0] in lexicon


def test_scores_are_positive_only_where_a_word_is_shared(lexicon: Lexicon) -> None:
    scores = lexicon.scores(stems("the landings of herring"))
    assert scores[lexicon.row("b")] > scores[lexicon.row("c")] > 0
    assert scores[lexicon.row("a")] == scores[lexicon.row("d")] == 0


def test_a_query_of_unseen_words_scores_nothing(lexicon: Lexicon) -> None:
    assert not lexicon.scores(stems("capital of Australia")).any()
    assert lexicon.scores([]).shape == (4,)


def test_the_vocabulary_holds_words_as_they_are_written(lexicon: Lexicon) -> None:
    assert {"landings", "dredging", "else"} <= lexicon.vocabulary


def test_a_passage_without_a_content_word_is_held_all_the_same() -> None:
    lexicon = Lexicon(["x", "y"], ["It was them.", "The quay."])
    assert np.argmax(lexicon.scores(stems("quay"))) == lexicon.row("y")
