"""The article as a reader meets it: its words, marked, and who says what on them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from app.annotating import AnnotatedArticle, Annotation, Paragraph, annotated
from app.answer import Citation, Flag
from app.page.address import (
    asked_place,
    claim_link,
    to_article,
    to_new_question,
    to_questions,
)
from app.page.answer import Ask
from app.page.boundary import page_boundary
from app.page.flags import article_words, open_panel, show_positions
from app.page.marking import legend, marked
from app.page.sources import side
from app.page.start import published, review, say_that_questions_leave
from app.page.status import announce
from app.page.text import as_question, escape, web_link
from app.page.words import BADGE, claim_counts, status_sentence
from index.generations import Generation

_UNKNOWN = (
    "The address names a claim that isn't in this article; here it is from its start."
)


@dataclass(frozen=True, slots=True)
class ShownClaim:
    """A claim in a paragraph of the article: what it cites."""

    turn: str
    citations: tuple[Citation, ...]
    perspectives: Mapping[str, str]

    def citation(self, number: int) -> Citation | None:
        """The citation of that number."""
        return next((one for one in self.citations if one.number == number), None)

    def perspective(self, key: str) -> str:
        """A perspective's name for readers."""
        return side(key, self.perspectives)


def read_button() -> None:
    """The way from the questions to the article."""
    name = "Read the article, claim by claim"
    st.button(name, key="read-article", icon=":material/article:", on_click=to_article)


def show_article(generation: Generation, ask: Ask, *, leaves: bool) -> None:
    """The annotated article, at the claim that the address names.

    `leaves` says that questions are sent to a language model elsewhere.
    """
    whole = _annotated(generation.id, generation)
    status = st.container()
    with st.container(key="article-bar"):
        back = "Back to the questions"
        st.button(back, key="back", icon=":material/arrow_back:", on_click=to_questions)
    claim_id = asked_place() or ""
    paragraph = whole.paragraph_of(claim_id)
    if claim_id and paragraph is None:
        st.warning(_UNKNOWN)
    _head(whole, generation)
    if leaves:
        say_that_questions_leave()
    if st.session_state.get("at_claim") != claim_id:
        st.session_state["at_claim"] = claim_id
        if paragraph is not None:
            st.session_state[_panel(paragraph, claim_id)] = True
    names = generation.register.settings.perspectives
    for one in whole.paragraphs:
        here = claim_id if one.number == paragraph else ""
        _paragraph(one, here, names, ask)
    with status:
        _announce(whole, claim_id, paragraph)


@st.cache_resource(max_entries=2, show_spinner=False)
def _annotated(generation_id: str, _generation: Generation) -> AnnotatedArticle:
    """The annotated article, made once for all readers of a generation."""
    return annotated(_generation)


def _head(whole: AnnotatedArticle, generation: Generation) -> None:
    """What is read: whose, of when, and how many of its claims stand how."""
    article = whole.article
    st.title(escape(article.title), anchor=False)
    author = f"By {escape(article.author)}. " if article.author else ""
    original = web_link("Open the original", article.url)
    st.markdown(f"{author}{published(article)}. {original}")
    counts = claim_counts(whole.counts())
    st.markdown(f"**{counts}** {review(generation.register)}")
    st.html(legend(whole.counts()))
    notes = [*article.remarks(), *filter(None, [whole.licence])]
    with st.container(key="small-notes"):
        st.markdown("  \n".join(escape(note) for note in notes))


def _paragraph(
    paragraph: Paragraph, asked: str, names: Mapping[str, str], ask: Ask
) -> None:
    """A paragraph's words with their marks, and its claims under them, first the one
    that is `asked` for, if any is.
    """
    st.header(f"Paragraph {paragraph.number}", anchor=False)
    panels = {
        one.flag.claim_id: _panel(paragraph.number, one.flag.claim_id)
        for one in paragraph.claims
    }
    st.html(marked(paragraph, panels, asked))
    if paragraph.claims:
        with st.container(key=f"claims-{paragraph.number}", gap="xsmall"):
            _claims(paragraph, asked, names, ask)


@st.fragment
def _claims(
    paragraph: Paragraph, asked: str, names: Mapping[str, str], ask: Ask
) -> None:
    """The claims of a paragraph; what is opened in one runs this part alone."""
    with page_boundary():
        for one in sorted(paragraph.claims, key=lambda c: c.flag.claim_id != asked):
            shown = ShownClaim(_turn(paragraph.number), one.citations, names)
            panel = open_panel(shown, one.flag, _label(one))
            if panel:
                with panel:
                    _opened(shown, one, ask)


def _opened(shown: ShownClaim, one: Annotation, ask: Ask) -> None:
    """All about a claim, as an answer's flag tells it, and the ways on from it."""
    flag, question = one.flag, as_question(one.question)
    st.markdown(f"**{status_sentence(flag)}** {article_words(flag)}")
    show_positions(shown, flag)
    name = f"Ask about this: {escape(question)}"
    if st.button(name, key=f"ask-{shown.turn}-{flag.claim_id}", wrap=True):
        to_new_question()
        ask(question)
        st.rerun()
    with st.container(key=f"small-link-{shown.turn}-{flag.claim_id}", gap="xxsmall"):
        st.markdown("Link to this claim:")
        st.code(claim_link(flag.claim_id), language=None, wrap_lines=True)


def _label(one: Annotation) -> str:
    """A claim on a line: its number in the text, its status, what it comes to."""
    name, colour = BADGE[one.flag.status]
    return f"**{one.number}** :{colour}-badge[{name}] {escape(one.flag.statement)}"


def _turn(paragraph: int) -> str:
    return f"article-{paragraph}"


def _panel(paragraph: int, claim_id: str) -> str:
    """The key of a claim's panel under a paragraph."""
    return f"panel-{_turn(paragraph)}-{claim_id}"


def _announce(whole: AnnotatedArticle, claim_id: str, paragraph: int | None) -> None:
    """Say what is shown, and go there."""
    if paragraph is None:
        announce("article", "The article, claim by claim.", ".st-key-article-bar")
        return
    flag: Flag = whole.claims[claim_id].flag
    text = f"The article at a claim in paragraph {paragraph}: {flag.statement}"
    announce(f"article-{claim_id}", text, ".asked")
