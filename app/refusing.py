"""Whether to answer: what isn't allowed, what is off the subject, what isn't held."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from app.answer import RefusalReason
from app.languages import SORRY
from app.understanding import Question
from index.corpora import Register

Decision = Literal["answer", "partial"] | RefusalReason

_MISUSE: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (what, re.compile(pattern, re.IGNORECASE | re.DOTALL))
    for what, pattern in (
        (
            "text made to win people over for one side",
            r"\b(?:write|draft|compose|generate|create|make|give|produce|craft|prepare)\b"
            r"[^.?!]{0,60}\b(?:propaganda|tweets?|slogans?|posts?|speech|leaflets?|essay|"
            r"poster|campaign|manifesto|hashtags?|memes?|op-?ed|press release|article|"
            r"paragraph|blog)\b[^?]{0,120}\b(?:that|which|against|proving|blaming|showing|"
            r"for|about|to|why|praising|glorif\w+|convinc\w+)\b",
        ),
        (
            "text that dehumanises people",
            r"\b(?:subhuman|vermin|cockroach\w*|rats|parasites?|animals|savages|barbarians|"
            r"filthy|exterminat\w+|wipe (?:them )?out|inferior race|deserve to die)\b",
        ),
        (
            "help in finding or harming people",
            r"\b(?:coordinates|home address|addresses of|phone numbers?|where (?:do|does|can "
            r"i find)\b[^?]{0,40}\blives?\b|track down|how (?:to|can i|do i|could i) "
            r"(?:attack|kill|bomb|shoot|hit|target|build|make|poison|sabotage)\b|"
            r"(?:build|make) (?:a|an) (?:bomb|armed drone|explosive\w*|weapon)|"
            r"best (?:way|place|time) to (?:attack|strike|hit|bomb|kill))",
        ),
        (
            "this system's own instructions or keys",
            r"\b(?:system prompt|your (?:prompt|instructions|hidden|initial|internal|api|"
            r"secret|rules)\b|api[- ]?key|environment variables?|openai_api_key|"
            r"developer message|developer mode|jailbreak)",
        ),
        (
            "an order to set its rules aside",
            r"\b(?:ignore|disregard|forget|override|bypass)\b[^.?!]{0,40}\b(?:instructions?|"
            r"rules?|prompts?|guidelines?|sources|above|previous|prior)\b",
        ),
        (
            "private details of a person",
            r"\b(?:e-?mail|phone|passport|bank|medical records?|address|family|wife|children|"
            r"daughter|son)\b[^?]{0,40}\b(?:of|does|live)\b[^?]{0,40}\b(?:president|soldier|"
            r"journalist|author|witness|commander|officer|minister)\b",
        ),
    )
)


@dataclass(frozen=True, slots=True)
class Support:
    """What is known about a question's chances before anything is composed."""

    on_topic: float
    answerable: float
    lead: float
    touch: float


def misuse(text: str) -> str | None:
    """What a question asks for that isn't allowed, in words; None where it may be asked."""
    return next((what for what, pattern in _MISUSE if pattern.search(text)), None)


def decide(
    question: Question,
    languages: tuple[str, ...],
    support: Support,
    thresholds: dict[str, float],
) -> Decision:
    """Answer, answer in part, or refuse and why."""
    if misuse(question.text):
        return "not-allowed"
    if question.language not in languages:
        return "unsupported-language"
    if question.asks in ("about-article", "predictions"):
        return "answer"
    if support.lead >= thresholds["lead"]:
        return "answer"
    if support.on_topic < thresholds["on_topic"]:
        return "off-topic"
    return "answer" if support.answerable >= thresholds["answerable"] else "partial"


def message(reason: RefusalReason, question: Question, register: Register) -> str:
    """One sentence that says why nothing is answered."""
    subject = register.settings.subject
    if reason == "not-allowed":
        return (
            f"We don't provide {misuse(question.text)}. You can ask what the article or "
            "the sources say about the same matter."
        )
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
        return (
            f"Ask about {register.settings.subject}, or about what the article claims."
        )
    if reason == "unsupported-language":
        return "Put the question in English, or open one of the questions below."
    if reason == "not-allowed":
        return "Ask what the article claims, or what each side has said."
    return "A document of those who took part, or an investigation on the spot, would."
