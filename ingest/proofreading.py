"""What a careful editor asks of a corpus besides that its parts fit together.

An index can be built without it, so `apply` doesn't wait for it; `check` lists it.
"""

from __future__ import annotations

from collections.abc import Iterator

from index.embedding import MAX_PIECES, packaged_embedding, too_long
from ingest.checking import check, located
from ingest.covering import uncovered
from ingest.identifiers import unfit_ids
from ingest.near_copies import near_copies
from ingest.questioning import doubtful_questions
from ingest.reading import Corpus, Problem
from ingest.self_contained import dependent


def all_problems(corpus: Corpus, day: str | None = None) -> list[Problem]:
    """Everything that is to mend in a corpus, when today is the given day."""
    _, problems = located(corpus.register)
    return [*problems, *check(corpus, day), *proofread(corpus)]


def proofread(corpus: Corpus) -> list[Problem]:
    """Near copies, sentences that don't stand alone or hold no claim, and the like."""
    register, _ = located(corpus.register)
    return [
        *uncovered(register),
        *near_copies(corpus),
        *dependent(corpus),
        *doubtful_questions(corpus),
        *_too_long(corpus),
        *unfit_ids(corpus),
    ]


def _too_long(corpus: Corpus) -> Iterator[Problem]:
    embedding = packaged_embedding()
    for source in corpus.sources:
        for point in source.points:
            if too_long(point.text, embedding):
                pieces = embedding.pieces(point.text)
                yield Problem(
                    f"sources/{source.id}.md",
                    f"points.{point.id}",
                    f"the text has {pieces} word pieces, and no more than {MAX_PIECES} "
                    "can be found by: split it into two points.",
                )
