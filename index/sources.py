"""Sources, their points, and the passages that are stored and found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, HttpUrl, field_validator

from index.dates import PartialDate, last_day

Basis = Literal["full", "passage", "opening", "secondary"]
Mark = Literal["confirmed", "reported", "unconfirmed", "computed"]
TextOrigin = Literal["digest", "original"]
Kind = Literal[
    "statement", "speech", "interview", "letter", "treaty", "resolution", "judgment",
    "order", "report", "article", "study", "dataset", "reference",
]  # fmt: skip

_SEVERAL = ("read_at", "asked_as", "unanswered")
"""Fields of a passage that hold several texts, stored as one with a line for each."""

ARTICLE = "article"
"""Source id, perspective and speaker of the article itself."""


class Strict(BaseModel):
    """A record from a file: unknown fields are errors, values don't change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Point(Strict):
    """One to three self-contained sentences of a source, with who says it and where."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    locator: str = Field(min_length=1)
    speaker: str = Field(min_length=1)
    event_date: PartialDate | None = None
    mark: Mark
    sum: str | None = None
    text_origin: TextOrigin
    reviewed_by: str | None = None
    asked_as: tuple[Annotated[str, Field(min_length=3)], ...] = ()
    """Questions that the point answers, as readers put them."""
    unanswered: tuple[Annotated[str, Field(min_length=3)], ...] = ()
    """Questions on the same matter that no point answers."""
    text: str = Field(min_length=20)


class Source(Strict):
    """One document and the points taken from it."""

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    title: str = Field(min_length=1)
    publisher: str = Field(min_length=1)
    kind: Kind
    published: PartialDate
    url: str
    read_at: tuple[str, ...] = ()
    perspective: str
    perspective_reason: str = Field(min_length=1)
    basis: Basis
    licence: str = Field(min_length=1)
    points: tuple[Point, ...] = Field(min_length=1)

    @field_validator("url", "read_at")
    @classmethod
    def _addresses(cls, value: str | tuple[str, ...]) -> str | tuple[str, ...]:
        for address in (value,) if isinstance(value, str) else value:
            HttpUrl(address)
        return value


@dataclass(frozen=True, slots=True)
class Passage:
    """What is stored and found: a point, or a sentence-bounded stretch of the article.

    `start`, `end` are character offsets in the article's body (0 and the length for a
    point); `sentences` holds the (start, end) of each sentence within `text`;
    `asked_as`, questions that it answers, serve to find it; `unanswered`, questions
    close to it that no passage answers, to say so.
    """

    passage_id: str
    text: str
    sentences: tuple[tuple[int, int], ...]
    source_id: str
    title: str
    publisher: str
    speaker: str
    party: str
    published: str
    event_date: str
    url: str
    read_at: tuple[str, ...]
    perspective: str
    perspective_reason: str
    locator: str
    basis: Basis
    mark: Mark
    text_origin: TextOrigin
    licence: str
    reviewed_by: str
    paragraph: int
    start: int
    end: int
    asked_as: tuple[str, ...] = ()
    unanswered: tuple[str, ...] = ()

    @property
    def is_article(self) -> bool:
        """Whether this is the article's own text, cited only for what it says."""
        return self.source_id == ARTICLE

    @property
    def tells_of(self) -> str:
        """The last day of its event or, if none, of its publication; may be empty."""
        told = self.event_date or self.published
        return last_day(told) if told else ""

    def known_by(self, day: str | None) -> bool:
        """Whether the passage was published, and its event over, on the given day."""
        if day is None:
            return True
        dates = [date for date in (self.published, self.event_date) if date]
        return all(last_day(date) <= day for date in dates)

    @property
    def worded(self) -> str:
        """All words that it is found by."""
        return found_by(self.title, self.text, "\n".join(self.asked_as))

    def metadata(self) -> dict[str, str | int]:
        """The passage without its text, flat, as Chroma stores it."""
        flat: dict[str, str | int] = {
            name: getattr(self, name)
            for name in self.__dataclass_fields__
            if name not in ("text", "sentences", *_SEVERAL)
        }
        flat["sentences"] = " ".join(f"{start}-{end}" for start, end in self.sentences)
        return flat | {name: "\n".join(getattr(self, name)) for name in _SEVERAL}

    @classmethod
    def from_metadata(cls, flat: Mapping[str, object], text: str) -> Passage:
        """The passage again from what `metadata` gave and its text."""
        fields = {name: flat[name] for name in cls.__dataclass_fields__ if name in flat}
        bounds = (pair.split("-") for pair in str(flat["sentences"]).split())
        fields["sentences"] = tuple((int(a), int(b)) for a, b in bounds)
        for name in _SEVERAL:
            joined = str(flat.get(name, ""))
            fields[name] = tuple(joined.split("\n")) if joined else ()
        return cls(text=text, **fields)  # type: ignore[arg-type]  # Chroma's values


def found_by(title: str, text: str, asked_as: str) -> str:
    """All words that a passage is found by, from those fields as Chroma holds them."""
    return f"{title}. {text} {asked_as}"
