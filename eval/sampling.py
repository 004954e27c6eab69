"""What the calibration is fitted on: the register's wordings, and questions of `tune`.

The claim models learn from the register's own wordings too, each one left out in turn,
so that they are never asked about a wording that they can see.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace

import numpy as np

from app.answering import Answerer
from app.evidence.finding import Findings
from app.question.kinds import FACTUAL, asks_for
from eval.cases import STANDALONE, Asked, Case
from index.calibration import Linear
from index.generations import Generation
from index.lexicon import stems
from index.matching import Matcher
from index.nearness import Nearness
from index.retrieving import Hit, retrieve
from index.sources import ARTICLE
from index.timing import named
from index.wordings import in_role, untouching

TUNE_WEIGHT = 3.0
"""A natural question counts as much as this many of the register's own wordings."""
OVERVIEW_WEIGHT = 1.0
"""And the question of an overview as much as one of them. On `tune`, held out of
what tells whether a claim is touched, 1 finds as many of the claims due as .5 at the
same false flags, 2 and more find fewer.
"""
CLAIM_KINDS = ("contested", "mirror", "slip", "then-now", "follow-up")
OTHER_KINDS = ("control", "off-topic", "near-miss")


@dataclass(frozen=True, slots=True)
class Sample:
    """One question as the claim models see it.

    `touches` is None where nobody said whether it touches a claim.
    """

    near: Nearness
    table: np.ndarray
    stems: tuple[str, ...]
    hits: list[Hit]
    factual: bool
    meant: tuple[str, ...]
    ignored: frozenset[str]
    touches: bool | None
    weight: float


@dataclass(frozen=True, slots=True)
class Row:
    """One question of the split `tune`, as all four models see it."""

    case: Case
    sample: Sample
    features: np.ndarray
    """Those of `index.supporting`, as the models in use have it."""
    vector: np.ndarray
    """Of the reader's own words."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """All that is fitted on."""

    matcher: Matcher
    wordings: list[Sample]
    rows: list[Row]

    def samples(self, without: Collection[str] = ()) -> list[Sample]:
        """What the claim models see, leaving out some cases with all their variants."""
        kept = [row.sample for row in self.rows if row.case.id not in without]
        return [*self.wordings, *kept]


def due(cases: list[Case]) -> list[Asked]:
    """What is asked: the questions of `tune`, follow-ups after their turns."""
    asked = [one for case in cases if case.split == "tune" for one in case.asked()]
    return [one for one in asked if one.variant != STANDALONE]


def gather(
    answerer: Answerer, cases: list[Case], progress: Callable[[int], None]
) -> Gathered:
    """Look at every wording and question; `progress` gets the number of those done."""
    generation = answerer.generation()
    matcher = Matcher(generation)
    rows = []
    for number, one in enumerate(due(cases), start=1):
        found = answerer.consider(one.question, one.history, one.case.as_of)
        sample = _sample(one, found, matcher)
        vector = answerer.vector(one.question)
        rows.append(Row(one.case, sample, found.features[0], vector))
        progress(number)
    wordings = [
        *register_samples(generation, matcher),
        *overview_samples(generation, matcher),
    ]
    return Gathered(matcher, wordings, rows)


def register_samples(generation: Generation, matcher: Matcher) -> Iterator[Sample]:
    """The register's wordings, each one asked as if it didn't stand there."""
    negative = set(untouching(generation.wordings))
    texts = Counter(wording.text.casefold() for wording in generation.wordings)
    for row, wording in enumerate(generation.wordings):
        meant = wording.role == "asked_as"
        # A wording that stands twice can't be left out.
        if not (meant or row in negative) or texts[wording.text.casefold()] > 1:
            continue
        yield replace(
            _left_out(generation, matcher, row),
            meant=(wording.claim_id,) if meant else (),
            touches=meant,
            weight=0.5 if meant else 1.0,
        )


def overview_samples(generation: Generation, matcher: Matcher) -> Iterator[Sample]:
    """The questions of the overviews, each one asked as if it didn't stand there."""
    rows = in_role("overview", generation.wordings)
    for row, overview in zip(rows, generation.register.overviews, strict=True):
        yield replace(
            _left_out(generation, matcher, row),
            meant=overview.claims,
            ignored=frozenset(overview.near),
            touches=overview.touches(),
            weight=OVERVIEW_WEIGHT,
        )


def _left_out(generation: Generation, matcher: Matcher, row: int) -> Sample:
    """A wording of the register asked as if it didn't stand there."""
    text, vector = generation.wordings[row].text, generation.wording_vectors[row]
    ranked = retrieve(generation, vector, text).hits
    perspectives = generation.parties
    hits = [hit for hit in ranked if perspectives[hit.passage_id][1] != ARTICLE]
    content = stems(text)
    near = matcher.nearness(vector, content, named(text), leave_out=row)
    return Sample(
        near=near,
        table=matcher.ranking_features(near, content, hits, leave_out=row),
        stems=content,
        hits=hits,
        factual=asks_for(text) in FACTUAL,
        meant=(),
        ignored=frozenset(),
        touches=None,
        weight=1.0,
    )


def _sample(one: Asked, found: Findings, matcher: Matcher) -> Sample:
    case = one.case
    meant = case.expect.must_flag
    touches = None
    if case.kind in CLAIM_KINDS and meant:
        touches = True
    elif case.kind in OTHER_KINDS and not meant:
        touches = False
    content = stems(found.question.search)
    return Sample(
        near=found.near,
        table=matcher.ranking_features(found.near, content, found.hits),
        stems=content,
        hits=found.hits,
        factual=found.question.factual,
        meant=meant,
        ignored=frozenset(case.expect.may_flag),
        touches=touches,
        weight=TUNE_WEIGHT,
    )


def touching_row(sample: Sample, matcher: Matcher, ranking: Linear) -> np.ndarray:
    """Features of the question as a whole, shape (1, features)."""
    return matcher.touching_features(
        sample.near,
        sample.table,
        ranking.score(sample.table),
        sample.stems,
        sample.hits,
        factual=sample.factual,
    )
