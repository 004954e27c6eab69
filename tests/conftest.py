"""A small corpus on another subject, its index, and a cleared environment."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import httpx
import pytest

from app.answer import Answer
from app.answering import Answerer
from index.embedding import MiniLmEmbedding, packaged_embedding
from index.generations import Generation, Store
from index.settings import Settings
from ingest.applying import apply

HARBOUR = Path(__file__).parent / "harbour"
SHIPPED = Path(__file__).parents[1] / "ingest" / "corpus"
QUESTIONS = (
    "Did the Sea Holly ram the Merrow?",
    "Was the line of boats a siege?",
    "How did the town council vote on the enlargement?",
    "Did the harbour create 300 jobs?",
    "Does the Coast Act require an environmental assessment?",
    "How long is the Old Quay?",
    "How many berths are there in the Cold Basin?",
    "Should the town live from ships or from fish?",
    "Who wrote the article?",
    "What is the capital of Australia?",
    "Who cut the survey buoys loose?",
    "What caused the decline of the herring?",
    "Did herring landings fall by 31 per cent?",
    "What does the article say about the fishermen?",
    "Which predictions of the article came true?",
    "What did the radar recording show?",
)
DAYS = ("2021-03-31", "2021-06-30", "2022-12-31")


@pytest.fixture(autouse=True)
def _clear_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in os.environ:
        if name.startswith(("COUNTERPOINT_", "OPENAI_")) and name != (
            "COUNTERPOINT_REQUIRE_BROWSER"
        ):
            monkeypatch.delenv(name)


def settings_in(folder: Path, corpus: Path) -> Settings:
    """Settings whose index and state stand in a folder."""
    return Settings(corpus, str(folder / "index"), folder / "state")


@pytest.fixture(scope="session")
def embedding() -> MiniLmEmbedding:
    return packaged_embedding()


@pytest.fixture(scope="session")
def harbour_settings(
    tmp_path_factory: pytest.TempPathFactory, embedding: MiniLmEmbedding
) -> Settings:
    """The harbour corpus, ingested by the real pipeline."""
    settings = settings_in(tmp_path_factory.mktemp("harbour"), HARBOUR)
    apply(settings, embedding)
    return settings


@pytest.fixture(scope="session")
def answerer(harbour_settings: Settings) -> Answerer:
    return Answerer.open(harbour_settings)


@pytest.fixture(scope="session")
def answers(answerer: Answerer) -> list[Answer]:
    """Answers of every kind on the harbour corpus."""
    return [answerer.answer(question) for question in QUESTIONS]


@pytest.fixture(scope="session")
def dated(answerer: Answerer) -> list[Answer]:
    """The same as they could have been answered on some days."""
    return [answerer.answer(text, (), day) for text in QUESTIONS for day in DAYS]


@pytest.fixture(scope="session")
def generation(harbour_settings: Settings, embedding: MiniLmEmbedding) -> Generation:
    return Store(harbour_settings.index).active(embedding)


@pytest.fixture(scope="session")
def shipped_settings(
    tmp_path_factory: pytest.TempPathFactory, embedding: MiniLmEmbedding
) -> Settings:
    """The shipped corpus, ingested by the real pipeline."""
    settings = settings_in(tmp_path_factory.mktemp("shipped"), SHIPPED)
    apply(settings, embedding)
    return settings


@pytest.fixture(scope="session")
def shipped_answerer(shipped_settings: Settings) -> Answerer:
    return Answerer.open(shipped_settings)


@pytest.fixture
def harbour(tmp_path: Path) -> Iterator[Path]:
    """A copy of the harbour corpus that a test may change."""
    yield Path(shutil.copytree(HARBOUR, tmp_path / "corpus"))


@pytest.fixture
def edit(harbour: Path) -> Callable[[str, str, str], None]:
    """Replaces words in a file of the copy, which must hold them."""

    def replace(name: str, old: str, new: str) -> None:
        text = (harbour / name).read_text("utf-8")
        assert old in text, f"{name} doesn't hold {old!r}"
        (harbour / name).write_text(text.replace(old, new), "utf-8")

    return replace


@pytest.fixture
def own(harbour: Path, harbour_settings: Settings, tmp_path: Path) -> Settings:
    """A copy of the harbour corpus and of its index that a test may change."""
    shutil.copytree(harbour_settings.index, tmp_path / "index")
    return settings_in(tmp_path, harbour)


@pytest.fixture
def enter(monkeypatch: pytest.MonkeyPatch) -> Callable[[Settings], None]:
    """Puts settings into the environment, for the command lines."""

    def put(settings: Settings) -> None:
        monkeypatch.setenv("COUNTERPOINT_CORPUS", str(settings.corpus))
        monkeypatch.setenv("COUNTERPOINT_INDEX", settings.index)
        monkeypatch.setenv("COUNTERPOINT_STATE", str(settings.state))
        monkeypatch.setenv("COUNTERPOINT_CHROMA_DATABASE", settings.chroma_database)

    return put


def free_port() -> int:
    """A port on this machine that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def chroma_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a real Chroma server, started with `chroma run`."""
    folder, port = tmp_path_factory.mktemp("chroma"), free_port()
    command = [
        str(Path(sys.executable).with_name("chroma")), "run", "--path", str(folder),
        "--host", "127.0.0.1", "--port", str(port),
    ]  # fmt: skip
    with (folder / "log.txt").open("w") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        for _ in range(300):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(20)


@pytest.fixture(params=["folder", "server"])
def placed(request: pytest.FixtureRequest, harbour: Path, tmp_path: Path) -> Settings:
    """A copy of the harbour corpus and an empty place for its index: of either kind."""
    settings = settings_in(tmp_path, harbour)
    if request.param == "folder":
        return settings
    address = str(request.getfixturevalue("chroma_server"))
    database = f"test-{uuid.uuid4().hex}"
    databases = f"{address}/api/v2/tenants/default_tenant/databases"
    httpx.post(databases, json={"name": database}).raise_for_status()
    return replace(settings, index=address, chroma_database=database)


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


@pytest.fixture
def script() -> Iterator[ChatServer]:
    """A chat server of one's own, faithful until told otherwise."""
    server = ChatServer()
    Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()
