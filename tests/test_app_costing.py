"""What a chat model costs: told, capped, and kept without any text."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from app.answering import Answerer
from app.chat.costing import Till
from app.chat.settings import ChatSettings
from index.settings import Settings

COLLISION = "Did the Sea Holly cause the collision?"


def settings_for(script: Any, **more: Any) -> ChatSettings:
    fast = {"timeout": 3.0, "retries": 1, "backoff": 0.02, "pause": 30.0}
    return ChatSettings(
        api_key="sk-secret", base_url=script.url, model="m", **(fast | more)
    )


def test_tokens_and_price_of_an_answer_are_told(script: Any, own: Settings) -> None:
    priced = settings_for(script, price_in=1.0, price_out=10.0)
    answer = Answerer.open(own, priced).answer(COLLISION)
    assert (answer.composer.tokens_in, answer.composer.tokens_out) == (900, 120)
    assert answer.composer.price == pytest.approx((900 * 1 + 120 * 10) / 1e6)


def test_the_days_costs_outlive_the_process_and_hold_no_text(
    script: Any, own: Settings
) -> None:
    priced = settings_for(script, price_in=1.0, price_out=10.0, daily_cap=1.0)
    price = Answerer.open(own, priced).answer(COLLISION).composer.price
    assert Till(own.state, 1.0).spent() == pytest.approx(price)
    kept = (own.state / "chat-costs.json").read_text()
    assert not any(letter.isalpha() for letter in kept.replace("e-", ""))


def test_an_answers_cap_shortens_the_reply_or_does_without_the_model(
    script: Any, own: Settings
) -> None:
    roomy = settings_for(script, price_in=1.0, price_out=10.0, answer_cap=0.008)
    Answerer.open(own, roomy).answer(COLLISION)
    assert 100 <= script.requests[0]["max_tokens"] < roomy.max_tokens
    tight = settings_for(script, price_in=1.0, price_out=10.0, answer_cap=0.0001)
    asked = len(script.requests)
    answer = Answerer.open(own, tight).answer(COLLISION)
    assert answer.composer.fell_back
    assert "budget" in (answer.composer.note or "")
    assert len(script.requests) == asked


def test_a_reply_without_a_count_is_paid_by_its_length(
    script: Any, own: Settings
) -> None:
    def uncounted(handler: Any, request: dict[str, Any]) -> None:
        handler.begin()
        given = json.loads(request["messages"][1]["content"])["sentences"]
        line = next(li for li in given if "“" not in li["text"])
        written = {"text": line["text"], "cites": [line["number"]]}
        handler.chunk({"content": json.dumps({"sentences": [written]})})
        handler.chunk({}, "stop")

    script.plays(uncounted)
    priced = settings_for(script, price_in=1.0, price_out=10.0)
    composer = Answerer.open(own, priced).answer(COLLISION).composer
    assert composer.tokens_out > 10
    assert composer.price > 0


def test_what_cannot_be_reached_costs_nothing(script: Any, own: Settings) -> None:
    script.plays(lambda handler, _: handler.whole(500, b"{}", "application/json"))
    priced = settings_for(script, price_in=1.0, price_out=10.0, daily_cap=1.0)
    assert Answerer.open(own, priced).answer(COLLISION).composer.price == 0
    assert Till(own.state, 1.0).spent() == 0


@pytest.mark.parametrize(
    "held",
    ["[]", "null", "7", '{"2021-01-01": null}', '{"2021-01-01": NaN}', "{", "\xff"],
)
def test_a_costs_file_that_holds_something_else_counts_as_empty(
    tmp_path: Path, held: str
) -> None:
    (tmp_path / "chat-costs.json").write_text(held, "latin-1")
    till = Till(tmp_path, 1.0)
    assert till.spent() == 0
    assert till.reserve(0.7)
    assert not till.reserve(0.7)
    kept = json.loads((tmp_path / "chat-costs.json").read_text())
    assert [*kept.values()] == [pytest.approx(0.7)]


def test_where_the_state_folder_cannot_be_written_the_cap_still_holds(
    tmp_path: Path,
) -> None:
    (tmp_path / "state").write_text("a file, not a folder")
    till = Till(tmp_path / "state", 1.0)
    assert till.reserve(0.7)
    assert not till.reserve(0.7)
    till.settle(0.7, 0.1)
    assert till.spent() == pytest.approx(0.1)
    assert till.reserve(0.7)
