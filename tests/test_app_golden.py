"""Ten answers of the shipped corpus as a reader gets them, kept word for word.

`python -m pytest tests/test_app_golden.py --rewrite-golden` writes them anew; read what
changed before it is committed.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.answering import Answerer
from app.printing import printed

FOLDER = Path(__file__).parent / "golden"
QUESTIONS = (
    "Were Syrian fighters really there?",
    "Did Armenia start the autumn 2020 fighting?",
    "To whom does Nagorno-Karabakh belong under international law?",
    "Is it fair to call it an occupation?",
    "The author foresaw Russian peacekeepers. Did they come?",
    "How did the UN General Assembly vote on resolution 62/243?",
    "Compare what Armenia and Azerbaijan say about the strikes on Ganja.",
    "What does the article say about Iran?",
    "What did Aliyev and Pashinyan say on the phone on 27 September 2020?",
    "What does the article get wrong?",
)


def file_of(question: str) -> Path:
    """Where a question's answer is kept."""
    return FOLDER / ("-".join(re.findall(r"[a-z0-9]+", question.lower())) + ".md")


def markdown(question: str, text: str) -> str:
    """The page that is kept: the question, then a paragraph for each part."""
    return f"# {question}\n\n" + text.replace("\n", "\n\n") + "\n"


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_answer_stays_as_it_was_read(
    question: str, shipped_answerer: Answerer, request: pytest.FixtureRequest
) -> None:
    answer = shipped_answerer.answer(question)
    found = markdown(question, printed(answer))
    if request.config.getoption("--rewrite-golden"):
        file_of(question).write_text(found, "utf-8")
    assert file_of(question).read_text("utf-8") == found


def test_no_kept_answer_is_left_over() -> None:
    assert {*FOLDER.iterdir()} == {file_of(question) for question in QUESTIONS}
