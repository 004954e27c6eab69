"""What is evaluated: anything that answers like the chat does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from app.answer import Answer
from app.refusing import Support
from index.generations import Generation
from index.matching import ClaimMatch
from index.retrieving import Hit


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
