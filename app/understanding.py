"""What a question means: standalone, names and typos mended, what it asks for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.languages import ENGLISH, detect
from app.question_kinds import FACTUAL, Asks, asks_for, asks_on_all
from app.spelling import Speller
from index.corpora import Party, Register
from index.dates import months_in_full
from index.generations import Generation
from index.lexicon import folded, stems, words

_PUSH = re.compile(
    r"\b(?:admit|confess|concede|be honest|honestly|come on|go on|face it|quit|"
    r"(?:just )?say (?:it|so)|just say|spell it out|name it|(?:pick|choose) one|"
    r"(?:so |then |just )?confirm(?= it\b|\W*$)|just answer|repeat after me|"
    r"(?:stop|enough|no more|no|without|don'?t|drop)\b.{0,20}\b(?:dodg\w*|"
    r"hid(?:e|ing)|lying|avoid\w*|pretend\w*|hedg\w*|(?:both|two).sid\w*|diploma\w+|"
    r"evasi\w+|excuses?|caution|waffl\w+)|"
    r"you(?:'re| are| keep)? (?:just |still |only |too )?(?:dodg\w+|hedg\w+|evad\w+|"
    r"avoid\w+|wrong|lying|biased|cowardly|hiding)|both.sides (?:talk|mush|stuff)|"
    r"every(?:one|body) knows|you know (?:it|that|very well|perfectly)|"
    r"tell (?:the truth|me honestly)|so you agree|"
    r"that'?s (?:wrong|a lie|nonsense|biased)|"
    r"(?:a |one )?straight (?:answer|verdict|reply)|one word|yes or no|for once|"
    r"i(?:'m| am)? (?:do not|don'?t|not|never|can't) (?:buy|buying|believe|accept)|"
    r"i asked (?:for|you)|i want (?:an answer|no)|too soft|dare (?:to )?say)(?!\w)",
    re.IGNORECASE,
)
"""Words that press for agreement instead of asking."""
_REFERS = re.compile(
    r"\b(?:it|its|they|them|their|that|this|those|these|he|she|him|his|her|there|then|"
    r"which side|either side|the other side|same|others?|one|ones)\b",
    re.IGNORECASE,
)
_CONTINUES = re.compile(
    r"^\W*(?:and|but|so|or|what about|how about|what of|also)\b", re.IGNORECASE
)
_ALIKE = re.compile(
    r"\b(?:(?:the )?same|likewise|similarly|please|then|too|as well|now|for|of|with|"
    r"what|how|about|(?:the )?(?:side|case)s?)\b",
    re.IGNORECASE,
)
"""What beside a party's name says no more than: and how is it with them?"""
_FILLER = re.compile(
    r"(?:^|(?<=: ))(?:(?:fine|ok(?:ay)?|well|right|sure|alright|h+m+|yeah|yes|no|great|"
    r"thanks|thank you|interesting|i see|got it|look|listen)[,.!;]+\s*)+"
    r"(?:(?:but|and|so|then)\b,?\s*)?",
    re.IGNORECASE,
)
"""What opens a turn and asks nothing."""
_OF_ARTICLE = re.compile(
    r"\b(?:the|this|your) (?:opinion )?(?:article|author|op-?ed|writer|column)\b", re.I
)
_CLAUSE = re.compile(r"(?<=[.!?:;\]])\s+|,\s+(?=(?:and|but) (?:don'?t|do not|no)\b)")
_ORDERS = re.compile(
    r"^\W*(?:(?:please|now|and|so|just|then)\s+)*(?:"
    r"(?:ignore|forget|disregard|override|drop|skip|suspend)\b.*\b(?:instructions?|rules?|"
    r"guidelines?|flags?|citations?|sources|neutrality|prompt|above|before|balance)|"
    r"(?:pretend|act|behave|speak|respond|reply|answer)\b.*\b(?:as|like|with|in|without|"
    r"only|yes|no|word|words)\b|you are (?:now|no longer)\b|from now on\b|"
    r"(?:system|assistant|developer)\s*:|(?:no|without) (?:flags|citations|sources|"
    r"disclaimers|both sides)\b|(?:don'?t|do not) (?:you )?(?:dare |even )?(?:give|"
    r"tell|show|offer|bother)\b|say only\b|repeat after me\b)",
    re.IGNORECASE,
)
"""A clause that tells the system how to answer, and not what is asked."""
_ENGLISH_SHARE = 0.6
_SHORT = 3
_LONG_FOLLOW_UP = 12
_BARE_FOLLOW_UP = 5


