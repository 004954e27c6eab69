"""The hard gates: own-voice lint, citations that exist, quotes that are verbatim."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from app.answer import Citation, Sentence
from app.composing.drafting import Draft, DraftSentence, Span
from index.sources import ARTICLE, Passage
from index.voice import Voice


@dataclass(slots=True)
class Numbering:
    """Numbers the spans that are cited, in the order in which a reader meets them."""

    passages: dict[str, Passage]
    _numbers: dict[Span, int] = field(default_factory=dict)

    def number(self, span: Span) -> int:
        """The span's number; the same span keeps its number."""
        if not span.end:
            span = Span(span.passage_id, 0, len(self.passages[span.passage_id].text))
        return self._numbers.setdefault(span, len(self._numbers) + 1)

    def cites(self, passages: Iterable[str]) -> bool:
        """Whether any of the passages has a number."""
        numbered = {span.passage_id for span in self._numbers}
        return not numbered.isdisjoint(passages)

    def citations(self) -> tuple[Citation, ...]:
        """All citations, each quote lifted from its passage by code."""
        return tuple(
            _citation(number, span, self.passages[span.passage_id])
            for span, number in self._numbers.items()
        )


def verified(
    draft: Draft, voice: Voice, numbering: Numbering
) -> tuple[list[Sentence], int]:
    """The sentences that pass every gate, and how many were dropped."""
    shown = [
        Sentence(
            text=sentence.text,
            voice=sentence.voice,
            speaker=sentence.speaker or None,
            citations=tuple(
                dict.fromkeys(numbering.number(span) for span in sentence.evidence)
            ),
            claims=sentence.claims,
            part=sentence.part,
        )
        for sentence in draft.sentences
        if passes(sentence, draft.passages, voice)
    ]
    return shown, len(draft.sentences) - len(shown)


def heard(citations: Sequence[Citation]) -> dict[str, int]:
    """How many passages of each perspective are cited; the article isn't one."""
    passages = {citation.passage_id: citation.perspective for citation in citations}
    return dict(Counter(view for view in passages.values() if view != ARTICLE))


def passes(sentence: DraftSentence, passages: dict[str, Passage], voice: Voice) -> bool:
    """Whether a sentence may be shown: cited, within its passages, in a fair voice."""
    if sentence.voice == "gap":
        return True
    if not sentence.evidence:
        return False
    for span in sentence.evidence:
        passage = passages.get(span.passage_id)
        if passage is None or not 0 <= span.start <= span.end <= len(passage.text):
            return False
    if sentence.voice == "quotation":
        return all(
            passages[span.passage_id].text[span.start : span.end] in sentence.text
            for span in sentence.evidence
        )
    return not voice.faults(sentence.text, sentence.voice)


def _citation(number: int, span: Span, passage: Passage) -> Citation:
    return Citation(
        number=number,
        source_id=passage.source_id,
        passage_id=passage.passage_id,
        title=passage.title,
        publisher=passage.publisher,
        speaker=passage.speaker or None,
        party=passage.party or None,
        published=passage.published or None,
        event_date=passage.event_date or None,
        url=passage.url,
        perspective=passage.perspective,
        locator=passage.locator,
        basis=passage.basis,
        mark=passage.mark,
        text_origin=passage.text_origin,
        quote=passage.text[span.start : span.end],
        start=span.start,
        end=span.end,
        read_at=passage.read_at,
        perspective_reason=passage.perspective_reason,
        licence=passage.licence,
        reviewed_by=passage.reviewed_by or None,
    )
