"""The one piece of script: tells screen readers and the eye that an answer is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

_HTML = '<div role="status" aria-live="polite"></div>'
_CSS = """
div { position: absolute; width: 1px; height: 1px; overflow: hidden;
      clip-path: inset(50%); white-space: nowrap; }
"""
# The element stays where it is and only its text changes: that is what is announced.
_JS = """
export default function ({ parentElement, data }) {
  const status = parentElement.querySelector('[role=status]');
  if (status.dataset.turn === String(data.turn)) return;
  status.dataset.turn = data.turn;
  status.textContent = data.text;
}
"""


def announce(turn: int, text: str) -> None:
    """Mount the live region, or change its text; `turn` tells one answer from the next."""
    _region()(key="answer-status", data={"turn": turn, "text": text}, height=1)


@st.cache_resource(show_spinner=False)
def _region() -> ComponentRenderer:
    return st.components.v2.component("answer-status", html=_HTML, css=_CSS, js=_JS)
