"""Whether each sentence of a point can be shown alone, without the one before."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.corpora import CorpusSettings
from ingest.reading import Corpus, Problem
from ingest.sentences import sentence_bounds

_PRONOUN = (
    r"(?:He|She|It|They|This|That|These|Those|His|Her|Its|Their|There)(?:['’]\w+)?\b"
)
_OPENING = re.compile(rf"[“\"]?({_PRONOUN})")
_MAY_OPEN = re.compile(rf"(?:^|[.!?][”\"]? )[“\"]?{_PRONOUN}")
_DOCUMENT = (
    "report|article|document|text|paper|statement|letter|study|resolution|interview|"
    "speech|author|source|press release|page"
)
_SAID_OF_IT = "of|on|by|to|from|that|which|who|in|about|with|sent|signed|given|issued"
_REFERENCE = re.compile(
    rf"\b(?:(?:the|this|that|said) (?:{_DOCUMENT})\b(?!,? (?:{_SAID_OF_IT})\b)"
    r"|the (?:same|latter)\b|(?:this|that) (?:day|date)\b)",
    re.IGNORECASE,
)


def dependent(corpus: Corpus) -> Iterator[Problem]:
    """Sentences that need another one to be understood.

    A sentence that names its speaker may open with a pronoun or refer to “the report”:
    whose it is can be seen.
    """
    forms = _forms(corpus.register.settings)
    for source in corpus.sources:
        for point in source.points:
            for mend in _mends(point.text, forms.get(point.speaker, ())):
                yield Problem(f"sources/{source.id}.md", f"points.{point.id}", mend)


def _forms(settings: CorpusSettings) -> dict[str, tuple[str, ...]]:
    return {
        speaker.name: tuple(form.lower() for form in (speaker.name, *speaker.also))
        for speaker, _ in settings.speakers()
    }


def _mends(text: str, forms: tuple[str, ...]) -> Iterator[str]:
    if not (_MAY_OPEN.search(text) or _REFERENCE.search(text)):
        return  # splitting takes a millisecond, and most points have neither
    for start, end in sentence_bounds(text):
        sentence = text[start:end]
        if any(form in sentence.lower() for form in forms):
            continue
        if opening := _OPENING.match(sentence):
            yield (
                f"a sentence opens with {opening[1]!r} and doesn't name its speaker: "
                "write the noun."
            )
        elif reference := _REFERENCE.search(sentence):
            yield (
                f"{reference[0]!r} points to another sentence: say which, and whose it "
                "is."
            )
