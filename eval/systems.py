"""What is evaluated: anything that answers like the chat does."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Literal, Protocol

from app.answer import Answer
from app.answering import Answerer
from app.chat.settings import ChatSettings
from app.evidence.refusing import Support
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
    model = model_of(name)
    if name in ("counterpoint", "chat"):
        return Answerer.open(settings, model)
    # LlamaIndex takes seconds to import, and only the baselines need it.
    from eval.baselines import CitationEngineSystem, EndpointModel, PlainSystem

    chat, embedding = Answerer.open(settings), embedding_for(settings)
    if model is None:
        return PlainSystem(chat, embedding)
    return CitationEngineSystem(chat, embedding, EndpointModel(model))


def model_of(name: SystemName) -> ChatSettings | None:
    """The chat model that words a system's answers, None for a system without one.

    Raises SettingsError where it needs one and none is set up.
    """
    if name in ("counterpoint", "plain"):
        return None
    return model_settings(f"the system {name!r}")


def model_settings(who: str) -> ChatSettings:
    """The chat model that is set up; raises SettingsError where there is none."""
    settings = ChatSettings.from_env(os.environ)
    if settings is None:
        raise SettingsError(
            f"{who} needs a chat model and none is set up: set OPENAI_API_KEY or "
            "OPENAI_BASE_URL, or leave it out."
        )
    return settings
