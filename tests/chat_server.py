"""A server on this machine that stands in for a chat model, or for a broken one."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Reply = Callable[["ChatHandler", dict[str, Any]], None]


class ChatHandler(BaseHTTPRequestHandler):
    """Plays the next reply of the queue, the last one again and again."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        server = self.server
        assert isinstance(server, ChatServer)
        request = json.loads(self.rfile.read(int(self.headers["content-length"])))
        server.requests.append(request)
        queue = server.replies
        reply = queue.pop(0) if len(queue) > 1 else queue[0]
        with suppress(BrokenPipeError, ConnectionResetError):
            reply(self, request)

    def whole(self, status: int, body: bytes, kind: str, **headers: str) -> None:
        """One complete response."""
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def begin(self) -> None:
        """The head of a stream that ends with the connection."""
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.send_header("connection", "close")
        self.end_headers()
        self.close_connection = True

    def chunk(self, delta: dict[str, Any], finish: str | None = None) -> None:
        """One event of a stream."""
        choice = {"index": 0, "delta": delta, "finish_reason": finish}
        self.event({"choices": [choice]})

    def event(self, fields: dict[str, Any]) -> None:
        frame = {"id": "x", "object": "chat.completion.chunk", "created": 0}
        line = json.dumps({**frame, "model": "m", **fields})
        self.wfile.write(f"data: {line}\n\n".encode())
        self.wfile.flush()

    def say(self, text: str) -> None:
        """A stream of a text, cut into small pieces, with what it used."""
        self.begin()
        for start in range(0, len(text), 40):
            self.chunk({"content": text[start : start + 40]})
        self.chunk({}, "stop")
        usage = {"prompt_tokens": 900, "completion_tokens": 120, "total_tokens": 1020}
        self.event({"choices": [], "usage": usage})
        self.wfile.write(b"data: [DONE]\n\n")

    def faithful(self, request: dict[str, Any]) -> None:
        """The evidence's own sentences about the claim, each with its number."""
        given = json.loads(request["messages"][1]["content"])["sentences"]
        lines = [line for line in given if "“" not in line["text"]][:4]
        said = [{"text": li["text"], "cites": [li["number"]]} for li in lines]
        self.say(json.dumps({"sentences": said}))

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # its name
        """Say nothing."""


class ChatServer(ThreadingHTTPServer):
    """A server on this machine that plays a chat model, or a broken one."""

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), ChatHandler)
        self.replies: list[Reply] = [ChatHandler.faithful]
        self.requests: list[dict[str, Any]] = []
        self.url = f"http://127.0.0.1:{self.server_port}/v1"

    def plays(self, *replies: Reply | str) -> None:
        """What is replied, in turn; a text is streamed, an empty one is faithful."""
        self.replies[:] = [
            _streamed(reply) if isinstance(reply, str) else reply for reply in replies
        ]


def _streamed(text: str) -> Reply:
    if not text:
        return ChatHandler.faithful
    return lambda handler, _: handler.say(text)
