"""What is evaluated: anything that answers like the chat does."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Literal, Protocol

from app.answer import Answer
from app.answering import Answerer
from app.chat_settings import ChatSettings
from app.refusing import Support
from index.embedding import embedding_for
from index.errors import SettingsError
from index.generations import Generation
from index.matching import ClaimMatch
from index.retrieving import Hit
from index.settings import Settings

SystemName = Literal["counterpoint", "chat", "plain", "citation-engine"]
"""The answers without a model, those worded by the model that is set up, plain top-k,
and LlamaIndex's citation engine."""


class Findings(Protocol):
    """What was retrieved and matched before anything was composed."""

    @property
    def hits(self) -> Sequence[Hit]:
        """Passages of the sources, best first."""

    @property
    def matches(self) -> Sequence[ClaimMatch]:
        """Claims of the article, best first."""

    @property
    def support(self) -> Support:
        """How likely the question is on the subject, and answered by the sources."""


class System(Protocol):
    """The chat, a baseline, or the chat with something broken on purpose."""

    def answer(
        self, question: str, history: Sequence[str] = (), as_of: str | None = None
    ) -> Answer:
        """The answer to a question; `history` holds the earlier questions."""

    def answer_with_findings(
        self, question: str, history: Sequence[str] = (), as_of: str | None = None
    ) -> tuple[Answer, Findings]:
        """The same, and what was found before it was composed."""

    def generation(self) -> Generation:
        """The generation that answers come from."""


def opened(settings: Settings, name: SystemName) -> System:
    """The system of that name over the settings' index.

    Raises SettingsError where it needs a chat model and none is set up.
    """
    if name == "chat":
        return Answerer.open(settings, model_settings("the system 'chat'"))
    extractive = Answerer.open(settings)
    if name == "counterpoint":
        return extractive
    # LlamaIndex takes seconds to import, and only the baselines need it.
    from eval.baselines import system_named

    return system_named(name, extractive, embedding_for(settings), os.environ)


def model_settings(who: str) -> ChatSettings:
    """The chat model that is set up; raises SettingsError where there is none."""
    settings = ChatSettings.from_env(os.environ)
    if settings is None:
        raise SettingsError(
            f"{who} needs a chat model and none is set up: set OPENAI_API_KEY or "
            "OPENAI_BASE_URL, or leave it out."
        )
    return settings
