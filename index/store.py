"""Generations in Chroma: written whole, kept, the active one opened once.

Readers ask for the active generation at each question.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from chromadb.api import ClientAPI
from chromadb.api.models.Collection import Collection
from chromadb.errors import NotFoundError
from llama_index.core.schema import TextNode
from llama_index.vector_stores.chroma import ChromaVectorStore

from index.clients import (
    PAGE,
    Access,
    folder_client,
    searched,
    server_client,
    told,
)
from index.corpora import Register
from index.embedding import Embedding
from index.errors import NoIndex, StoreError, WrongModel
from index.generations import REGISTER_ID, Generation
from index.ledgers import CONTROL, FolderLedger, Ledger, Manifest, ServerLedger
from index.places import is_server
from index.settings import Settings
from index.signposts import Signpost
from index.wordings import PointQuestion, Wording


class Store:
    """The one place that opens Chroma: writes generations, opens the active one."""

    def __init__(
        self, place: str, access: Access | None = None, pinned: str = ""
    ) -> None:
        self.place = place
        self._access = access or Access()
        self._pinned = pinned
        self.ledger: Ledger = (
            ServerLedger(place, lambda: self._client)
            if is_server(place)
            else FolderLedger(Path(place))
        )
        self._opened: dict[str, Generation] = {}
        self._lock = threading.Lock()

    @classmethod
    def of(cls, settings: Settings) -> Store:
        """The store that the settings name, with the generation they pin, if any."""
        access = Access(
            settings.chroma_tenant, settings.chroma_database, settings.chroma_token
        )
        return cls(settings.index, access, settings.generation)

    @cached_property
    def _client(self) -> ClientAPI:
        if is_server(self.place):
            return server_client(self.place, self._access)
        return folder_client(Path(self.place))

    def current(self) -> str:
        """Id of the generation to answer from: the pinned or else the active one.

        Raises NoIndex before there is one.
        """
        generation = self._pinned or self.ledger.active()
        if generation is None:
            raise NoIndex(
                f"there is no index in {self.place!r} yet: build it with "
                "`python -m ingest`."
            )
        return generation

    def active(self, embedding: Embedding) -> Generation:
        """The active generation; raises NoIndex or WrongModel, each with the mend."""
        generation = self.current()
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
        return self.read(manifest)

    def read(self, manifest: Manifest) -> Generation:
        """A generation by its manifest, which needn't be in the ledger yet."""
        try:
            with told(self.place):
                return Generation(self._client, manifest, self.place)
        except (NotFoundError, AttributeError, KeyError, ValueError) as failure:
            raise StoreError(
                f"the generation {manifest['id']!r} in {self.place!r} can't be read: "
                "build the index again with `python -m ingest`."
            ) from failure

    def write_passages(self, name: str, nodes: Iterable[Sequence[TextNode]]) -> int:
        """Write batches of embedded nodes into a new collection; returns how many."""
        with told(self.place):
            collection = self._new(name, width=1000)
            store = ChromaVectorStore(chroma_collection=collection)
            for batch in nodes:
                store.add(list(batch))
            return int(collection.count())

    def _new(self, name: str, width: int = 500) -> Collection:
        self.drop_collection(name)
        return self._client.create_collection(
            name, embedding_function=None, configuration=searched(width)
        )

    def write_questions(
        self, name: str, questions: Sequence[PointQuestion], vectors: np.ndarray
    ) -> int:
        """Write questions and their vectors; returns the number of rows."""
        ids = [question.key(row) for row, question in enumerate(questions)]
        return self._filled(name, ids, [one.text for one in questions], vectors)

    def write_register(
        self,
        name: str,
        register: Register,
        wordings: Sequence[Wording],
        vectors: np.ndarray,
        likeness: Sequence[str] = (),
    ) -> int:
        """Write the register and its wordings' vectors; returns the number of rows.

        `likeness` holds the weights learnt of each wording as `likening.packed` gives
        them, '' for a topic's.
        """
        learnt = likeness or [""] * len(wordings)
        rows = [
            (w.text, {"claim": w.claim_id, "role": w.role, "likeness": weights})
            for w, weights in zip(wordings, learnt, strict=True)
        ]
        whole = (register.model_dump_json(), {"claim": "", "role": REGISTER_ID})
        ids = [REGISTER_ID, *(f"w{row}" for row in range(len(wordings)))]
        texts, flats = zip(whole, *rows, strict=True)
        return self._filled(
            name, ids, texts, np.vstack([vectors[:1], vectors]), [*flats]
        )

    def write_signposts(
        self, name: str, posts: Sequence[Signpost], vectors: np.ndarray
    ) -> int:
        """Write signposts and their vectors; returns the number of rows."""
        ids = [f"s{row}" for row in range(len(posts))]
        flats = [{"kind": post.kind, "of": post.of} for post in posts]
        return self._filled(name, ids, [post.text for post in posts], vectors, flats)

    def _filled(
        self,
        name: str,
        ids: Sequence[str],
        texts: Sequence[str],
        vectors: np.ndarray,
        flats: list[Any] | None = None,
    ) -> int:
        """Write a collection of rows, a page at a time; returns how many it holds."""
        with told(self.place):
            collection = self._new(name)
            for start in range(0, len(ids), PAGE):
                part = slice(start, start + PAGE)
                collection.add(
                    ids=[*ids[part]],
                    embeddings=vectors[part],
                    documents=[*texts[part]],
                    metadatas=flats[part] if flats else None,
                )
            return int(collection.count())

    def collections(self) -> set[str]:
        """Names of all generations' collections, complete or left behind."""
        names: set[str] = set()
        with told(self.place):
            for offset in range(0, self._client.count_collections(), PAGE):
                page = self._client.list_collections(limit=PAGE, offset=offset)
                names |= {collection.name for collection in page}
        return names - {CONTROL}

    def drop_collection(self, name: str) -> None:
        """Remove a collection if it is there."""
        with told(self.place), suppress(NotFoundError):
            self._client.delete_collection(name)
