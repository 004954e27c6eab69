"""Readers in threads: before anything is prepared, and while an index is switched."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from app.answer import Answer
from app.answering import Answerer
from app.evidence.finding import Desk
from index.embedding import Embedding, MiniLmEmbedding
from index.errors import StoreError
from index.generations import Generation
from index.settings import Settings
from index.store import Store
from ingest.applying import apply

Edit = Callable[[str, str, str], None]

VOTE = "How did the town council vote on the enlargement?"
READERS = 4
LONG = 20.0
"""Seconds after which a thread is taken to wait for ever."""


class Preparer:
    """Prepares desks, each only while it may, and knows how many it began."""

    def __init__(self) -> None:
        self.begun = threading.Semaphore(0)
        self.may = threading.Event()
        self.desks = 0

    def __call__(self, generation: Generation, embedding: Embedding) -> Desk:
        self.desks += 1
        self.begun.release()
        assert self.may.wait(LONG)
        return Desk(generation, embedding)


@pytest.fixture
def preparer() -> Preparer:
    return Preparer()


@pytest.fixture
def slow(own: Settings, embedding: MiniLmEmbedding, preparer: Preparer) -> Answerer:
    """Answers from an index of its own, once the preparer may prepare."""
    return Answerer(Store(own.index), embedding, prepare=preparer)


def asking(answerer: Answerer, told: list[Answer]) -> threading.Thread:
    """A reader who asks once, in a thread that has been started."""
    reader = threading.Thread(target=lambda: told.append(answerer.answer(VOTE)))
    reader.start()
    return reader


def test_readers_who_come_first_together_wait_for_one_desk(
    slow: Answerer, preparer: Preparer
) -> None:
    told: list[Answer] = []
    readers = [asking(slow, told) for _ in range(READERS)]
    assert preparer.begun.acquire(timeout=LONG)
    assert not preparer.begun.acquire(timeout=0.5) and not told
    preparer.may.set()
    for reader in readers:
        reader.join(LONG)
    assert len(told) == READERS
    assert preparer.desks == 1


def test_one_reader_prepares_after_a_switch_and_the_others_go_on(
    slow: Answerer,
    preparer: Preparer,
    own: Settings,
    edit: Edit,
    embedding: MiniLmEmbedding,
) -> None:
    preparer.may.set()
    old = slow.answer(VOTE).index.generation
    edit("claims/h02-council-vote.yaml", "by 9 votes to 6", "with 9 votes to 6")
    new = apply(own, embedding).generation
    preparer.may.clear()

    first: list[Answer] = []
    preparing = asking(slow, first)
    assert preparer.begun.acquire(timeout=LONG) and preparer.begun.acquire(timeout=LONG)
    others: list[Answer] = []
    readers = [asking(slow, others) for _ in range(READERS)]
    for reader in readers:
        reader.join(LONG / 4)
    went_on = [answer.index.generation for answer in others]
    preparer.may.set()
    for reader in (preparing, *readers):
        reader.join(LONG)

    assert went_on == [old] * READERS
    assert [answer.index.generation for answer in first] == [new]
    assert slow.answer(VOTE).index.generation == new
    assert preparer.desks == 2


def test_a_reader_who_fails_to_prepare_leaves_it_to_the_next(
    slow: Answerer, preparer: Preparer, own: Settings
) -> None:
    preparer.may.set()
    old = slow.answer(VOTE).index.generation
    ledger = Store(own.index).ledger
    ledger.activate("g-gone")
    for _ in range(2):
        with pytest.raises(StoreError, match="'g-gone' is missing"):
            slow.answer(VOTE)
    ledger.activate(old)
    assert slow.answer(VOTE).index.generation == old
