"""What the models of claims learn from: overviews among it, each left out in turn."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from app.answering import Answerer
from eval.sampling import OVERVIEW_WEIGHT, Sample, overview_samples
from index.embedding import MiniLmEmbedding
from index.matching import Matcher
from index.settings import Settings
from ingest.applying import apply

OVERVIEWS = """\
- question: "By whose fault did the two boats meet that night?"
  points: [ellery-courier-report-2021-03-20#p1]
  claims: [h04-collision]
- question: "How many people will the port give work to?"
  near: [h07-new-jobs]
- question: "Who wrote the book about the lighthouse?"
"""


@pytest.fixture
def asked(harbour: Path, own: Settings, embedding: MiniLmEmbedding) -> Answerer:
    """The harbour with an overview on a claim, one near to one, and one on none."""
    (harbour / "overviews").mkdir()
    (harbour / "overviews" / "all.yaml").write_text(OVERVIEWS, "utf-8")
    apply(own, embedding)
    return Answerer.open(own)


def samples(answerer: Answerer) -> list[Sample]:
    generation = answerer.generation()
    return list(overview_samples(generation, Matcher(generation)))


def test_each_overview_says_which_claims_its_question_is_about(
    asked: Answerer,
) -> None:
    about, near, of_none = samples(asked)
    assert (about.meant, about.ignored, about.touches) == (
        ("h04-collision",),
        frozenset(),
        True,
    )
    assert (near.meant, near.ignored, near.touches) == (
        (),
        {"h07-new-jobs"},
        None,
    )
    assert (of_none.meant, of_none.ignored, of_none.touches) == ((), frozenset(), False)
    assert {one.weight for one in (about, near, of_none)} == {OVERVIEW_WEIGHT}


def test_an_overview_is_asked_as_if_it_did_not_stand_there(asked: Answerer) -> None:
    generation = asked.generation()
    for place, overview in enumerate(generation.register.overviews):
        sample = samples(asked)[place]
        seen = asked.consider(overview.question).near
        assert seen.overviews[place] == pytest.approx(1.0, abs=1e-3)
        assert sample.near.overviews[place] == -1.0
        others = np.arange(len(seen.overviews)) != place
        assert sample.near.overviews[others] == pytest.approx(seen.overviews[others])


def test_what_an_overview_is_about_is_learnt(
    asked: Answerer, answerer: Answerer
) -> None:
    """Before it stood there the same question was less like the claim."""
    question = asked.generation().register.overviews[0].question
    row = [claim.id for claim in asked.generation().register.claims].index(
        "h04-collision"
    )
    after, before = asked.consider(question).near, answerer.consider(question).near
    assert after.claims[row] > before.claims[row] + 0.1
    of_none = asked.generation().register.overviews[2].question
    assert asked.consider(of_none).near.untouching > 0.5
    assert after.untouching < 0.3


def test_a_corpus_without_overviews_has_a_model_of_its_own(
    asked: Answerer, answerer: Answerer
) -> None:
    assert Matcher(asked.generation()).touching == "touching"
    assert Matcher(answerer.generation()).touching == "touching_alone"
    assert np.isnan(answerer.consider("Who saw the collision?").near.untouching)


def test_overviews_are_no_wordings_of_claims(asked: Answerer) -> None:
    near = asked.consider("Who wrote the book about the lighthouse?").near
    roles = [wording.role for wording in asked.generation().wordings]
    of_overviews = np.array(roles) == "overview"
    assert of_overviews.sum() == len(near.overviews)
    assert (near.cosines[:-1][of_overviews] == -1.0).all()
