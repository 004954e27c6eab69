"""The chat model of a process: its connection, its costs and what it worded before."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app.answer import ComposerInfo
from app.chat.costing import Purse, Till
from app.chat.grounding import Grounding
from app.chat.prompting import PROMPT_VERSION, numbered
from app.chat.requesting import ChatClient
from app.chat.reviewing import Reviewer
from app.chat.settings import ChatSettings
from app.chat.wording import Writing
from app.composing.drafting import Draft
from app.composing.material import Material
from index.embedding import Embedding
from index.generations import Generation
from index.voice import Voice

KEPT = 256
"""Worded answers kept in memory; the least recently used is forgotten first."""


@dataclass(frozen=True, slots=True)
class Worded:
    """A finished answer's parts and how it was put together."""

    drafts: tuple[Draft, ...]
    info: ComposerInfo


class ChatComposer:
    """Words answers by a chat model; one for all questions of a process."""

    def __init__(
        self, settings: ChatSettings, state: Path, embedding: Embedding
    ) -> None:
        self.settings = settings
        self._client = ChatClient(settings)
        self._till = Till(state, settings.daily_cap)
        self._embedding = embedding
        self._grounding: tuple[str, Grounding] | None = None
        self._kept: OrderedDict[tuple[str, ...], Worded] = OrderedDict()
        self._lock = threading.Lock()

    def close(self) -> None:
        """Let go of the connections."""
        self._client.close()

    def compose(
        self, material: Material, generation: Generation, voice: Voice
    ) -> Composition:
        """One answer, worded while its parts are asked for."""
        lines = numbered(material)
        every = (*material.article_hits, *material.passages)
        passages = dict(material.cited) | {p.passage_id: p for p in every}
        reviewer = Reviewer(self._checks(generation, voice), voice, passages, lines)
        writing = Writing(
            self._client, Purse(self.settings, self._till), material, lines, reviewer
        )
        return Composition(self, self._key(material, generation), writing)

    def recall(self, key: tuple[str, ...]) -> Worded | None:
        """An answer that was worded before."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def keep(self, key: tuple[str, ...], worded: Worded) -> None:
        """Remember an answer, in memory alone."""
        with self._lock:
            self._kept[key] = worded
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)

    def _key(self, material: Material, generation: Generation) -> tuple[str, ...]:
        question = material.question
        asked = (question.text, question.standalone, question.as_of or "")
        model = (self.settings.base_url, self.settings.model, PROMPT_VERSION)
        return (*asked, generation.id, *model)

    def _checks(self, generation: Generation, voice: Voice) -> Grounding:
        """The checks for a generation's register, prepared once."""
        ready = self._grounding
        if ready is None or ready[0] != generation.id:
            made = Grounding(generation.register, voice, self._embedding)
            ready = self._grounding = (generation.id, made)
        return ready[1]


class Composition:
    """One answer: its parts as they are ready, then `info` on how it was made."""

    def __init__(
        self, composer: ChatComposer, key: tuple[str, ...], writing: Writing
    ) -> None:
        self._composer = composer
        self._key = key
        self._writing = writing
        self._recalled: ComposerInfo | None = None

    def drafts(self) -> Iterator[Draft]:
        """The answer's parts, from memory where the same was worded before."""
        if known := self._composer.recall(self._key):
            free = {"cached": True, "tokens_in": 0, "tokens_out": 0, "price": 0.0}
            self._recalled = known.info.model_copy(update=free)
            yield from known.drafts
            return
        drafts = []
        for draft in self._writing.drafts():
            drafts.append(draft)
            yield draft
        if self._writing.complete:
            self._composer.keep(self._key, Worded(tuple(drafts), self.info))

    @property
    def info(self) -> ComposerInfo:
        """Who put the sentences together, and what it took."""
        return self._recalled or self._writing.info
