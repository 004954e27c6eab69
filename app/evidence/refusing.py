"""Whether to answer: what isn't allowed, what is off the subject, what isn't held."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Literal

import numpy as np
import yaml

from app.answer import RefusalReason
from app.question.kinds import AS_A_WHOLE, CRITICAL
from app.question.languages import BELOW, SORRY
from app.question.question import Question
from app.question.traits import thanks
from index.corpora import Register
from index.dates import in_words
from index.embedding import Embedding

Decision = Literal["answer", "partial"] | RefusalReason
PRIVATE = "private details of a person"
IN_DOUBT = 0.6
"""The share of the threshold from which points that seem not to answer may do so."""
COVERED = 0.8
"""The share of a question's words from which a point, with the questions that it
answers, does so in case of doubt; chosen on `tune`.
"""
WHOLLY = 0.999
"""The same where none seems to answer. Chosen on readers' questions: on `tune` it costs
one near miss and mends nothing.
"""
NAMELIKE = 4.5
"""From which rarity on a word may be a name; chosen on questions of our own: of those
of `tune` about something else none is let through.
"""
TOPICAL = 0.7
"""From which cosine on a question is on a topic; of those of `tune` about something
else none comes nearer than .68.
"""
LITTLE, DISTANT = 0.3, 0.65
"""Below which share of a question's words and which nearness what seems not to answer
isn't worth telling: of 11 such questions for a detail on `tune` none is answered.
"""
FAR, SURELY = 0.05, 0.6
"""Below which probability a question isn't on the subject; and how surely it must then
ask for what isn't allowed (on `tune` all that do have .79 or more).
"""
ORDERED, ORDERING = 0.75, 7
"""How surely one of several sentences must by itself, unless it orders a text to be
written, and how many words it must have: a few can sound worse than they are. Of such
orders on `tune` 12 that don't have .71 or less; the two that do have 1.0 and .29. The
number of words was chosen on questions that were refused wrongly, of `report` too.
"""
ANSWERED = 0.85
"""How near to a question that a source answers one may be asked, whatever it sounds
like, unless it gives an order; of those of `tune` that aren't allowed none comes nearer
than .73.
"""
_PRIVATE = re.compile(
    r"\b(?:home|private)\s+add?res+(?:es)?\b|"
    r"\b(?:give|send|find|tell|get|list|show|need|want)\b.{0,20}\badd?resses of\b"
    r"(?!.{0,60}\bto (?:(?:the|his|her|their)\s+)?(?:nation|people|parliament|assembly|"
    r"public|country|council|conference|un)\b)|"
    r"\b(?:his|her|their|home|private|mobile)\s+(?:private\s+|mobile\s+)?"
    r"(?:phone|mobile) numbers?\b",
    re.IGNORECASE,
)
"""What asks for the whereabouts of people, whatever else the question says."""


@dataclass(frozen=True, slots=True)
class Examples:
    """What is and isn't answered, by example, from `app/evidence/misuse.yaml`."""

    refused: tuple[str, ...]
    kinds: tuple[str, ...]
    """What each of `refused` asks for, in words that a refusal can use."""
    allowed: tuple[str, ...]

    @classmethod
    def read(cls) -> Examples:
        """The shipped examples."""
        given = yaml.safe_load(
            (files("app.evidence") / "misuse.yaml").read_text("utf-8")
        )
        pairs = [(what, text) for what, of in given["refused"].items() for text in of]
        kinds, refused = zip(*pairs, strict=True)
        return cls(refused, kinds, tuple(given["allowed"]))


class Misuse:
    """Tells what isn't allowed: by fitted weights over a question's vector, or, where
    the embedding isn't the one they were fitted for, by the nearest example.
    """

    def __init__(self, embedding: Embedding, numbers: Mapping[str, Any]) -> None:
        """`numbers` are those of `misuse` in the calibration."""
        self._refuse: float = numbers["refuse"]
        self._least: float = numbers["least"]
        self._margin: float = numbers["margin"]
        self._fitted = numbers["embedding"] == embedding.fingerprint["name"]
        if self._fitted:
            self._kinds: Sequence[str] = numbers["kinds"]
            self._weights = np.array(numbers["weights"])
            self._bias = np.array(numbers["bias"])
            return
        examples = Examples.read()
        self._kinds = examples.kinds
        self._refused = embedding.vectors([*examples.refused])
        self._allowed = embedding.vectors([*examples.allowed])

    def of(
        self, vector: np.ndarray, on_topic: float = 1.0, least: float = 0.0
    ) -> str | None:
        """What a question of that unit vector asks for, where it isn't allowed; by the
        fitted weights at least as surely as `least`.

        Of one hardly about the subject that has to be surer: it is refused in any case.
        """
        if self._fitted:
            surely = SURELY if on_topic < FAR else 0.0
            return self._by_weights(vector, max(self._refuse, surely, least))
        refused = self._refused @ vector
        nearest = int(refused.argmax())
        allowed = float((self._allowed @ vector).max())
        alike = refused[nearest] >= max(self._least, allowed + self._margin)
        return self._kinds[nearest] if alike else None

    def _by_weights(self, vector: np.ndarray, surely: float) -> str | None:
        """`kinds` has a row of weights each, and what is allowed the last one."""
        scores = self._weights @ vector + self._bias
        chance = np.exp(scores - scores.max())
        chance /= chance.sum()
        kind = int(chance[:-1].argmax())
        return self._kinds[kind] if 1 - chance[-1] >= surely else None


