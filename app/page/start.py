"""The first screen: what this is, and questions to begin with."""

from __future__ import annotations

import streamlit as st

from app.page.text import escape, web_link
from index.claims import Claim
from index.corpora import Article, Register
from index.dates import in_words
from index.generations import Generation
from index.sources import ARTICLE

_CONTESTED = 4


def show_title(generation: Generation, *, leaves: bool) -> None:
    """The name, the subject, and what a reader can expect, review included.

    `leaves` says that questions are sent to a language model elsewhere.
    """
    register = generation.register
    st.title("Counterpoint", anchor=False)
    st.markdown(
        f"**{escape(register.settings.title)}.** Answers from one article and "
        f"{source_count(generation):,} reference sources, each statement cited; "
        f"contested claims flagged. {review(register)}"
    )
    if leaves:
        say_that_questions_leave()
    with st.container(key="small-article"):
        st.markdown(_article(register))


def say_that_questions_leave() -> None:
    """That they are sent to a language model elsewhere."""
    st.markdown(
        "**Questions leave this site:** a language model words the answers, so "
        "what you ask is sent to its provider."
    )


def source_count(generation: Generation) -> int:
    """How many documents besides the article there are passages from."""
    return len({key.split("#")[0] for key in generation.parties} - {ARTICLE})


def review(register: Register) -> str:
    """How many of the article's claims a named person has reviewed."""
    done = sum(claim.reviewed_by is not None for claim in register.claims)
    if not done:
        return "Not yet reviewed by a person."
    return f"{done} of {len(register.claims)} claims reviewed by a person."


def examples(register: Register) -> tuple[str, ...]:
    """A wording each of the claims that most parties contest, and of a settled one."""
    contested = [claim for claim in register.claims if claim.contested]
    settled = [claim for claim in register.claims if claim.status == "not-in-dispute"]
    contested.sort(key=_parties, reverse=True)
    chosen = [*contested[:_CONTESTED], *settled[:1]]
    return tuple(claim.asked_as[0] for claim in chosen)


def _parties(claim: Claim) -> int:
    return len({position.party for position in claim.positions})


def _article(register: Register) -> str:
    article = register.article
    name = web_link(f"“{article.title}”", article.url)
    return f"The article: {name}, {published(article)}"


def published(article: Article) -> str:
    """Who published the article, and when, as far as that is known."""
    date = article.published or article.inferred_date
    about = "" if article.published else "about "
    return f"{escape(article.publisher)}, {about}{in_words(date)}"
