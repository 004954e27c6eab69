"""What the report's page is made of; HTML and Markdown are both drawn from it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from textwrap import shorten

from eval.rendering import ends, number
from eval.results import Figure
from eval.shares import Share


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: words, what explains them, an interval to draw, cases."""

    text: str
    soft: str = ""
    span: tuple[float, float, float] | None = None
    """Value, low and high in 0..1, where they are drawn."""
    cases: tuple[str, ...] = ()
    """Ids of cases, each linked to its answer."""
    mood: str = ""
    """`good`, `bad` or empty."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table; one that is `folded` stays shut in HTML until it is opened."""

    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    title: str = ""
    says: str = ""
    folded: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A failed case in a list: its id, what was asked, what failed in one line."""

    case_id: str
    question: str
    what: str


@dataclass(frozen=True, slots=True)
class Group:
    """Failed cases with the same first fault, and those that have it beside another."""

    title: str
    says: str
    entries: tuple[Entry, ...]
    also: tuple[str, ...]
    folded: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page under its own heading."""

    id: str
    title: str
    says: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    groups: tuple[Group, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """The whole page: what was run in a line, then its sections in order."""

    lede: str
    sections: tuple[Section, ...]


def table(
    head: Iterable[str],
    rows: Iterable[Iterable[Cell | str]],
    title: str = "",
    *,
    says: str = "",
    folded: bool = False,
) -> Table:
    """A table; a string in a row is a plain cell."""
    whole = tuple(
        tuple(Cell(cell) if isinstance(cell, str) else cell for cell in row)
        for row in rows
    )
    return Table(tuple(head), whole, title, says, folded)


def found(figure: Figure | None, unit: str = "") -> Cell:
    """A figure with its interval, drawn where it is a share."""
    if figure is None:
        return Cell("not measured")
    drawn = not unit and figure.low >= 0 and figure.high <= 1
    span = (figure.value, figure.low, figure.high) if drawn else None
    return Cell(f"{number(figure.value, unit)} ({ends(figure, unit)})", span=span)


def failing(share: Share) -> Cell:
    """How many failed, of how many; the share with its interval if there are enough."""
    text = f"{share.failed} of {share.of}"
    if share.interval is None:
        return Cell(text)
    low, high = share.interval
    percent = f"{share.value * 100:.0f} % ({low * 100:.0f}–{high * 100:.0f} %)"
    return Cell(text, percent, span=(share.value, low, high))


def sentence(text: str) -> str:
    """A phrase as a sentence."""
    return f"{text[:1].upper()}{text[1:]}."


def cut(text: str, width: int = 200) -> str:
    """A text in one line, cut at a word where it is too long."""
    return shorten(text, width, placeholder=" …")


def several(count: int, one: str, more: str = "") -> str:
    """A number with its word: `1 case`, `2 cases`."""
    return f"{count} {one if count == 1 else more or one + 's'}"
