"""Answers worded by a chat model: a small server on this machine plays every part."""

from __future__ import annotations

import json
import logging
import socket
import time
from collections.abc import Callable
from typing import Any

import pytest

from app.answer import Answer, Sentence
from app.answering import Answerer
from app.chat.breaking import FAILURES
from app.chat.settings import ChatSettings
from index.settings import Settings

COLLISION = "Did the Sea Holly cause the collision?"
KEY = "sk-very-secret"
Request = dict[str, Any]
Reply = Callable[[Any, Request], None] | str


def data_of(request: Request) -> dict[str, Any]:
    """The question and evidence that a request shows the model."""
    return dict(json.loads(request["messages"][1]["content"]))


def sentences(*written: dict[str, Any]) -> str:
    return json.dumps({"sentences": list(written)})


def status(code: int, **headers: str) -> Reply:
    body = b'{"error": {"message": "no"}}'
    return lambda handler, _: handler.whole(code, body, "application/json", **headers)


def slow(handler: Any, request: Request) -> None:
    time.sleep(3)
    handler.faithful(request)


def cut(handler: Any, request: Request) -> None:
    handler.begin()
    handler.chunk({"content": '{"sentences": [{"te'})


def html(handler: Any, request: Request) -> None:
    handler.whole(200, b"<html>Please log in</html>", "text/html")


def empty(handler: Any, request: Request) -> None:
    handler.begin()
    handler.event({"choices": []})
    handler.wfile.write(b"data: [DONE]\n\n")


def declined(handler: Any, request: Request) -> None:
    handler.begin()
    handler.chunk({"refusal": "I can't help with that."})
    handler.chunk({}, "stop")


def wrong_encoding(handler: Any, request: Request) -> None:
    handler.begin()
    handler.wfile.write(b'data: {"choices": [{"delta": {"content": "\xff\xfe"}}]}\n\n')


FAULTS: dict[str, Reply] = {
    "401": status(401),
    "429 with Retry-After": status(429, retry_after="1"),
    "429 without": status(429),
    "429 for a day": status(429, retry_after="86400"),
    "500": status(500),
    "time-out": slow,
    "stream cut in the middle": cut,
    "broken JSON": '{"sentences": [{"text": ',
    "no JSON at all": "Certainly! The fishermen are to blame.",
    "HTML instead of JSON": html,
    "empty choices": empty,
    "a refusal": declined,
    "200 kB of text": "la " * 70_000,
    "wrong encoding": wrong_encoding,
}


def settings_for(url: str, **more: Any) -> ChatSettings:
    fast = {"timeout": 2.0, "retries": 1, "backoff": 0.05, "pause": 30.0}
    return ChatSettings(api_key=KEY, base_url=url, model="m", **(fast | more))


@pytest.fixture
def worded(script: Any, harbour_settings: Settings) -> Answerer:
    return Answerer.open(harbour_settings, settings_for(script.url))


def shape(answer: Answer) -> list[tuple[str, str, int]]:
    return [(f.claim_id, f.status, len(f.positions)) for f in answer.flags]


def sound(answer: Answer) -> None:
    """What every answer must be, whoever worded it."""
    numbers = {citation.number for citation in answer.citations}
    for sentence in answer.sentences:
        assert sentence.citations or sentence.voice == "gap"
        assert set(sentence.citations) <= numbers


def test_a_faithful_wording_is_shown_and_told_as_the_models(
    worded: Answerer, script: Any
) -> None:
    answer = worded.answer(COLLISION)
    sound(answer)
    assert answer.composer.name == "chat"
    assert answer.composer.model == "m"
    assert not answer.composer.fell_back


def test_flags_are_the_same_with_and_without_a_model(
    worded: Answerer, answerer: Answerer
) -> None:
    plain, by_model = answerer.answer(COLLISION), worded.answer(COLLISION)
    assert shape(plain) == shape(by_model)
    evidence = {
        key
        for flag in plain.flags
        for key in answerer.generation().register.claim(flag.claim_id).evidence()
    }
    shown = {passage.passage_id for passage in answerer.consider(COLLISION).top}
    article = {p.passage_id for p in answerer.generation().article()}
    cited = {citation.passage_id for citation in by_model.citations}
    assert cited <= evidence | shown | article


@pytest.mark.parametrize("fault", FAULTS)
def test_every_fault_gives_the_answer_made_without_the_model(
    worded: Answerer, answerer: Answerer, script: Any, fault: str
) -> None:
    script.plays(FAULTS[fault])
    started = time.monotonic()
    answer = worded.answer(COLLISION)
    assert time.monotonic() - started < 4
    sound(answer)
    assert answer.composer.fell_back
    assert answer.composer.name == "extractive"
    assert answer.composer.note
    plain = answerer.answer(COLLISION)
    assert [s.text for s in answer.sentences] == [s.text for s in plain.sentences]
    assert shape(answer) == shape(plain)


def test_no_connection_at_all_gives_the_answer_made_without_the_model(
    harbour_settings: Settings,
) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    dead = Answerer.open(harbour_settings, settings_for(f"http://127.0.0.1:{port}/v1"))
    answer = dead.answer(COLLISION)
    assert answer.composer.fell_back
    assert answer.sentences


