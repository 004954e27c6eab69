"""The page's one piece of script: it says that an answer is there, and goes to it."""

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
# A live region has to stay the same element: only its text changes.
_JS = """
export default function ({ parentElement, data }) {
  const status = parentElement.querySelector('[role=status]');
  if (status.dataset.turn === String(data.turn)) return;
  status.dataset.turn = data.turn;
  status.textContent = data.text;
  if (!data.turn) return;
  const asked = document.querySelector(`.st-key-question-${data.turn - 1}`);
  asked?.closest('.stChatMessage')?.scrollIntoView({ block: 'start' });
}
"""


def announce(turn: int, text: str) -> None:
    """Mount the live region, or change its text when another turn was answered."""
    _region()(key="answer-status", data={"turn": turn, "text": text}, height=1)


@st.cache_resource(show_spinner=False)
def _region() -> ComponentRenderer:
    return st.components.v2.component("answer-status", html=_HTML, css=_CSS, js=_JS)
