"""Who is named in a sentence, and who is doing the saying in it."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from index.corpora import Register
from index.lexicon import folded, stems
from index.sources import ARTICLE

_TOKEN = re.compile(r"[\w’']+|[,;:.()“”\"—–]")
_SAYING = re.compile(
    r"sa(?:id|ys?|ying)|stat(?:e[sd]|ing)|argu(?:e[sd]?|ing)|claim(?:s|ed|ing)|"
    r"alleg(?:e[sd]?|ing)|accus(?:e[sd]?|ing)|den(?:y|ie[sd]|ying)|report(?:s|ed|ing)|"
    r"reject(?:s|ed|ing)?|wrote|writes?|writing|told|tells?|announc(?:e[sd]?|ing)|"
    r"maintain(?:s|ed)|assert(?:s|ed|ing)?|insist(?:s|ed|ing)?|declar(?:e[sd]?|ing)|"
    r"acknowledg(?:e[sd]?|ing)|admit(?:s|ted|ting)?|warn(?:s|ed)|"
    r"contend(?:s|ed)?|condemn(?:s|ed|ing)?|describ(?:e[sd]?|ing)|dismiss(?:es|ed)?|"
    r"predict(?:s|ed)|blam(?:e[sd]?|ing)|call(?:s|ed|ing)|estimat(?:e[sd]|ing)|"
    r"confirm(?:s|ed)?|according|recount(?:s|ed)|held|ruled|found|urge[sd]?|answer(?:s|ed)|"
    r"repl(?:y|ie[sd])|add(?:s|ed)|stress(?:es|ed)|invok(?:e[sd]?|ing)|explain(?:s|ed)|"
    r"threaten(?:s|ed)|requested|object(?:s|ed)|suggest(?:s|ed)|demand(?:s|ed)|"
    r"not(?:es|ed)|complain(?:s|ed)|pledg(?:es|ed)|promis(?:es|ed)|appeal(?:s|ed)|"
    r"spoke|speaks?|ask(?:s|ed|ing)|put|judge[sd]?|record(?:s|ed)|view(?:s|ed)|protest(?:s|ed)"
)
_SAID = re.compile(
    r"accounts?|claims?|versions?|statements?|denials?|figures|arguments?|words|reports?|"
    r"allegations?|accusations?|letters?|position|view"
)
_TITLES = frozenset(
    "president prime minister foreign chancellor king secretary ambassador general mr "
    "ministry government parliament court council senate delegation defence high "
    "mrs".split()
)
"""Words of offices: capitalised or not, they are no names by themselves."""
_CALENDAR = frozenset(
    word.lower() for word in (*calendar.month_name, *calendar.day_name) if word
)
_ELIDED = frozenset("and or but then".split())
_PRONOUNS = frozenset("it he she they who which".split())
_BE = frozenset("is are was were be been being got".split())
KEPT = 1024
"""Readings kept for when the same sentence is cited again."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a sentence: what it stands for, and which words it takes."""

    entity: str
    party: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Reading:
    """A sentence read for its names: tokens as written and folded, and mentions."""

    tokens: tuple[str, ...]
    words: tuple[str, ...]
    mentions: tuple[Mention, ...]

    def sayers(self) -> list[set[Mention]]:
        """For each word of saying, the names that may be its subject."""
        found, start = [], 0
        for at, word in enumerate(self.words):
            if not _SAYING.fullmatch(word):
                continue
            near_before = self.words[max(0, at - 3) : at]
            if _ELIDED & {*near_before[-1:]} or _PRONOUNS & {*near_before}:
                continue  # whose word it is stands further back
            passive = bool(_BE & set(self.words[max(0, at - 2) : at]))
            if word == "according":
                near = [m for m in self.mentions if at < m.first <= at + 5][:1]
            elif passive:
                near = self._after_by(at)
            else:
                near = self._before(start, at)
            if near:
                found.append(set(near))
            start = at + 1
        after = ((m, self.words[m.last + 1 : m.last + 3]) for m in self.mentions)
        return found + [{m} for m, near in after if any(map(_SAID.fullmatch, near))]

    def _before(self, start: int, at: int) -> list[Mention]:
        """Names in front of a word of saying, those of its own clause if it has any."""
        marks = [n for n in range(start, at) if self.words[n] in (".", ",", ";", ":")]
        stops = [n for n in marks if self.words[n] == "."]
        near = [m for m in self.mentions if max([start, *stops]) <= m.first < at]
        own = [m for m in near if m.first > max(marks, default=-1)]
        return own or near

    def _after_by(self, at: int) -> list[Mention]:
        if "by" not in self.words[at:]:
            return []
        by = self.words.index("by", at)
        return [m for m in self.mentions if by < m.first <= by + 4][:1]

    def around(self, mention: Mention) -> tuple[frozenset[str], frozenset[str]]:
        """Stems of the few words before and after a name, up to the next name."""
        before = [m.last for m in self.mentions if m.last < mention.first]
        after = [m.first for m in self.mentions if m.first > mention.last]
        start = max([mention.first - 5, *(last + 1 for last in before)])
        end = min([mention.last + 6, *after])
        left = self.words[start : mention.first]
        right = self.words[mention.last + 1 : end]
        return _meaning(left), _meaning(right)


