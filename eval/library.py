"""What answers are checked against: the register and passages of one generation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from app.answer import Answer, Citation
from eval.cases import Case
from eval.results import Result, Score
from index.claims import Claim
from index.corpora import Register
from index.generations import Generation
from index.sources import Passage
from index.voice import Voice


class Library:
    """One generation's register, and the passages that a run's answers cite."""

    def __init__(self, register: Register, passages: dict[str, Passage]) -> None:
        self.register = register
        self.passages = passages
        self.claims: dict[str, Claim] = {claim.id: claim for claim in register.claims}

    @classmethod
    def of(cls, generation: Generation, results: Iterable[Result]) -> Library:
        """The library for a run's results, read in one go."""
        cited = {
            citation.passage_id
            for result in results
            if result.answer
            for citation in result.answer.citations
        }
        return cls(generation.register, generation.passages(sorted(cited)))

    @cached_property
    def voice(self) -> Voice:
        """The lint of our own voice, for this register."""
        return Voice(self.register)

    @cached_property
    def stances(self) -> dict[str, dict[str, frozenset[str]]]:
        """Points of evidence by stance, for each claim that both sides take up."""
        found = {}
        for claim in self.claims.values():
            sides = {
                stance: frozenset(
                    point
                    for position in claim.positions
                    if position.stance == stance
                    for point in position.evidence
                )
                for stance in ("supports", "disputes")
            }
            if all(sides.values()):
                found[claim.id] = sides
        return found


@dataclass(frozen=True, slots=True)
class View:
    """One answered question, with its case and what to check it against."""

    case: Case
    result: Result
    answer: Answer
    library: Library

    def score(self, measure: str, gained: float, possible: float, reason: str) -> Score:
        """A score of this question."""
        return Score(
            case_id=self.case.id,
            variant=self.result.variant,
            kind=self.case.kind,
            measure=measure,
            gained=gained,
            possible=possible,
            reason=reason,
        )

    def yes(self, measure: str, right: bool, reason: str) -> Score:
        """A score of 1 or 0."""
        return self.score(measure, float(right), 1.0, reason)

    @property
    def numbered(self) -> dict[int, Citation]:
        """The answer's citations by their number."""
        return {citation.number: citation for citation in self.answer.citations}

    @property
    def shown(self) -> str:
        """Everything that a reader is shown as text, sentences first."""
        parts = [sentence.text for sentence in self.answer.sentences]
        for flag in self.answer.flags:
            parts += [flag.summary, flag.statement, flag.verdict_reason]
            parts += [position.text for position in flag.positions]
            if flag.overtaken:
                parts += [flag.overtaken.date, flag.overtaken.text]
        if self.answer.refusal:
            parts += [self.answer.refusal.message, self.answer.refusal.would_help]
        return " ".join(parts)


def some(items: Iterable[str], none: str = "none") -> str:
    """A few items for a reason, joined; `none` when there are none."""
    listed = sorted(items)
    more = f" and {len(listed) - 4} more" if len(listed) > 4 else ""
    return (", ".join(listed[:4]) + more) or none
