"""A new generation beside the active one: written, counted, probed, not yet active."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import TypeVar

import numpy as np
from llama_index.core.schema import TextNode

from index.corpora import Register
from index.embedding import MAX_PIECES, Embedding, too_long
from index.errors import CorpusError, StoreError
from index.ledgers import Manifest
from index.lexicon import Lexicon
from index.likening import METHOD, learnt, packed
from index.multilingual import multilingual
from index.places import is_server
from index.settings import Settings
from index.signposts import Signpost, signposts_of
from index.sources import Passage
from index.store import Store
from index.wordings import BESIDE_CLAIMS, PointQuestion, Wording, questions_of
from ingest.chunking import chunk, nodes
from ingest.hashing import key
from ingest.probing import probe
from ingest.reading import Corpus
from ingest.room import require_room
from ingest.vectors import BATCH, Vectors

Progress = Callable[[int, int], None]
"""Called with (texts done, texts in all)."""
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Staged:
    """A generation that was written and checked, and what it took."""

    manifest: Manifest
    embedded: int


@dataclass(frozen=True, slots=True)
class Content:
    """All that a generation holds with vectors, and the register."""

    register: Register
    passages: list[Passage]
    questions: list[PointQuestion]
    wordings: list[Wording]
    signposts: list[Signpost]
    """None where the model of many languages isn't installed."""

    @classmethod
    def of(cls, register: Register, passages: list[Passage]) -> Content:
        """What is made of a register and its passages."""
        return cls(
            register,
            passages,
            questions_of(passages),
            wordings_of(register),
            signposts_of(register, passages) if multilingual() else [],
        )

    @property
    def counts(self) -> dict[str, int]:
        """How many rows there are of each kind."""
        counts = {
            "passages": len(self.passages),
            "questions": len(self.questions),
            "wordings": len(self.wordings),
        }
        return counts | ({"signposts": len(self.signposts)} if multilingual() else {})


def stage(
    settings: Settings,
    store: Store,
    corpus: Corpus,
    register: Register,
    embedding: Embedding,
    progress: Progress | None = None,
) -> Staged:
    """Write a generation of the corpus and check it; the caller holds the lock.

    Raises StoreError, the active generation untouched, where it can't be written whole
    or doesn't find its own claims.
    """
    passages = chunk(corpus)
    _require_short(passages, embedding)
    content = Content.of(register, passages)
    index = None if is_server(store.place) else Path(store.place)
    require_room(index, settings.state, sum(content.counts.values()))
    generation = new_id()
    parts = ("passages", "questions", "register", "signposts")
    collections = {name: f"{generation}-{name}" for name in parts}
    with closing(Vectors(store, embedding, settings.state)) as vectors:
        counts = _written(store, collections, content, vectors, progress)
        embedded = vectors.embedded
    manifest: Manifest = {
        "id": generation,
        "key": key(corpus.sha256, embedding),
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "staged": True,
        "corpus_sha256": corpus.sha256,
        "inputs": corpus.inputs,
        "embedding": embedding.fingerprint,
        "likeness": METHOD,
        "counts": counts,
        "collections": collections,
        "versions": {name: version(name) for name in ("chromadb", "llama-index-core")},
    }
    if model := multilingual():
        manifest["multilingual"] = model.fingerprint
        with closing(Vectors(store, model, settings.state)) as vectors:
            counts |= _written_signposts(store, collections, content, vectors, progress)
            embedded += vectors.embedded
    else:
        del collections["signposts"]
    if counts != content.counts:
        raise StoreError(
            f"the new generation holds {counts} instead of {content.counts}; the "
            "active one is untouched: run `python -m ingest` again."
        )
    try:
        probe(store.read(manifest))
    except StoreError:
        for name in collections.values():
            store.drop_collection(name)
        raise
    store.ledger.put(manifest)
    return Staged(manifest, embedded)


