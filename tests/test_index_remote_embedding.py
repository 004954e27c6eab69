"""Vectors by an endpoint: a small server on this machine that counts words."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import numpy as np
import pytest

from app.answering import Answerer
from index.embedding import MiniLmEmbedding, embedding_for
from index.errors import EmbeddingError, WrongModel
from index.lexicon import stems
from index.remote_embedding import BATCH, RemoteEmbedding
from index.settings import Settings
from index.store import Store
from ingest.applying import apply

WIDTH = 1024


def counted(text: str) -> list[float]:
    """A vector that counts the stems of a text, each in a place of its own."""
    vector = [0.01] * WIDTH
    for stem in stems(text):
        vector[zlib.crc32(stem.encode()) % WIDTH] += 3.0
    return vector


class Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        server = self.server
        assert isinstance(server, EmbeddingServer)
        body = self.rfile.read(int(self.headers["content-length"]))
        server.keys.append(self.headers.get("authorization", ""))
        if server.status != 200:
            self.send(server.status, b'{"error": {"message": "secret words"}}')
            return
        texts = json.loads(body)["input"]
        server.sizes.append(len(texts))
        rows = [{"index": n, "embedding": counted(t)} for n, t in enumerate(texts)]
        reply: Any = {"object": "list", "data": rows[::-1], "model": "m"}
        self.send(200, server.spoil(reply))

    def send(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # its name
        """Say nothing."""


class EmbeddingServer(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server_port}/v1"
        self.status = 200
        self.sizes: list[int] = []
        self.keys: list[str] = []
        self.spoiled = ""

    def spoil(self, reply: dict[str, Any]) -> bytes:
        """The reply as it is sent: whole, or broken as the test wants it."""
        if self.spoiled == "one too few":
            reply["data"] = reply["data"][1:]
        if self.spoiled == "of two lengths":
            reply["data"][0]["embedding"].append(1.0)
        if self.spoiled == "without data":
            return b'{"object": "list"}'
        if self.spoiled == "not JSON":
            return b"<html>log in</html>"
        return json.dumps(reply).encode()


@pytest.fixture
def endpoint(monkeypatch: pytest.MonkeyPatch) -> Iterator[EmbeddingServer]:
    server = EmbeddingServer()
    Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    monkeypatch.setenv("OPENAI_BASE_URL", server.url)
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def remote(endpoint: EmbeddingServer) -> RemoteEmbedding:
    return RemoteEmbedding("m")


def test_vectors_are_unit_vectors_in_the_order_of_the_texts(
    remote: RemoteEmbedding, endpoint: EmbeddingServer
) -> None:
    texts = [f"the quay of number {number}" for number in range(BATCH + 5)]
    found = remote.vectors(texts)
    assert found.shape == (len(texts), WIDTH)
    assert found.dtype == np.float32
    assert np.allclose(np.linalg.norm(found, axis=1), 1, atol=1e-5)
    assert np.allclose(found[3], remote.one(texts[3]), atol=1e-6)
    assert endpoint.sizes[:2] == [BATCH, 5]
    assert remote.vectors([]).shape == (0, WIDTH)


def test_without_a_key_a_placeholder_is_sent(
    remote: RemoteEmbedding, endpoint: EmbeddingServer
) -> None:
    remote.one("a quay")
    assert endpoint.keys == ["Bearer not-needed"]


def test_the_fingerprint_holds_model_and_dimensions(remote: RemoteEmbedding) -> None:
    assert remote.fingerprint["name"] == "m"
    assert remote.fingerprint["dimensions"] == WIDTH


@pytest.mark.parametrize(
    "spoiled", ["one too few", "of two lengths", "without data", "not JSON"]
)
def test_a_reply_that_cannot_be_right_is_an_error(
    remote: RemoteEmbedding, endpoint: EmbeddingServer, spoiled: str
) -> None:
    endpoint.spoiled = spoiled
    with pytest.raises(EmbeddingError, match="COUNTERPOINT_EMBED_MODEL"):
        remote.vectors(["a quay", "a boat"])


def test_a_refused_key_is_told_without_what_the_server_said(
    remote: RemoteEmbedding, endpoint: EmbeddingServer
) -> None:
    endpoint.status = 401
    with pytest.raises(EmbeddingError, match="status 401") as refused:
        remote.one("a quay")
    assert "secret" not in str(refused.value)


def test_an_index_built_by_an_endpoint_answers_and_refuses_another_reader(
    endpoint: EmbeddingServer,
    harbour_settings: Settings,
    own: Settings,
    embedding: MiniLmEmbedding,
) -> None:
    place = str(own.state / "remote-index")
    settings = replace(own, index=place, embed_model="m")
    apply(settings, embedding_for(settings))
    manifest = Answerer.open(settings).generation().manifest
    assert manifest["embedding"]["name"] == "m"
    assert manifest["embedding"]["dimensions"] == WIDTH
    answer = Answerer.open(settings).answer("Did the Sea Holly ram the Merrow?")
    assert answer.outcome == "answered"
    with pytest.raises(WrongModel, match="build it again"):
        Store(place).active(embedding)
    other = replace(harbour_settings, embed_model="m")
    with pytest.raises(WrongModel, match="build it again"):
        Answerer.open(other)


def test_without_a_setting_the_packaged_model_serves(
    embedding: MiniLmEmbedding,
) -> None:
    assert embedding_for(Settings()) is embedding
