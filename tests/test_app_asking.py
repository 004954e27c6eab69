from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pytest

from app.answer import Answer
from app.answering import Answerer
from app.asking import MAX_LENGTH, ask, batch, read_question
from index.errors import EmbeddingError, QuestionError
from index.settings import Settings

SIEGE = "Was the line of boats a siege?"


def run(answerer: Answerer, *lines: str) -> tuple[list[dict[str, Any]], list[bool]]:
    """The records of a batch, and which of them are answers."""
    found = [*batch(answerer, lines)]
    return [json.loads(line) for line, _ in found], [ok for _, ok in found]


def line(**fields: Any) -> str:
    """A line of a batch."""
    return json.dumps(fields)


def test_a_question_alone_is_enough() -> None:
    asked = read_question(line(question=SIEGE))
    assert (asked.id, asked.question, asked.history, asked.as_of) == (
        None, SIEGE, (), None,
    )  # fmt: skip


def test_a_line_may_have_history_a_day_and_an_id() -> None:
    asked = read_question(
        line(id="q1", question="And then?", history=[SIEGE], as_of="2021-06")
    )
    assert asked.history == (SIEGE,)
    assert asked.as_of == "2021-06"


def test_unknown_keys_are_ignored() -> None:
    asked = read_question(line(id="q1", question=SIEGE, gold="x", tags=["a"]))
    assert asked.question == SIEGE


@pytest.mark.parametrize(
    "text",
    [
        "nonsense",
        "[]",
        '"Was it a siege?"',
        "{}",
        '{"question": ""}',
        '{"question": "   "}',
        '{"question": null}',
        '{"question": ["Was it?"]}',
        '{"question": "x", "history": "y"}',
        '{"question": "x", "as_of": "yesterday"}',
        '{"question": "\\ud800"}',
        line(question="x" * (MAX_LENGTH + 1)),
    ],
)
def test_a_line_that_cant_be_read_says_what_to_write(text: str) -> None:
    with pytest.raises(QuestionError, match="write a JSON object with a `question`"):
        read_question(text)


def test_the_answer_carries_the_id_of_its_question(answerer: Answerer) -> None:
    answer = ask(answerer, read_question(line(id="q7", question=SIEGE)))
    assert (answer.id, answer.question) == ("q7", SIEGE)


def test_a_month_as_the_day_means_its_last_day(answerer: Answerer) -> None:
    asked = read_question(line(question=SIEGE, as_of="2021-06"))
    assert ask(answerer, asked).as_of == "2021-06-30"


def test_history_reaches_the_answer(answerer: Answerer) -> None:
    asked = read_question(line(question="Why?", history=[SIEGE]))
    assert ask(answerer, asked).standalone_question.startswith(SIEGE[:-1])


def test_a_batch_keeps_order_and_ids(answerer: Answerer) -> None:
    records, ok = run(
        answerer,
        line(id="b", question=SIEGE),
        line(id="a", question="What is the capital of Australia?"),
        line(id="c", question=SIEGE),
    )
    assert [record["id"] for record in records] == ["b", "a", "c"]
    assert ok == [True, True, True]
    assert records[1]["outcome"] == "refused"


def test_a_line_that_cant_be_read_is_told_and_the_batch_goes_on(
    answerer: Answerer,
) -> None:
    records, ok = run(
        answerer,
        line(id="a", question=SIEGE),
        "nonsense",
        line(id="c", question=""),
        line(id="d", question=SIEGE),
    )
    assert ok == [True, False, False, True]
    assert [record["id"] for record in records] == ["a", None, "c", "d"]
    assert set(records[1]) == {"id", "error"}
    assert "question" in records[2]["error"]


class Breaking(Answerer):
    """The chat; two questions break it, as a fault nobody thought of would."""

    def answer(
        self, question: str, history: Sequence[str] = (), as_of: str | None = None
    ) -> Answer:
        if question == "Who broke it?":
            raise KeyError(question)
        if question == "Who is away?":
            raise EmbeddingError("the endpoint gives no vectors: try it again.")
        return super().answer(question, history, as_of)


def test_a_line_that_breaks_the_answer_loses_none_of_the_others(
    harbour_settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    records, ok = run(
        Breaking.open(harbour_settings),
        line(id="a", question="Who broke it?"),
        line(id="b", question="Who is away?"),
        line(id="c", question=SIEGE),
    )
    assert ok == [False, False, True]
    assert [set(record) for record in records[:2]] == [{"id", "error"}] * 2
    assert [record["id"] for record in records] == ["a", "b", "c"]
    assert "KeyError" in records[0]["error"]
    assert records[1]["error"] == "the endpoint gives no vectors: try it again."
    assert "KeyError" in caplog.text
    assert "Who broke it?" not in caplog.text + records[0]["error"]


def test_blank_lines_are_passed_over(answerer: Answerer) -> None:
    records, ok = run(answerer, "", line(id="a", question=SIEGE), "   ", "")
    assert [record["id"] for record in records] == ["a"]
    assert ok == [True]


def test_an_empty_batch_gives_nothing(answerer: Answerer) -> None:
    assert run(answerer) == ([], [])


def test_a_batch_answers_as_a_single_question_does(answerer: Answerer) -> None:
    (record,), _ = run(answerer, line(id="a", question=SIEGE))
    single = json.loads(ask(answerer, read_question(line(question=SIEGE))).to_json())
    for name in ("sentences", "citations", "flags", "perspectives", "follow_ups"):
        assert record[name] == single[name]


def test_a_number_as_an_id_is_kept_as_its_text(answerer: Answerer) -> None:
    records, _ = run(answerer, line(id=7, question=SIEGE), line(id=8, question=""))
    assert [record["id"] for record in records] == ["7", "8"]


def test_a_line_nested_without_end_doesnt_end_the_batch(answerer: Answerer) -> None:
    _, ok = run(answerer, "[" * 100_000, line(question=SIEGE))
    assert ok == [False, True]


def test_a_wrong_line_without_an_id_is_told_without_one(answerer: Answerer) -> None:
    records, _ = run(answerer, line(id=None, question=""))
    assert records[0]["id"] is None
