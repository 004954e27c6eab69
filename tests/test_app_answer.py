from __future__ import annotations

import json

from app.answer import Answer
from app.answering import Answerer

DUTY = "Does the Coast Act require an environmental assessment?"
AUSTRALIA = "What is the capital of Australia?"


KEYS = {
    "schema", "id", "question", "standalone_question", "as_of", "language", "outcome",
    "refusal", "sentences", "citations", "flags", "perspectives", "follow_ups",
    "composer", "index", "timings_ms",
}  # fmt: skip
SENTENCE = {"text", "voice", "speaker", "citations", "claims"}
CITATION = {
    "number", "source_id", "passage_id", "title", "publisher", "speaker", "party",
    "published", "event_date", "url", "perspective", "locator", "basis", "mark",
    "text_origin", "quote", "start", "end",
}  # fmt: skip
FLAG = {
    "claim_id", "status", "verdict", "kind", "contested", "overtaken",
    "article_quote", "paragraph", "start", "end", "summary", "raised_by",
    "reviewed_by", "positions",
}  # fmt: skip
POSITION = {"party", "stance", "date", "text", "citations"}


def test_every_key_of_the_contract_stands_in_an_answer(answerer: Answerer) -> None:
    record = json.loads(answerer.answer(DUTY).to_json())
    assert set(record) >= KEYS
    assert set(record["sentences"][0]) >= SENTENCE
    assert set(record["citations"][0]) >= CITATION
    assert set(record["flags"][0]) >= FLAG
    assert set(record["flags"][0]["positions"][0]) >= POSITION
    assert set(record["flags"][0]["overtaken"]) >= {"date", "text"}
    assert set(record["composer"]) >= {
        "name", "model", "fell_back", "dropped_sentences",
    }  # fmt: skip
    assert set(record["index"]) >= {"generation", "corpus_sha256"}
    assert set(record["timings_ms"]) >= {"retrieve", "compose", "total"}
    assert record["schema"] == "counterpoint.answer/1"


def test_every_key_of_the_contract_stands_in_a_refusal(answerer: Answerer) -> None:
    record = json.loads(answerer.answer(AUSTRALIA).to_json())
    assert set(record) >= KEYS
    assert set(record["refusal"]) >= {"reason", "message", "nearest", "would_help"}
    assert record["sentences"] == record["flags"] == []


def test_an_answer_is_one_line_of_json_that_reads_back(answers: list[Answer]) -> None:
    for answer in answers:
        assert "\n" not in answer.to_json()
        assert Answer.model_validate_json(answer.to_json()) == answer


def test_the_schema_names_every_key_of_the_contract() -> None:
    schema = Answer.model_json_schema(by_alias=True)
    assert set(schema["properties"]) >= KEYS
    assert set(schema["$defs"]["Citation"]["properties"]) >= CITATION
    assert set(schema["$defs"]["Flag"]["properties"]) >= FLAG
    assert schema["$defs"]["Flag"]["properties"]["raised_by"]["enum"] == [
        "question", "evidence",
    ]  # fmt: skip


def test_the_schema_holds_no_party_or_perspective_of_a_corpus() -> None:
    positions = Answer.model_json_schema()["$defs"]["FlagPosition"]["properties"]
    assert positions["party"] == {"title": "Party", "type": "string"}
