from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from app.answering import Answerer
from eval.baselines import PlainSystem
from eval.systems import opened
from index.embedding import MiniLmEmbedding
from index.errors import SettingsError
from index.settings import Settings

QUESTION = "Who caused the collision of the Sea Holly and the Merrow?"


class _Endpoint(BaseHTTPRequestHandler):
    """An OpenAI-compatible endpoint that always says the same."""

    reply = "The crews contradict each other [1]. Nobody knows more [2][9]."

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        body: dict[str, Any] = {
            "id": "1",
            "object": "chat.completion",
            "created": 0,
            "model": "small",
            "choices": [
                {"index": 0, "finish_reason": "stop",
                 "message": {"role": "assistant", "content": self.reply}}
            ],
        }  # fmt: skip
        data = json.dumps(body).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: Any) -> None:
        return


@pytest.fixture
def endpoint() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), _Endpoint)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/v1"
    server.shutdown()
    server.server_close()
    thread.join()


def test_plain_top_k_shows_passages_and_never_flags_or_refuses(
    answerer: Answerer, embedding: MiniLmEmbedding
) -> None:
    plain = PlainSystem(answerer, embedding)
    answer = plain.answer(QUESTION)
    assert len(answer.sentences) == 5
    assert [s.citations for s in answer.sentences] == [(n,) for n in range(1, 6)]
    assert all(
        c.quote == s.text
        for c, s in zip(answer.citations, answer.sentences, strict=True)
    )
    assert answer.flags == ()
    assert plain.answer("How do I bake bread?").outcome == "answered"
    assert answer.timings_ms.total > 0


def test_the_names_of_systems_lead_to_them(harbour_settings: Settings) -> None:
    assert isinstance(opened(harbour_settings, "counterpoint"), Answerer)
    assert isinstance(opened(harbour_settings, "plain"), PlainSystem)
    with pytest.raises(SettingsError, match="OPENAI_BASE_URL"):
        opened(harbour_settings, "citation-engine")


def test_the_citation_engine_cites_the_sources_it_numbers(
    harbour_settings: Settings, endpoint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", endpoint)
    monkeypatch.setenv("COUNTERPOINT_CHAT_MODEL", "small")
    system = opened(harbour_settings, "citation-engine")
    answer = system.answer(QUESTION)
    assert [s.text for s in answer.sentences] == [
        "The crews contradict each other .", "Nobody knows more .",
    ]  # fmt: skip
    assert [len(s.citations) for s in answer.sentences] == [1, 1]
    assert (answer.composer.name, answer.composer.model) == ("chat", "small")
