"""A model's sentence turned into one that may be shown, or reasons against it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.chat.grounding import Fault, Grounding
from app.chat.parsing import Written
from app.chat.prompting import Line
from app.composing.drafting import DraftSentence, PartName, Span
from app.composing.verifying import passes
from index.sources import ARTICLE, Passage
from index.voice import Voice

_NUMBERS = re.compile(r"\s*\[\d+(?:\s*[,;–-]\s*\d+)*\]")
_STRAIGHT = re.compile(r'"([^"]*)"')


@dataclass(frozen=True, slots=True)
class Checked:
    """A sentence, the lines that it rests on, and what speaks against showing it."""

    sentence: DraftSentence
    lines: tuple[Line, ...]
    faults: tuple[Fault, ...] = ()
    passed: bool = True


@dataclass(frozen=True, slots=True)
class Reviewer:
    """Reviews the sentences of one answer."""

    grounding: Grounding
    voice: Voice
    passages: dict[str, Passage]
    lines: Sequence[Line]

    def review(self, written: Written, *, first: bool) -> Checked:
        """The sentence as it would be shown; `first` if nothing stands before it."""
        known, faults = self._cited(written)
        quoted = self._quoted(written)
        if quoted:
            return Checked(quoted.sentence, (quoted,), faults)
        text = _tidied(written.text)
        grave = self.grounding.faults(text, known)
        sentence = self._drafted(text, known, first)
        if not grave and not passes(sentence, self.passages, self.voice):
            grave = [Fault("own-voice", "it can't be shown as it stands")]
        return Checked(sentence, known, (*faults, *grave), not grave)

    def _cited(self, written: Written) -> tuple[tuple[Line, ...], tuple[Fault, ...]]:
        """The lines that are cited, and a fault where a number names none."""
        numbers = [*written.cites, *([written.quote] if written.quote else [])]
        known = [n for n in dict.fromkeys(numbers) if 1 <= n <= len(self.lines)]
        unknown = sorted({str(n) for n in numbers if n not in known})
        fault = Fault("unknown-number", f"no sentence has number {', '.join(unknown)}")
        return tuple(self.lines[n - 1] for n in known), (fault,) if unknown else ()

    def _quoted(self, written: Written) -> Line | None:
        """The line to be quoted, where its words are an original's and not ours."""
        if written.quote is None or not 1 <= written.quote <= len(self.lines):
            return None
        line = self.lines[written.quote - 1]
        if line.sentence.voice == "quotation":
            return line
        if not line.original:
            return None
        who = "The article" if line.speaker == ARTICLE else line.speaker
        text = f"{who} says: “{line.sentence.text}”"
        evidence, part = line.sentence.evidence, line.sentence.part
        sentence = DraftSentence(text, "quotation", part, evidence, line.speaker)
        return Line(
            sentence, line.party, line.speaker, line.days, line.about, line.contested
        )

    def _drafted(self, text: str, lines: Sequence[Line], first: bool) -> DraftSentence:
        voice = self.grounding.voice_of(text)
        spans: dict[Span, None] = {}
        claims: dict[str, None] = {}
        for line in lines:
            spans |= dict.fromkeys(line.sentence.evidence)
            claims |= dict.fromkeys(line.sentence.claims)
        part: PartName = lines[0].sentence.part if lines else "lead"
        if first or voice == "system":
            part = "later" if part == "later" and not first else "lead"
        speaker = lines[0].speaker if voice == "attributed" and lines else None
        return DraftSentence(text, voice, part, tuple(spans), speaker, tuple(claims))


def _tidied(text: str) -> str:
    """One line, without numbers in brackets, with round quotation marks and an end."""
    text = _STRAIGHT.sub(r"“\1”", " ".join(_NUMBERS.sub("", text).split()))
    return text if not text or text[-1] in ".!?:”" else f"{text}."
