"""A model's opinion on a run's answers: reported apart from the measures, never a gate.

The judge sees each sentence with the words that it cites and says whether they support
it. What it finds depends on the model, so it stands in a file of its own.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import closing

from pydantic import BaseModel, ConfigDict

from app.answer import Answer
from app.chat.faults import ChatFault
from app.chat.rechecking import judging, verdict
from app.chat.requesting import ChatClient
from app.chat.settings import ChatSettings
from eval import intervals
from eval.results import Result


class Judgement(BaseModel):
    """What a model found of a run: the share of sentences that it calls supported."""

    model_config = ConfigDict(frozen=True)

    model: str
    supported: float
    low: float
    high: float
    sentences: int
    answers: int
    unread: int
    """Answers on which the judge failed or gave a reply that can't be read."""


def judge(
    results: Sequence[Result], settings: ChatSettings, progress: Callable[[int], None]
) -> Judgement:
    """Have the model judge every answer; `progress` gets the number of those done."""
    found: list[tuple[int, int]] = []
    unread = 0
    with closing(ChatClient(settings)) as client:
        for done, result in enumerate(results, start=1):
            stated = _stated(result.answer) if result.answer else []
            if stated:
                held = _asked(client, stated)
                unread += held is None
                if held is not None:
                    numbers = set(range(1, len(stated) + 1))
                    found.append((len(held & numbers), len(stated)))
            progress(done)
    value, low, high = (
        intervals.ratio([good for good, _ in found], [of for _, of in found])
        if found
        else (0.0, 0.0, 0.0)
    )
    return Judgement(
        model=settings.model,
        supported=value,
        low=low,
        high=high,
        sentences=sum(of for _, of in found),
        answers=len(found),
        unread=unread,
    )


def _stated(answer: Answer) -> list[tuple[str, Sequence[str]]]:
    """Each cited sentence with the words that it cites."""
    quotes = {citation.number: citation.quote for citation in answer.citations}
    return [
        (sentence.text, [quotes[number] for number in sentence.citations])
        for sentence in answer.sentences
        if sentence.citations
    ]


def _asked(
    client: ChatClient, stated: Sequence[tuple[str, Sequence[str]]]
) -> set[int] | None:
    """Numbers of the sentences found supported; None where the judge gave no reply."""
    settings = client.settings
    try:
        pieces = client.reply(
            judging(stated),
            deadline=time.monotonic() + settings.timeout,
            max_tokens=settings.max_tokens,
            sentences=False,
        )
        return verdict("".join(piece for piece in pieces if isinstance(piece, str)))
    except ChatFault:
        return None
