"""Requests to an OpenAI-compatible server: streamed, timed, tried again, or given up.

Nothing logged here holds a key, a question or a reply.
"""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Event, Thread
from typing import Any

import openai

from app.chat.breaking import Breaker
from app.chat.costing import Usage
from app.chat.faults import OF_THE_ENDPOINT, PASSING, ChatFault, fault_of
from app.chat.parsing import MAX_REPLY
from app.chat.prompting import SCHEMA, Message
from app.chat.settings import ChatSettings

_LOG = logging.getLogger(__name__)

_FAILURES = (openai.OpenAIError, ValueError, RuntimeError, OSError)
"""All that reading a stream can raise: the client's own errors, text that isn't UTF-8
or JSON, a connection closed under way."""

PLAINEST = 2
"""How many times a refused request is sent again in a plainer form. What was taken is
kept for later requests; a question refused in every form says nothing of the server.
"""

_Piece = str | Usage


@dataclass(slots=True)
class _Request:
    """One request, read in a thread so that no server can hold up an answer."""

    pieces: SimpleQueue[_Piece | ChatFault | None]
    stopped: Event


class ChatClient:
    """A chat model behind an address; one for all questions of a process."""

    def __init__(self, settings: ChatSettings) -> None:
        self.settings = settings
        self._breaker = Breaker(settings.pause)
        self._plainness = 0
        self._client = openai.OpenAI(
            api_key=settings.api_key,
            base_url=settings.base_url,
            timeout=settings.timeout,
            max_retries=0,
        )
        # At DEBUG the library logs whole requests, and with them readers' questions.
        logging.getLogger("openai").setLevel(logging.INFO)

    def close(self) -> None:
        """Let go of the connections."""
        self._client.close()

    def reply(
        self,
        messages: Sequence[Message],
        *,
        deadline: float,
        max_tokens: int,
        sentences: bool = True,
    ) -> Generator[_Piece, None, None]:
        """Pieces of the reply as they come, then its usage; raises ChatFault.

        `deadline` is in seconds of `time.monotonic`; `sentences` asks for their schema.
        A request is sent again only while nothing of a reply has come.
        """
        if not self._breaker.allows():
            raise ChatFault("paused")
        tries, plainness = 0, self._plainness
        while True:
            begun = False
            try:
                request = self._request(messages, max_tokens, sentences, plainness)
                for piece in self._read(request, deadline):
                    begun = True
                    self._plainness = max(self._plainness, plainness)
                    yield piece
                self._breaker.succeeded()
                return
            except ChatFault as fault:
                if fault.name == "request refused" and plainness < PLAINEST:
                    plainness += 1
                    continue
                tries += 1
                wait = fault.wait or self._wait(tries)
                late = time.monotonic() + wait >= deadline
                again = not begun and fault.name in PASSING and not late
                if not again or tries > self.settings.retries:
                    self._gave_up(fault, tries)
                    raise
                time.sleep(wait)

    def _gave_up(self, fault: ChatFault, tries: int) -> None:
        """Note an endpoint that fails; a question it makes nothing of is no failure."""
        _LOG.warning("chat model: %s, tried %d times", fault.name, tries)
        if fault.name in OF_THE_ENDPOINT:
            self._breaker.failed(lasting=fault.name == "key refused")
        else:
            self._breaker.succeeded()

    def _wait(self, tries: int) -> float:
        """Back-off with some chance in it, so that readers don't all come at once."""
        return self.settings.backoff * 2.0 ** (tries - 1) * random.uniform(0.8, 1.2)

    def _request(
        self,
        messages: Sequence[Message],
        max_tokens: int,
        sentences: bool,
        plainness: int,
    ) -> dict[str, Any]:
        """The request's fields; from 0, the full form, to PLAINEST."""
        fields: dict[str, Any] = {
            "model": self.settings.model,
            "messages": list(messages),
            "stream": True,
        }
        if plainness == PLAINEST:
            return {**fields, "max_completion_tokens": max_tokens}
        fields |= {"max_tokens": max_tokens, "temperature": 0}
        if plainness == 0:
            fields["stream_options"] = {"include_usage": True}
            if sentences:
                schema = {"name": "sentences", "strict": True, "schema": SCHEMA}
                fields["response_format"] = {
                    "type": "json_schema",
                    "json_schema": schema,
                }
        return fields

    def _read(self, fields: dict[str, Any], deadline: float) -> Iterator[_Piece]:
        request = _Request(SimpleQueue(), Event())
        left = max(0.05, deadline - time.monotonic())
        Thread(target=self._receive, args=(fields, request, left), daemon=True).start()
        try:
            while True:
                left = max(0.0, deadline - time.monotonic())
                piece = request.pieces.get(timeout=left)
                if piece is None:
                    return
                if isinstance(piece, ChatFault):
                    raise piece
                yield piece
        except Empty:
            raise ChatFault("timed out") from None
        finally:
            request.stopped.set()

    def _receive(
        self, fields: dict[str, Any], request: _Request, timeout: float
    ) -> None:
        """Put what a server sends into the queue; in a thread of its own."""
        end: ChatFault | None = None
        try:
            stream = self._client.chat.completions.create(**fields, timeout=timeout)
            with stream:
                if "html" in stream.response.headers.get("content-type", ""):
                    raise ChatFault("not JSON")
                end = _drain(stream, request)
        except ChatFault as fault:
            end = fault
        except _FAILURES as failure:
            end = fault_of(failure)
        request.pieces.put(end)


def _drain(stream: openai.Stream[Any], request: _Request) -> ChatFault | None:
    """Queue the pieces of a stream; returns what was wrong with it, if anything."""
    length, finish = 0, ""
    for chunk in stream:
        if request.stopped.is_set():
            return None
        if usage := getattr(chunk, "usage", None):
            request.pieces.put(_usage(usage))
        choices = getattr(chunk, "choices", None)
        if not isinstance(choices, list) or not choices:
            continue
        finish = getattr(choices[0], "finish_reason", None) or finish
        delta = getattr(choices[0], "delta", None)
        if getattr(delta, "refusal", None):
            return ChatFault("declined")
        text = getattr(delta, "content", None)
        if isinstance(text, str) and text:
            length += len(text)
            if length > MAX_REPLY:
                return ChatFault("too long")
            request.pieces.put(text)
    if finish == "content_filter":
        return ChatFault("declined")
    if not length:
        return ChatFault("empty reply")
    return None if finish else ChatFault("cut off")


def _usage(usage: object) -> Usage:
    found = [getattr(usage, name, 0) for name in ("prompt_tokens", "completion_tokens")]
    return Usage(*(count if isinstance(count, int) else 0 for count in found))
