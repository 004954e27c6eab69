"""A corpus becomes the active generation: embedded, written, checked, switched."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import numpy as np
from filelock import FileLock, Timeout
from llama_index.core.schema import TextNode

from index.corpora import Register
from index.embedding import MiniLmEmbedding
from index.errors import CorpusError, StoreError
from index.generations import Store, Wording
from index.ledgers import Manifest
from index.settings import Settings
from index.sources import Passage
from ingest.checking import check, located
from ingest.chunking import chunk, nodes
from ingest.reading import Corpus, one_sentence, require_corpus

FORMAT = 1
"""Raised when the same files would give another index."""
KEPT = 3
"""Generations kept besides any younger than a day."""
_BATCH = 64

Progress = Callable[[int, int], None]
"""Called with (texts done, texts in all)."""


@dataclass(frozen=True, slots=True)
class Applied:
    """What `apply` did: the active generation, and how many texts were embedded."""

    generation: str
    changed: bool
    embedded: int
    reused: int
    counts: dict[str, int]


def apply(
    settings: Settings, embedding: MiniLmEmbedding, progress: Progress | None = None
) -> Applied:
    """Make the corpus the active generation; nothing is done where nothing changed.

    Raises CorpusError with the active generation untouched when the corpus is wrong,
    StoreError when the index can't be written or another process is writing it.
    """
    corpus, register = checked_corpus(settings.corpus)
    store = Store(settings.index)
    active = store.ledger.active()
    manifests = store.ledger.manifests()
    key = _key(corpus, embedding)
    if active in manifests and manifests[active]["key"] == key:
        counts = manifests[active]["counts"]
        return Applied(active, False, 0, sum(counts.values()), counts)
    with _writer(settings):
        return _build(store, corpus, register, embedding, key, progress)


def checked_corpus(folder: Path) -> tuple[Corpus, Register]:
    """The corpus and its register with quotes located; raises CorpusError."""
    corpus = require_corpus(folder)
    register, problems = located(corpus.register)
    problems += check(corpus)
    if problems:
        raise CorpusError(one_sentence(problems))
    return corpus, register


def _build(
    store: Store,
    corpus: Corpus,
    register: Register,
    embedding: MiniLmEmbedding,
    key: str,
    progress: Progress | None,
) -> Applied:
    passages = chunk(corpus)
    wordings = _wordings(register)
    _require_short(passages, embedding)
    _sweep(store)
    vectors = _Vectors(store, embedding, progress, len(passages) + len(wordings))
    generation = f"g{datetime.now(UTC):%Y%m%dT%H%M%S}-{secrets.token_hex(3)}"
    collections = {
        "passages": f"{generation}-passages",
        "register": f"{generation}-register",
    }
    counts = {
        "passages": store.write_passages(
            collections["passages"], _node_batches(passages, vectors)
        ),
        "wordings": store.write_register(
            collections["register"],
            register,
            wordings,
            vectors.of([wording.text for wording in wordings]),
        )
        - 1,
    }
    expected = {"passages": len(passages), "wordings": len(wordings)}
    if counts != expected:
        raise StoreError(
            f"the new generation holds {counts} instead of {expected}; the active one "
            "is untouched: run `python -m ingest` again."
        )
    manifest: Manifest = {
        "id": generation,
        "key": key,
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "corpus_sha256": corpus.sha256,
        "inputs": corpus.inputs,
        "embedding": embedding.fingerprint,
        "counts": counts,
        "collections": collections,
        "versions": {name: version(name) for name in ("chromadb", "llama-index-core")},
    }
    store.ledger.put(manifest)
    store.open(generation)
    store.ledger.activate(generation)
    prune(store)
    return Applied(generation, True, vectors.embedded, vectors.reused, counts)


class _Vectors:
    """Vectors of texts: taken from the active generation where the text is the same."""

    def __init__(
        self,
        store: Store,
        embedding: MiniLmEmbedding,
        progress: Progress | None,
        total: int,
    ) -> None:
        self._embedding = embedding
        self._known = _known_vectors(store, embedding)
        self._progress = progress
        self._total = total
        self.embedded = 0
        self.reused = 0

    def of(self, texts: list[str]) -> np.ndarray:
        """Vectors of the texts, shape (n, d)."""
        new = sorted({text for text in texts if text not in self._known}, key=len)
        self._known |= dict(zip(new, self._embedding.vectors(new), strict=True))
        self.embedded += len(new)
        self.reused += len(texts) - len(new)
        if self._progress:
            self._progress(self.embedded + self.reused, self._total)
        return np.vstack([self._known[text] for text in texts])


def _known_vectors(store: Store, embedding: MiniLmEmbedding) -> dict[str, np.ndarray]:
    active = store.ledger.active()
    if active is None:
        return {}
    manifest = store.ledger.manifests().get(active)
    if manifest is None or manifest["embedding"] != embedding.fingerprint:
        return {}
    generation = store.open(active)
    vectors = generation.vectors()
    known = {
        passage.text: vectors[key]
        for key, passage in generation.passages(vectors).items()
    }
    texts = (wording.text for wording in generation.wordings)
    return known | dict(zip(texts, generation.wording_vectors, strict=True))


def _node_batches(
    passages: list[Passage], vectors: _Vectors
) -> Iterator[list[TextNode]]:
    for start in range(0, len(passages), _BATCH):
        batch = passages[start : start + _BATCH]
        yield nodes(batch, vectors.of([passage.text for passage in batch]))


def _wordings(register: Register) -> list[Wording]:
    """Every sentence that stands for a claim or against it, in the register's order."""
    wordings = []
    for claim in register.claims:
        wordings.append(Wording(claim.statement, claim.id, "statement"))
        wordings += [Wording(place.quote, claim.id, "quote") for place in claim.places]
        wordings += [Wording(text, claim.id, "asked_as") for text in claim.asked_as]
        wordings += [Wording(text, claim.id, "not_this") for text in claim.not_this]
    return wordings


