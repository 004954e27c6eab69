"""What can go wrong with a chat model, told by types and statuses alone."""

from __future__ import annotations

import email.utils
import time
from typing import Literal

import openai

FaultName = Literal[
    "unreachable", "key refused", "request refused", "rate limited", "server error",
    "timed out", "cut off", "broken JSON", "not JSON", "empty reply", "declined",
    "too long", "wrong encoding", "paused", "over budget",
]  # fmt: skip
PASSING: frozenset[FaultName] = frozenset(
    {"unreachable", "rate limited", "server error", "cut off", "empty reply"}
)
"""Faults after which the same request may serve a moment later."""
OF_THE_ENDPOINT: frozenset[FaultName] = frozenset(
    {"unreachable", "rate limited", "server error", "timed out", "key refused"}
)
"""Faults that any question would meet; the others can be due to what was asked."""

_WHY: dict[FaultName, str] = {
    "unreachable": "it can't be reached",
    "server error": "its server failed",
    "key refused": "its server refused the key",
    "paused": "it failed several times in a row and is left alone for a while",
    "over budget": "its budget is used up",
    "timed out": "it took too long",
    "rate limited": "it is busy",
    "declined": "it declined to answer",
}


class ChatFault(Exception):
    """A request that gave no usable reply; answers are then made without the model."""

    def __init__(self, name: FaultName, wait: float = 0.0) -> None:
        super().__init__(name)
        self.name = name
        self.wait = wait
        """Seconds after which the server wants to be tried again; 0 if unsaid."""


def fault_of(failure: Exception) -> ChatFault:
    """What a failure is to us, by its type and status alone."""
    match failure:
        case openai.APITimeoutError():
            return ChatFault("timed out")
        case openai.APIStatusError():
            return _by_status(failure)
        case openai.APIResponseValidationError():
            return ChatFault("not JSON")
        case openai.APIConnectionError():
            return ChatFault("unreachable")
        case openai.APIError():
            return ChatFault("server error")
        case UnicodeDecodeError():
            return ChatFault("wrong encoding")
        case ValueError():
            return ChatFault("broken JSON")
        case _:
            return ChatFault("cut off")


def _by_status(failure: openai.APIStatusError) -> ChatFault:
    status = failure.status_code
    if status in (401, 403):
        return ChatFault("key refused")
    if status == 429:
        return ChatFault("rate limited", _asked_to_wait(failure))
    if status in (408, 409) or status >= 500:
        return ChatFault("server error", _asked_to_wait(failure))
    return ChatFault("request refused")


def _asked_to_wait(failure: openai.APIStatusError) -> float:
    """Seconds of a Retry-After header, which may be a number or a date; else 0."""
    text = failure.response.headers.get("retry-after", "")
    try:
        return max(0.0, float(text))
    except ValueError:
        pass
    try:
        moment = email.utils.parsedate_to_datetime(text).timestamp()
    except ValueError:
        return 0.0
    return max(0.0, moment - time.time())


def excuse(fault: ChatFault) -> str:
    """What a reader is told where no part of an answer is the model's."""
    return without(_WHY.get(fault.name, "its reply was of no use"))


def without(why: str) -> str:
    """That an answer was made without the model, and why."""
    return (
        f"The language model couldn't be used ({why}), so this answer was put together "
        "from the sources without it."
    )
