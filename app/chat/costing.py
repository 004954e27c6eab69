"""What a chat model costs: tokens and price, by answer and by day, and their caps."""

from __future__ import annotations

import json
import logging
import os
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

from filelock import FileLock
from pydantic import Field, TypeAdapter, ValidationError

from app.chat.settings import ChatSettings

_LOG = logging.getLogger(__name__)
LETTERS_A_TOKEN = 3.5
"""Letters that a token has about, for replies that come without a count."""
LEAST_TOKENS = 100
"""Shortest reply worth asking for."""
_DAYS = TypeAdapter(dict[str, Annotated[float, Field(ge=0, allow_inf_nan=False)]])
"""What is kept: the price of each day."""


class OverBudget(Exception):
    """A request that a cap doesn't allow; answers are then made without the model."""


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens of one or more requests."""

    tokens_in: int = 0
    tokens_out: int = 0

    def __add__(self, other: Usage) -> Usage:
        return Usage(
            self.tokens_in + other.tokens_in, self.tokens_out + other.tokens_out
        )


def tokens(text: str) -> int:
    """About how many tokens a text has."""
    return int(len(text) / LETTERS_A_TOKEN) + 1


class Till:
    """The spending of the day (UTC), shared by all processes through one file.

    Where the state folder can't be written, the count is this process's alone.
    """

    def __init__(self, folder: Path, daily_cap: float) -> None:
        self._path = folder / "chat-costs.json"
        self._cap = daily_cap
        self._own: dict[str, float] = {}
        self._lock = threading.Lock()

    def reserve(self, price: float) -> bool:
        """Set a price aside; False, with nothing set aside, beyond the day's cap."""
        return self._add(price, limit=self._cap or float("inf"))

    def settle(self, reserved: float, price: float) -> None:
        """Put the price actually paid in place of what was reserved."""
        self._add(price - reserved, limit=float("inf"))

    def spent(self) -> float:
        """What today has cost so far."""
        try:
            return self._read().get(_today(), 0.0)
        except OSError:
            return self._own.get(_today(), 0.0)

    def _add(self, price: float, limit: float) -> bool:
        if not price:
            return True
        with self._lock:
            try:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                with FileLock(self._path.with_suffix(".lock"), timeout=2):
                    days = self._read()
                    if (kept := _added(days, price, limit)) is not None:
                        self._write(kept)
            except (OSError, TimeoutError):
                _LOG.warning("the chat model's costs can't be written: not kept")
                kept = _added(self._own, price, limit)
            self._own = kept if kept is not None else self._own
        return kept is not None

    def _read(self) -> dict[str, float]:
        try:
            return _DAYS.validate_json(self._path.read_bytes())
        except (FileNotFoundError, ValidationError):
            return {}

    def _write(self, days: dict[str, float]) -> None:
        beside = self._path.with_suffix(f".{os.getpid()}.new")
        beside.write_text(json.dumps(days), "utf-8")
        beside.replace(self._path)


def _added(
    days: dict[str, float], price: float, limit: float
) -> dict[str, float] | None:
    """The days with a price added to today's, the newest 31; None beyond the limit."""
    today = days.get(_today(), 0.0)
    if price > 0 and today + price > limit:
        return None
    every = {**days, _today(): max(0.0, today + price)}
    return dict(sorted(every.items())[-31:])


def _today() -> str:
    return f"{datetime.now(UTC):%Y-%m-%d}"


@dataclass(slots=True)
class Payment:
    """One request: how long its reply may be, and what it has used so far."""

    max_tokens: int
    sent: int
    usage: Usage | None = None
    _letters: int = 0

    def note(self, part: str | Usage) -> str:
        """Count a part of the reply; returns its text."""
        if isinstance(part, Usage):
            self.usage = part
            return ""
        self._letters += len(part)
        return part

    def used(self) -> Usage:
        """What the server counted, or else about what came; nothing for no reply."""
        if self.usage or not self._letters:
            return self.usage or Usage()
        return Usage(self.sent, int(self._letters / LETTERS_A_TOKEN) + 1)


class Purse:
    """What one answer may cost and has cost."""

    def __init__(self, settings: ChatSettings, till: Till) -> None:
        self._settings = settings
        self._till = till
        self.usage = Usage()

    @property
    def price(self) -> float:
        """What the answer has cost so far."""
        return self._settings.price(self.usage.tokens_in, self.usage.tokens_out)

    @contextmanager
    def paying(self, asked: Sequence[Mapping[str, str]]) -> Iterator[Payment]:
        """Pay for one request within both caps; raises OverBudget before it is sent."""
        sent = sum(tokens(message["content"]) for message in asked)
        payment = Payment(self._longest(sent), sent)
        reserved = self._settings.price(sent, payment.max_tokens)
        if payment.max_tokens < LEAST_TOKENS or not self._till.reserve(reserved):
            raise OverBudget
        before = self.usage
        try:
            yield payment
        finally:
            used = payment.used()
            self.usage = before + used
            self._till.settle(
                reserved, self._settings.price(used.tokens_in, used.tokens_out)
            )

    def _longest(self, sent: int) -> int:
        """How many tokens of a reply the answer's cap leaves room for."""
        settings = self._settings
        if not settings.answer_cap:
            return settings.max_tokens
        left = settings.answer_cap - self.price - settings.price(sent, 0)
        if left <= 0 or not settings.price_out:
            return settings.max_tokens if left > 0 else 0
        return min(settings.max_tokens, int(left / settings.price_out * 1e6))
