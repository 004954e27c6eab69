"""Citations: small numbered buttons behind a sentence, and the passage they open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import streamlit as st

from app.answer import Answer, Citation
from app.page.text import escape, short_address, web_address, web_link
from app.page.words import day, origin_sentence, reading_sentence, review_words
from index.sources import ARTICLE


class Cited(Protocol):
    """A part of the page, known by its `turn`, whose sentences are cited."""

    @property
    def turn(self) -> int | str:
        """What the keys of its elements tell it from other parts by."""

    def citation(self, number: int) -> Citation | None:
        """The citation of that number."""

    def perspective(self, key: str) -> str:
        """A perspective's name for readers."""


@dataclass(frozen=True, slots=True)
class Shown:
    """An answer on the page: which turn it is, and the names of the perspectives."""

    turn: int
    answer: Answer
    perspectives: Mapping[str, str]

    def citation(self, number: int) -> Citation | None:
        """The citation of that number."""
        found = (c for c in self.answer.citations if c.number == number)
        return next(found, None)

    def perspective(self, key: str) -> str:
        """A perspective's name for readers."""
        return side(key, self.perspectives)


def side(key: str, names: Mapping[str, str]) -> str:
    """What readers know a perspective by."""
    return "The article" if key == ARTICLE else names.get(key, key)


def say(shown: Cited, key: str, markdown: str, numbers: Sequence[int]) -> None:
    """One sentence with its citations right behind it."""
    with st.container(key=f"said-{shown.turn}-{key}", gap=None):
        st.markdown(markdown)
        for number in numbers:
            name = f"cite-{shown.turn}-{key}-{number}"
            if st.button(_name(shown, number), key=name, type="tertiary"):
                _open(shown, number)


def _name(shown: Cited, number: int) -> str:
    """A citation's number, among words for those who hear the page: the style hides
    what is emphasised.
    """
    citation = shown.citation(number)
    publisher = f" *from {escape(citation.publisher)}*" if citation else ""
    return rf"*Source* :blue[\[{number}\]]{publisher}"


def _open(shown: Cited, number: int) -> None:
    """Show a passage; it is built now, when somebody asks for it."""
    citation = shown.citation(number)
    if citation is None:
        return

    @st.dialog(f"Source {number}", width="medium")
    def passage() -> None:
        _passage(shown, citation)

    passage()


def _passage(shown: Cited, citation: Citation) -> None:
    with st.container(key=f"quote-{shown.turn}"):
        st.markdown(escape(citation.quote))
    st.markdown(f"**{origin_sentence(citation)}.** {reading_sentence(citation)}")
    st.markdown(_facts(shown, citation))
    address = web_address(citation.url)
    if address:
        label = (
            "Open the article" if citation.source_id == ARTICLE else "Open the original"
        )
        st.link_button(label, address, icon=":material/open_in_new:")
    with st.container(key=f"small-{shown.turn}"):
        st.markdown(_small_print(citation))


def _facts(shown: Cited, citation: Citation) -> str:
    """Who published it, who speaks, from which side, and where in the document."""
    speaker = citation.speaker or ""
    party = citation.party or ""
    view = shown.perspective(citation.perspective)
    if citation.source_id == ARTICLE:
        speaker = view = ""
    rows = [
        ("Document", citation.title),
        (
            "Published by",
            ", ".join(filter(None, [citation.publisher, day(citation.published)])),
        ),
        ("Who speaks", f"{speaker} ({party})" if speaker and party else speaker),
        ("When it happened", day(citation.event_date)),
        ("Perspective", ". ".join(filter(None, [view, citation.perspective_reason]))),
        ("Where in it", citation.locator),
    ]
    return "\n".join(f"- **{name}:** {escape(value)}" for name, value in rows if value)


def _small_print(citation: Citation) -> str:
    read_at = [
        web_link(short_address(address), address)
        for address in citation.read_at
        if address != citation.url
    ]
    if citation.source_id == ARTICLE:
        return f"Where it was read: {', '.join(read_at)}" if read_at else ""
    lines = [
        f"Our summary: {escape(review_words(citation.reviewed_by))}",
        f"Where it was read: {', '.join(read_at)}" if read_at else "",
        escape(citation.licence),
    ]
    return "  \n".join(filter(None, lines))
