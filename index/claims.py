"""The claim register: what the article asserts, and who stands where on it."""

from __future__ import annotations

from collections.abc import Container, Iterable
from typing import Literal

from pydantic import Field, model_validator

from index.dates import PartialDate, last_day
from index.sources import Strict

Stance = Literal["supports", "disputes", "qualifies"]
Verdict = Literal["supported", "refuted", "conflicting", "not-enough-evidence"]
ClaimKind = Literal[
    "event", "number", "legal", "causal", "wording", "prediction", "opinion"
]
Status = Literal["mistaken", "contested", "unconfirmed", "opinion", "not-in-dispute"]

CLAIM_ID = r"[a-z]\d{2,}-[a-z0-9]+(?:-[a-z0-9]+)*"
"""An id: a letter, a number of two digits or more, neutral words."""
CONTESTED: frozenset[Status] = frozenset({"mistaken", "contested", "unconfirmed"})
"""Statuses where the article's word can't simply be taken."""


class Place(Strict):
    """Where the article makes the claim: a paragraph and a verbatim part of it.

    `unclear`: whether the words, garbled or cut, need the claim's statement with them.
    `start` and `end`, character offsets in the article's body, are found by ingest.
    """

    paragraph: int = Field(ge=1)
    quote: str = Field(min_length=3)
    unclear: bool = False
    start: int = -1
    end: int = -1


class Position(Strict):
    """What one party says about a claim, when, and where that can be read.

    `about`: names of what it is about besides those that its text gives: a denial of
    all attacks on civilians is one for each place.
    """

    party: str
    stance: Stance
    date: PartialDate
    text: str = Field(min_length=20)
    about: tuple[str, ...] = ()
    evidence: tuple[str, ...] = Field(min_length=1)


class Later(Strict):
    """What came after the article: an outcome, or an event that overtook the claim."""

    date: PartialDate
    text: str = Field(min_length=20)
    evidence: tuple[str, ...] = Field(min_length=1)


class Claim(Strict):
    """One assertion of the article, its verdict, and the positions on it."""

    id: str = Field(pattern=f"^{CLAIM_ID}$")
    places: tuple[Place, ...] = Field(min_length=1)
    statement: str = Field(min_length=10)
    kind: ClaimKind
    verdict: Verdict | None
    verdict_reason: str = Field(min_length=20)
    outcome: Later | None = None
    overtaken: Later | None = None
    summary: str = Field(min_length=20)
    summary_evidence: tuple[str, ...] = Field(min_length=1)
    positions: tuple[Position, ...] = ()
    concerns: tuple[str, ...] = ()
    main: bool = False
    """Whether it is among those that give the article in short."""
    dispute: str | None = None
    """The dispute, by its name in `corpus.yaml`, all claims of which are flagged
    together.
    """
    companions: tuple[str, ...] = Field(default=(), max_length=2)
    """Where it belongs to no dispute: claims that are flagged with it, nearest first.
    """
    asked_as: tuple[str, ...] = Field(min_length=8)
    not_this: tuple[str, ...] = Field(min_length=3)
    reviewed_by: str | None = None

    @model_validator(mode="after")
    def _kind_fits_verdict(self) -> Claim:
        if self.kind in ("opinion", "wording") and self.verdict is not None:
            raise ValueError(f"kind {self.kind!r} has no verdict: write null")
        if self.kind not in ("opinion", "wording", "prediction") and not self.verdict:
            raise ValueError(f"kind {self.kind!r} needs a verdict")
        if self.outcome and self.kind != "prediction":
            raise ValueError("only a prediction has an outcome: use overtaken")
        return self

    @property
    def status(self) -> Status:
        """What a reader sees, computed from verdict, kind and positions."""
        stances = {position.stance for position in self.positions}
        if self.verdict == "not-enough-evidence":
            return "unconfirmed"
        if self.verdict == "conflicting":
            return "contested"
        if self.verdict == "refuted":
            return "contested" if "supports" in stances else "mistaken"
        if self.verdict == "supported":
            return "contested" if "disputes" in stances else "not-in-dispute"
        return "contested" if {"supports", "disputes"} <= stances else "opinion"

    @property
    def contested(self) -> bool:
        """Whether the article's word on this can't simply be taken."""
        return self.status in CONTESTED

    def evidence(self) -> set[str]:
        """Ids of all points that the claim rests on."""
        ids = set(self.summary_evidence)
        for part in (*self.positions, self.outcome, self.overtaken):
            ids |= set(part.evidence) if part else set()
        return ids

    def as_known(self, day: str, known: Container[str]) -> Claim:
        """The claim as it stood by a day, when only the points of `known` were out.

        What sums up several points, a summary or what came later, is left out where one
        of them is later; a position is told by those that were out. A prediction has no
        verdict before its outcome; the reason of a verdict, which is today's, is left
        empty where anything of the claim is left out; parties heard only later are no
        longer missed.
        """

        def out(ids: Iterable[str]) -> tuple[str, ...]:
            return tuple(point for point in ids if point in known)

        def whole(later: Later | None) -> Later | None:
            held = later and last_day(later.date) <= day and later.evidence
            return later if held and out(held) == held else None

        positions = tuple(
            position.model_copy(update={"evidence": out(position.evidence)})
            for position in self.positions
            if last_day(position.date) <= day and out(position.evidence)
        )
        later_only = {p.party for p in self.positions} - {p.party for p in positions}
        summed_up = out(self.summary_evidence) == self.summary_evidence
        outcome = whole(self.outcome)
        stood = self.model_copy(
            update={
                "positions": positions,
                "concerns": tuple(c for c in self.concerns if c not in later_only),
                "outcome": outcome,
                "overtaken": whole(self.overtaken),
                "verdict": None
                if self.kind == "prediction" and not outcome
                else self.verdict,
                "summary": self.summary if summed_up else "",
            }
        )
        unsaid = {} if stood == self else {"verdict_reason": ""}
        return stood.model_copy(update=unsaid)

    @property
    def later(self) -> Later | None:
        """What came later: the outcome before the rest."""
        return self.outcome or self.overtaken
