"""Other systems on the same cases: what the chat has to be better than."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pysbd
from llama_index.core.base.llms.types import CompletionResponse, LLMMetadata
from llama_index.core.llms import CustomLLM
from llama_index.core.query_engine import CitationQueryEngine
from llama_index.core.retrievers import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode
from openai import OpenAI
from pydantic import PrivateAttr

from app.answer import Answer, ComposerInfo, IndexInfo, Sentence, Timings
from app.chat.settings import ChatSettings
from app.composing.drafting import Span
from app.composing.verifying import Numbering
from app.evidence.refusing import Support
from eval.systems import System
from index.embedding import Embedding
from index.generations import Generation
from index.matching import ClaimMatch
from index.retrieving import Hit
from index.sources import Passage

TOP = 5
"""Passages that a plain system shows."""
DEPTH = 20
_CITED = re.compile(r"\[(\d+)\]")


_UNKNOWN = Support(misuse=None, on_topic=1.0, answerable=1.0, touched=0.0, covered=1.0)


@dataclass(frozen=True, slots=True)
class PlainFindings:
    """A ranking by meaning alone; no claims are looked up."""

    hits: list[Hit]
    matches: list[ClaimMatch] = field(default_factory=list)
    support: Support = _UNKNOWN


class PlainSystem:
    """Plain top-k: the passages nearest to the question, as they are, never a refusal.

    The index and the embedding are the chat's own; the article counts like any text.
    """

    def __init__(self, chat: System, embedding: Embedding) -> None:
        self._chat = chat
        self._embedding = embedding

    def generation(self) -> Generation:
        """The generation that the chat answers from."""
        return self._chat.generation()

    def consider(self, question: str) -> PlainFindings:
        """The ranking; earlier questions and the day are not looked at."""
        vector = self._embedding.one(question)
        nearest = self.generation().nearest(vector, DEPTH)
        return PlainFindings(
            [Hit(key, cosine, cosine, cosine, 0.0) for key, cosine in nearest]
        )

    def answer(
        self, question: str, history: Sequence[str] = (), as_of: str | None = None
    ) -> Answer:
        """The nearest passages as sentences, each citing itself."""
        return self.answer_with_findings(question, history, as_of)[0]

    def answer_with_findings(
        self, question: str, history: Sequence[str] = (), as_of: str | None = None
    ) -> tuple[Answer, PlainFindings]:
        """The same, and the ranking behind it."""
        started = time.perf_counter()
        found = self.consider(question)
        ids = [hit.passage_id for hit in found.hits[:TOP]]
        passages = list(self.generation().passages(ids).values())
        answer = self.worded(question, passages)
        timings = Timings(total=round((time.perf_counter() - started) * 1000, 3))
        return answer.model_copy(update={"timings_ms": timings}), found

    def worded(self, question: str, passages: Sequence[Passage]) -> Answer:
        """The passages as they are."""
        sentences = [(passage.text, (passage.passage_id,)) for passage in passages]
        return _shown(question, sentences, passages, self.generation())


class CitationEngineSystem(PlainSystem):
    """LlamaIndex's CitationQueryEngine over the same passages, worded by a model."""

    def __init__(self, chat: System, embedding: Embedding, llm: CustomLLM) -> None:
        super().__init__(chat, embedding)
        self._llm = llm

    def worded(self, question: str, passages: Sequence[Passage]) -> Answer:
        """What the engine words, each sentence with the sources it numbers."""
        engine = CitationQueryEngine.from_args(
            index=None,  # type: ignore[arg-type]  # unused where a retriever is given
            llm=self._llm,
            retriever=_Found(passages),
            citation_chunk_size=2000,
        )
        text = str(engine.query(question))
        return _shown(
            question,
            list(_cited_sentences(text, passages)),
            passages,
            self.generation(),
            model=self._llm.metadata.model_name,
        )


class EndpointModel(CustomLLM):
    """A chat model at an OpenAI-compatible endpoint, as LlamaIndex wants it."""

    _client: OpenAI = PrivateAttr()
    _model: str = PrivateAttr()

    def __init__(self, settings: ChatSettings) -> None:
        super().__init__()
        self._client = OpenAI(api_key=settings.api_key, base_url=settings.base_url)
        self._model = settings.model

    @property
    def metadata(self) -> LLMMetadata:
        """The model's name, and a window that five passages fit into."""
        return LLMMetadata(
            model_name=self._model, context_window=16_000, num_output=512
        )

    def complete(
        self, prompt: str, formatted: bool = False, **kwargs: Any
    ) -> CompletionResponse:
        """The model's words for a prompt."""
        reply = self._client.chat.completions.create(
            model=self._model,
            messages=[{"role": "user", "content": prompt}],
            temperature=0,
        )
        return CompletionResponse(text=reply.choices[0].message.content or "")

    def stream_complete(
        self, prompt: str, formatted: bool = False, **kwargs: Any
    ) -> Any:
        """The whole of it in one part."""
        yield self.complete(prompt)


class _Found(BaseRetriever):
    """A retriever that has already found its passages."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        super().__init__()
        self._passages = passages

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        return [
            NodeWithScore(node=TextNode(id_=p.passage_id, text=p.text), score=1.0)
            for p in self._passages
        ]


def _cited_sentences(
    text: str, passages: Sequence[Passage]
) -> list[tuple[str, tuple[str, ...]]]:
    """The sentences of a worded answer, each with the ids of the sources it numbers."""
    found = []
    for sentence in pysbd.Segmenter(language="en", clean=False).segment(text):
        numbers = [int(number) for number in _CITED.findall(sentence)]
        held = [passages[n - 1].passage_id for n in numbers if 0 < n <= len(passages)]
        plain = _CITED.sub("", sentence).strip()
        if plain:
            found.append((plain, tuple(dict.fromkeys(held))))
    return found


def _shown(
    question: str,
    sentences: Sequence[tuple[str, tuple[str, ...]]],
    passages: Sequence[Passage],
    generation: Generation,
    *,
    model: str | None = None,
) -> Answer:
    """An answer of the given sentences, each with the passages it cites."""
    numbering = Numbering({passage.passage_id: passage for passage in passages})
    stated = tuple(
        Sentence(
            text=text,
            voice="system",
            citations=tuple(numbering.number(Span(k)) for k in keys),
        )
        for text, keys in sentences
    )
    return Answer(
        question=question,
        standalone_question=question,
        language="en",
        outcome="answered",
        sentences=stated,
        citations=numbering.citations(),
        composer=ComposerInfo(name="chat" if model else "extractive", model=model),
        index=IndexInfo(
            generation=generation.id,
            corpus_sha256=str(generation.manifest["corpus_sha256"]),
        ),
    )
