"""What an answer may be made of."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import pytest

from app.answering import Answerer
from app.composing.gathering import document_asked_for, gathered
from app.question.question import Question
from index.calibration import calibration
from index.generations import Generation

COMPANY = "ellery-port-company-statement-2021-04-15"
MINUTES = "port-ellery-town-council-minutes-2021-05-25"


@pytest.mark.parametrize(
    ("found", "source"),
    [
        ((*(f"{COMPANY}#p{n}" for n in (1, 2, 3)), f"{MINUTES}#p1"), COMPANY),
        (
            (
                *(f"{COMPANY}#p{n}" for n in (1, 2, 3)),
                *(f"{MINUTES}#p{n}" for n in (1, 2)),
            ),
            MINUTES,
        ),
        ((f"{COMPANY}#p1", f"{MINUTES}#p1"), ""),
    ],
)
def test_the_document_asked_for_is_rather_no_main_partys_word(
    generation: Generation, found: tuple[str, ...], source: str
) -> None:
    given: Any = SimpleNamespace(
        top=list(generation.passages(found).values()),
        register=generation.register,
        question=Question("x", "x", "x", "en", "what", None),
    )
    desk = cast(Any, SimpleNamespace(generation=generation))
    points = document_asked_for(desk, given)
    assert {point.source_id for point in points} == ({source} if source else set())
    assert [p.passage_id for p in points] == sorted(p.passage_id for p in points)


@pytest.mark.parametrize(("rare", "few"), [("gossip", True), ("vigil", False)])
def test_besides_a_gap_points_that_share_nothing_asked_arent_listed(
    answerer: Answerer, rare: str, few: bool
) -> None:
    found = answerer.consider("Which songs did they sing on the line of boats?")
    points = found.worth_telling()
    asked = replace(found.question, search=f"{found.question.search} {rare}")
    found = replace(found, question=asked, decision="partial")
    given = gathered(answerer.desk(), found, [], calibration()["thresholds"])
    assert len(points) > 1
    assert len(given.passages) == (1 if few else len(points))
