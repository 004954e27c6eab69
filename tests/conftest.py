"""A small corpus on another subject, an index built from it, and a cleared environment."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
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
