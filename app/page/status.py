"""The page's one piece of script: it says what is there now, and goes to it.

In the article it opens the claim whose words are tapped.
"""

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
  goTo(data.at);
  document.addEventListener('click', openClaim);
}

function goTo(selector) {
  const found = selector && document.querySelector(selector);
  const whole = found && (found.closest('.stChatMessage') ?? found);
  if (whole) whole.scrollIntoView({ block: 'start' });
  else document.querySelector('.stMain')?.scrollTo(0, 0);
}

// Without this a number in the article's text is a link to the claim, in a new session.
function openClaim(event) {
  const tapped = event.target.closest?.('[data-claim]');
  const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey;
  if (!tapped || elsewhere || event.defaultPrevented) return;
  // who selects words wants to copy them
  if (tapped.matches('mark') && !getSelection().isCollapsed) return;
  event.preventDefault();
  const panel = document.querySelector(`.st-key-${tapped.dataset.claim}`);
  const summary = panel?.querySelector('summary');
  if (!summary) return;
  if (!summary.closest('details').open) summary.click();
  summary.focus({ preventScroll: true });
  panel.scrollIntoView({ block: 'start' });
}
"""


def announce(turn: int | str, text: str, at: str = "") -> None:
    """Mount the live region, or change its text when another `turn` is shown.

    Then the page goes to the element of the selector `at`, or to its start.
    """
    data = {"turn": turn, "text": text, "at": at}
    _region()(key="answer-status", data=data, height=1)


@st.cache_resource(show_spinner=False)
def _region() -> ComponentRenderer:
    return st.components.v2.component("answer-status", html=_HTML, css=_CSS, js=_JS)
