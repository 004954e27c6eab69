"""Generations in Chroma: written whole, checked, opened once, pruned.

A generation is two collections that never change after they were written: passages with
their vectors, and the register (settings, article, claims, terms, timeline) with the
vectors of the claims' wordings. Readers ask for the active one at each question.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryFile

import chromadb
import numpy as np
from chromadb.api import ClientAPI
from chromadb.api.collection_configuration import CreateCollectionConfiguration
from chromadb.config import Settings as ChromaSettings
from llama_index.core.schema import TextNode
from llama_index.vector_stores.chroma import ChromaVectorStore

from index.corpora import Register
from index.embedding import MiniLmEmbedding
from index.errors import NoIndex, StoreError, WrongModel
from index.ledgers import FolderLedger, Ledger, Manifest
from index.lexicon import Lexicon
from index.sources import ARTICLE, Passage

_SPACE: CreateCollectionConfiguration = {"hnsw": {"space": "cosine"}}
_REGISTER_ID = "register"
_READ_AT_MOST = 1 << 13
"""Passages kept in memory once read; then they are forgotten together."""


@dataclass(frozen=True, slots=True)
class Wording:
    """A sentence that stands for a claim, or for what must not raise it."""

    text: str
    claim_id: str
    role: str
    """`asked_as`, `statement`, `quote` or `not_this`."""


class Generation:
    """One complete build, open for reading; nothing in it changes."""

    def __init__(self, client: ClientAPI, manifest: Manifest) -> None:
        self.id: str = manifest["id"]
        self.manifest = manifest
        self._passages = client.get_collection(
            manifest["collections"]["passages"], embedding_function=None
        )
        rows = client.get_collection(
            manifest["collections"]["register"], embedding_function=None
        ).get(include=["embeddings", "documents", "metadatas"])
        documents, metadatas = rows["documents"] or [], rows["metadatas"] or []
        whole = rows["ids"].index(_REGISTER_ID)
        self.register = Register.model_validate_json(documents[whole])
        kept = [row for row in range(len(documents)) if row != whole]
        self.wordings = [
            Wording(
                documents[row],
                str(metadatas[row]["claim"]),
                str(metadatas[row]["role"]),
            )
            for row in kept
        ]
        self.wording_vectors = np.asarray(rows["embeddings"], np.float32)[kept]
        self._read: dict[str, Passage] = {}

    def __len__(self) -> int:
        return int(self.manifest["counts"]["passages"])

    def nearest(self, vector: np.ndarray, count: int) -> list[tuple[str, float]]:
        """Ids of the passages nearest to a unit vector with their cosines."""
        found = self._passages.query(
            query_embeddings=[vector],
            n_results=min(count, len(self)),
            include=["distances"],
        )
        distances = found["distances"] or [[]]
        return [
            (passage_id, 1.0 - distance)
            for passage_id, distance in zip(found["ids"][0], distances[0], strict=True)
        ]

    def passages(self, ids: Iterable[str]) -> dict[str, Passage]:
        """The passages of the given ids, in that order; unknown ids are left out."""
        wanted = list(dict.fromkeys(ids))
        if new := [key for key in wanted if key not in self._read]:
            rows = self._passages.get(ids=new, include=["documents", "metadatas"])
            pairs = zip(rows["metadatas"] or [], rows["documents"] or [], strict=True)
            if len(self._read) > _READ_AT_MOST:
                self._read = {}
            self._read |= {
                passage_id: Passage.from_metadata(flat, text)
                for passage_id, (flat, text) in zip(rows["ids"], pairs, strict=True)
            }
        return {key: self._read[key] for key in wanted if key in self._read}

    def article(self) -> list[Passage]:
        """The article's stretches in reading order."""
        of_article = (key for key, (_, view) in self.parties.items() if view == ARTICLE)
        return sorted(self.passages(of_article).values(), key=lambda p: p.start)

    def vectors(self) -> dict[str, np.ndarray]:
        """Every passage's vector by its id."""
        rows = self._passages.get(include=["embeddings"])
        return dict(zip(rows["ids"], np.asarray(rows["embeddings"]), strict=True))

    @cached_property
    def lexicon(self) -> Lexicon:
        """Words of titles and texts, built from the passages when first needed."""
        rows = self._passages.get(include=["documents", "metadatas"])
        pairs = zip(rows["metadatas"] or [], rows["documents"] or [], strict=True)
        return Lexicon(rows["ids"], [f"{flat['title']}. {text}" for flat, text in pairs])

    @cached_property
    def parties(self) -> dict[str, tuple[str, str]]:
        """(party, perspective) of every passage by its id."""
        rows = self._passages.get(include=["metadatas"])
        return {
            passage_id: (str(flat["party"]), str(flat["perspective"]))
            for passage_id, flat in zip(
                rows["ids"], rows["metadatas"] or [], strict=True
            )
        }


