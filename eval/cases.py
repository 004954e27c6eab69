"""The question set: what is asked, and what a right answer must and must not do."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    field_validator,
    model_validator,
)

from app.answer import RefusalReason
from index.errors import CounterpointError

Kind = Literal[
    "contested", "control", "off-topic", "near-miss", "mirror", "follow-up", "slip",
    "then-now", "injection", "language",
]  # fmt: skip
Split = Literal["report", "tune"]

QUESTIONS = Path(str(files("eval"))) / "questions.jsonl"
"""The shipped question set, both splits in one file."""
STANDALONE = "standalone"
"""Variant in which a follow-up is asked in full, to compare the two answers."""


class QuestionSetError(CounterpointError):
    """A line of the question set can't be used; the message names file and line."""


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Turn(_Row):
    """A question with the ones asked before it."""

    question: str = Field(min_length=1)
    history: tuple[str, ...] = ()


class Expect(_Row):
    """What a right answer does; claims, sources and points by their ids.

    `about` and `not_about` say in words what `must_flag` and `must_not_flag` say by id.
    `may_flag` lists claims that a fair reader could accept or do without.
    """

    outcome: Literal["answered", "refused"]
    refusal: RefusalReason | None = None
    partial: bool = False
    about: tuple[str, ...] = ()
    not_about: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    mention: tuple[str, ...] = ()
    must_flag: tuple[str, ...] = ()
    must_not_flag: tuple[str, ...] = ()
    may_flag: tuple[str, ...] = ()
    closest: tuple[str, ...] = ()
    """Claims that a question in another language may be shown the way to."""
    must_have: tuple[tuple[str, ...], ...] = Field(default=(), max_length=3)
    """Needs, each with the points or sources that would meet it equally well."""

    @field_validator("must_have", mode="before")
    @classmethod
    def _one_or_several(cls, value: object) -> object:
        if not isinstance(value, list | tuple):
            return value
        return [[need] if isinstance(need, str) else need for need in value]

    @model_validator(mode="after")
    def _refusal_fits_outcome(self) -> Expect:
        if (self.outcome == "refused") != (self.refusal is not None):
            raise ValueError(
                "a refused case names its refusal, an answered one doesn't"
            )
        return self


class Case(_Row):
    """One row of the set: what is asked, what is expected, and why."""

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)+$")
    kind: Kind
    split: Split
    question: str = Field(min_length=1)
    history: tuple[str, ...] = ()
    variants: dict[str, str | Turn] = Field(default_factory=dict)
    standalone: str | None = None
    as_of: str | None = None
    expect: Expect
    reason: str = Field(min_length=10)
    shape: str | None = None
    allowed: bool | None = None
    language: str = "en"
    reviewed_by: str | None = None

    @property
    def labelled(self) -> bool:
        """Whether the expected claims stand here by id, where any are expected."""
        return bool(self.expect.must_flag) or not self.expect.about

    def asked(self) -> list[Asked]:
        """Everything to ask for this case: a mirror group asks all of its variants."""
        if self.variants:
            return [self._variant(name, turn) for name, turn in self.variants.items()]
        whole = [Asked(self, "", self.question, self.history)]
        if self.standalone:
            whole.append(Asked(self, STANDALONE, self.standalone, ()))
        return whole

    def _variant(self, name: str, turn: str | Turn) -> Asked:
        if isinstance(turn, str):
            return Asked(self, name, turn, ())
        return Asked(self, name, turn.question, turn.history)


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of a case; `variant` is empty where the case asks only one."""

    case: Case
    variant: str
    question: str
    history: tuple[str, ...]

    @property
    def key(self) -> tuple[str, str]:
        """What a result is filed under."""
        return self.case.id, self.variant


def load(path: Path = QUESTIONS) -> list[Case]:
    """All cases of a file; raises QuestionSetError with file and line."""
    try:
        lines = path.read_text("utf-8").split("\n")
    except OSError as failure:
        raise QuestionSetError(
            f"the question set {str(path)!r} can't be read ({failure.strerror}): name "
            "another with --questions."
        ) from failure
    cases: dict[str, Case] = {}
    for number, line in enumerate(lines, start=1):
        if line.strip():
            case = _case(path, number, line)
            if case.id in cases:
                raise QuestionSetError(
                    f"{path.name}:{number}: the id {case.id!r} is used twice: give "
                    "each case its own."
                )
            cases[case.id] = case
    return list(cases.values())


def _case(path: Path, number: int, line: str) -> Case:
    try:
        return Case.model_validate_json(line)
    except ValidationError as failure:
        first = failure.errors()[0]
        field = ".".join(map(str, first["loc"])) or "the line"
        raise QuestionSetError(
            f"{path.name}:{number}: {field}: {first['msg']}: mend that field."
        ) from failure


def chosen(
    cases: Iterable[Case], *, kinds: Iterable[str] = (), split: str | None = None
) -> list[Case]:
    """The cases of the given kinds (all when none is given) and split."""
    wanted = set(kinds)
    return [
        case
        for case in cases
        if (not wanted or case.kind in wanted)
        and (split is None or case.split == split)
    ]


def sha256(cases: Iterable[Case]) -> str:
    """A hash of the cases asked, so that two runs can be told comparable."""
    digest = hashlib.sha256()
    for case in sorted(cases, key=lambda case: case.id):
        digest.update(case.model_dump_json().encode())
    return digest.hexdigest()
