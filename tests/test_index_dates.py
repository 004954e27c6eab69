from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from index.dates import PartialDate, in_words, last_day, months_in_full

DATE = TypeAdapter(PartialDate)


@pytest.mark.parametrize("text", ["2020-09-27", "2020-09", "2020", "1921-12-31"])
def test_a_day_a_month_or_a_year_is_a_date(text: str) -> None:
    assert DATE.validate_python(text) == text


def test_a_date_that_yaml_has_read_as_a_date_is_taken_as_its_text() -> None:
    assert DATE.validate_python(date(2020, 9, 27)) == "2020-09-27"


def test_a_year_that_yaml_has_read_as_a_number_is_taken_as_its_text() -> None:
    assert DATE.validate_python(2020) == "2020"


@pytest.mark.parametrize(
    "text",
    ["27 September 2020", "2020-9-27", "2020-13", "2020-00", "2020-09-32", "20", "",
     "2020-09-27T10:00", " 2020", "2020-", "soon"],
)  # fmt: skip
def test_another_way_to_write_a_date_is_refused_with_the_ways_that_serve(
    text: str,
) -> None:
    with pytest.raises(ValidationError, match="write 2020-09-27, 2020-09 or 2020"):
        DATE.validate_python(text)


@pytest.mark.parametrize("text", ["2021-02-30", "2021-02-29", "2020-11-31"])
def test_a_day_that_no_month_has_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        DATE.validate_python(text)


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("2020-09-27", "2020-09-27"),
        ("2020-09", "2020-09-30"),
        ("2020-02", "2020-02-29"),
        ("2021-02", "2021-02-28"),
        ("2020", "2020-12-31"),
    ],
)
def test_the_last_day_is_the_latest_that_a_date_can_mean(text: str, last: str) -> None:
    assert last_day(text) == last


@given(st.dates(min_value=date(1000, 1, 1), max_value=date(9998, 12, 31)))
def test_every_day_of_a_month_is_at_most_the_months_last_day(day: date) -> None:
    month = day.isoformat()[:7]
    assert day.isoformat() <= last_day(month)
    after = date.fromisoformat(last_day(month)) + timedelta(days=1)
    assert after.day == 1


@given(st.dates(min_value=date(1000, 1, 1)))
def test_an_exact_date_is_its_own_last_day(day: date) -> None:
    assert last_day(day.isoformat()) == day.isoformat()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2020-09-27", "27 September 2020"),
        ("2020-09-01", "1 September 2020"),
        ("2020-09", "September 2020"),
        ("2020", "2020"),
    ],
)
def test_a_date_in_words_is_as_exact_as_the_date(text: str, words: str) -> None:
    assert in_words(text) == words


@pytest.mark.parametrize(
    ("text", "full"),
    [
        ("27 sept 2020", "27 September 2020"),
        ("on Oct. 10 it held", "on October 10 it held"),
        ("who fired on 10 oct?", "who fired on 10 October?"),
        ("a decision in a decade", "a decision in a decade"),
        ("may it hold, or mar it", "may it hold, or mar it"),
    ],
)
def test_months_are_written_in_full_where_they_are_dates(text: str, full: str) -> None:
    assert months_in_full(text) == full
