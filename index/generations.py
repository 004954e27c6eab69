"""Generations in Chroma: written whole, checked, opened once, pruned.

A generation is two collections that never change after they were written: passages with
their vectors, and the register (settings, article, claims, terms, timeline) with the
vectors of the claims' wordings. Readers ask for the active one at each question.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path

import numpy as np
from chromadb.api import ClientAPI
from chromadb.api.models.Collection import Collection
from chromadb.errors import NotFoundError
from llama_index.core.schema import TextNode
from llama_index.vector_stores.chroma import ChromaVectorStore

from index.clients import (
    PAGE,
    SEARCHED,
    Access,
    folder_client,
    pages,
    server_client,
    told,
)
from index.corpora import Register
from index.embedding import Embedding
from index.errors import NoIndex, StoreError, WrongModel
from index.ledgers import CONTROL, FolderLedger, Ledger, Manifest, ServerLedger
from index.lexicon import Lexicon
from index.places import is_server
from index.settings import Settings
from index.sources import ARTICLE, Passage
from index.wordings import Wording

_REGISTER_ID = "register"
_READ_AT_MOST = 1 << 13
"""Passages kept in memory once read; then they are forgotten together."""


class Generation:
    """One complete build, open for reading; nothing in it changes."""

    def __init__(self, client: ClientAPI, manifest: Manifest, place: str = "") -> None:
        self.id: str = manifest["id"]
        self.manifest = manifest
        self._place = place
        self._passages = client.get_collection(
            manifest["collections"]["passages"], embedding_function=None
        )
        kept = client.get_collection(
            manifest["collections"]["register"], embedding_function=None
        )
        vectors = []
        self.wordings: list[Wording] = []
        for rows in pages(kept, ["embeddings", "documents", "metadatas"]):
            texts = zip(rows["ids"], rows["documents"], strict=True)
            pairs = zip(rows["metadatas"], rows["embeddings"], strict=True)
            for (key, text), (flat, vector) in zip(texts, pairs, strict=True):
                if key == _REGISTER_ID:
                    self.register = Register.model_validate_json(text)
                    continue
                self.wordings.append(
                    Wording(text, str(flat["claim"]), str(flat["role"]))
                )
                vectors.append(vector)
        self.wording_vectors = np.asarray(vectors, np.float32)
        self._read: dict[str, Passage] = {}

    def __len__(self) -> int:
        return int(self.manifest["counts"]["passages"])

    def complete(self) -> bool:
        """Whether everything that was written is there."""
        with told(self._place):
            passages = self._passages.count()
        counts = {"passages": passages, "wordings": len(self.wordings)}
        return bool(counts == self.manifest["counts"])

    def nearest(self, vector: np.ndarray, count: int) -> list[tuple[str, float]]:
        """Ids of the passages nearest to a unit vector with their cosines."""
        with told(self._place):
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
        known = self._read
        found = {key: known[key] for key in wanted if key in known}
        new = [key for key in wanted if key not in found]
        for start in range(0, len(new), PAGE):
            fetched = self._fetched(new[start : start + PAGE])
            found |= fetched
            if len(known) > _READ_AT_MOST:
                known = self._read = {}
            known |= fetched
        return {key: found[key] for key in wanted if key in found}

    def _fetched(self, ids: list[str]) -> dict[str, Passage]:
        with told(self._place):
            rows = self._passages.get(ids=ids, include=["documents", "metadatas"])
        pairs = zip(rows["metadatas"] or [], rows["documents"] or [], strict=True)
        return {
            passage_id: Passage.from_metadata(flat, text)
            for passage_id, (flat, text) in zip(rows["ids"], pairs, strict=True)
        }

    def article(self) -> list[Passage]:
        """The article's stretches in reading order."""
        of_article = (key for key, (_, view) in self.parties.items() if view == ARTICLE)
        return sorted(self.passages(of_article).values(), key=lambda p: p.start)

    def vectors(self) -> dict[str, np.ndarray]:
        """Every passage's vector by its id."""
        found: dict[str, np.ndarray] = {}
        with told(self._place):
            for rows in pages(self._passages, ["embeddings"]):
                vectors = np.asarray(rows["embeddings"], np.float32)
                found |= dict(zip(rows["ids"], vectors, strict=True))
        return found

    @property
    def lexicon(self) -> Lexicon:
        """Words of titles and texts, built from the passages when first needed."""
        return self._scanned[0]

    @property
    def parties(self) -> dict[str, tuple[str, str]]:
        """(party, perspective) of every passage by its id."""
        return self._scanned[1]

    @cached_property
    def _scanned(self) -> tuple[Lexicon, dict[str, tuple[str, str]]]:
        """What is known of every passage, from one reading of them all."""
        parties: dict[str, tuple[str, str]] = {}
        shared: dict[tuple[str, str], tuple[str, str]] = {}

        def texts() -> Iterator[str]:
            for rows in pages(self._passages, ["documents", "metadatas"]):
                triples = zip(
                    rows["ids"], rows["metadatas"], rows["documents"], strict=True
                )
                for passage_id, flat, text in triples:
                    pair = (str(flat["party"]), str(flat["perspective"]))
                    parties[passage_id] = shared.setdefault(pair, pair)
                    yield f"{flat['title']}. {text}"

        with told(self._place):
            return Lexicon(parties, texts()), parties


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

    def active(self, embedding: Embedding) -> Generation:
        """The active generation; raises NoIndex or WrongModel, each with the mend."""
        generation = self._pinned or self.ledger.active()
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
            collection = self._new(name)
            store = ChromaVectorStore(chroma_collection=collection)
            for batch in nodes:
                store.add(list(batch))
            return int(collection.count())

    def _new(self, name: str) -> Collection:
        self.drop_collection(name)
        return self._client.create_collection(
            name, embedding_function=None, configuration=SEARCHED
        )

    def write_register(
        self,
        name: str,
        register: Register,
        wordings: Sequence[Wording],
        vectors: np.ndarray,
    ) -> int:
        """Write the register and its wordings' vectors; returns the number of rows."""
        rows = [(w.text, {"claim": w.claim_id, "role": w.role}) for w in wordings]
        whole = (register.model_dump_json(), {"claim": "", "role": _REGISTER_ID})
        ids = [_REGISTER_ID, *(f"w{row}" for row in range(len(wordings)))]
        texts, flats = zip(whole, *rows, strict=True)
        stacked = np.vstack([vectors[:1], vectors])
        with told(self.place):
            collection = self._new(name)
            for start in range(0, len(ids), PAGE):
                part = slice(start, start + PAGE)
                collection.add(
                    ids=ids[part],
                    embeddings=stacked[part],
                    documents=list(texts[part]),
                    metadatas=list(flats[part]),
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
