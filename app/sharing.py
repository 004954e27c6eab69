"""Answers that readers have shared: one file each, read again by whoever has the link.

The name of a file is a hash of what it holds, so that sharing twice gives one link.
"""

from __future__ import annotations

import hashlib
import re
import tempfile
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError

from app.answer import Answer, Part, Timings
from index.errors import CounterpointError

MOST = 5_000
"""How many shared answers are kept; they take about 100 kB each."""
_LETTERS = 32
_NAME = re.compile(rf"[0-9a-f]{{{_LETTERS}}}")


class SharedAnswerError(CounterpointError):
    """A shared answer can't be kept, or there is none at this address."""


class Shared(Part):
    """An answer as it was given, with what it takes to ask for it again."""

    schema_: Literal["counterpoint.shared/1"] = Field(
        default="counterpoint.shared/1", alias="schema"
    )
    day: date
    """When it was first shared (UTC)."""
    earlier: tuple[str, ...] = ()
    """The earlier questions that it goes on from, oldest first."""
    perspectives: dict[str, str] = Field(default_factory=dict)
    """Names of the perspectives that it cites, as they were then."""
    answer: Answer

    @property
    def name(self) -> str:
        """What its link and its file are called: the day doesn't count."""
        content = self.model_dump_json(by_alias=True, exclude={"day"})
        return hashlib.sha256(content.encode()).hexdigest()[:_LETTERS]


def may_be_shared(answer: Answer) -> bool:
    """Whether the site would keep it: not the words of a question that isn't allowed,
    which can name a private person or be an insult to many.
    """
    return answer.refusal is None or answer.refusal.reason != "not-allowed"


def to_share(
    answer: Answer, earlier: Sequence[str], perspectives: dict[str, str]
) -> Shared:
    """What would be kept of an answer: without its times, costs and unused names."""
    composer = answer.composer.model_copy(
        update={"cached": False, "tokens_in": 0, "tokens_out": 0, "price": 0.0}
    )
    bare = {"id": None, "timings_ms": Timings(), "composer": composer}
    cited = sorted({citation.perspective for citation in answer.citations})
    return Shared(
        day=datetime.now(UTC).date(),
        earlier=tuple(earlier),
        perspectives={key: perspectives[key] for key in cited if key in perspectives},
        answer=answer.model_copy(update=bare),
    )


def needed(
    answered: Callable[[str, Sequence[str]], Answer],
    question: str,
    earlier: Sequence[str],
) -> tuple[str, ...]:
    """Of the earlier questions those without which the answer would be another.

    `answered` answers a question after earlier ones, by code alone.
    """

    def told(before: Sequence[str]) -> Answer:
        answer = answered(question, before)
        return answer.model_copy(update={"timings_ms": Timings()})

    whole = told(earlier)
    for few in ((), earlier[-1:]):
        if told(few) == whole:
            return tuple(few)
    kept = list(earlier)
    for number in reversed(range(len(earlier))):
        without = kept[:number] + kept[number + 1 :]
        if told(without) == whole:
            kept = without
    return tuple(kept)


def keep(state: Path, shared: Shared) -> str:
    """Keep an answer and return its name; nothing is written where it is kept already.

    Raises SharedAnswerError where the folder can't be written or is full.
    """
    path = _path(state, shared.name)
    try:
        if not path.exists():
            _require_room(path.parent)
            _write(path, shared.model_dump_json(by_alias=True))
    except OSError as failure:
        reason = failure.strerror or failure
        raise SharedAnswerError(
            f"this answer can't be stored here ({reason}): it isn't shared."
        ) from failure
    return shared.name


def kept(state: Path, name: str) -> Shared:
    """The answer that was shared under a name from an address.

    Raises SharedAnswerError where there is none, or its file can't be read.
    """
    if not _NAME.fullmatch(name):
        raise _unknown()
    try:
        return Shared.model_validate_json(_path(state, name).read_bytes())
    except FileNotFoundError as failure:
        raise _unknown() from failure
    except (OSError, ValidationError) as failure:
        raise SharedAnswerError(
            f"the shared answer {name!r} can't be read: its file is damaged or of "
            "another version. Ask its question again."
        ) from failure


def _unknown() -> SharedAnswerError:
    return SharedAnswerError(
        "there is no shared answer at this address: it was taken away, or the link "
        "isn't whole. Compare it with the one that you were sent."
    )


def _path(state: Path, name: str) -> Path:
    return state / "shared" / f"{name}.json"


def _require_room(folder: Path) -> None:
    if sum(1 for _ in folder.glob("*.json")) >= MOST:
        raise SharedAnswerError(
            f"{MOST:,} shared answers are stored here, and no more are taken: this one "
            "isn't shared. Whoever runs this site can make room."
        )


def _write(path: Path, text: str) -> None:
    """Write a file in one step: it is there as a whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    staged = tempfile.NamedTemporaryFile(  # noqa: SIM115 (it is renamed at the end)
        "w", encoding="utf-8", dir=path.parent, suffix=".new", delete=False
    )
    try:
        with staged:
            staged.write(text)
        Path(staged.name).replace(path)
    except OSError:
        Path(staged.name).unlink(missing_ok=True)
        raise