@dataclass(frozen=True, slots=True)
class Question:
    """A question understood: `standalone` for reading, `search` for finding."""

    text: str
    standalone: str
    search: str
    language: str
    asks: Asks
    as_of: str | None
    names: tuple[re.Pattern[str], ...] = ()
    """What finds the places and things of the subject that it names."""
    at_home: bool = False
    """Whether one of those is neither a party nor the subject itself, or somebody
    named who speaks for a main party.
    """

    @property
    def on_article(self) -> bool:
        """Whether the question speaks of the article itself."""
        return bool(_OF_ARTICLE.search(self.standalone))

    @property
    def own_words(self) -> bool:
        """Whether an earlier turn was added to a text that says something by itself."""
        bare = len(self.text.split()) <= _BARE_FOLLOW_UP or pushes(self.text)
        return self.standalone != self.text and not bare

    @property
    def factual(self) -> bool:
        """Whether a number, a day or a place is asked for rather than a judgement."""
        return self.asks in FACTUAL


class Reader:
    """Understands questions against one generation's names and words."""

    def __init__(self, generation: Generation) -> None:
        self._register = generation.register
        self._lexicon = generation.lexicon
        self._aliases = _alias_patterns(self._register)
        parties = self._register.settings.parties
        self._parties = _names_of(parties)
        self._sides = _names_of([p for p in parties if not p.independent])
        of_parties = (name for p in parties for name in (p.name, *p.also))
        of_terms = (n for t in self._register.terms for n in (t.neutral, *t.aliases))
        names = [*of_parties, *of_terms]
        self._speller = Speller(self._lexicon.vocabulary, names)
        self._people = _people(parties)
        general = {self._register.settings.subject, *(p.name for p in parties)}
        self._general = {
            pattern
            for pattern, neutral in self._aliases
            if any(neutral in name for name in general)
        }

    def understand(
        self, text: str, history: Sequence[str] = (), as_of: str | None = None
    ) -> Question:
        """The question made standalone with the earlier ones, ready for search."""
        text = " ".join(text.split())
        turns = [" ".join(turn.split()) for turn in history]
        standalone, other = self._standalone(text, turns)
        names = self._named(standalone)
        return Question(
            text=text,
            standalone=standalone,
            search=self._searched(standalone, other),
            language=self._language(text if len(text.split()) > 2 else standalone),
            asks=self._asks(text),
            as_of=as_of,
            names=tuple(names),
            at_home=bool(
                self._people.search(standalone) or not self._general.issuperset(names)
            ),
        )

    def _asks(self, text: str) -> Asks:
        unnamed = folded(text)
        for pattern, neutral in self._aliases:
            unnamed = pattern.sub(" ", unnamed).replace(folded(neutral), " ")
        on_all = asks_on_all(unnamed)
        if on_all == "now" and self._sides.search(text):
            on_all = None
        return on_all or asks_for(text)

    def _language(self, text: str) -> str:
        """The language found; English where most words, once mended, are the sources',
        or most longer ones are English or names (short ones, many languages share).
        """
        found = detect(text)
        if found == ENGLISH or not text.isascii():
            return found
        vocabulary = self._lexicon.vocabulary
        mended = [word in vocabulary for word in words(self._speller.mended(text))]
        longer = [self._speller.knows(w) for w in words(text) if len(w) > _SHORT]
        known = any(sum(w) >= _ENGLISH_SHARE * len(w) > 0 for w in (mended, longer))
        return ENGLISH if known else found

    def _searched(self, standalone: str, other: str) -> str:
        """What is searched: in the sources' words and names, without orders to us.

        A party that took the place of an `other` one is named for itself as well: what
        is asked of it seldom fits word for word.
        """
        subject = months_in_full(_subject(_FILLER.sub("", standalone)))
        part = f"{subject} The part of {other}?" if other else subject
        return self._expanded(self._speller.mended(part))

    def _standalone(self, text: str, history: list[str]) -> tuple[str, str]:
        """A follow-up joined to the last question that stands alone; and the party, if
        it asks the same of another one.
        """
        if not history:
            return text, ""
        topic, other = self._standalone(history[-1], history[:-1])
        if _PUSH.search(text):
            return topic, other
        if swapped := self._swapped(topic, history[-1], text):
            return swapped
        own = [stem for stem in set(stems(text)) if self._lexicon.rarity(stem) > 2.0]
        short = len(text.split()) <= _LONG_FOLLOW_UP or not self.names(text)
        bare = len(own) < 2 or len(text.split()) <= _BARE_FOLLOW_UP
        if short and (bare or _CONTINUES.search(text) or _REFERS.search(text)):
            return f"{topic.rstrip('?!. ')}: {text}", ""
        return text, ""

    def names(self, text: str) -> bool:
        """Whether a text names a side, or a place or thing of the subject."""
        return bool(self._sides.search(text) or self._named(text))

    def _swapped(self, topic: str, last: str, text: str) -> tuple[str, str] | None:
        """`And X?` after a question on another party: that question on X, and X.

        The party is looked for in the `last` turn's own words, which end the topic.
        """
        named = self._parties.search(text)
        rest = _ALIKE.sub(" ", self._parties.sub(" ", _CONTINUES.sub(" ", text)))
        if not named or stems(rest):
            return None
        own = topic.rfind(last.rstrip("?!. "))
        start = own if own >= 0 and self._parties.search(topic[own:]) else 0
        if not self._parties.search(topic[start:]):
            return None
        swapped = self._parties.sub(named.group(), topic[start:], count=1)
        return topic[:start] + swapped, named.group()

    def _named(self, text: str) -> list[re.Pattern[str]]:
        lowered = folded(text)
        return [pattern for pattern, _ in self._aliases if pattern.search(lowered)]

    def _expanded(self, text: str) -> str:
        """Each name followed by its neutral form, so that both names are searched."""
        lowered = folded(text)
        more = [
            neutral
            for pattern, neutral in self._aliases
            if pattern.search(lowered) and folded(neutral) not in lowered
        ]
        return f"{text} ({', '.join(more)})" if more else text


def _subject(text: str) -> str:
    """The question without its orders to us and its words for the article."""
    asked = [clause for clause in _CLAUSE.split(text) if not _ORDERS.search(clause)]
    rest = " ".join(_OF_ARTICLE.sub(" ", " ".join(asked)).split())
    return rest if stems(rest) else text


def pushes(text: str) -> bool:
    """Whether a turn presses for agreement instead of asking something."""
    return bool(_PUSH.search(text))


def _names_of(parties: Sequence[Party]) -> re.Pattern[str]:
    """What finds a name of any of the parties, the longest one first."""
    forms = {form for party in parties for form in (party.name, *party.also)}
    longest_first = sorted(map(re.escape, forms), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(longest_first)})\b", re.IGNORECASE)


def _people(parties: Sequence[Party]) -> re.Pattern[str]:
    """What finds the surnames of those who speak for the main parties."""
    speakers = (s for party in parties if party.main for s in party.speakers)
    names = (one.name.split() for one in speakers)
    surnames = {name[-1] for name in names if all(map(str.istitle, name)) and name[1:]}
    either = "|".join(map(re.escape, sorted(surnames))) or "(?!)"
    return re.compile(rf"\b(?:{either})\b", re.IGNORECASE)


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
