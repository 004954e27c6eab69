"""Vectors by the hash of their text: what was embedded once isn't embedded again.

They are kept in a small file in the state folder as soon as they are computed, so that
a build that was killed goes on where it stopped.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np

from index.embedding import Embedding
from index.errors import CounterpointError, StoreError
from index.generations import Generation
from index.store import Store

BATCH = 128
"""Texts embedded, and kept, at a time."""
_FILE = "vectors.sqlite3"


class Vectors:
    """Vectors of texts: kept ones, those of the active generation, or new ones."""

    def __init__(self, store: Store, embedding: Embedding, state: Path) -> None:
        self._store = store
        self._embedding = embedding
        model = json.dumps(embedding.fingerprint, sort_keys=True)
        self._salt = hashlib.sha256(model.encode()).digest()
        self.embedded = 0
        self._file = state / _FILE
        try:
            self._kept = _opened(self._file)
        except sqlite3.OperationalError as failure:
            raise self._unwritable(failure) from failure
        except sqlite3.DatabaseError:  # what it held is lost, and can be made again
            self._file.unlink()
            self._kept = _opened(self._file)

    def close(self) -> None:
        """Close the file."""
        self._kept.close()

    def of(
        self, texts: Sequence[str], done: Callable[[int], None] | None = None
    ) -> np.ndarray:
        """Vectors of the texts, shape (n, d); those not known yet are embedded.

        `done` is told, whenever some were embedded and kept, how many are known.
        """
        known = self._known(texts)
        new = sorted({text for text in texts if text not in known}, key=len)
        for start in range(0, len(new), BATCH):
            batch = new[start : start + BATCH]
            made = self._embedding.vectors(batch)
            self._keep(batch, made)
            known |= dict(zip(batch, made, strict=True))
            self.embedded += len(batch)
            if done:
                done(len(texts) - len(new) + start + len(batch))
        if not texts:
            width = int(self._embedding.fingerprint["dimensions"])
            return np.zeros((0, width), np.float32)
        return np.vstack([known[text] for text in texts])

    def missing(self, texts: Iterable[str]) -> list[str]:
        """The different texts that would have to be embedded."""
        texts = list(dict.fromkeys(texts))
        known = self._known(texts)
        return [text for text in texts if text not in known]

    def _key(self, text: str) -> bytes:
        return hashlib.sha256(self._salt + text.encode()).digest()

    def _known(self, texts: Sequence[str]) -> dict[str, np.ndarray]:
        found: dict[str, np.ndarray] = {}
        for text in texts:
            row = self._kept.execute(
                "SELECT vector FROM vectors WHERE key = ?", (self._key(text),)
            ).fetchone()
            if row:
                found[text] = np.frombuffer(row[0], np.float32)
        if len(found) < len(set(texts)):
            found |= {t: self._active[t] for t in texts if t in self._active}
        return found

    @cached_property
    def _active(self) -> dict[str, np.ndarray]:
        """Vectors of the active generation by this model, as far as it can be read."""
        try:
            active = self._store.ledger.active()
            manifest = self._store.ledger.manifests().get(active or "") or {}
            for model, held in _HELD.items():
                if manifest.get(model) == self._embedding.fingerprint:
                    return held(self._store.open(str(active)))
        except CounterpointError:
            pass  # all are made again
        return {}

    def _keep(self, texts: list[str], vectors: np.ndarray) -> None:
        rows = [
            (self._key(text), np.asarray(vector, np.float32).tobytes())
            for text, vector in zip(texts, vectors, strict=True)
        ]
        try:
            with self._kept:
                self._kept.executemany(
                    "INSERT OR REPLACE INTO vectors VALUES (?, ?)", rows
                )
        except sqlite3.Error as failure:
            raise self._unwritable(failure) from failure

    def _unwritable(self, failure: sqlite3.Error) -> StoreError:
        return StoreError(
            f"the file {str(self._file)!r} can't be written ({failure}): make room or "
            "set COUNTERPOINT_STATE to another folder."
        )


def _held(generation: Generation) -> dict[str, np.ndarray]:
    """The vectors of passages, questions and wordings by their texts."""
    vectors = generation.vectors()
    passages = generation.passages(vectors)
    known = {passage.text: vectors[key] for key, passage in passages.items()}
    known |= generation.question_vectors()
    for wordings, rows in (
        (generation.wordings, generation.wording_vectors),
        (generation.beside_wordings, generation.beside_vectors),
    ):
        texts = (wording.text for wording in wordings)
        known |= dict(zip(texts, rows, strict=True))
    return known


def _held_signposts(generation: Generation) -> dict[str, np.ndarray]:
    """The vectors of signposts by their texts."""
    posts, rows = generation.signposts()
    return dict(zip((post.text for post in posts), rows, strict=True))


_HELD: dict[str, Callable[[Generation], dict[str, np.ndarray]]] = {
    "embedding": _held,
    "multilingual": _held_signposts,
}
"""What a generation holds of each model, by the model's place in the manifest."""


def _opened(file: Path) -> sqlite3.Connection:
    kept = sqlite3.connect(file, check_same_thread=False)
    kept.execute("PRAGMA journal_mode=WAL")
    kept.execute("PRAGMA synchronous=NORMAL")
    kept.execute(
        "CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB)"
    )
    return kept


def remembered(state: Path) -> bool:
    """Whether the file is there: no build since has come to its end."""
    return (state / _FILE).exists()


def forget(state: Path) -> None:
    """Remove the file: the generation that was made active holds what it held."""
    for end in ("", "-wal", "-shm"):
        (state / f"{_FILE}{end}").unlink(missing_ok=True)
