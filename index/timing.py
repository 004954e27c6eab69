"""Days and months that texts name, and claims that are about another time."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from index.claims import Claim
from index.dates import months_in_full
from index.lexicon import folded

_NAMES = "|".join(calendar.month_name[1:])
_DATED = re.compile(
    rf"\b(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? )?(?P<month>{_NAMES})\b"
    r"(?: (?P<late>\d{1,2})(?:st|nd|rd|th)?(?!\d))?(?:,? (?:of )?(?P<year>\d{4})\b)?",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"\b(?P<day>\d{1,2})[./](?P<month>\d{1,2})[./](?P<year>\d{4})\b|"
    r"\b(?P<y>\d{4})-(?P<m>\d\d)(?:-(?P<d>\d\d))?\b"
)
_YEAR = re.compile(
    r"\b(?P<year>(?:1[89]|20)(?!00)\d\d|"
    r"(?<=\b(?:in|of|by) )(?:18|19|20)00|"
    r"(?<=\b(?:since|until|after) )(?:18|19|20)00)\b",
    re.IGNORECASE,
)
_WORDS_TOO = frozenset({"march", "may"})
_PLENTY = 0.3
"""The share of a claim's dated texts from which the time asked for is its own."""


@dataclass(frozen=True, slots=True)
class Named:
    """A month that a text names, with year and day if it gives them."""

    month: int
    year: int | None = None
    day: int | None = None

    def same_month(self, other: Named) -> bool:
        """Whether both can mean one month."""
        years = {self.year, other.year} - {None}
        return self.month == other.month and len(years) < 2

    def same_day(self, other: Named) -> bool:
        """Whether both name one day."""
        return self.same_month(other) and self.day == other.day


def named(text: str) -> tuple[Named, ...]:
    """The months and days of a text: `27 Sept 2020`, `in May 1994`, `10.11.2020` (the
    day before the month).
    """
    found = [*map(_worded, _DATED.finditer(months_in_full(text)))]
    found += map(_numbered, _NUMBERED.finditer(text))
    return tuple(one for one in found if one and 1 <= one.month <= 12)


def years_in(text: str) -> list[int]:
    """The years from 1800 to 2099 that a text names, in its order; the first one of a
    century only after a preposition, as `2000 people` is none.
    """
    return [int(found["year"]) for found in _YEAR.finditer(text)]


def _worded(match: re.Match[str]) -> Named | None:
    day, year = match["day"] or match["late"], match["year"]
    if folded(match["month"]) in _WORDS_TOO and not (day or year):
        return None
    month = list(calendar.month_name).index(folded(match["month"]).capitalize())
    return Named(month, int(year) if year else None, int(day) if day else None)


def _numbered(match: re.Match[str]) -> Named:
    if match["y"]:
        day = match["d"]
        return Named(int(match["m"]), int(match["y"]), int(day) if day else None)
    return Named(int(match["month"]), int(match["year"]), int(match["day"]))


class Times:
    """When the claims of a register play, by the dates in their texts."""

    def __init__(self, claims: Iterable[Claim]) -> None:
        self._dated = [_dated(claim) for claim in claims]

    def apart(self, asked: Sequence[Named]) -> np.ndarray:
        """How far each claim is from the times asked for, shape (claims,): 0 where a
        good part of its dated texts name their days, 1 where none names the months; 0
        for all where no claim's texts do, or none is asked for.
        """
        shares = np.array([_share(asked, texts) for texts in self._dated])
        if not shares.any():
            return np.zeros(len(shares))
        return np.asarray(1.0 - np.minimum(shares / _PLENTY, 1.0))


def _dated(claim: Claim) -> list[tuple[Named, ...]]:
    """The times named in each of the claim's texts that names any."""
    later = [claim.later.text] if claim.later else []
    positions = [position.text for position in claim.positions]
    texts = [claim.statement, claim.summary, *positions, *later]
    return [times for times in map(named, texts) if times]


def _share(asked: Sequence[Named], texts: Sequence[tuple[Named, ...]]) -> float:
    """The share of texts that name a month asked for, and a day if one is."""
    if not asked or not texts:
        return 0.0
    days = [one for one in asked if one.day]
    months = sum(any(a.same_month(t) for a in asked for t in text) for text in texts)
    exact = sum(any(a.same_day(t) for a in days for t in text) for text in texts)
    return (months + (exact if days else months)) / (2 * len(texts))