def _require_short(passages: list[Passage], embedding: MiniLmEmbedding) -> None:
    for passage in passages:
        if len(passage.text.split()) > 120 and embedding.pieces(passage.text) > 256:
            raise CorpusError(
                f"{passage.passage_id}: text: it has over 256 word pieces, so its end "
                "couldn't be found: split it into two points."
            )


def _key(corpus: Corpus, embedding: MiniLmEmbedding) -> str:
    parts = {
        "corpus": corpus.sha256,
        "embedding": embedding.fingerprint,
        "format": FORMAT,
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def _writer(settings: Settings) -> FileLock:
    """The lock of the one writer, released by the system when its holder dies."""
    folder = settings.state
    try:
        folder.mkdir(parents=True, exist_ok=True)
        holder = folder / "writer.txt"
        lock = FileLock(folder / "writer.lock")
        lock.acquire(timeout=0)
        holder.write_text(f"process {os.getpid()} on {socket.gethostname()}")
    except Timeout as busy:
        raise StoreError(
            f"the index is being written by {holder.read_text()}: wait for it to end."
        ) from busy
    except OSError as failure:
        raise StoreError(
            f"the state folder {str(folder)!r} can't be written ({failure.strerror}): "
            "make it writable or set COUNTERPOINT_STATE to another folder."
        ) from failure
    return lock


def _sweep(store: Store) -> None:
    """Remove collections that an interrupted build left behind."""
    kept = {
        name
        for manifest in store.ledger.manifests().values()
        for name in manifest["collections"].values()
    }
    for name in store.collections() - kept:
        store.drop_collection(name)


def prune(store: Store) -> list[str]:
    """Drop generations beyond the last three that are older than a day."""
    manifests = store.ledger.manifests()
    active = store.ledger.active()
    now = datetime.now(UTC)
    dropped = []
    for generation, manifest in list(manifests.items())[:-KEPT]:
        age = now - datetime.fromisoformat(manifest["created"])
        if generation == active or age.days < 1:
            continue
        store.ledger.drop(generation)
        for name in manifest["collections"].values():
            store.drop_collection(name)
        dropped.append(generation)
    return dropped
