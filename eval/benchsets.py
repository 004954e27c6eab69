"""Third-party sets: their records, and a temporary index over their documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pysbd
from llama_index.core.schema import TextNode
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from index.claims import Claim, Place
from index.corpora import Article, CorpusSettings, Party, Register
from index.embedding import MAX_PIECES, MiniLmEmbedding
from index.errors import CounterpointError
from index.ledgers import Manifest
from index.sources import Passage
from index.store import Store
from index.wordings import Wording

Task = Literal[
    "retrieval",
    "refusal",
    "citation",
    "perspectives",
    "injection",
    "verdict",
    "conflict",
]
_WORDS = 120
"""A document too long for the embedding is cut after the sentence that reaches this."""
SPEAKER = "The document"
"""Whose words a set's documents are."""
_NEUTRAL = "The set holds documents."
_BATCH = 64


class BenchError(CounterpointError):
    """A set's file is missing or not in the expected form."""


class _Row(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class Document(_Row):
    """One document of a set."""

    id: str
    text: str
    title: str = ""


class Record(_Row):
    """One question or claim of a set, with what is right about it."""

    id: str
    suite: str
    task: Task
    question: str = ""
    claim: str = ""
    documents: tuple[Document, ...] = ()
    gold: dict[str, Any] = Field(default_factory=dict)


def records(path: Path) -> list[Record]:
    """The records of a set; raises BenchError with file and line."""
    return [Record.model_validate(row) for row in _rows(path, Record)]


def corpus(path: Path) -> list[Document]:
    """The documents in the file beside the set; none where there is no file."""
    beside = path.with_name(path.stem + ".corpus.jsonl")
    if not beside.exists():
        return []
    return [Document.model_validate(row) for row in _rows(beside, Document)]


def _rows(path: Path, kind: type[_Row]) -> Iterator[_Row]:
    try:
        lines = path.read_text("utf-8").split("\n")
    except OSError as failure:
        raise BenchError(
            f"the set {str(path)!r} can't be read ({failure.strerror}): name a JSONL "
            "file of the sets' form."
        ) from failure
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                yield kind.model_validate_json(line)
            except ValidationError as failure:
                first = failure.errors()[0]
                raise BenchError(
                    f"{path.name}:{number}: {first['loc']}: {first['msg']}: this is no "
                    "record of a measuring set."
                ) from failure


def build(
    place: Path, documents: Iterable[Document], embedding: MiniLmEmbedding
) -> None:
    """Make an index of the documents the active one in a folder.

    A passage's `source_id` is its document's id. The register is empty but for two
    placeholder claims that no question comes near.
    """
    store = Store(str(place))
    passages = [p for document in documents for p in _passages(document, embedding)]
    name = "bench"
    collections = {"passages": f"{name}-passages", "register": f"{name}-register"}
    store.write_passages(collections["passages"], _batches(passages, embedding))
    register = _register()
    wordings = [
        Wording(text, claim.id, role)
        for claim in register.claims
        for role, texts in (
            ("statement", (claim.statement,)),
            ("quote", (claim.places[0].quote,)),
            ("asked_as", claim.asked_as),
            ("not_this", claim.not_this),
        )
        for text in texts
    ]
    vectors = embedding.vectors([wording.text for wording in wordings])
    store.write_register(collections["register"], register, wordings, vectors)
    manifest: Manifest = {
        "id": name,
        "key": name,
        "created": "1970-01-01T00:00:00+00:00",
        "corpus_sha256": name,
        "inputs": {},
        "embedding": embedding.fingerprint,
        "counts": {"passages": len(passages), "wordings": len(wordings)},
        "collections": collections,
        "versions": {},
    }
    store.ledger.put(manifest)
    store.ledger.activate(name)


def _batches(
    passages: list[Passage], embedding: MiniLmEmbedding
) -> Iterator[list[TextNode]]:
    for start in range(0, len(passages), _BATCH):
        batch = passages[start : start + _BATCH]
        vectors: np.ndarray = embedding.vectors([passage.text for passage in batch])
        yield [
            TextNode(
                id_=passage.passage_id,
                text=passage.text,
                metadata=passage.metadata(),
                embedding=list(map(float, vector)),
            )
            for passage, vector in zip(batch, vectors, strict=True)
        ]


def _passages(document: Document, embedding: MiniLmEmbedding) -> Iterator[Passage]:
    text = document.text.strip()
    if not text:
        return
    sentences = _sentences(text)
    stretches = [sentences]
    if embedding.pieces(text) > MAX_PIECES:
        stretches = _stretches(text, sentences)
    for number, bounds in enumerate(stretches, start=1):
        yield _passage(document, number, text, bounds)


def _sentences(text: str) -> list[tuple[int, int]]:
    bounds, at = [], 0
    for sentence in pysbd.Segmenter(language="en", clean=False).segment(text):
        stripped = sentence.strip()
        start = text.find(stripped, at)
        if stripped and start >= 0:
            at = start + len(stripped)
            bounds.append((start, at))
    return bounds or [(0, len(text))]


def _stretches(
    text: str, sentences: list[tuple[int, int]]
) -> list[list[tuple[int, int]]]:
    stretches: list[list[tuple[int, int]]] = [[]]
    for bounds in sentences:
        stretches[-1].append(bounds)
        if len(text[stretches[-1][0][0] : bounds[1]].split()) >= _WORDS:
            stretches.append([])
    return [stretch for stretch in stretches if stretch]


def _passage(
    document: Document, number: int, text: str, bounds: list[tuple[int, int]]
) -> Passage:
    start, end = bounds[0][0], bounds[-1][1]
    return Passage(
        passage_id=f"{document.id}#{number}",
        text=text[start:end],
        sentences=tuple((a - start, b - start) for a, b in bounds),
        source_id=document.id,
        title=document.title or document.id,
        publisher="measuring set",
        speaker="",
        party="",
        published="",
        event_date="",
        url="https://example.org/",
        read_at=(),
        perspective="set",
        perspective_reason="A document of a measuring set.",
        locator=str(number),
        basis="full",
        mark="confirmed",
        text_origin="original",
        licence="as the set",
        reviewed_by="",
        paragraph=0,
        start=0,
        end=end - start,
    )


def _register() -> Register:
    return Register(
        settings=CorpusSettings(
            title="A measuring set",
            subject="the documents of a measuring set",
            article_date="2000-01-01",
            perspectives={"set": "Set"},
            parties=(Party(name=SPEAKER, main=True), Party(name="Nobody", main=True)),
        ),
        article=Article(
            id="article",
            title="A measuring set",
            publisher="measuring set",
            inferred_date="2000-01-01",
            inferred_reason="A placeholder.",
            url="https://example.org/",
            text=_NEUTRAL,
        ),
        claims=tuple(_placeholder(f"z0{number}-placeholder") for number in (1, 2)),
    )


def _placeholder(claim_id: str) -> Claim:
    return Claim(
        id=claim_id,
        places=(Place(paragraph=1, quote=_NEUTRAL, start=0, end=len(_NEUTRAL)),),
        statement=_NEUTRAL,
        kind="event",
        verdict="supported",
        verdict_reason="A placeholder of a measuring index.",
        summary="A placeholder of a measuring index.",
        summary_evidence=("none#none",),
        asked_as=tuple(f"placeholder {claim_id} {number}" for number in range(8)),
        not_this=tuple(f"no {claim_id} {number}" for number in range(3)),
    )
