"""A question with and without a model: the same flags, from the same evidence."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest

from app.answer import Answer
from app.answering import Answerer
from app.chat.settings import ChatSettings
from app.composing.gathering import document_asked_for
from app.question.traits import asks_contents
from eval.cases import load
from index.settings import Settings
from index.sources import ARTICLE

ASKED = 60
"""Questions of the shipped set that are asked twice."""
DOUBTFUL = (
    {"text": "Everything is the other side's fault.", "cites": [1, 2]},
    {"text": "The article is right about this.", "cites": [1]},
    {"text": "In 1871 the matter was settled by 14 admirals.", "cites": [3]},
)


def facts(answer: Answer) -> list[dict[str, Any]]:
    """The flags, with what they cite instead of the numbers under which they do."""
    points = {c.number: (c.passage_id, c.start, c.end) for c in answer.citations}
    flags = [flag.model_dump() for flag in answer.flags]
    for flag in flags:
        for part in (*flag["positions"], flag["overtaken"] or {}):
            part["citations"] = [points[n] for n in part.get("citations", ())]
    return flags


def chatty(handler: Any, request: dict[str, Any]) -> None:
    """Some of the evidence, some of it under wrong numbers, and some inventions."""
    content = request["messages"][1]["content"]
    lines = json.loads(content)["sentences"]
    dice = random.Random(len(content))
    some = dice.sample(lines, min(4, len(lines)))
    written = [{"text": line["text"], "cites": [line["number"]]} for line in some]
    written += [{"text": some[0]["text"], "cites": [dice.randint(1, len(lines) + 9)]}]
    handler.say(json.dumps({"sentences": [*written, *DOUBTFUL]}))


@pytest.fixture
def worded(script: Any, shipped_settings: Settings) -> Answerer:
    script.plays(chatty)
    settings = ChatSettings(base_url=script.url, model="m", timeout=20.0, retries=0)
    return Answerer.open(shipped_settings, settings)


def test_over_the_question_set_flags_are_equal_and_points_are_of_the_evidence(
    worded: Answerer, shipped_answerer: Answerer
) -> None:
    cases = random.Random(1).sample(load(), ASKED)
    register = shipped_answerer.generation().register
    by_model = 0
    for case in cases:
        plain = shipped_answerer.answer(case.question, (), case.as_of)
        answer = worded.answer(case.question, (), case.as_of)
        assert (answer.outcome, answer.refusal) == (plain.outcome, plain.refusal)
        assert facts(answer) == facts(plain)
        found = shipped_answerer.consider(case.question, (), case.as_of)
        evidence = {passage.passage_id for passage in found.top}
        if asks_contents(case.question):
            document = document_asked_for(shipped_answerer.desk(), found)
            evidence |= {point.passage_id for point in document}
        if found.topic:
            evidence |= {*found.topic.topic.points}
        if found.guidance:
            evidence |= {passage.passage_id for passage in found.guidance.passages}
        closest = plain.refusal.claims if plain.refusal else ()
        for flag in (*plain.flags, *closest):
            evidence |= register.claim(flag.claim_id).evidence()
        cited = [c for c in answer.citations if c.source_id != ARTICLE]
        assert {c.passage_id for c in cited} <= evidence
        texts = [sentence.text for sentence in answer.sentences]
        assert not {written["text"] for written in DOUBTFUL} & set(texts)
        by_model += answer.composer.name == "chat"
    assert by_model > ASKED / 3
