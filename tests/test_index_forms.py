"""Names found with and without the marks on their letters."""

from __future__ import annotations

import calendar

import pytest

from app.question.spelling import Speller
from index.dates import months_in_full
from index.forms import Finder
from index.lexicon import plain
from index.timing import named


@pytest.fixture(scope="module")
def finder() -> Finder:
    return Finder(["Åsa Çelik", "Çelik", "Óðinn"])


def test_a_name_is_found_as_it_is_typed(finder: Finder) -> None:
    for text in ("What did Celik say?", "what did ÇELİK say?", "What did Çelik say?"):
        assert finder.search(text)
    assert not finder.search("What did Çelikten say?")


def test_places_are_those_of_the_text(finder: Finder) -> None:
    text = "İn Öz: Åsa Çelik, twice"
    found = finder.search(text)
    assert found
    assert text[found.start() : found.end()] == "Åsa Çelik"
    assert finder.sub("X", text) == "İn Öz: X, twice"
    assert finder.sub("X", "Celik, Çelik", count=1) == "X, Çelik"
    assert finder.swapped(str.upper, "Çelik and Celik") == "CELIK and CELIK"


def test_nothing_is_found_by_no_form() -> None:
    assert not Finder([]).search("anything")


def test_letters_of_other_scripts_are_left() -> None:
    assert plain("Ərdoğan, й, Ճ, ß") == "Erdogan, й, Ճ, ß"


@pytest.mark.parametrize(("typed", "meant"), [("i", "ı"), ("i", "İ"), ("s", "ſ")])
def test_no_month_or_short_form_fails_for_a_letter(typed: str, meant: str) -> None:
    speller = Speller(frozenset(), [])
    for month in calendar.month_name[1:]:
        named(f"27 {month.lower().replace(typed, meant)} 2020")
        months_in_full(f"27 {month.lower()[:3].replace(typed, meant)} 2020")
    speller.mended("any ınfo, pleaſe, for thiſ govt".replace(typed, meant))
