"""A draft: the sentences an answer may show, each with the passages it rests on."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from app.answer import VoiceName
from index.lexicon import stems
from index.sources import Passage

PartName = Literal["lead", "article", "sides", "observers", "sum", "later", "gap"]


WORDS = 180
"""About how long an answer is; the rest is one step away, in the flags."""
_QUOTED = re.compile(r"“([^”]+)”")
_GOOD_PART, _MOST = 0.15, 0.7
"""Shares of a sentence's words: what a further citation must add, and from which on
those cited hold enough.
"""


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

    def cites(self) -> set[str]:
        """Ids of the passages that it rests on."""
        return {span.passage_id for span in self.evidence}


@dataclass(slots=True)
class Draft:
    """Sentences in reading order, and the passages they and the flags rest on."""

    sentences: list[DraftSentence] = field(default_factory=list)
    passages: dict[str, Passage] = field(default_factory=dict)

    def add(self, sentence: DraftSentence | None) -> None:
        """Go on with the sentence, if there is one."""
        if sentence:
            self.sentences.append(sentence)

    def says(self, text: str) -> bool:
        """Whether it holds just that sentence."""
        return any(text == sentence.text for sentence in self.sentences)

    def party(self, sentence: DraftSentence) -> str:
        """Whose word a sentence is, by the first point that it rests on; '' if none."""
        point = self.passages.get(next((s.passage_id for s in sentence.evidence), ""))
        return point.party if point else ""

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


def supporting(
    text: str,
    ids: Sequence[str],
    passages: Mapping[str, Passage],
    cited: Collection[str] = (),
) -> tuple[Span, ...]:
    """The fewest spans that together hold what a text says, the fullest first.

    Of each passage held among `ids` it looks at the sentence that comes nearest. One
    that is `cited` already goes before its equals.
    """
    words = set(stems(text))
    quoted = set(_QUOTED.findall(text))
    left: dict[Span, set[str]] = {}
    for passage_id in ids:
        if passage := passages.get(passage_id):
            span = nearest_sentence(passage, text)
            stretch = passage.text[span.start : span.end]
            held = words & set(stems(stretch))
            left[span] = held | {quote for quote in quoted if quote in stretch}
    found: list[Span] = []
    seen: set[str] = set()
    while left:
        best = max(
            left, key=lambda span: (len(left[span] - seen), span.passage_id in cited)
        )
        new = left.pop(best) - seen
        if not found or _brings(new, seen, words, quoted):
            found.append(best)
            seen |= new
    return tuple(found)


def _brings(new: set[str], seen: set[str], words: set[str], quoted: set[str]) -> bool:
    """Whether a further citation is worth a look: for a quotation or a number, for a
    good part of the words, or for any while many are missing.
    """
    if new & quoted or any(map(str.isdigit, new)):
        return True
    return bool(new) and (
        len(new) >= _GOOD_PART * len(words) or len(seen) < _MOST * len(words)
    )
