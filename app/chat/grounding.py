"""The checks after the model: may a sentence be shown, given the lines that it cites?

They look at names, numbers, negation, who is speaking, and at how much of the sentence
its lines hold. They see words, not meaning; a judge model can be asked besides.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from app.chat.figures import Figures
from app.chat.naming import Mention, Names, Reading, alike, shortened
from app.chat.negating import contradicts
from app.chat.prompting import Line
from app.chat.swapping import swapped
from app.question.instructing import instructs
from index.corpora import Register
from index.embedding import Embedding
from index.lexicon import folded, stems, words
from index.sources import ARTICLE
from index.voice import Voice

FaultName = Literal[
    "unknown-number", "no-citation", "form", "quotation", "number", "name", "negation",
    "speaker", "unsupported", "own-voice", "unattributed", "judge",
]  # fmt: skip
ENOUGH_WORDS = 0.65
"""Share of a sentence's words that its lines hold, from which they support it."""
FEW_WORDS = 0.2
"""Share below which nothing supports a sentence."""
ENOUGH_COSINE = 0.7
"""Cosine to its lines from which they support a sentence that shares fewer words."""
MAX_LENGTH = 600
"""Letters of the longest sentence that is taken."""

_QUOTED = re.compile(r"[“\"«]([^”\"»]*)[”\"»]")
_UNFIT = re.compile(
    r"https?:|www\.|\w\.(?:com|org|net|info|ru|io)\b|[<>`|{}\[\]#*_~\\^$@\n]|"
    r"[\U0001F000-\U0001FAFF\u2600-\u27BF]"
)
_SHOUT = re.compile(r"\b\w*[!]")
_ROLES = frozenset("foreign defence defense interior prime deputy human".split())
_SPELT = {"defense": "defence"}
_FRAME = frozenset(
    stems(
        "article argues author says said states stated wrote writes claims claimed "
        "according reported reports source side party position account view told "
        "called added later op ed text statement government official officials ministry"
    )
)


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a sentence can't be shown."""

    name: FaultName
    reason: str


