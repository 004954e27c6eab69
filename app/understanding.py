"""What a question means: standalone, names and typos mended, what it asks for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from rapidfuzz import fuzz, process

from app.languages import ENGLISH, detect
from index.corpora import Register
from index.generations import Generation
from index.lexicon import folded, stems, words

Asks = Literal[
    "article", "later", "predictions", "about-article", "compare", "how-many", "when",
    "who", "where", "why", "whether", "what",
]  # fmt: skip

_PATTERNS: tuple[tuple[Asks, str], ...] = (
    (
        "about-article",
        r"\bwho (?:wrote|published|is the author|authored)\b|"
        r"\bauthor of (?:the|this)\b|"
        r"\bwhen was (?:the|this) (?:article|op-?ed|piece|text) (?:written|published)|"
        r"\bwhere (?:was|is) (?:the|this) (?:article|op-?ed|piece|text)\b|"
        r"\bwho is behind (?:the|this) (?:article|op-?ed|piece|text)\b",
    ),
    (
        "predictions",
        r"\bpredict\w*\b.*\b(?:true|right|wrong|fail\w*|correct|happen\w*|out)\b|"
        r"\bwhich (?:predictions|forecasts)\b",
    ),
    (
        "article",
        r"\b(?:the|this|your) (?:article|author|op-?ed|piece|text|writer)\b.*"
        r"\b(?:say|says|said|claim\w*|argu\w*|mean\w*|write\w*|think\w*|call\w*|put\w*|"
        r"describe\w*)\b|\baccording to the (?:article|author|op-?ed|text|piece)\b",
    ),
    (
        "later",
        r"\b(?:later|since then|afterwards?|in the end|eventually|nowadays|today|now|"
        r"still|turn(?:ed)? out|came of|become of|became of|did it (?:hold|last)|"
        r"what happened (?:next|after))\b",
    ),
    ("compare", r"\b(?:compar\w+|differ\w*|versus|vs|both sides|each side)\b"),
    (
        "how-many",
        r"\b(?:how (?:many|much|long|far|often|big|large|old)|number of)\b",
    ),
    (
        "when",
        r"\b(?:when|what (?:date|day|year|month|time)|which (?:day|year|month))\b",
    ),
    ("who", r"\b(?:who|whom|whose|which (?:side|country|party|state)s?)\b"),
    ("where", r"\bwhere\b"),
    ("why", r"\b(?:why|what (?:caused|led|made)|how come|reasons?)\b"),
    (
        "whether",
        r"^\W*(?:so |and |but |ok |well )*(?:is|are|was|were|did|do|does|has|have|had|"
        r"can|could|would|will|should|isn't|wasn't|didn't|aren't)\b|\bis it true\b|"
        r"\btrue that\b",
    ),
)
_ASKS = tuple((asks, re.compile(text, re.IGNORECASE)) for asks, text in _PATTERNS)
FACTUAL: frozenset[Asks] = frozenset({"how-many", "when", "where"})
_PUSH = re.compile(
    r"\b(?:admit|be honest|come on|just say|stop (?:dodging|hiding|lying|avoiding)|"
    r"don'?t (?:dodge|avoid|give me)|everyone knows|you know (?:it|that|very well)|"
    r"tell the truth|confess|stop pretending|face it|quit|so you agree|you're wrong|"
    r"you are wrong|that's (?:wrong|a lie|nonsense|biased)|just (?:confirm|answer)|"
    r"yes or no)\b",
    re.IGNORECASE,
)
_REFERS = re.compile(
    r"\b(?:it|its|they|them|their|that|this|those|these|he|she|him|his|her|there|then|"
    r"which side|either side|the other side|same|others?|one|ones)\b",
    re.IGNORECASE,
)
_CONTINUES = re.compile(
    r"^\W*(?:and|but|so|or|what about|how about|what of|also)\b", re.IGNORECASE
)
_OF_ARTICLE = re.compile(
    r"\b(?:the|this|your) (?:article|author|op-?ed|writer)\b", re.I
)
_ENGLISH_SHARE = 0.6
_TYPO_LENGTH = 5
_TYPO_LIKENESS = 82
_LONG_FOLLOW_UP = 9
_BARE_FOLLOW_UP = 4


@dataclass(frozen=True, slots=True)
class Question:
    """A question understood: `standalone` for reading, `search` for finding."""

    text: str
    standalone: str
    search: str
    language: str
    asks: Asks
    as_of: str | None
    named: int = 0
    """How many names of the subject's places and things stand in it."""

    @property
    def on_article(self) -> bool:
        """Whether the question speaks of the article itself."""
        return bool(_OF_ARTICLE.search(self.standalone))

    @property
    def factual(self) -> bool:
        """Whether a number, a day or a place is asked for rather than a judgement."""
        return self.asks in FACTUAL