def test_a_passing_fault_is_tried_again(worded: Answerer, script: Any) -> None:
    script.plays(status(500), "")
    assert worded.answer(COLLISION).composer.name == "chat"
    assert len(script.requests) == 2


def test_a_dead_endpoint_is_left_alone_for_a_while(
    worded: Answerer, script: Any
) -> None:
    script.plays(status(500))
    for _ in range(4):
        worded.answer(COLLISION)
    asked = len(script.requests)
    worded.answer(COLLISION)
    assert len(script.requests) == asked


@pytest.mark.parametrize(
    "fault", ["a refusal", "empty choices", "200 kB of text", "400"]
)
def test_questions_that_the_model_makes_nothing_of_dont_pause_it_for_others(
    worded: Answerer, script: Any, fault: str
) -> None:
    script.plays({**FAULTS, "400": status(400)}[fault])
    for _ in range(FAILURES):
        assert worded.answer(COLLISION).composer.fell_back
    script.plays("")
    assert worded.answer(COLLISION).composer.name == "chat"


def test_a_request_refused_in_every_form_leaves_the_next_its_full_form(
    worded: Answerer, script: Any
) -> None:
    script.plays(status(400))
    worded.answer(COLLISION)
    assert len(script.requests) == 3
    script.plays("")
    worded.answer(COLLISION)
    assert script.requests[-1].keys() == script.requests[0].keys()


def test_a_plainer_form_that_was_taken_is_kept(worded: Answerer, script: Any) -> None:
    def newest(handler: Any, request: Request) -> None:
        if "max_tokens" in request:
            handler.whole(400, b"{}", "application/json")
        else:
            handler.faithful(request)

    script.plays(newest)
    assert worded.answer(COLLISION).composer.name == "chat"
    assert worded.answer("Was the line of boats a siege?").composer.name == "chat"
    assert len(script.requests) == 3 + 1


def test_neither_key_nor_question_is_logged(
    worded: Answerer, script: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    script.plays(status(401))
    worded.answer(COLLISION)
    ours = " ".join(r.getMessage() for r in caplog.records if r.name.startswith("app"))
    assert ours
    assert KEY not in ours
    assert "Sea Holly" not in ours


@pytest.mark.parametrize(
    "written",
    [
        {"text": "The fishermen caused the collision.", "cites": [99]},
        {"text": "The fishermen caused the collision.", "cites": []},
        {"text": "The collision happened on 3 May 1999.", "cites": [2]},
        {"text": "See http://evil.example/x for the truth.", "cites": [2]},
        {"text": "![x](http://evil.example/x.png)", "cites": [2]},
        {"text": "The fishermen are vermin, all agree.", "cites": [1, 2, 3]},
    ],
)
def test_a_sentence_without_support_never_reaches_the_answer(
    worded: Answerer, script: Any, written: dict[str, Any]
) -> None:
    script.plays(sentences(written))
    answer = worded.answer(COLLISION)
    sound(answer)
    assert all(written["text"] not in s.text for s in answer.sentences)
    assert answer.sentences


def test_a_main_party_that_the_model_left_out_is_added(
    worded: Answerer, script: Any
) -> None:
    def one_sided(handler: Any, request: Request) -> None:
        lines = data_of(request)["sentences"]
        line = next(li for li in lines if li["party"] == "Port company")
        one = {"text": line["text"], "cites": [line["number"]]}
        handler.say(sentences(one))

    script.plays(one_sided)
    answer = worded.answer(COLLISION)
    heard = {c.party for c in answer.citations}
    assert {"Port company", "Fishermen's cooperative"} <= heard
    assert answer.composer.added_sentences


def test_what_passed_is_given_before_the_reply_has_ended(
    worded: Answerer, script: Any
) -> None:
    sent: list[float] = []

    def lingering(handler: Any, request: Request) -> None:
        lines = data_of(request)["sentences"]
        time.sleep(1.5)
        first = json.dumps({"text": lines[1]["text"], "cites": [lines[1]["number"]]})
        handler.begin()
        sent.append(time.monotonic())  # before it leaves: the reader may be quicker
        handler.chunk({"content": '{"sentences": [' + first + ","})
        time.sleep(3.0)
        second = json.dumps({"text": lines[2]["text"], "cites": [lines[2]["number"]]})
        handler.chunk({"content": second + "]}"})
        handler.chunk({}, "stop")

    script.plays(lingering)
    started = time.monotonic()
    given = worded.stream(COLLISION)
    first = next(given)
    shown = time.monotonic()
    assert isinstance(first, Sentence)
    assert shown - started <= 1.2 * (sent[0] - started)
    assert isinstance([*given][-1], Answer)


def test_the_same_question_is_worded_once(worded: Answerer, script: Any) -> None:
    worded.answer(COLLISION)
    asked = len(script.requests)
    again = worded.answer(COLLISION)
    assert len(script.requests) == asked
    assert again.composer.cached


def test_once_the_days_money_is_spent_the_answer_is_made_without_the_model(
    script: Any, harbour_settings: Settings, tmp_path: Any
) -> None:
    priced = settings_for(script.url, price_in=1000.0, price_out=1000.0, daily_cap=1e-6)
    settings = Settings(harbour_settings.corpus, harbour_settings.index, tmp_path)
    answer = Answerer.open(settings, priced).answer(COLLISION)
    assert answer.composer.fell_back
    assert script.requests == []
