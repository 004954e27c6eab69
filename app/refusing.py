"""Whether to answer: what isn't allowed, what is off the subject, what isn't held."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from typing import Literal

import numpy as np
import yaml

from app.answer import RefusalReason
from app.languages import SORRY
from app.understanding import Question
from index.corpora import Register
from index.embedding import Embedding

Decision = Literal["answer", "partial"] | RefusalReason


class Misuse:
    """Tells what isn't allowed by its likeness to examples, in `app/misuse.yaml`."""

    def __init__(self, embedding: Embedding, refuse: float, margin: float) -> None:
        examples = yaml.safe_load((files("app") / "misuse.yaml").read_text("utf-8"))
        self._what = [
            what for what, texts in examples["refused"].items() for _ in texts
        ]
        refused = [text for texts in examples["refused"].values() for text in texts]
        self._refused = embedding.vectors(refused)
        self._allowed = embedding.vectors(examples["allowed"])
        self._refuse = refuse
        self._margin = margin

    def likeness(self, vector: np.ndarray) -> tuple[float, float, str]:
        """Cosine to the nearest refused and allowed example, and what the former is."""
        refused = self._refused @ vector
        nearest = int(refused.argmax())
        allowed = float((self._allowed @ vector).max())
        return float(refused[nearest]), allowed, self._what[nearest]

    def of(self, vector: np.ndarray) -> str | None:
        """What a question of that unit vector asks for, where it isn't allowed."""
        refused, allowed, what = self.likeness(vector)
        alike = refused >= self._refuse and refused >= allowed + self._margin
        return what if alike else None


@dataclass(frozen=True, slots=True)
class Support:
    """What is known about a question's chances before anything is composed."""

    misuse: str | None
    on_topic: float
    answerable: float
    touched: float


def decide(
    question: Question,
    languages: tuple[str, ...],
    support: Support,
    thresholds: dict[str, float],
) -> Decision:
    """Answer, answer in part, or refuse and why."""
    if question.language not in languages:
        return "unsupported-language"
    if support.misuse:
        return "not-allowed"
    if question.asks in ("about-article", "predictions"):
        return "answer"
    touched = support.touched >= thresholds["touch"] or question.on_article
    if support.on_topic < thresholds["on_topic"] and not touched:
        return "off-topic"
    enough = thresholds["answerable"]
    if touched and not question.factual:
        enough *= thresholds["leniency"]
    return "answer" if support.answerable >= enough else "partial"


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
            f"This isn't about {subject}: we searched the article and its reference "
            "sources and found nothing on it."
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
