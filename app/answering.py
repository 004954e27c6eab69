"""From question to answer, in the order in which it happens.

question (+ history) → find → flags → enough evidence? → compose → check → Answer
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from app.answer import (
    Answer,
    ComposerInfo,
    IndexInfo,
    RefusalReason,
    Sentence,
    Timings,
)
from app.chat.settings import ChatSettings
from app.composing.drafting import Draft
from app.composing.extractive import compose
from app.composing.gathering import gathered
from app.composing.material import Material
from app.composing.suggesting import follow_ups
from app.composing.verifying import Numbering, heard, verified
from app.evidence.considering import Turn
from app.evidence.finding import Desk, Findings
from app.evidence.judging import Judge
from app.flagging import flags_of, number_sides, touched
from app.refused import refused
from index.embedding import Embedding, embedding_for
from index.generations import Generation
from index.settings import Settings
from index.store import Store

if TYPE_CHECKING:
    from app.chat.process import ChatComposer, Composition


class Answerer:
    """Answers questions; models, index and everything prepared are opened once."""

    def __init__(
        self,
        store: Store,
        embedding: Embedding,
        chat: ChatComposer | None = None,
        *,
        prepare: Callable[[Generation, Embedding], Desk] = Desk,
    ) -> None:
        """`prepare` makes what is prepared once for a generation."""
        self._store = store
        self._prepare = prepare
        self._embedding = embedding
        self._chat = chat
        self._judge = Judge(embedding)
        self._desk: Desk | None = None
        self._preparing = threading.Lock()

    @classmethod
    def open(cls, settings: Settings, chat: ChatSettings | None = None) -> Answerer:
        """Open index and models; raises CounterpointError where nothing serves.

        `chat` turns a chat model on, which words answers from the same evidence.
        """
        embedding = embedding_for(settings)
        composer = _composer(chat, settings, embedding) if chat else None
        answerer = cls(Store.of(settings), embedding, composer)
        answerer.generation()
        return answerer

    @property
    def worded_elsewhere(self) -> bool:
        """Whether questions leave the site, to a chat model."""
        return self._chat is not None

    def without_model(self) -> Answerer:
        """The same, with answers made by code alone: nothing leaves the site."""
        answerer = copy(self)
        answerer._chat = None
        return answerer

    def generation(self) -> Generation:
        """The active generation, read afresh."""
        return self.desk().generation

    def vector(self, text: str) -> np.ndarray:
        """The unit vector of a text, by the model that the index was built with."""
        return self._embedding.one(text)

    def consider(
        self, question: str, history: Sequence[str] = (), as_of: str | None = None
    ) -> Findings:
        """What `answer` finds before it composes."""
        return self._considered(self.desk(), question, history, as_of)

    def _considered(
        self, desk: Desk, text: str, history: Sequence[str], as_of: str | None
    ) -> Findings:
        turn = Turn(desk, self._embedding, self._judge, text, history, as_of)
        return turn.considered()

    def answer(
        self, question: str, history: Sequence[str] = (), as_of: str | None = None
    ) -> Answer:
        """Answer a question, from one generation throughout."""
        return self.answer_with_findings(question, history, as_of)[0]

    def answer_with_findings(
        self, question: str, history: Sequence[str] = (), as_of: str | None = None
    ) -> tuple[Answer, Findings]:
        """The answer, and what was found before it was composed."""
        started = time.perf_counter()
        desk = self.desk()
        found = self._considered(desk, question, history, as_of)
        *_, answer = self._told(desk, found, started)
        assert isinstance(answer, Answer)
        return answer, found

    def stream(
        self, question: str, history: Sequence[str] = (), as_of: str | None = None
    ) -> Iterator[Sentence | Answer]:
        """The sentences that passed every check as they come, then the whole answer."""
        started = time.perf_counter()
        desk = self.desk()
        found = self._considered(desk, question, history, as_of)
        yield from self._told(desk, found, started)

    def _told(
        self, desk: Desk, found: Findings, started: float
    ) -> Iterator[Sentence | Answer]:
        if found.decision == "answer" or found.decision == "partial":
            answer = yield from self._answered(desk, found)
        else:
            answer = _refused(desk, found, found.decision)
        total = (time.perf_counter() - started) * 1000
        rest = round(total - sum(found.timings.values()), 3)
        timings = Timings(**found.timings, compose=rest, total=round(total, 3))
        yield answer.model_copy(update={"timings_ms": timings})

    def desk(self) -> Desk:
        """What is prepared for the active generation, read afresh.

        After a switch one reader prepares the next, which takes seconds; the others
        go on with the one before until it is ready. `ingest` keeps what that one reads.
        """
        desk = self._desk
        if desk and desk.generation.id == self._store.current():
            return desk
        if self._preparing.acquire(blocking=desk is None):
            try:
                desk, generation = self._desk, self._store.active(self._embedding)
                if desk is None or desk.generation.id != generation.id:
                    desk = self._desk = self._prepare(generation, self._embedding)
            finally:
                self._preparing.release()
        assert desk is not None  # else this has waited for the lock
        return desk

    def _answered(
        self, desk: Desk, found: Findings
    ) -> Generator[Sentence, None, Answer]:
        """flags → compose → check every sentence → Answer"""
        thresholds = self._judge.thresholds
        flagged = touched(found, thresholds)
        material = gathered(desk, found, flagged, thresholds)
        composition = self._composed(desk, material)
        numbering = Numbering(dict(material.cited))
        sentences: list[Sentence] = []
        dropped = 0
        for draft in composition.drafts():
            numbering.passages |= draft.passages
            shown, lost = verified(draft, desk.voice, numbering)
            dropped += lost
            sentences += shown
            yield from shown
        if not any(sentence.citations for sentence in sentences):
            sentences = [said for said in sentences if not said.text.endswith(":")]
        if not sentences:
            return _refused(desk, found, "not-in-sources")
        number_sides(flagged, numbering.passages, numbering)
        flags = flags_of(flagged, numbering, found.register)
        citations = numbering.citations()
        info = composition.info
        dropped += info.dropped_sentences
        return _blank(found, "answered").model_copy(
            update={
                "sentences": tuple(sentences),
                "citations": citations,
                "flags": flags,
                "perspectives": heard(citations),
                "follow_ups": follow_ups(
                    found,
                    {claim.id for claim, _ in flagged},
                    {citation.passage_id for citation in citations},
                ),
                "composer": info.model_copy(update={"dropped_sentences": dropped}),
            }
        )

    def _composed(self, desk: Desk, material: Material) -> Composition | Extract:
        """The answer's parts: worded by the chat model where one is set up."""
        if self._chat is None:
            return Extract(material)
        return self._chat.compose(material, desk.generation, desk.voice)


@dataclass(frozen=True, slots=True)
class Extract:
    """An extractive answer: one part, made without a model."""

    material: Material

    @property
    def info(self) -> ComposerInfo:
        """That no model had a part in it."""
        return ComposerInfo()

    def drafts(self) -> Iterator[Draft]:
        """The one part."""
        yield compose(self.material)


def _composer(
    chat: ChatSettings, settings: Settings, embedding: Embedding
) -> ChatComposer:
    # Its client takes a second to import, and answers without a model do without it.
    from app.chat.process import ChatComposer

    return ChatComposer(chat, settings.state, embedding)


def _refused(desk: Desk, found: Findings, reason: RefusalReason) -> Answer:
    return _blank(found, "refused").model_copy(update=refused(desk, found, reason))


def _blank(found: Findings, outcome: Literal["answered", "refused"]) -> Answer:
    """What every answer carries, refused or not."""
    question, generation = found.question, found.generation
    return Answer(
        question=question.typed or question.text,
        standalone_question=question.standalone,
        as_of=question.as_of,
        language=question.language,
        outcome=outcome,
        index=IndexInfo(
            generation=generation.id,
            corpus_sha256=generation.manifest["corpus_sha256"],
        ),
    )
