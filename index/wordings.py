"""The sentences that stand for claims, for what touches none, or for points."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index.sources import Passage

BESIDE_CLAIMS = frozenset({"topic", "within", "beyond"})
"""Roles of wordings from which nothing is learnt of claims."""


@dataclass(frozen=True, slots=True)
class Wording:
    """A sentence that stands for a claim or a topic, for what must not raise a claim,
    or for none.
    """

    text: str
    claim_id: str
    """Of the claim or, in the role of one, the topic."""
    role: str
    """`asked_as`, `statement`, `quote`, `not_this`, `topic`, or without a claim
    `overview`, `elsewhere`, `within` and `beyond`.
    """


@dataclass(frozen=True, slots=True)
class PointQuestion:
    """A question that a passage answers, or one close to it that no passage does."""

    text: str
    passage_id: str
    answered: bool

    def key(self, number: int) -> str:
        """The id of the question of that number; `answerer` reads it."""
        return f"{self.passage_id}{'?' if self.answered else '!'}{number}"


def answerer(key: str) -> str:
    """The passage that answers the question of that id, '' where none does."""
    return key.rpartition("?")[0]


def questions_of(passages: Iterable[Passage]) -> list[PointQuestion]:
    """All questions that were written for the passages."""
    return [
        PointQuestion(text, passage.passage_id, answered)
        for passage in passages
        for answered, texts in ((True, passage.asked_as), (False, passage.unanswered))
        for text in texts
    ]


def in_role(role: str, wordings: Sequence[Wording]) -> list[int]:
    """Rows of the wordings in a role."""
    return [row for row, wording in enumerate(wordings) if wording.role == role]


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
