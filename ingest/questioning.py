"""Questions written for points: none both answered and not, none twice at a point."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from rapidfuzz.utils import default_process

from ingest.reading import Corpus, Problem


def doubtful_questions(corpus: Corpus) -> Iterator[Problem]:
    """Questions whose place among the answered or unanswered ones can't be right.

    Case and punctuation make no difference.
    """
    answered = {
        default_process(text): f"{source.id}#{point.id}"
        for source in corpus.sources
        for point in source.points
        for text in point.asked_as
    }
    for source in corpus.sources:
        file = f"sources/{source.id}.md"
        for point in source.points:
            for text in point.unanswered:
                if holder := answered.get(default_process(text)):
                    yield Problem(
                        file,
                        f"points.{point.id}.unanswered",
                        f"{text!r} is answered by {holder!r}: remove it here.",
                    )
            for name, texts in (
                ("asked_as", point.asked_as),
                ("unanswered", point.unanswered),
            ):
                for text, times in Counter(map(default_process, texts)).items():
                    if times > 1:
                        yield Problem(
                            file,
                            f"points.{point.id}.{name}",
                            f"{text!r} stands there twice: keep one.",
                        )
