"""The page's address: whether it shows the questions or the article, and where in it.

An address names a claim of the register and never holds what a reader has written.
"""

from __future__ import annotations

import streamlit as st

_CLAIM, _VIEW, _ARTICLE = "claim", "view", "article"


def asked_place() -> str | None:
    """The claim at which the article is to be opened, empty for its start; None where
    the questions are to be shown.
    """
    if _CLAIM in st.query_params:
        return st.query_params[_CLAIM]
    return "" if st.query_params.get(_VIEW) == _ARTICLE else None


def to_article(claim_id: str = "", came_from: int | None = None) -> None:
    """Go to the article with the next run; `came_from` is the turn to come back to."""
    to_questions()
    if claim_id:
        st.query_params[_CLAIM] = claim_id
    else:
        st.query_params[_VIEW] = _ARTICLE
    if came_from is not None:
        st.session_state["came_from"] = came_from
    st.session_state.pop("at_claim", None)


def to_questions() -> None:
    """Go back to where the article was opened, with the next run."""
    for name in (_CLAIM, _VIEW):
        if name in st.query_params:
            del st.query_params[name]


def to_new_question() -> None:
    """Go to the questions with the next run, to one that is asked from elsewhere."""
    st.query_params.clear()
    st.session_state.pop("came_from", None)


def claim_address(claim_id: str) -> str:
    """The address of a claim in the article, from that of the page."""
    return f"?{_CLAIM}={claim_id}"


def claim_link(claim_id: str) -> str:
    """The same in full, to be copied."""
    return f"{(st.context.url or '').rstrip('/')}/{claim_address(claim_id)}"
