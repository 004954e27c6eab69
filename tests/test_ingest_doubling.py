from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ingest.checking import check
from ingest.reading import require_corpus


def test_a_question_about_something_else_cant_ask_for_a_claim(
    harbour: Path, edit: Callable[[str, str, str], None]
) -> None:
    edit(
        "elsewhere.yaml",
        "- Are you a real person?",
        "- was the line of boats a siege",
    )
    (problem,) = check(require_corpus(harbour))
    assert (problem.file, problem.field) == ("elsewhere.yaml", "question 10")
    assert "asks for a claim as well: remove one of the two" in problem.mend


def test_a_question_cant_be_on_the_subject_and_about_something_else(
    harbour: Path,
) -> None:
    (harbour / "within.yaml").write_text("- who paid\n- Are you a real person?\n")
    (problem,) = check(require_corpus(harbour))
    assert (problem.file, problem.field) == ("within.yaml", "question 2")
    assert "stands among those about something else: remove one" in problem.mend


def test_nor_can_a_further_question_about_something_else_ask_for_a_claim(
    harbour: Path,
) -> None:
    (harbour / "beyond.yaml").write_text("- Was the line of boats a siege\n")
    (problem,) = check(require_corpus(harbour))
    assert (problem.file, problem.field) == ("beyond.yaml", "question 1")
    assert "asks for a claim as well: remove one of the two" in problem.mend
