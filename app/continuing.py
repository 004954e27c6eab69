"""A turn that goes on from earlier ones, made a question that stands alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from app.whose_word import Voice
from index.corpora import Party
from index.lexicon import Lexicon, stems

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
_ASKS_ADMISSION = re.compile(
    r"^\W*(?:\w+\W+){0,2}(?:did|do|does|has|have|had|will|would|who|why|when)\b"
    r"[^.!?;]{0,60}\b(?:admit|confess|concede)",
    re.IGNORECASE,
)
"""What asks whether somebody admits something, and doesn't press for it."""
_PRONOUN = (
    r"it|its|they|them|their|that|this|those|these|he|she|him|his|her|"
    r"(?<!is )(?<!are )(?<!was )(?<!were )there(?! (?:is|are|was|were)\b)|"
    r"(?:which|what|either|the other) side|same|others?|ones?"
)
_POINTS_BACK = re.compile(rf"\b(?:{_PRONOUN})\b", re.IGNORECASE)
"""What stands for something said before."""
_REFERS = re.compile(rf"\b(?:{_PRONOUN}|then)\b", re.IGNORECASE)
_OTHER_SIDE = re.compile(r"\b(?:the )?other (?:side|party)\b", re.IGNORECASE)
_INTERJECTION = (
    r"(?:(?:h+m+|ok(?:ay)?|well|yes|yeah|no|nope|wait|right|sure|fine|oh|ah|sorry)\b"
    r"\W*)*"
)
_INTERJECTED = re.compile(rf"^\W*{_INTERJECTION}", re.IGNORECASE)
_CONTINUES = re.compile(
    rf"^\W*{_INTERJECTION}(?:"
    r"(?:and|but|so|or|what about|how about|what of|also|i mean|i meant)\b|"
    r"(?:that['’]?s|this is|it['’]?s|you(?:['’]?re| are)) (?:just |so |not |n't )*"
    r"(?:true|wrong|right|lies?|a lie|biased|false|nonsense|fair|what)\b)",
    re.IGNORECASE,
)
"""What opens a turn that goes on from the last one: it adds, or objects."""
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_AND = re.compile(r"^\W*(?:and|or|what about|how about|what of|also)\b", re.IGNORECASE)
_ALIKE = re.compile(
    r"\b(?:(?:the )?same|likewise|similarly|please|then|too|as well|now|for|of|with|"
    r"what|how|about|(?:the )?(?:side|case)s?|on|only|just|no|not|sorry|actually|"
    r"i (?:mean|meant|asked|am asking|wanted)|mean(?:t|ing)?)\b",
    re.IGNORECASE,
)
"""What beside a party's name says no more than: and how is it with them?"""
_ASIDE = re.compile(
    r"\b(?:really|seriously|sources?|proof|evidence|den(?:y|ied|ies)|admit\w*|confirm\w*|"
    r"sa(?:y|ys|id)|happen\w*|signed|mean\w*)\b",
    re.IGNORECASE,
)
"""What asks something of the last answer and gives a later turn no subject."""
_NEW_SUBJECT = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|wait|no|sorry|thanks|and|but|hold on)\W+)*"
    r"(?:before that|by the way|btw|(?:one more|an?other|other|different|new|next) "
    r"(?:thing|question|topic|subject)|something else|(?:change|changing) (?:of|the) "
    r"(?:subject|topic))\W*[,:;.!–—-]\s*",
    re.IGNORECASE,
)
"""What says that a turn doesn't go on from the last one."""
_BACK_TO = re.compile(
    r"(?:\b(?:back to|regarding)|^\W*about) (?:the |my |your |that |our )*"
    r"(?P<what>[^,.:;?!]+)"
    r"[,:;.–—-]\s*(?P<rest>\S.*)",
    re.IGNORECASE,
)
"""What returns to something said earlier."""
_LONG_FOLLOW_UP = 12
_BARE_FOLLOW_UP = 5
_BOTH = 2
_COMPLETE = 4
"""Words from which on a question on somebody it names may stand alone."""
_COMMON = 2.0
"""The rarity up to which a word says nothing by itself."""
_ENOUGH = 2
"""Words beside a party's name that make a question of their own."""


