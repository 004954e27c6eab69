"""A question as it was understood."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.question.kinds import FACTUAL, Asks
from app.question.turns import bare
from app.question.whose_word import Voice
from index.lexicon import stems

UNNAMED = "this"
"""What stands for words that our sources don't use, and that aren't repeated."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question understood: `standalone` for reading, `search` for finding."""

    text: str
    standalone: str
    search: str
    language: str
    asks: Asks
    as_of: str | None
    typed: str = ""
    """What the reader typed, where it only wants the last answer in another way."""
    brief: bool = False
    """Whether the answer is wanted in fewer words."""
    names: tuple[re.Pattern[str], ...] = ()
    """What finds the places and things of the subject that it names."""
    unsaid: str = ""
    """What it asks a mention of that the article has no word of."""
    period: str = ""
    """The year, month or day that it asks the course of: `2020`, `2020-09`."""
    on_article: bool = False
    """Whether it speaks of the article itself."""
    word_of: Voice | None = None
    """Whose word it asks for, if anybody's."""
    at_home: bool = False
    """Whether one of those is neither a party nor the subject itself, or somebody who
    speaks is named, or all main parties are.
    """

    @property
    def goes_on(self) -> bool:
        """Whether an earlier turn was put before a text with words of its own."""
        joined = self.standalone != self.text and self.standalone.endswith(self.text)
        return joined and bool(stems(self.text))

    @property
    def subject(self) -> str:
        """What was asked before that the text goes on from; '' where it doesn't."""
        return self.standalone.removesuffix(self.text).rstrip(": ") * self.goes_on

    @property
    def own_words(self) -> bool:
        """Whether an earlier turn was added to a text that says something by itself."""
        return self.standalone != self.text and not bare(self.text)

    @property
    def factual(self) -> bool:
        """Whether a number, a day or a place is asked for rather than a judgement."""
        return self.asks in FACTUAL