@dataclass(slots=True)
class Names:
    """The names of one register: parties, speakers, places, each with its forms."""

    register: Register
    _forms: dict[tuple[str, ...], tuple[str, str]] = field(init=False)
    _longest: int = field(init=False)
    _read: dict[str, Reading] = field(default_factory=dict)

    def __post_init__(self) -> None:
        settings = self.register.settings
        self._forms = {("article",): (ARTICLE, ""), ("op", "ed"): (ARTICLE, "")}
        self._forms |= {("author",): (ARTICLE, "")}
        for term in self.register.terms:
            if term.kind != "word":
                self._put((term.neutral, *term.aliases), f"term:{term.id}", "")
        for speaker, party in settings.speakers():
            self._put((speaker.name, *speaker.also), speaker.name, party)
        for each in settings.parties:
            self._put((each.name, *each.also), each.name, each.name)
        self._longest = max(map(len, self._forms))

    def _put(self, forms: Iterable[str], entity: str, party: str) -> None:
        for form in forms:
            self._forms[tuple(_words(_TOKEN.findall(form)))] = (entity, party)

    def party(self, entity: str) -> str:
        """The party of a speaker or party by its name; empty for anything else."""
        found = self._forms.get(tuple(_words(_TOKEN.findall(entity))))
        return found[1] if found else ""

    def read(self, sentence: str) -> Reading:
        """The sentence's names: those of the register, and other capitalised words."""
        if len(self._read) >= KEPT:
            self._read = {}
        if sentence not in self._read:
            self._read[sentence] = self._reading(sentence)
        return self._read[sentence]

    def _reading(self, sentence: str) -> Reading:
        tokens = _TOKEN.findall(sentence)
        words = _words(tokens)
        mentions, at = [], 0
        while at < len(tokens):
            mention = self._mention(tokens, words, at)
            if mention:
                mentions.append(mention)
                at = mention.last
            at += 1
        return Reading(tuple(tokens), tuple(words), tuple(mentions))

    def _mention(self, tokens: list[str], words: list[str], at: int) -> Mention | None:
        for length in range(min(self._longest, len(words) - at), 0, -1):
            found = self._forms.get(tuple(words[at : at + length]))
            if found and (length > 1 or tokens[at][0].isupper() or found[0] == ARTICLE):
                return Mention(*found, at, at + length - 1)
        opens = at == 0 or tokens[at - 1] in ".“"
        if words[at] in _TITLES | _CALENDAR or (opens and not _looks_named(tokens, at)):
            return None
        if tokens[at][0].isupper():
            return Mention(f"name:{words[at]}", "", at, at)
        return None


def _meaning(words: Iterable[str]) -> frozenset[str]:
    """Stems of the words but those of saying."""
    return frozenset(stems(" ".join(w for w in words if not _SAYING.fullmatch(w))))


def shortened(tokens: Sequence[str]) -> dict[str, set[int]]:
    """What capitalised words in a row are shortened to, and the words covered."""
    found: dict[str, set[int]] = {}
    for start in range(len(tokens)):
        letters, covered = "", set()
        for at, token in enumerate(tokens[start : start + 7], start):
            if token[0].isupper():
                letters += token[0].lower()
                covered.add(at)
            elif token not in ("of", "for", "the", "and", "in"):
                break
            if len(letters) > 1:
                found.setdefault(letters, set()).update(covered)
    return found


def alike(one: str, other: str) -> bool:
    """Whether two folded words are one name, or a country and its people."""
    if one == other:
        return True
    stem = min(one, other, key=len).rstrip("aeyi")
    if len(stem) < 4 or not one.startswith(stem) or not other.startswith(stem):
        return False
    return all(_ending(word[len(stem) :]) for word in (one, other))


def _ending(rest: str) -> bool:
    ending = r"[aeyi]{0,2}(?:ians?|ish|ese|ans?|ns?|is?|s)?(?:i[sz]ed)?"
    return bool(re.fullmatch(ending, rest))


def _looks_named(tokens: list[str], at: int) -> bool:
    """Whether a sentence's first word goes on as a name does."""
    word = tokens[at]
    following = tokens[at + 1] if at + 1 < len(tokens) else ""
    named = following[:1].isupper() and not _common(word.lower())
    return named or (len(word) > 1 and (word.isupper() or word.endswith(("'s", "’s"))))


@lru_cache(maxsize=1 << 12)
def _common(word: str) -> bool:
    """Whether a word is one that carries no meaning of its own, as `the`."""
    return not stems(word)


def _words(tokens: Iterable[str]) -> list[str]:
    return [folded(token).removesuffix("'s").rstrip("'") for token in tokens]