class Continuing:
    """Makes follow-ups standalone, against one register's parties and names."""

    def __init__(
        self,
        parties: Sequence[Party],
        lexicon: Lexicon,
        names_something: Callable[[str], bool],
        whose_word: Callable[[str], Voice | None],
        elsewhere: Callable[[str], str],
    ) -> None:
        """`names_something`: whether a text names a place or thing of the subject;
        `whose_word`: whose word it asks for; `elsewhere`: the text about other places.
        """
        self._elsewhere = elsewhere
        self._whose_word = whose_word
        self._lexicon = lexicon
        self._names_something = names_something
        self._parties = names_of(parties)
        self._mains = {p.name: names_of([p]) for p in parties if p.main}
        named = self._parties.pattern
        self._not_meant = re.compile(rf"\bnot\W+(?:the\s+)?{named}", re.IGNORECASE)
        self._sides = names_of([p for p in parties if not p.independent])

    def standalone(
        self, text: str, history: list[str], *, joined: bool = False
    ) -> tuple[str, str]:
        """A follow-up joined to the last question that stands alone; and the party, if
        it asks the same of another one. `joined`: in any case.
        """
        meant: list[tuple[str, str]] = []
        for turn in (*history, text):
            meant.append(self._meant(turn, history[: len(meant)], meant))
        if joined and history and meant[-1] == (text, ""):
            return f"{self._subject(history, meant[:-1])}: {text}", ""
        return meant[-1]

    def _meant(
        self, text: str, history: list[str], meant: list[tuple[str, str]]
    ) -> tuple[str, str]:
        """The same of one turn, with what was `meant` by each of those before it."""
        if not history:
            return text, ""
        topic, other = meant[-1]
        if pushes(text) and not self._whose_word(text):
            return topic, other
        if _NEW_SUBJECT.search(text):
            return _NEW_SUBJECT.sub("", text), ""
        if returned := self._returned(text, history):
            return returned, ""
        if _OTHER_SIDE.search(text):
            named = self._of_other_side(text, history[-1], topic)
            if self._own_question(named):
                return named, ""
            if swapped := self._swapped(topic, history[-1], named):
                alike, party = swapped
                return self._elsewhere(alike), party
        if swapped := self._swapped(topic, history[-1], text):
            return swapped
        if self._goes_on(text):
            subject = self._subject(history, meant)
            return f"{subject}: {text}", ""
        return text, ""

    def _goes_on(self, text: str) -> bool:
        """Whether a turn needs the earlier ones to be understood."""
        own = [s for s in set(stems(text)) if self._lexicon.rarity(s) > _COMMON]
        short = len(text.split()) <= _LONG_FOLLOW_UP or not self.names(text)
        little = len(own) < _ENOUGH or len(text.split()) <= _BARE_FOLLOW_UP
        back = _POINTS_BACK.search(text)
        if _AND.search(text) and not back and self.names(text):
            return len(own) < _ENOUGH
        if back and self._named_before(text, back.start()):
            return False
        if _CONTINUES.search(text) or back:
            return short
        if self._complete(text):
            return False
        return short and (little or bool(_REFERS.search(text)))

    def _named_before(self, text: str, place: int) -> bool:
        """Whether an earlier sentence of a turn names what a word at a place means."""
        sentences = _SENTENCE.split(text[:place])
        return any(self._names_something(sentence) for sentence in sentences[:-1])

    def _complete(self, text: str) -> bool:
        """Whether a turn asks something about a side that it names, other than what
        that side says.
        """
        rest = self._sides.sub(" ", text)
        asks = rest != text and not self._whose_word(text)
        own = stems(_ALIKE.sub(" ", rest))
        return asks and len(text.split()) >= _COMPLETE and bool(own)

    def _subject(self, history: list[str], meant: list[tuple[str, str]]) -> str:
        """What the last turns are about: the last one that stands alone and names a
        side or something of the subject, or begins a new one, or asks the same of
        another party; else the first one; and the last one since that says something.
        """
        roots = (
            n
            for n, (alone, party) in enumerate(meant)
            if party
            or _NEW_SUBJECT.search(history[n])
            or (alone == history[n] and self.names(alone))
        )
        root = max(roots, default=0)
        since = [turn for turn in history[root + 1 :] if self._says_something(turn)]
        return ": ".join(one.rstrip("?!. ") for one in (meant[root][0], *since[-1:]))

    def _says_something(self, text: str) -> bool:
        """Whether a turn has words of its own beside those that ask who said it."""
        voice = self._whose_word(text)
        own = set(stems(_ASIDE.sub(" ", text))).difference(
            voice.asking if voice else ()
        )
        rare = any(self._lexicon.rarity(stem) > _COMMON for stem in own)
        return rare and not pushes(text)

    def _of_other_side(self, text: str, *earlier: str) -> str:
        """A text with the main party in place of `the other side`, where there are two
        and an earlier text names just one.
        """
        for one in earlier if len(self._mains) == _BOTH else ():
            unnamed = [n for n, form in self._mains.items() if not form.search(one)]
            if len(unnamed) == 1:
                return _OTHER_SIDE.sub(unnamed[0], text)
        return text

    def _returned(self, text: str, history: list[str]) -> str:
        """The last turn about what a text returns to, with what it asks of it; '' where
        it returns to nothing that was asked before.
        """
        found = _BACK_TO.search(text)
        what = set(stems(found["what"])) if found else set()
        earlier = (turn for turn in reversed(history) if what & set(stems(turn)))
        turn = next(earlier, "")
        return f"{turn.rstrip('?!. ')}: {found['rest']}" if found and turn else ""

    def _own_question(self, text: str) -> bool:
        """Whether a text asks something of a party that it names."""
        rest = self._parties.sub(" ", text)
        return rest != text and len(set(stems(rest))) >= _ENOUGH

    def names(self, text: str) -> bool:
        """Whether a text names a side, or a place or thing of the subject."""
        return bool(self._sides.search(text) or self._names_something(text))

    def _swapped(self, topic: str, last: str, text: str) -> tuple[str, str] | None:
        """`And X?` after a question on another party: that question on X, and X.

        The party is looked for in the `last` turn's own words, which end the topic.
        """
        meant = self._not_meant.sub(" ", _INTERJECTED.sub("", text))
        named = self._parties.search(meant)
        rest = _ALIKE.sub(" ", self._parties.sub(" ", _CONTINUES.sub(" ", meant)))
        if not named or stems(rest):
            return None
        own = topic.rfind(last.rstrip("?!. "))
        start = own if own >= 0 and self._parties.search(topic[own:]) else 0
        if not self._parties.search(topic[start:]):
            return None
        if not start and own > 0 and _POINTS_BACK.search(topic[own:]):
            topic = topic[:own].rstrip(": ")  # what was asked of the other party alone
        swapped = self._parties.sub(named.group(), topic[start:], count=1)
        return topic[:start] + swapped, named.group()


def bare(text: str) -> bool:
    """Whether a turn is too short to say anything by itself, or only presses."""
    return len(text.split()) <= _BARE_FOLLOW_UP or pushes(text)


def pushes(text: str) -> bool:
    """Whether a turn presses for agreement instead of asking something."""
    return bool(_PUSH.search(text)) and not _ASKS_ADMISSION.search(text)


def points_back(text: str) -> bool:
    """Whether a turn has a word that stands for something said before."""
    return bool(_POINTS_BACK.search(text))


def names_of(parties: Sequence[Party]) -> re.Pattern[str]:
    """What finds a name of any of the parties, the longest one first."""
    forms = {form for party in parties for form in (party.name, *party.also)}
    longest_first = sorted(map(re.escape, forms), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(longest_first)})\b", re.IGNORECASE)
