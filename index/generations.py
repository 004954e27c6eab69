"""One generation of the index, open for reading.

A generation is up to four collections that never change after they were written:
passages with their vectors; the questions written for them, with theirs; the register
(settings, article, claims, terms, timeline, topics) with the vectors of the wordings of
claims and topics, and what was learnt from those of claims; and, where the model of
many languages is installed, signposts with its vectors.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from chromadb.api import ClientAPI
from chromadb.api.models.Collection import Collection

from index.clients import PAGE, pages, told
from index.corpora import Register
from index.ledgers import Manifest
from index.lexicon import Lexicon, words
from index.likening import METHOD, unpacked
from index.signposts import Signpost
from index.sources import ARTICLE, Passage, found_by
from index.wordings import BESIDE_CLAIMS, Wording, answerer

REGISTER_ID = "register"
"""The row of the register itself, among those of its wordings."""
_READ_AT_MOST = 1 << 13
"""Passages kept in memory once read; then they are forgotten together."""


@dataclass(frozen=True, slots=True)
class NearQuestions:
    """Cosines of a vector to the questions nearest to it."""

    answered: dict[str, float]
    """The best one's of each passage that answers some, by its id, best first."""
    unanswered: list[float]
    """Those that no passage answers, nearest first."""
    least: float
    """What none of the rest comes nearer than; -1 where there is no rest."""


