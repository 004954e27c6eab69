"""Numbers and dates in a sentence, and whether its evidence holds them."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index.lexicon import folded, stems

_MONTHS = {name.lower(): n for n, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name.lower(): n for n, name in enumerate(calendar.month_abbr) if name}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DATE = re.compile(
    rf"\b(?:(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?:\s*(?:[-–/]|to|and|or)\s*"
    rf"(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?)?\s+(?:of\s+)?(?P<m>{_MONTH})\b\.?"
    rf"|(?P<m3>{_MONTH})\.?\s+(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?\b(?!\d)"
    rf"|(?P<m4>{_MONTH})\b)(?:,?\s+(?:of\s+)?(?P<y>(?:1[89]|20)\d\d))?",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:1[89]|20)\d\d(?:[–-](?:\d{4}|\d{2}))?\b(?![,.]\d)")
_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen "
    "fourteen fifteen sixteen seventeen eighteen nineteen"
).split()
_SMALL = {word: n for n, word in enumerate(_UNITS)}
_SMALL |= {
    word: 10 * n
    for n, word in enumerate(
        "twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2
    )
}
_SMALL |= {"dozen": 12, "twice": 2, "both": 2, "couple": 2}
_ORDINAL = {"second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7}
_SCALE = {
    "hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "m": 1e6,
    "bn": 1e9, "mn": 1e6, "k": 1e3,
}  # fmt: skip
_GAP = " ∎ "
_WORD = re.compile(r"[^\W\d_]+|\d+(?:[,  ]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
COUNTED = 4
"""Number words up to this may stand for things that the evidence lists."""
_LEAST = re.compile(
    r"(?:at least|more than|over|above|exceed\w*|upwards of|no fewer than|no less than"
    r"|a minimum of|not fewer than|beyond|in excess of)\s+(?:[A-Z]{2,3}|US)?[$€]?$"
)
_MOST = re.compile(
    r"(?:at most|less than|fewer than|under|below|up to|no more than|not more than"
    r"|a maximum of|nearly|almost|just short of)\s+(?:[A-Z]{2,3}|US)?[$€]?$"
)


@dataclass(frozen=True, slots=True)
class Number:
    """A number with the stems of the words after it, and which way it is bounded."""

    value: float
    what: frozenset[str]
    bound: int = 0
    counted: bool = False
    """Spelt and small: how many a reader counts, as in `two envoys` for two names."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What a text holds in numbers; a date is (year, month, day), 0 where not given."""

    numbers: tuple[Number, ...]
    dates: frozenset[tuple[int, int, int]]

    @classmethod
    def of(cls, text: str) -> Figures:
        """The figures of a text; those of a date don't count as numbers."""
        dates = {
            (int(found["y"] or 0), _month(found), int(day or 0))
            for found in _DATE.finditer(text)
            for day in [d for d in found.group("d", "d2", "d3") if d] or [""]
            if _is_date(found)
        }
        rest = _DATE.sub(lambda m: _GAP if _is_date(m) else m[0], text)
        for found in _YEAR.finditer(rest):
            years = re.findall(r"\d+", found[0])
            full = (year if len(year) == 4 else years[0][:2] + year for year in years)
            dates |= {(int(year), 0, 0) for year in full}
        return cls(tuple(_numbers(_YEAR.sub(_GAP, rest))), frozenset(dates))

    def missing_from(self, evidence: Figures, days: Iterable[str]) -> list[str]:
        """What the evidence doesn't hold; `days` are its ISO dates, perhaps partial."""
        known = evidence.dates | {_parts(day) for day in days if day}
        wrong = [_date(d) for d in sorted(self.dates) if not _known(d, known)]
        return wrong + [
            f"{number.value:g}"
            for number in self.numbers
            if not _held(number, evidence.numbers)
        ]


def _held(number: Number, evidence: Sequence[Number]) -> bool:
    """Whether the evidence gives the number, and not for something else."""
    same = [other for other in evidence if other.value == number.value]
    if not same and number.counted:
        return not any(number.what & other.what for other in evidence)
    if not same or any(number.bound * other.bound < 0 for other in same):
        return False
    if any(number.what & other.what or not other.what for other in same):
        return True
    others = (other for other in evidence if other.value != number.value)
    return not any(number.what & other.what for other in others)


def _known(date: tuple[int, int, int], known: Iterable[tuple[int, int, int]]) -> bool:
    year, month, day = date
    known = list(known)
    years = {each[0] for each in known}
    for other_year, other_month, other_day in known:
        fits_year = not year or year == other_year or (not other_year and year in years)
        fits_month = not month or month == other_month
        fits_day = not day or day == other_day
        if fits_year and fits_month and fits_day:
            return True
    return False


def _numbers(text: str) -> list[Number]:
    """Numbers in digits and in words, scaled: `2.9 million`, `thirty-one`."""
    tokens = [(m[0], m.start(), m.end()) for m in _WORD.finditer(text)]
    found, at = [], 0
    while at < len(tokens):
        value, used = _value([folded(token[0]) for token in tokens[at : at + 6]])
        if used:
            start, end = tokens[at][1], tokens[at + used - 1][2]
            after = " ".join(text[end : end + 40].split()[:3])
            what = frozenset(stems(re.split(r"[,;:.()]", after)[0])[:2])
            counted = value <= COUNTED and text[start].isalpha()
            found.append(Number(value, what, _bound(text[:start]), counted))
        at += used or 1
    return found


def _value(words: Sequence[str]) -> tuple[float, int]:
    """A number from the words that begin a text, and how many of them it takes."""
    first = words[0]
    if first in _ORDINAL:
        return float(_ORDINAL[first]), 1
    if first[0].isdigit():
        total, used = float(re.sub(r"[^\d.]", "", first)), 1
    elif first in _SMALL:
        total, used = float(_SMALL[first]), 1
        if total >= 20 and used < len(words) and 0 < _SMALL.get(words[1], 0) < 10:
            total, used = total + _SMALL[words[1]], 2
    else:
        return 0.0, 0
    while used < len(words) and words[used] in _SCALE:
        total *= _SCALE[words[used]]
        used += 1
    return total, used


def _bound(before: str) -> int:
    near = before[-30:].lower()
    return 1 if _LEAST.search(near) else -1 if _MOST.search(near) else 0


def _month(found: re.Match[str]) -> int:
    return _MONTHS[folded(next(filter(None, found.group("m", "m3", "m4"))))]


def _is_date(found: re.Match[str]) -> bool:
    """Whether it is a date and not a word such as `may`."""
    return found[0] not in ("may", "mar", "sep")


def _parts(day: str) -> tuple[int, int, int]:
    parts = [int(part) for part in day.split("-")] + [0, 0]
    return parts[0], parts[1], parts[2]


def _date(date: tuple[int, int, int]) -> str:
    return "-".join(f"{part:02}" for part in date if part)
