"""A model's reply as it arrives: each sentence is read once its JSON is complete."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

MAX_REPLY = 24_000
"""Letters of a reply beyond which no more is read."""


class Written(BaseModel):
    """One sentence as a model wrote it: its words, and the numbers it rests on."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    text: str = ""
    cites: tuple[int, ...] = ()
    quote: int | None = None
    speaker: str | None = None

    @field_validator("cites", mode="before")
    @classmethod
    def _one_or_more(cls, value: object) -> object:
        return [value] if isinstance(value, int | str) else value or ()


@dataclass(slots=True)
class SentenceParser:
    """Finds the innermost JSON objects in text that comes in pieces.

    Whatever stands around them (a wrapping object, a code fence, talk) is passed over.
    """

    read: int = 0
    """Sentences that were read."""
    _text: str = ""
    _opened: list[int] = field(default_factory=list)
    _at: int = 0
    _in_string: bool = False
    _escaped: bool = False

    def feed(self, piece: str) -> Iterator[Written]:
        """The sentences that the next piece completes."""
        self._text += piece
        while self._at < len(self._text):
            letter = self._text[self._at]
            self._at += 1
            if self._in_string:
                self._in_string = letter != '"' or self._escaped
                self._escaped = letter == "\\" and not self._escaped
            elif letter == '"' and self._opened:
                self._in_string = True
            elif letter == "{":
                self._opened.append(self._at - 1)
            elif letter == "}" and self._opened:
                yield from self._closed(self._text[self._opened.pop() : self._at])

    def _closed(self, text: str) -> Iterator[Written]:
        try:
            found = json.loads(text)
            if "sentences" not in found and found:
                written = Written.model_validate(found)
                self.read += 1
                yield written
        except (ValueError, TypeError, ValidationError, RecursionError):
            return
