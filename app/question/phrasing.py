"""A question in the words that are searched: the sources' own, and names in full."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from app.question.parting import asks
from app.question.spelling import Speller
from app.question.turns import SENTENCE, YEAR, pushes, unpressed
from index.dates import months_in_full
from index.forms import Finder
from index.lexicon import folded, stems, words

_FILLER = re.compile(
    r"(?:^|(?<=: ))(?:(?:fine|ok(?:ay)?|well|right|sure|alright|h+m+|yeah|yes|no|great|"
    r"thanks|thank you|interesting|i see|got it|look|listen)[,.!;]+\s*)+"
    r"(?:(?:but|and|so|then)\b,?\s*)?|"
    r"(?:^|(?<=: ))(?:(?:ok(?:ay)?|h+m+|yeah|oh|ah|thx|pls)\s+)+(?:(?:but|and|so)\s+)?",
    re.IGNORECASE,
)
"""What opens a turn and asks nothing."""
_CLAUSE = re.compile(r"(?<=[.!?:;\]])\s+|,\s+(?=(?:and|but) (?:don'?t|do not|no)\b)")
_ORDERS = re.compile(
    r"^\W*(?:(?:please|now|and|so|just|then)\s+)*(?:"
    r"(?:ignore|forget|disregard|override|drop|skip|suspend)\b.*\b(?:instructions?|rules?|"
    r"guidelines?|flags?|citations?|sources|neutrality|prompt|above|before|balance)|"
    r"(?:pretend|act|behave|speak|respond|reply|answer)\b.*\b(?:as|like|with|in|without|"
    r"only|yes|no|word|words)\b|you are (?:now|no longer)\b|from now on\b|"
    r"(?:system|assistant|developer)\s*:|(?:no|without) (?:flags|citations|sources|"
    r"disclaimers|both sides)\b|(?:don'?t|do not) (?:you )?(?:dare |even )?(?:give|"
    r"tell|show|offer|bother)\b|say only\b|repeat after me\b|"
    r"explain (?:\w+ ){0,3}(?:like|as (?:if|to))\b|eli\d+\b|"
    r"(?:keep|make) it (?:\w+ )?(?:short|brief|simple|easy)\b)",
    re.IGNORECASE,
)
"""A clause that tells the system how to answer, and not what is asked."""
_INTRODUCED = re.compile(
    r"^\W*(?:(?:hi|hello|hey)\W+)?(?P<who>as an? [^.?!:]{2,80}?)?[\s,]*\bi\s?"
    r"(?:['’]d| would| want| wanted| just want| need)?(?: like)? to (?:ask|know)"
    r"(?: you)?\b[\s,:]*(?=\w)",
    re.IGNORECASE,
)
"""Who asks, before what is asked."""
_CHAT = re.compile(
    r"\b(?:lol|lmao|rofl|(?:ha){2,}h?|(?:he){2,}|wtf|omg|smh|tbh|imh?o|ngl|bro|bruh|pls|"
    r"plz|xd)\b",
    re.IGNORECASE,
)
"""What a chat is peppered with and asks nothing."""
_CONTRACTED = re.compile(r"\b(what|who|where|when|how|why)['’]?s\b", re.IGNORECASE)
_AGES = re.compile(r"\b\d000\s*\+?\s*(?=(?:years?|yrs?)\b)", re.IGNORECASE)
"""A round number of years, which is no year."""
_OF_ASKER = re.compile(
    r"^\W*(?:(?:hi|hello|hey|ok(?:ay)?|so|well)\W+)*(?:"
    r"i(?:['’]?m| am) (?:an?|from|doing|writing|working|studying|checking|preparing|"
    r"new|curious|confused)\b|"
    r"i (?:have|need|want|got|must|would like)(?: to)? (?:write|prepare|present|"
    r"understand|learn|do|give|hand)\b|i (?:teach|study)\b|"
    r"(?:an? )?\w+ here\W+(?:\w+(?:\W+|$)){0,3}$)",
    re.IGNORECASE,
)
"""A sentence that says who asks, or what for."""
_SHORT = 3


def _orders(clause: str) -> bool:
    """Whether a clause tells us how to answer: it commands, or only presses."""
    presses = pushes(clause) and not stems(unpressed(clause))
    return presses or bool(_ORDERS.search(clause))


class Phrasing:
    """Puts questions into the words that are searched, for one register's names."""

    def __init__(
        self,
        speller: Speller,
        aliases: Sequence[tuple[re.Pattern[str], str]],
        sides: Finder,
        names: Callable[[str], bool],
        foreign: Callable[[str], bool],
        of_article: re.Pattern[str],
    ) -> None:
        """`aliases` find names, each with its neutral form; `sides` finds a party's;
        `names`: whether a text names something; `foreign`: whether it isn't English;
        `of_article` finds the words for the article.
        """
        self._speller = speller
        self._aliases = aliases
        self._sides = sides
        self._names = names
        self._foreign = foreign
        self._of_article = of_article

    def of(self, standalone: str, other: str) -> str:
        """What is searched: in the sources' words and names, without orders to us.

        A party that took the place of an `other` one is named for itself as well: what
        is asked of it seldom fits word for word.
        """
        english = _INTRODUCED.sub(self._introduced, self._in_english(standalone))
        english = self._to_the_point(english)
        asked = _CONTRACTED.sub(r"\1 is", _FILLER.sub("", english))
        asked = " ".join(_CHAT.sub(" ", _AGES.sub("thousands of ", asked)).split())
        subject = months_in_full(self._subject(asked))
        part = f"{subject} The part of {other}?" if other else subject
        return self._expanded(self._speller.mended(part))

    def _in_english(self, text: str) -> str:
        """The sentences of a text that are English, if any ask something; else all."""
        kept = [one for one in SENTENCE.split(text) if not self._of_others(one)]
        return " ".join(kept) if any(map(asks, kept)) else text

    def _of_others(self, sentence: str) -> bool:
        """Whether a longer sentence is in another language and few of its words are
        the sources' or names.
        """
        typed = words(sentence)
        if sentence.isascii() or len(typed) <= _SHORT:
            return False
        known = sum(map(self._speller.knows, typed))
        return known < len(typed) / 2 and self._foreign(sentence)

    def _to_the_point(self, text: str) -> str:
        """A text that asks something without what is said about who asks, but for the
        names in it.
        """
        sentences = SENTENCE.split(text)
        if len(sentences) < 2 or not any(map(asks, sentences)):
            return text
        return " ".join(
            self._names_in(one) if _OF_ASKER.search(one) and not asks(one) else one
            for one in sentences
        )

    def _names_in(self, text: str) -> str:
        """The sides, places, things and years that a text names, before a colon."""
        lowered = folded(text)
        found = [*self._sides.findall(text), *YEAR.findall(text)]
        found += [m for pattern, _ in self._aliases for m in pattern.findall(lowered)]
        return f"{', '.join(dict.fromkeys(found))}:" if found else ""

    def _introduced(self, found: re.Match[str]) -> str:
        """Of what says who asks only the sides named, which `we` and `us` mean."""
        sides = self._sides.findall(found["who"] or "")
        return f"{', '.join(sides)}: " if sides else ""

    def _subject(self, text: str) -> str:
        """The question without its words for the article and its orders to us, unless
        only they name something.
        """
        clauses = _CLAUSE.split(text)
        asked = " ".join(c for c in clauses if not _orders(c))
        kept = text if self._names(text) > self._names(asked) else asked
        rest = " ".join(self._of_article.sub(" ", kept).split())
        return rest if stems(rest) else text

    def _expanded(self, text: str) -> str:
        """Each name followed by its neutral form, so that both names are searched."""
        lowered = folded(text)
        more = [
            neutral
            for pattern, neutral in self._aliases
            if pattern.search(lowered) and folded(neutral) not in lowered
        ]
        return f"{text} ({', '.join(more)})" if more else text
