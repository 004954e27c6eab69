"""A draft: the sentences an answer may show, each with the passages it rests on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from app.answer import VoiceName
from index.lexicon import stems
from index.sources import Passage

PartName = Literal["lead", "article", "sides", "observers", "sum", "later", "gap"]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a passage that a sentence rests on; `end` 0 means all of it."""

    passage_id: str
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class DraftSentence:
    """One sentence before its citations are numbered."""

    text: str
    voice: VoiceName
    part: PartName
    evidence: tuple[Span, ...] = ()
    speaker: str | None = None
    claims: tuple[str, ...] = ()


@dataclass(slots=True)
class Draft:
    """Sentences in reading order, and the passages they and the flags rest on."""

    sentences: list[DraftSentence] = field(default_factory=list)
    passages: dict[str, Passage] = field(default_factory=dict)

    def words(self) -> int:
        """How long the draft reads."""
        return sum(len(sentence.text.split()) for sentence in self.sentences)


def nearest_sentence(passage: Passage, text: str) -> Span:
    """The span of the passage's sentence that shares most words with a text."""
    wanted = set(stems(text))
    start, end = max(
        passage.sentences,
        key=lambda bounds: len(
            wanted & set(stems(passage.text[bounds[0] : bounds[1]]))
        ),
    )
    return Span(passage.passage_id, start, end)
