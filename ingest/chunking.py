"""Points and the article into passages, and passages into LlamaIndex nodes."""

from __future__ import annotations

import numpy as np
from llama_index.core.schema import TextNode

from index.corpora import Article, CorpusSettings
from index.sources import ARTICLE, Passage, Source
from ingest.reading import Corpus
from ingest.sentences import sentence_bounds

ARTICLE_WORDS = 90
"""A stretch of the article ends with the sentence that reaches this many words."""


def chunk(corpus: Corpus) -> list[Passage]:
    """All passages of a corpus: every point, and the article in stretches."""
    settings = corpus.register.settings
    passages = _article_passages(corpus.register.article)
    for source in corpus.sources:
        passages += _point_passages(source, settings)
    return passages


def _point_passages(source: Source, settings: CorpusSettings) -> list[Passage]:
    parties = {speaker.name: party for speaker, party in settings.speakers()}
    return [
        Passage(
            passage_id=f"{source.id}#{point.id}",
            text=point.text,
            sentences=sentence_bounds(point.text),
            source_id=source.id,
            title=source.title,
            publisher=source.publisher,
            speaker=point.speaker,
            party=parties.get(point.speaker, ""),
            published=source.published,
            event_date=point.event_date or "",
            url=source.url,
            read_at=source.read_at,
            perspective=source.perspective,
            perspective_reason=source.perspective_reason,
            locator=point.locator
            if not point.sum
            else f"{point.locator} ({point.sum})",
            basis=source.basis,
            mark=point.mark,
            text_origin=point.text_origin,
            licence=source.licence,
            reviewed_by=point.reviewed_by or "",
            paragraph=0,
            start=0,
            end=len(point.text),
            asked_as=point.asked_as,
            unanswered=point.unanswered,
        )
        for point in source.points
    ]


def _article_passages(article: Article) -> list[Passage]:
    """Stretches of whole sentences within one paragraph, with offsets in the body."""
    passages = []
    for number, (start, end) in enumerate(article.paragraphs(), start=1):
        stretch: list[tuple[int, int]] = []
        part = 0
        bounds = sentence_bounds(article.text[start:end])
        for index, (first, last) in enumerate(bounds):
            stretch.append((start + first, start + last))
            text = article.text[stretch[0][0] : stretch[-1][1]]
            if len(text.split()) >= ARTICLE_WORDS or index == len(bounds) - 1:
                part += 1
                passages.append(_article_passage(article, number, part, stretch))
                stretch = []
    return passages


def _article_passage(
    article: Article, paragraph: int, part: int, stretch: list[tuple[int, int]]
) -> Passage:
    start, end = stretch[0][0], stretch[-1][1]
    return Passage(
        passage_id=f"{ARTICLE}#p{paragraph}.{part}",
        text=article.text[start:end],
        sentences=tuple((a - start, b - start) for a, b in stretch),
        source_id=ARTICLE,
        title=article.title,
        publisher=article.publisher,
        speaker=article.author or "",
        party="",
        published=article.published or "",
        event_date="",
        url=article.url,
        read_at=(),
        perspective=ARTICLE,
        perspective_reason="The article asked about; it never corroborates itself.",
        locator=f"paragraph {paragraph}",
        basis="full",
        mark="confirmed",
        text_origin="original",
        licence="Quoted for comment; rights remain with its publisher.",
        reviewed_by="",
        paragraph=paragraph,
        start=start,
        end=end,
    )


def nodes(passages: list[Passage], vectors: np.ndarray) -> list[TextNode]:
    """LlamaIndex nodes with stable ids; `vectors` has shape (len(passages), d)."""
    return [
        TextNode(
            id_=passage.passage_id,
            text=passage.text,
            metadata=passage.metadata(),
            embedding=list(map(float, vector)),
        )
        for passage, vector in zip(passages, vectors, strict=True)
    ]
