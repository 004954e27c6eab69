"""Sharing where a chat model words the answers."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from app.sharing import kept
from index.embedding import MiniLmEmbedding
from index.settings import Settings
from ingest.applying import apply
from tests.chat_server import ChatServer
from tests.test_app_page import COLLISION, PAGE, ask, read
from tests.test_app_page_sharing import opened, press, share


@pytest.fixture
def page(
    own: Settings,
    enter: Callable[[Settings], None],
    script: ChatServer,
    monkeypatch: pytest.MonkeyPatch,
) -> AppTest:
    """The page with a chat model, over an index that a test may change."""
    enter(own)
    monkeypatch.setenv("OPENAI_BASE_URL", script.url)
    return AppTest.from_file(str(PAGE), default_timeout=60).run()


def test_neither_sharing_nor_opening_a_link_sends_the_question_to_the_model(
    page: AppTest,
    own: Settings,
    script: ChatServer,
    edit: Callable[[str, str, str], None],
    embedding: MiniLmEmbedding,
) -> None:
    ask(page, COLLISION)
    sent = len(script.requests)
    name = share(page)
    edit("claims/h08-word-siege.yaml", "reviewed_by: null", "reviewed_by: Ann Lee")
    apply(own, embedding)
    told = read(opened(name))

    assert kept(own.state, name).answer.composer.name == "chat"
    assert sent and len(script.requests) == sent
    assert "Worded by a language model" in told
    assert "who says what on them are the same; its words were chosen by a" in told
    press(opened(name), "today")
    assert len(script.requests) > sent