class Generation:
    """One complete build, open for reading; nothing in it changes."""

    def __init__(self, client: ClientAPI, manifest: Manifest, place: str = "") -> None:
        self.id: str = manifest["id"]
        self.manifest = manifest
        self._place = place
        held = {
            name: client.get_collection(collection, embedding_function=None)
            for name, collection in manifest["collections"].items()
        }
        self._passages = held["passages"]
        self._extra = {n: held[n] for n in ("questions", "signposts") if n in held}
        self._questions = self._extra.get("questions")  # earlier builds have none
        self.wordings: list[Wording] = []
        beside: list[Wording] = []
        vectors: dict[bool, list[Any]] = {True: [], False: []}
        weights: list[str] = []
        for rows in pages(held["register"], ["embeddings", "documents", "metadatas"]):
            texts = zip(rows["ids"], rows["documents"], strict=True)
            pairs = zip(rows["metadatas"], rows["embeddings"], strict=True)
            for (key, text), (flat, vector) in zip(texts, pairs, strict=True):
                if key == REGISTER_ID:
                    self.register = Register.model_validate_json(text)
                    continue
                wording = Wording(text, str(flat["claim"]), str(flat["role"]))
                apart = wording.role in BESIDE_CLAIMS
                (beside if apart else self.wordings).append(wording)
                vectors[apart].append(vector)
                if not apart:
                    weights.append(str(flat.get("likeness", "")))
        self.wording_vectors = np.asarray(vectors[False], np.float32)
        self.beside_wordings = beside
        shape = len(beside), self.wording_vectors.shape[1]
        self.beside_vectors = np.asarray(vectors[True], np.float32).reshape(shape)
        kept = manifest.get("likeness") == METHOD and all(weights)
        self.likeness = unpacked(weights) if kept else None
        """Weights of what was learnt, shape (wordings, claims + 3). Earlier builds, and
        those of another method, hold none: it is learnt again where they are opened.
        """
        self._read: dict[str, Passage] = {}

    def __len__(self) -> int:
        return int(self.manifest["counts"]["passages"])

    def beside(self, role: str) -> np.ndarray:
        """Vectors of the wordings beside claims in that role, shape (n, d)."""
        of_it = [wording.role == role for wording in self.beside_wordings]
        return np.asarray(self.beside_vectors[np.array(of_it, bool)])

    @property
    def questioned(self) -> bool:
        """Whether so many questions were written that nearness to them tells something
        of what is held: as many as there are passages.
        """
        return bool(self.manifest["counts"].get("questions", 0) >= len(self))

    def complete(self) -> bool:
        """Whether everything that was written is there."""
        with told(self._place):
            counts = {"passages": self._passages.count()}
            for name, kept in self._extra.items():
                counts[name] = kept.count()
        counts["wordings"] = len(self.wordings) + len(self.beside_wordings)
        return bool(counts == self.manifest["counts"])

    def nearest(self, vector: np.ndarray, count: int) -> list[tuple[str, float]]:
        """Ids of the passages nearest to a unit vector with their cosines."""
        return self._query(self._passages, vector, min(count, len(self)))

    def questions(self, vector: np.ndarray, count: int) -> NearQuestions:
        """Of the questions written for passages, so many nearest to a unit vector."""
        held = self.manifest["counts"].get("questions", 0)
        answered: dict[str, float] = {}
        unanswered: list[float] = []
        cosine = -1.0
        if self._questions is not None and held:
            for key, cosine in self._query(self._questions, vector, min(count, held)):
                if passage_id := answerer(key):
                    answered.setdefault(passage_id, cosine)
                else:
                    unanswered.append(cosine)
        return NearQuestions(answered, unanswered, cosine if held > count else -1.0)

    def _query(
        self, collection: Collection, vector: np.ndarray, count: int
    ) -> list[tuple[str, float]]:
        """Ids of the nearest rows with their cosines, nearest first."""
        with told(self._place):
            found = collection.query(
                query_embeddings=[vector], n_results=count, include=["distances"]
            )
        distances = found["distances"] or [[]]
        return [
            (key, 1.0 - distance)
            for key, distance in zip(found["ids"][0], distances[0], strict=True)
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

    def read_ahead(self) -> None:
        """Reads every passage, if they are few enough to be kept."""
        if len(self) <= _READ_AT_MOST:
            self.passages(self.parties)

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

    def question_vectors(self) -> dict[str, np.ndarray]:
        """The vector of every question written for a passage, by its text."""
        found: dict[str, np.ndarray] = {}
        if self._questions is None:
            return found
        with told(self._place):
            for rows in pages(self._questions, ["documents", "embeddings"]):
                vectors = np.asarray(rows["embeddings"], np.float32)
                found |= dict(zip(rows["documents"], vectors, strict=True))
        return found

    def signposts(self) -> tuple[list[Signpost], np.ndarray]:
        """All signposts and their unit vectors, shape (n, d), in the same order."""
        posts: list[Signpost] = []
        vectors: list[Any] = []
        if kept := self._extra.get("signposts"):
            with told(self._place):
                for rows in pages(kept, ["documents", "embeddings", "metadatas"]):
                    pairs = zip(rows["documents"], rows["metadatas"], strict=True)
                    posts += [Signpost(text, **flat) for text, flat in pairs]
                    vectors += [*rows["embeddings"]]
        return posts, np.asarray(vectors, np.float32)

    @property
    def lexicon(self) -> Lexicon:
        """Words of titles, texts and their questions, built when first needed."""
        return self._scanned[0]

    @property
    def parties(self) -> dict[str, tuple[str, str]]:
        """(party, perspective) of every passage by its id."""
        return self._scanned[1]

    @property
    def plain_words(self) -> frozenset[str]:
        """The words of titles and texts, folded. Those of the questions that passages
        answer may be in any language, and count only where they stand there too.
        """
        return self._scanned[2]

    @cached_property
    def _scanned(self) -> tuple[Lexicon, dict[str, tuple[str, str]], frozenset[str]]:
        """What is known of every passage, from one reading of them all."""
        parties: dict[str, tuple[str, str]] = {}
        plain: set[str] = set()
        shared: dict[tuple[str, str], tuple[str, str]] = {}

        def texts() -> Iterator[str]:
            for rows in pages(self._passages, ["documents", "metadatas"]):
                triples = zip(
                    rows["ids"], rows["metadatas"], rows["documents"], strict=True
                )
                for passage_id, flat, text in triples:
                    pair = (str(flat["party"]), str(flat["perspective"]))
                    parties[passage_id] = shared.setdefault(pair, pair)
                    asked_as = str(flat.get("asked_as", ""))
                    plain.update(words(f"{flat['title']} {text}"))
                    yield found_by(str(flat["title"]), text, asked_as)

        with told(self._place):
            return Lexicon(parties, texts()), parties, frozenset(plain)
