from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from app.answer import Answer, Refusal
from app.answering import Answerer
from app.sharing import (
    MOST,
    Shared,
    SharedAnswerError,
    keep,
    kept,
    may_be_shared,
    needed,
    to_share,
)

COLLISION = "Who caused the collision at the harbour mouth?"
VOTE = "How did the town council vote on the enlargement?"
STUDY = "Did the Skerrow Marine Institute study the herring landings?"
LENGTH = "How long is the Old Quay?"
NAMES = {"fishing": "Fishing", "company": "Port company", "court": "Court"}


@pytest.fixture
def shared(answerer: Answerer) -> Shared:
    return to_share(answerer.answer(COLLISION), (VOTE,), NAMES)


def files(state: Path) -> list[Path]:
    return [path for path in state.rglob("*") if path.is_file()]


def test_what_was_kept_is_read_as_it_was_given(shared: Shared, tmp_path: Path) -> None:
    name = keep(tmp_path, shared)

    assert kept(tmp_path, name) == shared
    assert files(tmp_path) == [tmp_path / "shared" / f"{name}.json"]
    assert '"schema":"counterpoint.shared/1"' in files(tmp_path)[0].read_text("utf-8")


def test_what_was_kept_before_a_field_was_added_to_answers_is_still_read(
    shared: Shared, tmp_path: Path
) -> None:
    name = keep(tmp_path, shared)
    old = json.loads(files(tmp_path)[0].read_text("utf-8"))
    for flag in old["answer"]["flags"]:
        del flag["dispute"], flag["unclear"], flag["verdict_reason"]
    files(tmp_path)[0].write_text(json.dumps(old), "utf-8")

    assert kept(tmp_path, name).answer.sentences == shared.answer.sentences
    assert kept(tmp_path, name).answer.flags[0].dispute is None


def test_the_same_answer_has_one_link_and_is_written_once(
    answerer: Answerer, shared: Shared, tmp_path: Path
) -> None:
    name = keep(tmp_path, shared)
    written = files(tmp_path)[0].stat()
    again = to_share(answerer.answer(COLLISION), (VOTE,), NAMES)
    later = again.model_copy(update={"day": date(2031, 1, 2)})

    assert keep(tmp_path, later) == name
    assert files(tmp_path)[0].stat() == written
    assert kept(tmp_path, name).day == shared.day


def test_another_answer_or_other_earlier_questions_have_another_link(
    answerer: Answerer, shared: Shared
) -> None:
    other = to_share(answerer.answer(VOTE), (VOTE,), NAMES)
    alone = to_share(answerer.answer(COLLISION), (), NAMES)
    assert len({shared.name, other.name, alone.name}) == 3


def test_neither_times_nor_costs_nor_names_that_it_does_without_are_kept(
    answerer: Answerer,
) -> None:
    answer = answerer.answer(COLLISION)
    dear = answer.composer.model_copy(update={"price": 0.2, "tokens_in": 900})
    answer = answer.model_copy(update={"composer": dear, "id": "line 7"})
    shared = to_share(answer, (), NAMES)

    assert shared.answer.timings_ms.total == shared.answer.composer.price == 0
    assert (shared.answer.composer.tokens_in, shared.answer.id) == (0, None)
    assert shared.perspectives == {"fishing": "Fishing", "company": "Port company"}
    assert shared.answer.sentences == answer.sentences


@pytest.mark.parametrize(
    "name",
    ["", "../../etc/passwd", "..", "a" * 31, "A" * 32, "a" * 31 + "/", "a" * 32 + "\n",
     "０" * 32],
)  # fmt: skip
def test_what_is_no_name_of_an_answer_never_becomes_a_path(
    name: str, shared: Shared, tmp_path: Path
) -> None:
    keep(tmp_path, shared)
    with pytest.raises(SharedAnswerError, match="no shared answer at this address"):
        kept(tmp_path, name)


def test_an_answer_whose_file_was_deleted_is_there_no_more(
    shared: Shared, tmp_path: Path
) -> None:
    name = keep(tmp_path, shared)
    files(tmp_path)[0].unlink()
    with pytest.raises(SharedAnswerError, match="it was taken away, or the link"):
        kept(tmp_path, name)


@pytest.mark.parametrize("change", ["cut", "schema", "emptied", "bytes"])
def test_a_damaged_file_is_said_in_one_sentence_without_its_content(
    shared: Shared, tmp_path: Path, change: str
) -> None:
    name = keep(tmp_path, shared)
    text = files(tmp_path)[0].read_text("utf-8")
    damaged = {
        "cut": text[: len(text) // 2].encode(),
        "schema": text.replace("shared/1", "shared/9").encode(),
        "emptied": b"",
        "bytes": b"\xff\xfe\x00",
    }
    files(tmp_path)[0].write_bytes(damaged[change])
    with pytest.raises(SharedAnswerError, match=f"{name}' can't be read") as failure:
        kept(tmp_path, name)
    assert "collision" not in str(failure.value)


def test_a_full_folder_takes_no_more_but_still_gives_the_old_link(
    answerer: Answerer, shared: Shared, tmp_path: Path
) -> None:
    name = keep(tmp_path, shared)
    for number in range(MOST - 1):
        (tmp_path / "shared" / f"{number}.json").touch()
    other = to_share(answerer.answer(VOTE), (), NAMES)

    with pytest.raises(SharedAnswerError, match="5,000 shared answers are stored"):
        keep(tmp_path, other)
    assert keep(tmp_path, shared) == name


def test_a_folder_that_cant_be_written_is_said_in_one_sentence(
    shared: Shared, tmp_path: Path
) -> None:
    (tmp_path / "state").write_text("no folder")
    with pytest.raises(SharedAnswerError, match="can't be stored here"):
        keep(tmp_path / "state", shared)
    assert (tmp_path / "state").read_text() == "no folder"


@pytest.mark.parametrize(
    ("question", "earlier", "expected"),
    [
        (COLLISION, (), ()),
        (COLLISION, (VOTE, LENGTH), ()),
        ("And what did the cooperative say about it?", (VOTE, STUDY), (STUDY,)),
        ("Why?", (VOTE, LENGTH, STUDY), (STUDY,)),
        ("Why?", (LENGTH, VOTE, COLLISION), (VOTE, COLLISION)),
        ("Back to the collision: why?", (VOTE, COLLISION, LENGTH), (COLLISION,)),
    ],
)
def test_only_earlier_questions_that_the_answer_goes_on_from_are_needed(
    answerer: Answerer,
    question: str,
    earlier: tuple[str, ...],
    expected: tuple[str, ...],
) -> None:
    assert needed(answerer.answer, question, earlier) == expected


def test_a_question_that_isnt_allowed_is_never_kept(answers: list[Answer]) -> None:
    refused = next(answer for answer in answers if answer.refusal)
    barred = Refusal(reason="not-allowed", message="No.")

    assert may_be_shared(refused)
    assert all(may_be_shared(answer) for answer in answers)
    assert not may_be_shared(refused.model_copy(update={"refusal": barred}))
