"""The sentences of the register that stand for claims, or for what touches none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wording:
    """A sentence that stands for a claim, for what must not raise it, or for none."""

    text: str
    claim_id: str
    role: str
    """`asked_as`, `statement`, `quote`, `not_this`, or `elsewhere` without a claim."""


def untouching(wordings: Sequence[Wording]) -> list[int]:
    """Rows of the look-alikes that touch no claim: one that stands among another
    claim's wordings as well is that claim's question.
    """
    meant = asked(wordings)
    return [
        row
        for row, wording in enumerate(wordings)
        if wording.role == "not_this" and wording.text.casefold() not in meant
    ]


def asked(wordings: Sequence[Wording]) -> dict[str, str]:
    """The claim that each wording asks for, by the wording without case."""
    return {w.text.casefold(): w.claim_id for w in wordings if w.role == "asked_as"}
