from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError
from rapidfuzz import fuzz, process
from rapidfuzz.utils import default_process

from eval.cases import (
    QUESTIONS,
    STANDALONE,
    Case,
    Expect,
    QuestionSetError,
    chosen,
    load,
    sha256,
)
from ingest.reading import require_corpus

NEAR = 90
"""Likeness in per cent from which one question is a near copy of another."""
ROW: dict[str, Any] = {
    "id": "r-contested-001",
    "kind": "contested",
    "split": "report",
    "question": "Who caused the collision?",
    "expect": {"outcome": "answered", "about": ["who caused the collision"]},
    "reason": "Each crew blames the other.",
}


def case(**changes: Any) -> Case:
    return Case.model_validate(ROW | changes)


def test_a_mirror_group_asks_each_of_its_variants_with_its_history() -> None:
    group = case(
        variants={
            "leaning_one_way": "Why did they ram us?",
            "push_back": {"question": "Admit it.", "history": ["Who rammed whom?"]},
        }
    )
    asked = {one.variant: one for one in group.asked()}
    assert asked["leaning_one_way"].question == "Why did they ram us?"
    assert asked["push_back"].history == ("Who rammed whom?",)


def test_a_follow_up_is_asked_as_it_stands_and_in_full() -> None:
    follow_up = case(history=["Who rammed whom?"], standalone="Was the boat to blame?")
    assert [one.variant for one in follow_up.asked()] == ["", STANDALONE]
    assert follow_up.asked()[1].history == ()


def test_claims_expected_in_words_only_leave_a_case_unlabelled() -> None:
    assert not case().labelled
    assert case(expect={"outcome": "answered", "must_flag": ["h04-collision"]}).labelled


@pytest.mark.parametrize(
    "expect",
    [
        {"outcome": "refused"},
        {"outcome": "answered", "refusal": "off-topic"},
        {"outcome": "answered", "must_have": ["a", "b", "c", "d"]},
        {"outcome": "answered", "must_mention": ["misspelt field"]},
    ],
)
def test_an_expectation_that_makes_no_sense_is_refused(expect: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Expect.model_validate(expect)


def test_a_broken_line_is_named_by_file_and_line(tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text(json.dumps(ROW) + "\n\n" + json.dumps(ROW | {"kind": "odd"}))
    with pytest.raises(QuestionSetError, match=r"questions\.jsonl:3: kind: "):
        load(file)


@pytest.mark.parametrize("mark", ["\u2028", "\u2029", "\x85"])
def test_only_a_line_break_ends_a_case(tmp_path: Path, mark: str) -> None:
    file = tmp_path / "questions.jsonl"
    one = case(question=f"Who caused{mark}the collision?")
    file.write_text(f"{one.model_dump_json(exclude_defaults=True)}\r\n\n", "utf-8")
    assert load(file) == [one]


def test_an_id_used_twice_is_an_error(tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text(json.dumps(ROW) + "\n" + json.dumps(ROW))
    with pytest.raises(QuestionSetError, match="'r-contested-001' is used twice"):
        load(file)


def test_a_missing_file_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(QuestionSetError, match="--questions"):
        load(tmp_path / "none.jsonl")


def test_cases_are_chosen_by_kind_and_split() -> None:
    cases = [case(), case(id="t-slip-001", kind="slip", split="tune")]
    assert [c.id for c in chosen(cases, kinds=["slip"])] == ["t-slip-001"]
    assert [c.id for c in chosen(cases, split="report")] == ["r-contested-001"]
    assert chosen(cases, kinds=["slip"], split="report") == []


def test_the_hash_follows_the_content_and_not_the_order() -> None:
    one, other = case(), case(id="r-contested-002")
    assert sha256([one, other]) == sha256([other, one])
    assert sha256([one]) != sha256([case(question="Who rammed whom?")])


def test_the_shipped_set_loads_and_its_patterns_compile() -> None:
    cases = load(QUESTIONS)
    assert len(cases) >= 260
    assert {c.split for c in cases} == {"report", "tune"}
    for one in cases:
        for pattern in one.expect.mention:
            re.compile(pattern)


def asked_in(split: str) -> list[str]:
    """What is asked in a split of the shipped set without earlier turns."""
    return [
        one.question
        for shipped in load(QUESTIONS)
        if shipped.split == split
        for one in shipped.asked()
        if not one.history and one.variant != STANDALONE
    ]


def near_copies(held: list[str], learnt: list[str]) -> list[tuple[str, str]]:
    """Pairs of a held-out question and a learnt one that are nearly the same."""
    near = process.cdist(
        held, learnt, scorer=fuzz.token_sort_ratio, processor=default_process
    )
    pairs = zip(*np.where(near >= NEAR), strict=True)
    return [(held[row], learnt[column]) for row, column in pairs]


def test_no_wording_of_the_corpus_stands_in_the_report_split() -> None:
    """Nor a near copy: what is reported on must not have been learnt."""
    corpus = require_corpus(QUESTIONS.parents[1] / "ingest" / "corpus")
    learnt = [w for claim in corpus.register.claims for w in claim.asked_as]
    learnt += [w for topic in corpus.register.topics for w in topic.asked_as]
    learnt += [*corpus.register.within, *corpus.register.beyond]
    learnt += [one.question for one in corpus.register.overviews]
    for source in corpus.sources:
        for point in source.points:
            learnt += [*point.asked_as, *point.unanswered]
    assert len(learnt) > 15_000
    assert near_copies(asked_in("report"), learnt) == []


def test_no_overview_comes_near_a_question_of_tune() -> None:
    """By which it is told how far what is learnt from the overviews carries."""
    corpus = require_corpus(QUESTIONS.parents[1] / "ingest" / "corpus")
    overviews = [one.question for one in corpus.register.overviews]
    assert len(overviews) > 2_000
    assert near_copies(asked_in("tune"), overviews) == []


def test_no_question_of_tune_stands_in_the_report_split() -> None:
    assert near_copies(asked_in("report"), asked_in("tune")) == []
