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
from app.languages import SORRY
from app.question_kinds import CRITICAL, OVERVIEWS
from app.understanding import Question
from index.corpora import Register
from index.embedding import Embedding

Decision = Literal["answer", "partial"] | RefusalReason
PRIVATE = "private details of a person"
_PRIVATE = re.compile(
    r"\b(?:home|private)\s+add?res+(?:es)?\b|"
    r"\b(?:give|send|find|tell|get|list|show|need|want)\b.{0,20}\badd?resses of\b|"
    r"\b(?:his|her|their|home|private|mobile)\s+(?:private\s+|mobile\s+)?"
    r"(?:phone|mobile) numbers?\b",
    re.IGNORECASE,
)
"""What asks for the whereabouts of people, whatever else the question says."""


@dataclass(frozen=True, slots=True)
class Examples:
    """What is and isn't answered, by example, from `app/misuse.yaml`."""

    refused: tuple[str, ...]
    kinds: tuple[str, ...]
    """What each of `refused` asks for, in words that a refusal can use."""
    allowed: tuple[str, ...]

    @classmethod
    def read(cls) -> Examples:
        """The shipped examples."""
        given = yaml.safe_load((files("app") / "misuse.yaml").read_text("utf-8"))
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

    def of(self, vector: np.ndarray) -> str | None:
        """What a question of that unit vector asks for, where it isn't allowed."""
        if self._fitted:
            return self._by_weights(vector)
        refused = self._refused @ vector
        nearest = int(refused.argmax())
        allowed = float((self._allowed @ vector).max())
        alike = refused[nearest] >= max(self._least, allowed + self._margin)
        return self._kinds[nearest] if alike else None

    def _by_weights(self, vector: np.ndarray) -> str | None:
        """`kinds` has a row of weights each, and what is allowed the last one."""
        scores = self._weights @ vector + self._bias
        chance = np.exp(scores - scores.max())
        chance /= chance.sum()
        kind = int(chance[:-1].argmax())
        return self._kinds[kind] if 1 - chance[-1] >= self._refuse else None


@dataclass(frozen=True, slots=True)
class Support:
    """What is known about a question's chances before anything is composed."""

    misuse: str | None
    on_topic: float
    answerable: float
    touched: float


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
    if question.asks in {"about-article", "course", "now", *OVERVIEWS}:
        return "answer"
    touched = support.touched >= thresholds["touch"] or question.on_article
    leniency = thresholds["leniency"] if touched else 1.0
    if _off_topic(question, support, thresholds):
        return "off-topic"
    if question.factual:
        leniency = 1.0
    enough = thresholds["answerable"] * leniency
    return "answer" if support.answerable >= enough else "partial"


def _off_topic(
    question: Question, support: Support, thresholds: dict[str, float]
) -> bool:
    """Whether a question is about something else: less readily where a claim is
    touched or a place of the subject is named, never where the touch is sure.
    """
    if question.on_article or support.touched >= thresholds["sure"]:
        return False
    at_home = question.at_home or support.touched >= thresholds["touch"]
    least = thresholds["on_topic"] * (thresholds["leniency"] if at_home else 1.0)
    return support.on_topic < least


def message(
    reason: RefusalReason, question: Question, register: Register, misuse: str | None
) -> str:
    """One sentence that says why nothing is answered."""
    subject = register.settings.subject
    if reason == "not-allowed":
        return f"We don't provide {misuse}."
    if reason == "unsupported-language":
        sorry = SORRY.get(question.language, "")
        return f"{sorry} (For now we answer questions in English only.)".strip()
    if reason == "off-topic":
        return (
            "We searched the article and its reference sources and found nothing on "
            f"this: they are about {subject}."
        )
    return (
        "We searched the article and its reference sources, and none of them says "
        "anything on exactly this."
    )


def would_help(reason: RefusalReason, register: Register) -> str:
    """What the reader could do, or which kind of source would settle the question."""
    if reason == "off-topic":
        return f"Ask about {register.settings.subject}, or what the article claims."
    if reason == "unsupported-language":
        return "Put the question in English, or open one of the questions below."
    if reason == "not-allowed":
        return "Ask what the article claims, or what each side has said."
    return "A document of those who took part, or an investigation on the spot, would."
