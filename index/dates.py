"""Dates of sources and events: ISO dates whose month or day may be unknown."""

from __future__ import annotations

import calendar
import re
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator

from index.lexicon import folded

_SHORT_MONTH = re.compile(
    r"(?<=\d\s)(jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b\.?|"
    r"\b(jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b\.?(?=\s+\d)",
    re.IGNORECASE,
)
_MONTHS = {
    calendar.month_name[n][:3].lower(): calendar.month_name[n] for n in range(1, 13)
}
_SHAPE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


def partial_date(text: str) -> str:
    """The text, if it is a date as exact as is known; raises ValueError."""
    if not _SHAPE.fullmatch(text) or not _on_calendar(text):
        raise ValueError(f"{text!r} is not a date: write 2020-09-27, 2020-09 or 2020")
    return text


def _on_calendar(text: str) -> bool:
    """Whether the month has that day."""
    year, month, day = (int(part) for part in [*text.split("-"), "1", "1"][:3])
    return year >= 1 and day <= calendar.monthrange(year, month)[1]


PartialDate = Annotated[str, BeforeValidator(str), AfterValidator(partial_date)]
"""`2020-09-27`, `2020-09` or `2020`: as exact as is known."""


def last_day(date: str) -> str:
    """The latest day that a partial date can mean: `2020-09` gives `2020-09-30`."""
    parts = [int(part) for part in date.split("-")]
    year, month = parts[0], parts[1] if len(parts) > 1 else 12
    day = parts[2] if len(parts) > 2 else calendar.monthrange(year, month)[1]
    return f"{year:04}-{month:02}-{day:02}"


def in_words(date: str) -> str:
    """A date as a reader writes it: `2020-09-27` gives `27 September 2020`."""
    parts = [int(part) for part in date.split("-")]
    month = [calendar.month_name[number] for number in parts[1:2]]
    return " ".join([str(day) for day in parts[2:3]] + month + [str(parts[0])])


def months_in_full(text: str) -> str:
    """A text with the months of its dates in full: `27 sept 2020`, `Oct. 10`."""
    return _SHORT_MONTH.sub(lambda found: _MONTHS[folded(found[0])[:3]], text)
