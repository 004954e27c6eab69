"""Questions from a command line or a batch: JSON lines in, JSON lines out."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Iterator
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from app.answer import Answer
from app.answering import Answerer
from index.dates import PartialDate, last_day
from index.errors import CounterpointError, QuestionError, kind_and_frames

_LOG = logging.getLogger(__name__)
MAX_LENGTH = 2000
"""Letters of the longest question, on the page as on the command line."""


class Asked(BaseModel):
    """One line of a batch; unknown keys are ignored."""

    model_config = ConfigDict(extra="ignore", frozen=True, coerce_numbers_to_str=True)

    id: str | None = None
    question: Annotated[
        str,
        StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_LENGTH),
    ]
    history: tuple[str, ...] = ()
    as_of: PartialDate | None = None


def read_question(line: str) -> Asked:
    """A line of a batch; raises QuestionError with what to mend."""
    try:
        return Asked.model_validate_json(line)
    except ValidationError as failure:
        error = failure.errors()[0]
        where = ".".join(str(part) for part in error["loc"]) or "the line"
        raise QuestionError(
            f"{where}: {error['msg']}: write a JSON object with a `question` of at "
            f"most {MAX_LENGTH} characters."
        ) from failure


def question_of(text: str, as_of: str | None = None) -> Asked:
    """A question from a command line; raises QuestionError with what to mend."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as failure:
        raise QuestionError(
            "the question isn't UTF-8 text: type it again in a UTF-8 terminal."
        ) from failure
    return read_question(json.dumps({"question": text, "as_of": as_of}))


def ask(answerer: Answerer, asked: Asked) -> Answer:
    """The answer to one question, with the question's id."""
    day = last_day(asked.as_of) if asked.as_of else None
    answer = answerer.answer(asked.question, asked.history, day)
    return answer.model_copy(update={"id": asked.id})


def batch(
    answerer: Answerer, lines: Iterable[str], as_of: str | None = None
) -> Iterator[tuple[str, bool]]:
    """(line of JSON, whether it is an answer) for each non-blank line, in order.

    `as_of` is the day for lines that name none.
    """
    for line in lines:
        if line.strip():
            answer = _answered(answerer, line, as_of)
            if isinstance(answer, Answer):
                yield answer.to_json(), True
            else:
                yield json.dumps({"id": _id(line), "error": answer}), False


def _answered(answerer: Answerer, line: str, as_of: str | None) -> Answer | str:
    """The answer to a line, or what is wrong: no line of a batch ends it."""
    try:
        asked = read_question(line)
        return ask(answerer, asked.model_copy(update={"as_of": asked.as_of or as_of}))
    except CounterpointError as failure:
        return str(failure)
    except Exception as failure:  # one bad line never loses those after it
        _LOG.error("a line of a batch failed with %s", kind_and_frames(failure))
        kind = type(failure).__name__
        return f"something went wrong here, not with the question: {kind}, see the log."


def _id(line: str) -> str | None:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return None
    known = isinstance(found, dict) and found.get("id") is not None
    return str(found["id"]) if known else None