class Grounding:
    """The checks for one register."""

    def __init__(self, register: Register, voice: Voice, embedding: Embedding) -> None:
        self._names = Names(register)
        self._voice = voice
        self._embedding = embedding
        self._speakers = {speaker.name for speaker, _ in register.settings.speakers()}
        self._speakers |= {ARTICLE}
        self._main = frozenset(register.settings.main_parties())

    def faults(self, text: str, lines: Sequence[Line]) -> list[Fault]:
        """Every reason why a sentence over these lines can't be shown."""
        if not lines:
            return [Fault("no-citation", "it cites no sentence")]
        if len(text) > MAX_LENGTH or _UNFIT.search(text) or _SHOUT.search(text):
            return [Fault("form", "it isn't one plain sentence")]
        if instructs(text):
            return [Fault("form", "it addresses its reader")]
        found = self._unsupported(text, lines)
        for voice_fault in self._voice.faults(text, self.voice_of(text)):
            found.append(Fault("own-voice", voice_fault))
        if self._attribution_lost(text, lines):
            found.append(Fault("unattributed", "say whose account this is"))
        return found

    def voice_of(self, text: str) -> Literal["attributed", "system"]:
        """Whether the sentence says whose word it gives."""
        said = self._names.read(text).sayers()
        return "attributed" if said and self._voice.attributed(text) else "system"

    def _unsupported(self, text: str, lines: Sequence[Line]) -> list[Fault]:
        """Faults of names, numbers, negation, speaker and words."""
        evidence = " ".join(line.sentence.text for line in lines)
        found = [
            Fault("quotation", f"no cited sentence has the words “{quoted}”")
            for quoted in _QUOTED.findall(text)
            if not _quotes(quoted, lines)
        ]
        days = [day for line in lines for day in line.days]
        if missing := Figures.of(text).missing_from(Figures.of(evidence), days):
            found.append(Fault("number", f"not in the evidence: {', '.join(missing)}"))
        mine, theirs = self._names.read(text), self._names.read(evidence)
        if wrong := self._unknown_names(mine, theirs, lines):
            found.append(Fault("name", f"not in the evidence: {', '.join(wrong)}"))
        if other := swapped(mine, theirs):
            found.append(Fault("name", f"the evidence says this of another: {other}"))
        if why := contradicts(text, evidence):
            found.append(Fault("negation", why))
        if wrong_sayer := self._wrong_sayer(mine, theirs, lines):
            found.append(Fault("speaker", f"{wrong_sayer} doesn't say this"))
        if not found and not self._carried(text, evidence):
            found.append(Fault("unsupported", "its words aren't those of the evidence"))
        return found

    def _unknown_names(
        self, mine: Reading, theirs: Reading, lines: Sequence[Line]
    ) -> list[str]:
        """Names that the evidence doesn't hold in any of their forms."""
        held = {mention.entity for mention in theirs.mentions}
        held |= {line.speaker for line in lines}
        parties = {m.party for m in theirs.mentions} | {line.party for line in lines}
        about = " ".join(line.about for line in lines)
        short = {w.lower() for w in (*theirs.tokens, *about.split()) if w.isupper()}
        known = {*theirs.words, *words(about), *shortened(theirs.tokens)}
        known |= set(shortened(about.split()))
        spelt_out = {
            n for s, ns in shortened(mine.tokens).items() if s in short for n in ns
        }
        wrong = []
        for mention in mine.mentions:
            place = range(mention.first, mention.last + 1)
            same = mention.entity in held or mention.party == mention.entity in parties
            if same and not self._particular(mine, mention):
                continue
            form = [mine.words[n] for n in place if n not in spelt_out]
            if not _worded(form, known):
                wrong.append(" ".join(mine.tokens[n] for n in place))
        roles = {_SPELT.get(word, word) for word in mine.words} & _ROLES
        spelt = {_SPELT.get(word, word) for word in known}
        if roles - spelt and spelt & _ROLES:
            wrong += sorted(roles - spelt)
        return wrong

    def _particular(self, mine: Reading, mention: Mention) -> bool:
        """Whether a form stands for less than the party: a town, or one of many."""
        one_of_many = mention.party == mention.entity and " " in mention.party
        return one_of_many or bool(mention.party and _place(mine, mention))

    def _wrong_sayer(
        self, mine: Reading, theirs: Reading, lines: Sequence[Line]
    ) -> str:
        """The name to which a sentence gives words that are another's."""
        said = {m for mentions in theirs.sayers() for m in mentions}
        allowed = {m.entity for m in said} | {line.speaker for line in lines}
        parties = {m.party for m in said} | {line.party for line in lines}
        parties |= {self._names.party(line.speaker) for line in lines}
        about = set(words(" ".join(line.about for line in lines)))
        for every in mine.sayers():
            mentions = {m for m in every if m.party or m.entity in self._speakers}
            if mentions and not any(
                m.entity in allowed
                or (m.party and m.party in parties)
                or _worded(mine.words[m.first : m.last + 1], about)
                for m in mentions
            ):
                first = min(mentions, key=lambda m: m.first)
                return " ".join(mine.tokens[first.first : first.last + 1])
        return ""

    def _carried(self, text: str, evidence: str) -> bool:
        """Whether the evidence holds enough of the sentence's words, or its meaning."""
        wanted = {stem for stem in stems(text) if not stem.isdigit()} - _FRAME
        held = set(stems(evidence))
        share = sum(_has(stem, held) for stem in wanted) / (len(wanted) or 1)
        if not wanted or share >= ENOUGH_WORDS:
            return True
        if share < FEW_WORDS:
            return False
        one, other = self._embedding.vectors([text, evidence])
        return bool(one @ other >= ENOUGH_COSINE)

    def _attribution_lost(self, text: str, lines: Sequence[Line]) -> bool:
        """Whether a main party's account is told as if it were everybody's."""
        if not any(self._names.read(line.sentence.text).sayers() for line in lines):
            return False
        partial = all(
            line.party in self._main or line.speaker == ARTICLE or line.contested
            for line in lines
            if line.sentence.voice != "system"
        ) and any(line.sentence.voice != "system" for line in lines)
        said = self._voice.attributed(text) or self._names.read(text).sayers()
        return partial and not said


def _place(reading: Reading, mention: Mention) -> bool:
    """Whether a name stands for a place and not for whoever is there."""
    before = reading.words[mention.first - 1] if mention.first else ""
    return before in ("in", "at", "near", "from", "to", "around", "towards")


def _worded(name: Sequence[str], known: set[str]) -> bool:
    """Whether each word of a name is known, as it is or as a people's name."""
    return all(
        any(alike(part, word) for word in known)
        for part in name
        if part not in (",", ".") and stems(part)
    )


def _has(stem: str, held: set[str]) -> bool:
    """Whether a stem is held, also with another ending."""
    return stem in held or (
        len(stem) > 4 and any(other.startswith(stem[:5]) for other in held)
    )


def _quotes(quoted: str, lines: Sequence[Line]) -> bool:
    """Whether quoted words are an original's, or marked as quoted in a digest."""
    wanted = folded(quoted).strip(" .,")
    for line in lines:
        text = line.sentence.text
        if line.original and wanted in folded(text):
            return True
        if any(wanted in folded(inner) for inner in _QUOTED.findall(text)):
            return True
    return False