class Reader:
    """Understands questions against one generation's names and words."""

    def __init__(self, generation: Generation, known_words: frozenset[str]) -> None:
        self._register = generation.register
        self._known = known_words
        self._lexicon = generation.lexicon
        self._aliases = _alias_patterns(self._register)
        forms = {
            form
            for party in self._register.settings.parties
            for form in (party.name, *party.also)
        }
        longest_first = sorted(map(re.escape, forms), key=len, reverse=True)
        self._parties = re.compile(rf"\b(?:{'|'.join(longest_first)})\b", re.IGNORECASE)

    def understand(
        self, text: str, history: Sequence[str] = (), as_of: str | None = None
    ) -> Question:
        """The question made standalone with the earlier ones, ready for search."""
        text = " ".join(text.split())
        standalone = self._standalone(
            text, [" ".join(turn.split()) for turn in history]
        )
        return Question(
            text=text,
            standalone=standalone,
            search=self._expanded(self._mended(standalone)),
            language=self._language(text if len(text.split()) > 2 else standalone),
            asks=asks_for(text),
            as_of=as_of,
            named=self._named(standalone),
        )

    def _language(self, text: str) -> str:
        """The language found; English where most words, once mended, are known."""
        found = detect(text)
        if found == ENGLISH or not text.isascii():
            return found
        mended = words(self._mended(text))
        known = sum(word in self._lexicon.vocabulary for word in mended)
        return ENGLISH if known >= _ENGLISH_SHARE * len(mended) else found

    def _standalone(self, text: str, history: list[str]) -> str:
        """A follow-up joined to the last question that stands alone."""
        if not history:
            return text
        topic = self._standalone(history[-1], history[:-1])
        if _PUSH.search(text):
            return topic
        if swapped := self._swapped(topic, text):
            return swapped
        own = [stem for stem in set(stems(text)) if self._lexicon.rarity(stem) > 2.0]
        short = len(text.split()) <= _LONG_FOLLOW_UP
        bare = len(own) < 2 or len(text.split()) <= _BARE_FOLLOW_UP
        if short and (bare or _CONTINUES.search(text) or _REFERS.search(text)):
            return f"{topic.rstrip('?!. ')}: {text}"
        return text

    def _swapped(self, topic: str, text: str) -> str | None:
        """`And X?` after a question on another party: that question on X instead."""
        named = self._parties.search(text)
        if not named or stems(self._parties.sub(" ", _CONTINUES.sub(" ", text))):
            return None
        if not self._parties.search(topic):
            return None
        return self._parties.sub(named.group(), topic, count=1)

    @cached_property
    def _vocabulary(self) -> dict[str, list[str]]:
        """The words of the sources by their first letter, which typos mostly spare."""
        found: dict[str, list[str]] = {}
        for word in sorted(self._lexicon.vocabulary):
            found.setdefault(word[0], []).append(word)
        return found

    def _mended(self, text: str) -> str:
        """Misspelt words replaced by the nearest word of the sources."""
        mended = []
        for token in text.split():
            for word in words(token)[:1]:
                if len(word) >= _TYPO_LENGTH and not self._is_word(word):
                    found = process.extractOne(
                        word,
                        self._vocabulary.get(word[0], []),
                        scorer=fuzz.ratio,
                        score_cutoff=_TYPO_LIKENESS,
                    )
                    token = found[0] if found else token
            mended.append(token)
        return " ".join(mended)

    def _is_word(self, word: str) -> bool:
        return (
            word in self._known
            or word in self._lexicon.vocabulary
            or any(character.isdigit() for character in word)
        )

    def _named(self, text: str) -> int:
        lowered = folded(text)
        return sum(bool(pattern.search(lowered)) for pattern, _ in self._aliases)

    def _expanded(self, text: str) -> str:
        """Each name followed by its neutral form, so that both names are searched."""
        lowered = folded(text)
        more = [
            neutral
            for pattern, neutral in self._aliases
            if pattern.search(lowered) and folded(neutral) not in lowered
        ]
        return f"{text} ({', '.join(more)})" if more else text


def asks_for(text: str) -> Asks:
    """What kind of answer a question asks for."""
    return next((asks for asks, pattern in _ASKS if pattern.search(text)), "what")


def pushes(text: str) -> bool:
    """Whether a turn presses for agreement instead of asking something."""
    return bool(_PUSH.search(text))


def _alias_patterns(register: Register) -> list[tuple[re.Pattern[str], str]]:
    return [
        (
            re.compile(
                r"\b(?:"
                + "|".join(re.escape(folded(alias)) for alias in term.aliases)
                + r")\b"
            ),
            term.neutral,
        )
        for term in register.terms
        if term.kind != "word"
    ]
