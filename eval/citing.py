"""Are sentences supported by what they cite, and are quotes what the source says?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from app.answer import Citation, Sentence
from eval.library import Library, View, some
from eval.results import Score
from eval.support import evidence, judge

QuoteFate = Literal["found", "misattributed", "stitched", "not-found"]
_MARKED = re.compile(r"“([^”]{12,})”")


def scores(view: View) -> Iterator[Score]:
    """Citation recall and precision as in ALCE, quotes, and the own-voice lint."""
    if view.answer.outcome != "answered":
        return
    yield from _alce(view)
    yield from _quotes(view)
    yield from _voice(view)


def _alce(view: View) -> Iterator[Score]:
    stated = [s for s in view.answer.sentences if s.voice != "gap"]
    if not stated:
        return
    numbered = view.numbered
    unsupported: list[str] = []
    wasted: list[str] = []
    precise, cited = 0, 0
    for sentence in stated:
        citations = [numbered[n] for n in sentence.citations if n in numbered]
        held = _supported(sentence, citations)
        if held:
            unsupported.append(f"{sentence.text[:60]!r}: {held}")
        cited += len(sentence.citations)
        for number in sentence.citations:
            if number in numbered and not held and _needed(sentence, number, citations):
                precise += 1
            else:
                wasted.append(f"[{number}] at {sentence.text[:40]!r}")
    yield view.score(
        "citation-recall",
        len(stated) - len(unsupported),
        len(stated),
        f"not supported: {some(unsupported)}",
    )
    yield view.score(
        "citation-precision",
        precise,
        cited,
        f"citations that add nothing: {some(wasted)}",
    )


def _supported(sentence: Sentence, citations: list[Citation]) -> str:
    """Why the citations together don't support the sentence; empty when they do."""
    if not citations:
        return "nothing is cited"
    found = judge(sentence.text, " ".join(map(evidence, citations)))
    return "" if found.supported else found.reason


def _needed(sentence: Sentence, number: int, citations: list[Citation]) -> bool:
    """Whether a citation supports the sentence alone, or the rest don't without it."""
    own = next(c for c in citations if c.number == number)
    rest = [c for c in citations if c.number != number]
    return not _supported(sentence, [own]) or bool(_supported(sentence, rest))


def fate(quote: str, citation: Citation, library: Library) -> QuoteFate:
    """Where a quote stands: in its passage, in another, in parts of it, nowhere."""
    passage = library.passages.get(citation.passage_id)
    if passage and quote in passage.text:
        same = (passage.source_id, passage.speaker or None, passage.party or None) == (
            citation.source_id,
            citation.speaker or None,
            citation.party or None,
        )
        return "found" if same else "misattributed"
    if any(quote in other.text for other in library.passages.values()):
        return "misattributed"
    parts = [part.strip() for part in re.split(r"\s*(?:…|\.\.\.|\[…\])\s*", quote)]
    sentences = [part for part in re.split(r"(?<=[.!?])\s+", quote) if part]
    for pieces in (parts, sentences):
        if (
            passage
            and len(pieces) > 1
            and all(piece in passage.text for piece in pieces)
        ):
            return "stitched"
    return "not-found"


def _quotes(view: View) -> Iterator[Score]:
    fates: dict[QuoteFate, list[str]] = {
        "found": [], "misattributed": [], "stitched": [], "not-found": [],
    }  # fmt: skip
    for citation in view.answer.citations:
        fates[fate(citation.quote, citation, view.library)].append(str(citation.number))
    for sentence in view.answer.sentences:
        for quote in _MARKED.findall(sentence.text):
            fates[_marked_fate(quote, sentence, view)].append(quote[:40])
    body = view.library.register.article.text
    for flag in view.answer.flags:
        right = body[flag.start : flag.end] == flag.article_quote
        fates["found" if right else "not-found"].append(flag.claim_id)
    total = sum(map(len, fates.values()))
    if total:
        for name, quotes in fates.items():
            yield view.score(f"quotes-{name}", len(quotes), total, some(quotes))


def _marked_fate(quote: str, sentence: Sentence, view: View) -> QuoteFate:
    """The best fate of words in quotation marks among the citations of the sentence."""
    numbered = view.numbered
    inner = quote.rstrip(".,;")
    article = view.library.register.article
    if inner in article.text or inner == article.title:
        return "found"
    fates = {
        fate(inner, numbered[n], view.library)
        for n in sentence.citations
        if n in numbered
    }
    order: tuple[QuoteFate, ...] = ("found", "stitched", "misattributed")
    return next((name for name in order if name in fates), "not-found")


def _voice(view: View) -> Iterator[Score]:
    faults = [
        f"{sentence.text[:60]!r}: {fault}"
        for sentence in view.answer.sentences
        for fault in view.library.voice.faults(sentence.text, sentence.voice)[:1]
    ]
    yield view.score("own-voice-violations", len(faults), 1.0, some(faults))
