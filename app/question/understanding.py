"""What a question means: standalone, names and typos mended, what it asks for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from app.question.continuing import Continuing
from app.question.kinds import NAMES_ARTICLE, ON_ALL, Asks, asks_for, asks_on_all
from app.question.languages import ENGLISH, likely
from app.question.of_article import OF_SERVICE, Kinds, with_article
from app.question.phrasing import Phrasing
from app.question.question import UNNAMED, Question
from app.question.spelling import Speller
from app.question.traits import SAID_TO_US, asks_briefly, mentioned, on_service
from app.question.turns import SENTENCE
from app.question.whose_word import Voice, WhoseWord
from index.calibration import calibration
from index.corpora import Register
from index.forms import Finder, names_of, replaced, speakers_of
from index.generations import Generation
from index.lexicon import folded, stems, words
from index.timing import named, years_in

_IT = re.compile(r"\b(?:it|s?he)\b", re.IGNORECASE)
_THEY = re.compile(r"\bthey\b", re.IGNORECASE)
_ENGLISH_SHARE, _ACCENTED_SHARE = 0.6, 0.75
"""Of the words of a question that seems to be in another language, which share must be
known for it to be English: in plain letters, and in letters with accents. Chosen on
`tune`.
"""
_SURE = 0.99
"""From which probability on another language isn't doubted for words that are the
sources' once mended; chosen on `tune` and on the register's misspelt wordings.
"""
_SHORT = 3
_LIKELY, _SURELY = 0.4, 0.85
"""How surely a question must ask about the article as a whole if it speaks of the
article and names nothing of the subject, and otherwise; chosen on `tune`.
"""
_WORD = re.compile(r"[^\W\d_]+")
EARLIER = 100
"""Earlier turns that a question can go on from."""


class Reader:
    """Understands questions against one generation's names and words."""

    def __init__(self, generation: Generation) -> None:
        self._register = generation.register
        self._lexicon = generation.lexicon
        self._aliases = _alias_patterns(self._register)
        self._places = {t.neutral for t in self._register.terms if t.kind == "place"}
        parties = self._register.settings.parties
        self._sides = names_of([p for p in parties if not p.independent])
        self._mains = [names_of([party]) for party in parties if party.main]
        self._whose_word = WhoseWord(parties)
        of_parties = {form for p in parties for form in (p.name, *p.also)}
        self._turns = Continuing(
            parties,
            self._lexicon,
            lambda text: bool(self._named(text)),
            self._whose_word.of,
            self._elsewhere,
            Finder(
                form
                for term in self._register.terms
                for form in (term.neutral, *term.aliases)
                if term.kind == "place" and term.neutral not in of_parties
            ),
        )
        of_terms = (n for t in self._register.terms for n in (t.neutral, *t.aliases))
        names = [*of_parties, *of_terms]
        self._speller = Speller(self._lexicon.vocabulary, names)
        self._plain_words = generation.plain_words
        self._of_article = Kinds(calibration()["of_article"], self._unnamed)
        self._phrasing = Phrasing(
            self._speller,
            self._aliases,
            self._sides,
            self._turns.names,
            self._foreign,
            NAMES_ARTICLE,
        )
        article = self._register.article
        self._publisher = re.compile(re.escape(article.publisher), re.IGNORECASE)
        self._article = folded(article.text)
        restated = (claim.statement for claim in self._register.claims)
        self._said = {
            stem for text in (article.text, *restated) for stem in stems(text)
        }
        self._people = speakers_of(parties)
        general = {self._register.settings.subject, *(p.name for p in parties)}
        self._general = {
            pattern
            for pattern, neutral in self._aliases
            if any(neutral in name for name in general)
        }

    def understand(
        self,
        text: str,
        history: Sequence[str] = (),
        as_of: str | None = None,
        *,
        joined: bool = False,
    ) -> Question:
        """The question made standalone with the earlier ones, ready for search.

        `joined`: it goes on from them, even if it could stand alone.
        """
        typed = " ".join(text.split())
        turns = [" ".join(turn.split()) for turn in history[-EARLIER:]]
        turns = [turn for turn in turns if not self._foreign(turn)]
        if turns and asks_briefly(typed):
            last = self.understand(turns[-1], turns[:-1], as_of)
            return replace(last, typed=typed, brief=True)
        text = typed if turns else with_article(typed)
        standalone, other = self._turns.standalone(text, turns, joined=joined)
        names = self._named(standalone)
        asked = text if standalone.endswith(text) else standalone
        asking = _asking(text, turns, standalone)
        on_article = bool(NAMES_ARTICLE.search(self._speller.mended(standalone)))
        asks = self._asks(asking, on_article=on_article, first=not turns)
        if self._of_service(text, first=not turns):
            asks = "service"
        search = self._phrasing.of(standalone, other)
        if asks in ON_ALL and not names:
            search = f"{search} ({self._register.settings.subject})"
        return Question(
            text=text,
            typed=typed if typed != text else "",
            standalone=standalone,
            search=search,
            language=self._language(text if len(text.split()) > 2 else standalone),
            asks=asks,
            as_of=as_of,
            names=tuple(names),
            unsaid=self._unsaid(self._speller.mended(standalone)),
            period=_period(text),
            on_article=on_article,
            word_of=self._whose_word.of(asked) or self._their_word(text, standalone),
            at_home=bool(
                self._people.search(standalone)
                or all(side.search(standalone) for side in self._mains)
                or not self._general.issuperset(names)
            ),
        )

    def _their_word(self, text: str, standalone: str) -> Voice | None:
        """Whose word is asked for where the text says `they`: that of the only side
        which the question names.
        """
        named = {form.casefold() for form in self._sides.findall(standalone)}
        if len(named) != 1:
            return None
        return self._whose_word.of(_THEY.sub(named.pop(), text))

    def _asks(self, text: str, *, on_article: bool, first: bool) -> Asks:
        """What kind of answer a text asks for: of the article as a whole, if it speaks
        of that, or is a `first` question that has no words but such as ask for it.
        """
        text = self._publisher.sub("the article", text)
        kind = self._kind(text)
        alone = first and kind not in ON_ALL and self._of_article.knows(text)
        if not (on_article or alone):
            return kind
        *before, last = SENTENCE.split(text)
        named = self._names_any(" ".join(before))
        for said in dict.fromkeys([text] if named else [text, last]):
            plainly = on_article and not self._names_any(said)
            if found := self._of_article.of(said, _LIKELY if plainly else _SURELY):
                return found
        return kind

    def _of_service(self, text: str, *, first: bool) -> bool:
        """Whether a text is on this service: a greeting, or said to it and about it;
        surely so if it names something of the subject or isn't the `first` one.
        """
        if on_service(text) or not SAID_TO_US.search(text):
            return on_service(text)
        about_us = first and self._general.issuperset(self._named(text))
        least = OF_SERVICE if about_us else _SURELY
        return self._of_article.of_service(text) >= least

    def _names_any(self, text: str) -> bool:
        """Whether a text names a party, a place or a thing of the subject."""
        return bool(self._sides.search(text) or self._named(text))

    def _unnamed(self, text: str) -> str:
        """A text, folded, with other words for the parties and places that it names."""
        text = folded(self._sides.sub("that country", text))
        for pattern, neutral in self._aliases:
            text = pattern.sub("the place", text).replace(folded(neutral), "the place")
        return text

    def _kind(self, text: str) -> Asks:
        unnamed = folded(text)
        for pattern, neutral in self._aliases:
            unnamed = pattern.sub(" ", unnamed).replace(folded(neutral), " ")
        on_all = asks_on_all(unnamed) or asks_on_all(self._speller.mended(unnamed))
        if on_all == "now" and self._sides.search(text):
            on_all = None
        one = _period(text) or (on_all == "now" and "exist" in text)
        if one and not self._general.issuperset(self._named(text)):
            on_all = None  # how it went at one place isn't how it all went
        return on_all or asks_for(text)

    def _unsaid(self, text: str) -> str:
        """The words of what a question on the article asks a mention of, where the
        article has none of them; those that name a party don't count. Words that the
        sources don't use aren't repeated.
        """
        if not NAMES_ARTICLE.search(text):
            return ""
        own = (
            p for p in SENTENCE.split(text) if NAMES_ARTICLE.search(p) or _IT.search(p)
        )
        what = self._sides.sub(" ", next(filter(None, map(mentioned, own)), ""))
        if not stems(what):
            return ""
        named = any(pattern.search(self._article) for pattern in self._named(what))
        if named or self._said & set(stems(what)):
            return ""
        typed = [word for word in what.split() if stems(word)]
        known = self._lexicon.vocabulary
        ours = all(part in known for word in typed for part in words(word))
        return " ".join(typed) if ours else UNNAMED

    def _language(self, text: str) -> str:
        """The language found; English where most words, names apart, are the sources',
        or most longer ones are English (short ones, many languages share).
        """
        found, sure = likely(text)
        if found == ENGLISH or not any("a" <= letter <= "z" for letter in text):
            return found
        every = _WORD.findall(text)
        plain = [w for w in every if w[0].islower()] or [w.lower() for w in every]
        held = [self._ours(word) for word in plain]
        longer = [self._speller.knows(word) for word in plain if len(word) > _SHORT]
        least = _ENGLISH_SHARE if text.isascii() else _ACCENTED_SHARE
        kinds = [held, longer]
        if text.isascii() and sure < _SURE:
            mended = words(self._speller.mended(text))
            kinds.append([self._ours(word) for word in mended])
        known = any(sum(kind) >= least * len(kind) > 0 for kind in kinds)
        return ENGLISH if known else found

    def _ours(self, word: str) -> bool:
        """Whether a word is of the sources themselves, or English: the questions that
        they answer hold words of other languages as well.
        """
        return word in self._plain_words or self._speller.knows(word)

    def _foreign(self, text: str) -> bool:
        """Whether a text is in another language, of which nothing can be carried on."""
        return len(text.split()) > 2 and self._language(text) != ENGLISH

    def _elsewhere(self, text: str) -> str:
        """The text with other places instead of those that it names."""
        for pattern, neutral in self._aliases:
            if neutral in self._places and pattern not in self._general:
                text = replaced(pattern, lambda _: "other places", text)
        return text

    def _named(self, text: str) -> list[re.Pattern[str]]:
        lowered = folded(text)
        return [pattern for pattern, _ in self._aliases if pattern.search(lowered)]


def _asking(text: str, turns: Sequence[str], standalone: str) -> str:
    """The words that ask: the text's own, less what opens it; or, where it only presses
    for what was asked before, those of that turn.
    """
    if text.endswith(standalone):
        return standalone
    if standalone.endswith(text):
        return text
    return next((turn for turn in reversed(turns) if standalone.endswith(turn)), text)


def _period(text: str) -> str:
    """The day, month or year that a text names last, as exact as it does."""
    for one in reversed(named(text)):
        if one.year:
            day = f"-{one.day:02}" if one.day else ""
            return f"{one.year}-{one.month:02}{day}"
    years = years_in(text)
    return str(years[-1]) if years else ""


def _alias_patterns(register: Register) -> list[tuple[re.Pattern[str], str]]:
    found = []
    for term in register.terms:
        if term.kind != "word":
            forms = "|".join(re.escape(folded(alias)) for alias in term.aliases)
            found.append((re.compile(rf"\b(?:{forms})\b"), term.neutral))
    return found
