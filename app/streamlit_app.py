"""The public chat page: a question, its cited and flagged answer, and what lies behind.

No question is put into an address or a log.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from app.answer import Answer
from app.answering import Answerer
from app.asking import MAX_LENGTH
from app.chat.settings import ChatSettings
from app.page.address import asked_place
from app.page.answer import announcement, show_answer, show_questions, show_refusal
from app.page.article import read_button, show_article
from app.page.boundary import page_boundary
from app.page.sharing import Offer, offer_to_share, shared_name, show_shared
from app.page.sources import Shown
from app.page.start import examples, show_title
from app.page.status import announce
from app.page.text import escape
from index.settings import Settings

_STYLE = Path(__file__).parent / "page" / "page.css"


@dataclass(frozen=True, slots=True)
class Turn:
    """What was asked, the answer to it, and the questions that it was asked after."""

    question: str
    answer: Answer
    earlier: tuple[str, ...] = ()


def main() -> None:
    """One run of the page."""
    st.set_page_config(page_title="Counterpoint", layout="centered")
    st.html(_STYLE)
    with page_boundary():
        settings = Settings.from_env(os.environ)
        model = ChatSettings.from_env(os.environ)
        shared = shared_name()
        if asked_place() is not None:
            article(opened(settings, model))
        elif shared is not None:
            show_shared(
                shared, settings.state, lambda: opened(settings, model), show_alone
            )
        else:
            chat(opened(settings, model), settings.state)


@st.cache_resource(show_spinner="Opening the index …")
def opened(settings: Settings, model: ChatSettings | None) -> Answerer:
    """The answerer for these settings, opened once for all readers."""
    return Answerer.open(settings, model)


def article(answerer: Answerer) -> None:
    """The article, from which a question is asked in the conversation."""
    leaves = answerer.worded_elsewhere
    show_article(answerer.generation(), ask, leaves=leaves)


def chat(answerer: Answerer, state: Path) -> None:
    """Title, earlier turns, and the answer to what was just asked."""
    generation = answerer.generation()
    names = generation.register.settings.perspectives
    turns: list[Turn] = st.session_state.setdefault("turns", [])
    status = st.container()
    show_title(generation, leaves=answerer.worded_elsewhere)
    read_button()
    conversation = st.container()
    question = asked_now()
    with conversation:
        if not turns and not question:
            show_questions("For example", examples(generation.register), "start", ask)
        for number, turn in enumerate(turns):
            show_question(turn.question, number)
            offer = Offer(answerer, state, turn.earlier)
            show_reply(Shown(number, turn.answer, names), offer)
        if question:
            show_question(question, len(turns))
            earlier = st.session_state.pop("asked_after", None)
            if earlier is None:
                earlier = answered_questions(turns)
            answer = answerer.answer(question, earlier)
            turns.append(Turn(question, answer, earlier))
            offer = Offer(answerer, state, earlier)
            show_reply(Shown(len(turns) - 1, answer, names), offer)
        if turns:
            follow_ups = turns[-1].answer.follow_ups
            show_questions("You could ask", follow_ups, f"{len(turns)}", ask)
    with status:
        last = len(turns) - 1
        left = st.session_state.pop("came_from", last)
        at = left if 0 <= left < last and not question else last
        told = announcement(turns[-1].answer) if turns else ""
        announce(len(turns), told, f".st-key-question-{at}" if turns else "")


def asked_now() -> str | None:
    """What was typed or tapped to start this run."""
    with st.container(key="question-box", gap="small"):
        length = st.session_state.pop("too_long", 0)
        if length:
            st.error(
                f"A question can have {MAX_LENGTH:,} characters at most, and this has "
                f"{length:,}: please shorten it in the box."
            )
        typed = st.chat_input(
            "Ask about the article", key="typed", on_submit=give_back_too_long
        )
    tapped: str | None = st.session_state.pop("asked", None)
    return (typed or tapped or "").strip() or None


def give_back_too_long() -> None:
    """Put a text over the limit back into the box: Streamlit's own limit drops what is
    pasted without a word.
    """
    typed: str = st.session_state["typed"]
    length = len(typed.strip())
    if length > MAX_LENGTH:
        # the browser passes over a value that it was given before
        again = typed == st.session_state.get("given_back")
        st.session_state["typed"] = st.session_state["given_back"] = typed + " " * again
        st.session_state["too_long"] = length


def answered_questions(turns: list[Turn]) -> tuple[str, ...]:
    """What a follow-up can refer to: a question that was refused is no subject."""
    if not turns:
        return ()
    last = turns[-1]
    answered = last.answer.outcome == "answered"
    return (*last.earlier, last.question) if answered else last.earlier


def ask(question: str) -> None:
    """Ask a question in the run that its button starts."""
    st.session_state["asked"] = question


def show_question(question: str, turn: int) -> None:
    """What the reader asked, as it was written."""
    with st.chat_message("user"), st.container(key=f"question-{turn}"):
        st.markdown(escape(question))


def show_alone(question: str, shown: Shown) -> None:
    """A question and its answer that are no part of this conversation."""
    show_question(question, shown.turn)
    show_reply(shown)


def show_reply(shown: Shown, offer: Offer | None = None) -> None:
    """An answer; what is opened in it runs this part of the page alone."""
    with st.chat_message("assistant"):
        _reply(shown, offer)


@st.fragment
def _reply(shown: Shown, offer: Offer | None) -> None:
    with page_boundary():
        show = show_refusal if shown.answer.refusal else show_answer
        show(shown)
        if offer:
            offer_to_share(shown, offer)


main()
