"""The edge of the page: what goes wrong becomes one sentence for the reader."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from app.page.text import escape
from index.errors import CounterpointError, kind_and_frames

_LOG = logging.getLogger("counterpoint.page")
SORRY = "Something went wrong here, not with your question. Please ask it again."


@contextmanager
def page_boundary() -> Iterator[None]:
    """Show an error as a sentence; the log gets its frames, not what was asked."""
    try:
        yield
    except CounterpointError as failure:
        st.error(escape(str(failure)))
    except Exception as failure:
        _LOG.error("the page failed with %s", kind_and_frames(failure))
        st.error(SORRY)
