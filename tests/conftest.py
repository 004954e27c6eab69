"""A small corpus on another subject, an index built from it, and a cleared environment."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.answering import Answerer
from index.embedding import MiniLmEmbedding, packaged_embedding
from index.generations import Generation, Store
from index.settings import Settings
from ingest.applying import apply

HARBOUR = Path(__file__).parent / "harbour"
SHIPPED = Path(__file__).parents[1] / "ingest" / "corpus"


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

    return put
