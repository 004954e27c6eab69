"""Does a passage support a sentence? A judge of words, names, numbers and negation.

It sees no meaning: it can't tell a paraphrase from another statement in the same words.
What it finds is "supported by our digest", never "true of the original".
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.answer import Citation
from index.lexicon import folded, stems

ENOUGH = 0.6
"""Share of a sentence's content words that its evidence must hold."""
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_NAME = re.compile(r"\b[A-Z][\w’'-]+")
_NEGATED = re.compile(
    r"\b(?:not|no|never|none|without|neither|nor|cannot|\w+n['’]t)\b", re.I
)
_NUMERALS = dict(
    zip(
        "two three four five six seven eight nine ten eleven twelve".split(),
        map(str, range(2, 13)),
        strict=True,
    )
)
_FRAME = frozenset(
    stems(
        "article argues author says said states stated wrote writes claims according "
        "reported reports source sources party position paragraph view told called "
        "later since what came out quote passage op ed text"
    )
)
"""Words that say whose word it is; they need no evidence."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether the evidence supports the sentence, and what decided it."""

    supported: bool
    reason: str
    share: float


def judge(sentence: str, evidence: str) -> Judgement:
    """Whether the words of the evidence carry the sentence."""
    missing = numbers(sentence) - numbers(evidence)
    wanted = set(stems(sentence)) - _FRAME
    held = set(stems(evidence))
    share = len(wanted & held) / len(wanted) if wanted else 1.0
    names = {name for name in _names(sentence) if name not in folded(evidence)}
    if missing:
        return Judgement(False, f"numbers not in the evidence: {_few(missing)}", share)
    if share < ENOUGH:
        return Judgement(False, f"{share:.0%} of the words stand in it", share)
    if len(names) * 2 > len(_names(sentence)):
        return Judgement(False, f"names not in the evidence: {_few(names)}", share)
    if _NEGATED.search(sentence) and not _NEGATED.search(evidence):
        return Judgement(False, "the sentence negates, the evidence doesn't", share)
    return Judgement(True, f"{share:.0%} of the words stand in it", share)


def evidence(citation: Citation) -> str:
    """What a citation offers a reader: its quote, and whose it is and when."""
    about = (
        citation.speaker, citation.party, citation.publisher, citation.title,
        citation.published, citation.event_date, citation.locator,
    )  # fmt: skip
    return " ".join([citation.quote, *(part for part in about if part)])


def numbers(text: str) -> set[str]:
    """The numbers of a text without separators, and number words from two to twelve."""
    digits = {re.sub(r"[.,](?=\d{3}\b)", "", n) for n in _NUMBER.findall(text)}
    spread = {str(int(part)) for n in digits for part in re.findall(r"\d+", n)}
    return spread | {
        _NUMERALS[word] for word in folded(text).split() if word in _NUMERALS
    }


def _names(sentence: str) -> set[str]:
    """Capitalised words after the first, folded."""
    return {folded(name).removesuffix("'s") for name in _NAME.findall(sentence)[1:]}


def _few(found: set[str]) -> str:
    return ", ".join(sorted(found)[:4])
