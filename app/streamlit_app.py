"""The public chat page: a question, its cited and flagged answer, and what lies behind.

No question is put into an address or a log.
"""

from __future__ import annotations

import logging
import os
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from app.answer import Answer
from app.answering import Answerer
from app.page_answer import announcement, show_answer, show_questions, show_refusal
from app.page_sources import Shown
from app.page_start import examples, show_title
from app.page_status import announce
from app.page_text import escape
from index.errors import CounterpointError
from index.settings import Settings

MAX_LENGTH = 2000
_STYLE = Path(__file__).with_name("page.css")
_LOG = logging.getLogger("counterpoint.page")


def main() -> None:
    """One run of the page."""
    st.set_page_config(page_title="Counterpoint", layout="centered")
    st.html(_STYLE)
    with page_boundary():
        chat(opened(Settings.from_env(os.environ)))


@dataclass(frozen=True, slots=True)
class Turn:
    """What was asked, and the answer to it."""

    question: str
    answer: Answer


@contextmanager
def page_boundary() -> Iterator[None]:
    """Turn every error into one sentence on the page."""
    try:
        yield
    except CounterpointError as failure:
        st.error(escape(str(failure)))
    except Exception as failure:
        # frames and kind only: the message of an error can hold what a reader asked
        frames = "".join(traceback.format_tb(failure.__traceback__))
        _LOG.error("the page failed with %s\n%s", type(failure).__name__, frames)
        st.error("Something went wrong here, not with your question. Please ask again.")


@st.cache_resource(show_spinner=False)
def opened(settings: Settings) -> Answerer:
    """The answerer for these settings, opened once for all readers."""
    return Answerer.open(settings)


def chat(answerer: Answerer) -> None:
    """Title, earlier turns, and the answer to what was just asked."""
    generation = answerer.generation()
    names = generation.register.settings.perspectives
    turns: list[Turn] = st.session_state.setdefault("turns", [])
    status = st.container()
    show_title(generation)
    typed = st.chat_input("Ask about the article", max_chars=MAX_LENGTH)
    question = typed or st.session_state.pop("asked", None)
    if not turns and not question:
        show_questions("For example", examples(generation.register), "start", ask)
    for number, turn in enumerate(turns):
        show_turn(turn.question, Shown(number, turn.answer, names))
    if question:
        show_question(question, len(turns))
        history = [turn.question for turn in turns]
        turns.append(Turn(question, answerer.answer(question[:MAX_LENGTH], history)))
        show_reply(Shown(len(turns) - 1, turns[-1].answer, names))
    if turns:
        last = turns[-1].answer
        show_questions("You could ask", last.follow_ups, f"{len(turns)}", ask)
    with status:
        announce(len(turns), announcement(turns[-1].answer) if turns else "")


def ask(question: str) -> None:
    """Ask a question in the run that a button starts."""
    st.session_state["asked"] = question


def show_turn(question: str, shown: Shown) -> None:
    """A question and its answer."""
    show_question(question, shown.turn)
    show_reply(shown)


def show_question(question: str, turn: int) -> None:
    """What the reader asked, as it was written."""
    with st.chat_message("user"), st.container(key=f"question-{turn}"):
        st.markdown(escape(question))


def show_reply(shown: Shown) -> None:
    """An answer; what is opened in it runs this part of the page alone."""
    with st.chat_message("assistant"):
        _reply(shown)


@st.fragment
def _reply(shown: Shown) -> None:
    with page_boundary():
        show = show_refusal if shown.answer.refusal else show_answer
        show(shown)


main()