def _written(
    store: Store,
    collections: dict[str, str],
    content: Content,
    vectors: Vectors,
    progress: Progress | None,
) -> dict[str, int]:
    """Writes passages, questions and the register; returns how many rows there are."""
    passages, total = content.passages, sum(content.counts.values())

    def batches() -> Iterator[list[TextNode]]:
        for start in range(0, len(passages), BATCH):
            batch = passages[start : start + BATCH]
            made = nodes(batch, vectors.of([passage.text for passage in batch]))
            _told(progress, start, total, len(batch))
            yield made

    written = store.write_passages(collections["passages"], _ahead(batches()))
    rows = vectors.of(
        [question.text for question in content.questions],
        partial(_told, progress, written, total),
    )
    asked = store.write_questions(collections["questions"], content.questions, rows)
    rows = vectors.of(
        [wording.text for wording in content.wordings],
        partial(_told, progress, written + asked, total),
    )
    likeness = _likeness(content.register, passages, content.wordings, rows)
    kept = store.write_register(
        collections["register"], content.register, content.wordings, rows, likeness
    )
    _told(progress, sum((written, asked, kept - 1)), total, 0)
    return {"passages": written, "questions": asked, "wordings": kept - 1}


def _written_signposts(
    store: Store,
    collections: dict[str, str],
    content: Content,
    vectors: Vectors,
    progress: Progress | None,
) -> dict[str, int]:
    """Writes the signposts; returns how many rows there are."""
    posts, total = content.signposts, sum(content.counts.values())
    rows = vectors.of(
        [post.text for post in posts],
        partial(_told, progress, total - len(posts), total),
    )
    written = store.write_signposts(collections["signposts"], posts, rows)
    _told(progress, total, total, 0)
    return {"signposts": written}


def _told(progress: Progress | None, before: int, total: int, done: int) -> None:
    if progress:
        progress(before + done, total)


def new_id() -> str:
    """An id that sorts by its time, to the millisecond."""
    now = datetime.now(UTC)
    millisecond = now.microsecond // 1000
    return f"g{now:%Y%m%dT%H%M%S}{millisecond:03}-{secrets.token_hex(3)}"


def wordings_of(register: Register) -> list[Wording]:
    """Every sentence that stands for a claim or against it, in the register's order;
    then what stands for a topic, for something else, and for the subject or not.
    """
    wordings = []
    for claim in register.claims:
        wordings.append(Wording(claim.statement, claim.id, "statement"))
        wordings += [Wording(place.quote, claim.id, "quote") for place in claim.places]
        wordings += [Wording(text, claim.id, "asked_as") for text in claim.asked_as]
        wordings += [Wording(text, claim.id, "not_this") for text in claim.not_this]
    for topic in register.topics:
        wordings += [Wording(text, topic.id, "topic") for text in topic.asked_as]
    wordings += [Wording(one.question, "", "overview") for one in register.overviews]
    wordings += [Wording(text, "", "elsewhere") for text in register.elsewhere]
    wordings += [Wording(text, "", "within") for text in register.within]
    return wordings + [Wording(text, "", "beyond") for text in register.beyond]


def _likeness(
    register: Register,
    passages: Sequence[Passage],
    wordings: Sequence[Wording],
    vectors: np.ndarray,
) -> list[str]:
    """The weights learnt of each wording, packed; '' for those beside claims."""
    rows = [
        row for row, wording in enumerate(wordings) if wording.role not in BESIDE_CLAIMS
    ]
    found = learnt(
        [claim.id for claim in register.claims],
        [wordings[row] for row in rows],
        vectors[rows],
        Lexicon((p.passage_id for p in passages), (p.worded for p in passages)),
        register.overviews,
    )
    weights = dict(zip(rows, packed(found.weights), strict=True))
    return [weights.get(row, "") for row in range(len(wordings))]


def _ahead(batches: Iterator[_T]) -> Iterator[_T]:
    """The same batches, each made while the one before it is being written."""
    with ThreadPoolExecutor(1) as pool:
        coming = pool.submit(next, batches, None)
        while (batch := coming.result()) is not None:
            coming = pool.submit(next, batches, None)
            yield batch


def _require_short(passages: list[Passage], embedding: Embedding) -> None:
    for passage in passages:
        if too_long(passage.text, embedding):
            parts = "paragraphs" if passage.is_article else "points"
            raise CorpusError(
                f"{passage.passage_id}: text: it has over {MAX_PIECES} word pieces, so "
                f"its end couldn't be found: split it into two {parts}."
            )