class Store:
    """The one place that opens Chroma: writes generations, opens the active one."""

    def __init__(self, place: str) -> None:
        self.place = place
        self._folder = Path(place)
        self.ledger: Ledger = FolderLedger(self._folder)
        self._opened: dict[str, Generation] = {}
        self._lock = threading.Lock()

    @cached_property
    def _client(self) -> ClientAPI:
        try:
            (self._folder / "generations").mkdir(parents=True, exist_ok=True)
            with TemporaryFile(dir=self._folder):
                pass
        except OSError as failure:
            raise StoreError(
                f"the index folder {self.place!r} can't be written "
                f"({failure.strerror}): make it writable or set COUNTERPOINT_INDEX to "
                "another folder."
            ) from failure
        return chromadb.PersistentClient(
            str(self._folder / "chroma"), ChromaSettings(anonymized_telemetry=False)
        )

    def active(self, embedding: MiniLmEmbedding) -> Generation:
        """The active generation; raises NoIndex or WrongModel, each with the mend."""
        generation = self.ledger.active()
        if generation is None:
            raise NoIndex(
                f"there is no index in {self.place!r} yet: build it with "
                "`python -m ingest`."
            )
        with self._lock:
            if generation not in self._opened:
                self._opened = {generation: self.open(generation)}
            opened = self._opened[generation]
        if opened.manifest["embedding"] != embedding.fingerprint:
            raise WrongModel(
                f"the index in {self.place!r} was built with the embedding model "
                f"{opened.manifest['embedding']['name']!r}, not with "
                f"{embedding.fingerprint['name']!r}: build it again with "
                "`python -m ingest`."
            )
        return opened

    def open(self, generation: str) -> Generation:
        """A generation by its id; raises StoreError where it isn't complete."""
        manifest = self.ledger.manifests().get(generation)
        if manifest is None:
            raise StoreError(
                f"the generation {generation!r} is missing from {self.place!r}: build "
                "the index again with `python -m ingest`."
            )
        try:
            return Generation(self._client, manifest)
        except (chromadb.errors.NotFoundError, KeyError, ValueError) as failure:
            raise StoreError(
                f"the generation {generation!r} in {self.place!r} can't be read: build "
                "the index again with `python -m ingest`."
            ) from failure

    def write_passages(self, name: str, nodes: Iterable[Sequence[TextNode]]) -> int:
        """Write batches of embedded nodes into a new collection; returns how many."""
        self.drop_collection(name)
        collection = self._client.create_collection(
            name, embedding_function=None, configuration=_SPACE
        )
        store = ChromaVectorStore(chroma_collection=collection)
        for batch in nodes:
            store.add(list(batch))
        return int(collection.count())

    def write_register(
        self,
        name: str,
        register: Register,
        wordings: Sequence[Wording],
        vectors: np.ndarray,
    ) -> int:
        """Write the register and its wordings' vectors; returns the number of rows."""
        self.drop_collection(name)
        collection = self._client.create_collection(
            name, embedding_function=None, configuration=_SPACE
        )
        collection.add(
            ids=[_REGISTER_ID, *(f"w{row}" for row in range(len(wordings)))],
            embeddings=np.vstack([vectors[:1], vectors]),
            documents=[register.model_dump_json(), *(w.text for w in wordings)],
            metadatas=[
                {"claim": "", "role": _REGISTER_ID},
                *({"claim": w.claim_id, "role": w.role} for w in wordings),
            ],
        )
        return int(collection.count())

    def collections(self) -> set[str]:
        """Names of all collections in the store, complete or left behind."""
        return {collection.name for collection in self._client.list_collections()}

    def drop_collection(self, name: str) -> None:
        """Remove a collection if it is there."""
        if name in self.collections():
            self._client.delete_collection(name)
