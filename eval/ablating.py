"""The command `ablate`: what each part of finding adds, by leaving it out.

Nothing is fitted again without the part, so the table says what the shipped chat would
lose, not what a chat built without the part could reach.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from app.answering import Answerer
from app.evidence.finding import Desk
from app.question.kinds import asks_for
from app.question.question import Question
from app.question.understanding import Reader
from eval.cases import Case
from eval.measures import figures
from eval.results import Figure, RunFolder
from eval.running import run
from index.embedding import Embedding, embedding_for
from index.generations import Generation
from index.matching import RANKING, TOUCHING, Matcher
from index.retrieving import SHARES
from index.settings import Settings
from index.store import Store

SHOWN = (
    "flag-recall", "flag-precision", "false-flag-rate", "recall@5", "both-sides@10",
    "off-topic-refusals", "near-miss-recognised", "follow-up-accuracy",
    "mirror-agreement", "cases-passed",
)  # fmt: skip
"""Measures of the table."""
Part = Callable[[Generation, Embedding], Desk]


class Ablation(BaseModel):
    """The figures with one part left out; `without` is empty where none is."""

    model_config = ConfigDict(frozen=True)

    without: str
    figures: tuple[Figure, ...]


class _LiteralReader(Reader):
    """Takes a question as it stands: no earlier turns, no other names, no typos."""

    def understand(
        self,
        text: str,
        history: Sequence[str] = (),
        as_of: str | None = None,
        *,
        joined: bool = False,
    ) -> Question:
        """The question, with nothing done to it but telling what it asks for."""
        understood = super().understand(text, (), as_of)
        return Question(
            text=text,
            standalone=text,
            search=text,
            language=understood.language,
            asks=asks_for(text),
            as_of=as_of,
            names=understood.names,
            at_home=understood.at_home,
        )


class _DeafMatcher(Matcher):
    """Matches claims with some features at nought."""

    def __init__(self, generation: Generation, deaf: frozenset[str]) -> None:
        super().__init__(generation)
        self._ranking = self._ranking.without(RANKING, deaf)
        self._touching = self._touching.without(TOUCHING, deaf)


def _no_understanding(generation: Generation, embedding: Embedding) -> Desk:
    desk = Desk(generation, embedding)
    desk.reader = _LiteralReader(generation)
    return desk


def _no_share(name: str) -> Part:
    def prepare(generation: Generation, embedding: Embedding) -> Desk:
        desk = Desk(generation, embedding)
        desk.search.shares = replace(SHARES, **{name: 0.0})
        return desk

    return prepare


def _without(*deaf: str) -> Part:
    def prepare(generation: Generation, embedding: Embedding) -> Desk:
        desk = Desk(generation, embedding)
        desk.matcher = _DeafMatcher(generation, frozenset(deaf))
        return desk

    return prepare


def _as_found(generation: Generation, embedding: Embedding) -> Desk:
    desk = Desk(generation, embedding)
    desk.chooser.learnt = None
    return desk


PARTS: dict[str, Part] = {
    "": Desk,
    "questions of points": _no_share("asked"),
    "lexical share": _no_share("lexical"),
    "choice among points": _as_found,
    "understanding": _no_understanding,
    "evidence of claims": _without("evidence"),
    "likeness to all wordings": _without("likeness", "look_alike"),
    "shared words": _without("words", "own_words", "words_by_length"),
    "look-alikes": _without("over_others", "over_look_alikes", "look_alike"),
}
"""What may be left out, by its name; first the chat as it is."""


def ablate(
    settings: Settings, cases: Sequence[Case], *, progress: bool = True
) -> Iterator[Ablation]:
    """The question set asked once for each part, with that part left out."""
    store, embedding = Store.of(settings), embedding_for(settings)
    for name, prepare in PARTS.items():
        chat = Answerer(store, embedding, prepare=prepare)
        with tempfile.TemporaryDirectory() as folder:
            scores = run(
                chat,
                cases,
                RunFolder(Path(folder)),
                parameters={"system": "counterpoint", "split": None, "without": name},
                progress=progress,
            )
        found = tuple(one for one in figures(scores) if one.measure in SHOWN)
        yield Ablation(without=name, figures=found)