@dataclass(frozen=True, slots=True)
class Support:
    """What is known about a question's chances before anything is composed."""

    misuse: str | None
    on_topic: float
    answerable: float
    touched: float
    covered: float
    """The share of the question's words held by one point with its questions."""
    rarest: float = 0.0
    """The rarity of the rarest word of a question of few words; 0 for a longer one."""
    near: float = 1.0
    """How near it comes to a question that the point found first answers."""
    topical: float = 0.0
    """How near it comes to the wordings of a topic."""

    @property
    def nothing_near(self) -> bool:
        """Whether not even what comes nearest speaks of what is asked."""
        return self.covered < LITTLE and self.near < DISTANT

    @property
    def names_what_is_held(self) -> bool:
        """Whether a question of few words, a rare one among them, names what a point
        holds: `resolution 822`.
        """
        rare = self.rarest >= NAMELIKE and self.covered >= WHOLLY
        return rare and self.on_topic >= FAR

    @property
    def names_a_topic(self) -> bool:
        """Whether it comes near to a topic and a point holds all its words."""
        return self.topical >= TOPICAL and self.covered >= WHOLLY

    def in_doubt(self, thresholds: dict[str, float]) -> bool:
        """Whether what was found may answer, if it seems not to."""
        return self.answerable >= IN_DOUBT * thresholds["answerable"]


def asks_for_private(text: str) -> str | None:
    """What a question asks for, where it is somebody's address or telephone number."""
    return PRIVATE if _PRIVATE.search(text) else None


def decide(
    question: Question,
    languages: tuple[str, ...],
    support: Support,
    thresholds: dict[str, float],
) -> Decision:
    """Answer, answer in part, or refuse and why."""
    if question.language not in languages:
        return "unsupported-language"
    critical = question.asks in CRITICAL and support.misuse != PRIVATE
    if support.misuse and not critical:
        return "not-allowed"
    if question.asks == "service":
        return "off-topic"
    if question.asks in AS_A_WHOLE:
        return "answer"
    touched = support.touched >= thresholds["touch"] or question.on_article
    leniency = thresholds["leniency"] if touched else 1.0
    if _off_topic(question, support, thresholds):
        return "off-topic"
    if question.factual:
        leniency = 1.0
    enough = thresholds["answerable"] * leniency
    covered = COVERED if support.in_doubt(thresholds) else WHOLLY
    held = support.covered >= covered
    if held or support.answerable >= enough:
        return "answer"
    detail = (question.factual or question.asks == "who") and not question.on_article
    nothing = support.nothing_near and not support.in_doubt(thresholds)
    return "not-in-sources" if detail and nothing else "partial"


def _off_topic(
    question: Question, support: Support, thresholds: dict[str, float]
) -> bool:
    """Whether a question is about something else: less readily where a claim is
    touched or a place of the subject is named, never where the touch is sure.
    """
    sure = support.touched >= thresholds["sure"] or support.names_what_is_held
    sure = sure or support.names_a_topic
    if question.on_article or sure:
        return False
    at_home = question.at_home or support.touched >= thresholds["touch"]
    least = thresholds["on_topic"] * (thresholds["leniency"] if at_home else 1.0)
    return support.on_topic < least


def message(
    reason: RefusalReason,
    question: Question,
    register: Register,
    misuse: str | None,
    held: str = "",
) -> str:
    """One sentence that says why nothing is answered; of this service what it is, and
    what is `held`.
    """
    subject = register.settings.subject
    if reason == "not-allowed":
        return f"We don't provide {misuse}."
    if reason == "unsupported-language":
        sorry = SORRY.get(question.language, "")
        return f"{sorry} (For now we answer questions in English only.)".strip()
    if reason == "off-topic" and thanks(question.text):
        return f"You are welcome to ask more on {subject}, or to look at the sources."
    if reason == "off-topic" and question.asks == "service":
        return (
            f"This page answers questions on {subject} from an article and reference "
            "sources. It names the source of each sentence, marks where the article's "
            f"claims are contested, and takes no side. {held}"
        ).strip()
    if reason == "off-topic":
        return (
            "We searched the article and its reference sources and found nothing on "
            f"this: they are about {subject}."
        )
    out = f" that was out by {in_words(question.as_of)}" if question.as_of else ""
    return (
        f"We searched the article and its reference sources, and none of them{out} "
        "says anything on exactly this."
    )


def would_help(reason: RefusalReason, register: Register, language: str) -> str:
    """What the reader could do, or which kind of source would settle the question."""
    if reason == "off-topic":
        return f"Ask about {register.settings.subject}, or what the article claims."
    if reason == "unsupported-language":
        below = BELOW.get(language, "")
        help_ = "Put the question in English, or open one of the questions below."
        return f"{below} ({help_})" if below else help_
    if reason == "not-allowed":
        return "Ask what the article claims, or what each side has said."
    return "A document of those who took part, or an investigation on the spot, would."
