"""A turn that goes on from earlier ones, made a question that stands alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from app.question.kinds import LATER, asks_for
from app.question.likewise import Likewise
from app.question.parting import asks
from app.question.turns import (
    ALIKE,
    AND,
    ASIDE,
    ASKS_SOURCE,
    BACK_TO,
    BARE,
    COMMENTS,
    CONTINUES,
    COUNTS_NOTHING,
    I_MEAN,
    NAMED,
    NEW_SUBJECT,
    OTHER_SIDE,
    POINTS_BACK,
    REFERS,
    SENTENCE,
    TO_US,
    YEAR,
    pushes,
    unpressed,
)
from app.question.whose_word import Voice
from index.corpora import Party
from index.forms import Finder, names_of
from index.lexicon import Lexicon, stems

_LONG_FOLLOW_UP = 12
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
        places: Finder,
    ) -> None:
        """`names_something`: whether a text names a place or thing of the subject;
        `whose_word`: whose word it asks for; `elsewhere`: the text about other places;
        `places`: what finds the name of one.
        """
        self._elsewhere = elsewhere
        self._likewise = Likewise(parties, places)
        self._voices = Finder(
            form
            for party in parties
            for one in party.speakers
            for form in (one.name, *one.also)
        )
        self._whose_word = whose_word
        self._lexicon = lexicon
        self._names_something = names_something
        self._parties = names_of(parties)
        self._mains = {p.name: names_of([p]) for p in parties if p.main}
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
        pressed = pushes(text) and not self._whose_word(text)
        if ASKS_SOURCE.search(text) or (pressed and not self._asks_more(text, topic)):
            return topic, other
        if anew := self._anew(text, history):
            return anew, ""
        if OTHER_SIDE.search(text):
            named = self._of_other_side(text, history[-1], topic)
            if self._own_question(named):
                return named, ""
            if alike := self._likewise.of_party(topic, history[-1], named):
                return self._elsewhere(alike[0]), alike[1]
        if alike := self._likewise.of(topic, history[-1], text):
            return alike
        if self._goes_on(text):
            subject = self._subject(history, meant)
            return f"{subject}: {text}", ""
        return self._of_that_year(text, topic), ""

    def _of_that_year(self, text: str, topic: str) -> str:
        """A turn that goes over to another place or party, with the year that the last
        one named, if it names none and doesn't ask for what came later.
        """
        years = YEAR.findall(topic)
        its_own = YEAR.search(text) or asks_for(text) in LATER
        return (
            f"{text} ({years[-1]})"
            if AND.search(text) and years and not its_own
            else text
        )

    def _asks_more(self, text: str, topic: str) -> bool:
        """Whether a turn that presses also asks something that the topic has no word
        of: a question put as one, or the next matter.
        """
        told = set(stems(topic))
        return any(
            set(self._rare(unpressed(one))) - told
            for one in SENTENCE.split(text)
            if not TO_US.search(one) and (AND.search(one) or asks(one.rstrip("?!. ")))
        )

    def _says_enough(self, text: str) -> bool:
        """Whether a text has words of a question of its own and points back to none."""
        return len(self._rare(text)) >= _ENOUGH and not POINTS_BACK.search(text)

    def _rare(self, text: str) -> list[str]:
        return [s for s in set(stems(text)) if self._lexicon.rarity(s) > _COMMON]

    def _goes_on(self, text: str) -> bool:
        """Whether a turn needs the earlier ones to be understood."""
        if self._asks_only_who(text):
            return True
        own = self._rare(text)
        short = len(text.split()) <= _LONG_FOLLOW_UP or not self.names(text)
        little = len(own) < _ENOUGH or len(text.split()) <= BARE
        back = POINTS_BACK.search(text)
        if AND.search(text) and not back and self.names(text):
            return len(own) < _ENOUGH
        if back and self._named_before(text, back.start()):
            return False
        if CONTINUES.search(text) or back or COUNTS_NOTHING.search(text):
            return short
        if self._complete(text):
            return False
        return short and (little or bool(REFERS.search(text)))

    def _asks_only_who(self, text: str) -> bool:
        """Whether a turn names or asks for somebody's word, and doesn't say on what."""
        voice = self._whose_word(text)
        rest = ASIDE.sub(" ", text) if voice else self._voices.sub(" ", text)
        named = voice or (AND.search(text) and rest != text)
        asking = voice.asking if voice else ()
        return bool(named) and not set(stems(ALIKE.sub(" ", rest))).difference(asking)

    def _named_before(self, text: str, place: int) -> bool:
        """Whether an earlier sentence of a turn names what a word at a place means, or
        brings up the next matter, or what stands before a comma names somebody or
        something.
        """
        *sentences, last = SENTENCE.split(text[:place])
        clause = last.rpartition(",")[0]
        next_matter = any(AND.search(one) and self._rare(one) for one in sentences)
        return (
            next_matter
            or any(map(self._names_any, sentences))
            or (self._names_any(clause) and not _comments(clause))
        )

    def _names_any(self, text: str) -> bool:
        return self.names(text) or bool(self._voices.search(text))

    def _complete(self, text: str) -> bool:
        """Whether a turn asks something about a side or a speaker, or somebody else,
        that it names, other than what they say.
        """
        rest = self._voices.sub(" ", self._sides.sub(" ", text))
        if rest == text and NAMED.search(text):
            return self._says_enough(NAMED.sub(" ", text))
        asks = rest != text and not self._whose_word(text)
        own = stems(ALIKE.sub(" ", rest))
        return asks and len(text.split()) >= _COMPLETE and bool(own)

    def _subject(self, history: list[str], meant: list[tuple[str, str]]) -> str:
        """What the last turns are about: the last one that stands alone and names a
        side, somebody or something of the subject, or begins a new one, or asks the
        same of another party; else the first one; and the last one since that says
        something.
        """
        roots = (
            n
            for n, (alone, party) in enumerate(meant)
            if party
            or NEW_SUBJECT.search(history[n])
            or (alone == history[n] and self._names_any(alone))
        )
        root = max(roots, default=0)
        since = [turn for turn in history[root + 1 :] if self._says_something(turn)]
        joined = (_ends(meant[root][0]), *since[-1:])
        return ": ".join(one.rstrip("?!. ") for one in joined)

    def _says_something(self, text: str) -> bool:
        """Whether a turn has words of its own beside those that ask who said it."""
        voice = self._whose_word(text)
        own = set(stems(ASIDE.sub(" ", text))).difference(voice.asking if voice else ())
        rare = any(self._lexicon.rarity(stem) > _COMMON for stem in own)
        return rare and not pushes(text)

    def _of_other_side(self, text: str, *earlier: str) -> str:
        """A text with the main party in place of `the other side`, where there are two
        and an earlier text names just one.
        """
        for one in earlier if len(self._mains) == _BOTH else ():
            unnamed = [n for n, form in self._mains.items() if not form.search(one)]
            if len(unnamed) == 1:
                return OTHER_SIDE.sub(unnamed[0], text)
        return text

    def _anew(self, text: str, history: list[str]) -> str:
        """What a turn asks that begins something new, takes the turn before back, or
        returns to an earlier one; '' where it does none of these.
        """
        if NEW_SUBJECT.search(text):
            return NEW_SUBJECT.sub("", text)
        instead = I_MEAN.sub("", text)
        if instead != text and self._says_enough(instead):
            return instead
        return self._returned(text, history)

    def _returned(self, text: str, history: list[str]) -> str:
        """The last turn about what a text returns to, with what it asks of it; '' where
        it returns to nothing that was asked before.
        """
        found = BACK_TO.search(text)
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


def _comments(clause: str) -> bool:
    """Whether a clause only says something of what was said before."""
    return bool(POINTS_BACK.search(clause) or COMMENTS.search(clause))


def _ends(joined: str) -> str:
    """The first and the last of several questions that were joined."""
    asked = joined.split(": ")
    return f"{asked[0]}: {asked[-1]}" if len(asked) > 2 else joined
