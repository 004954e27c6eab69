"""A small corpus on another subject, its index, and a cleared environment."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from threading import Thread

import httpx
import pytest
from filelock import FileLock

from app.answer import Answer
from app.answering import Answerer
from index.embedding import MiniLmEmbedding, packaged_embedding
from index.generations import Generation
from index.settings import Settings
from index.store import Store
from ingest.applying import apply
from tests.browsing import browser, served_page  # noqa: F401  # fixtures
from tests.chat_server import ChatServer

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


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--rewrite-golden`: keep the answers as they are now."""
    parser.addoption("--rewrite-golden", action="store_true")


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


@pytest.fixture(autouse=True)
def main_module() -> Iterator[None]:
    """Puts `__main__` back: a page run by AppTest leaves its script there, and worker
    processes would run it.
    """
    kept = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = kept


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
    """The shipped corpus, ingested by the real pipeline: by the first process that asks
    for it, for all that run beside it. Each has a state folder of its own.
    """
    own = tmp_path_factory.mktemp("shipped")
    run_by_several = "PYTEST_XDIST_WORKER" in os.environ
    shared = tmp_path_factory.getbasetemp().parent if run_by_several else own
    settings = replace(settings_in(own, SHIPPED), index=str(shared / "shipped-index"))
    with FileLock(shared / "shipped.lock"):
        apply(settings, embedding)  # the second time there is nothing to do
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


@pytest.fixture
def script() -> Iterator[ChatServer]:
    """A chat server of one's own, faithful until told otherwise."""
    server = ChatServer()
    Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()
