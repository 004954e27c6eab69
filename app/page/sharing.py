"""Sharing an answer by a link, and the page that the link opens.

Nothing is stored before the reader has read what is stored and agreed to it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import streamlit as st

from app.answering import Answerer
from app.changing import changes, worded_by_model
from app.page.boundary import page_boundary
from app.page.sources import Shown
from app.page.start import show_title
from app.page.text import escape
from app.page.words import day
from app.sharing import Shared, keep, kept, may_be_shared, needed, to_share

PARAMETER = "answer"
"""What stands in an address before the name of a shared answer."""
_SAME = "The sources are the same today."
_ALONE = -1
"""The turn of an answer that is no turn of this conversation."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What it takes to share an answer: who answers, where it is kept, and the earlier
    questions that it was asked after.
    """

    answerer: Answerer
    state: Path
    earlier: Sequence[str]


def offer_to_share(shown: Shown, offer: Offer) -> None:
    """A button; then what would be stored, and a second one; then the link."""
    if not may_be_shared(shown.answer):
        return
    key = f"sharing-{shown.turn}"
    step: bool | Shared | str = st.session_state.get(key, False)
    if step is False:
        st.button(
            "Share this answer",
            key=f"share-{shown.turn}",
            type="tertiary",
            icon=":material/share:",
            on_click=partial(_put, key, True),
        )
        return
    if step is True:
        step = st.session_state[key] = _prepared(shown, offer)
    place = st.empty()
    if isinstance(step, Shared):
        with place.container(key=f"small-sharing-{shown.turn}", border=True):
            agreed = _notice(step, key)
        if not agreed:
            return
        step = st.session_state[key] = keep(offer.state, step)
    with place.container(key=f"small-shared-{shown.turn}", border=True):
        _link(step)


def _put(key: str, step: bool) -> None:
    st.session_state[key] = step


def _prepared(shown: Shown, offer: Offer) -> Shared:
    """What would be stored: no earlier question that the answer would do without."""
    answer, answerer = shown.answer, offer.answerer.without_model()
    earlier = needed(
        lambda question, before: answerer.answer(question, before, answer.as_of),
        answer.question,
        offer.earlier,
    )
    return to_share(answer, earlier, dict(shown.perspectives))


def _notice(shared: Shared, key: str) -> bool:
    """What is stored and who can read it; whether the reader has agreed now."""
    count = len(shared.earlier)
    before = f", the earlier question{'s' * (count > 1)} that it goes on from" * bool(
        count
    )
    st.markdown(
        f"**Your question{before} and this answer are stored on this site, and anyone "
        "with the link can read them.** Nothing is stored until you press “Store”. "
        "Leave it if the question says something about you that others shouldn't know."
    )
    lines = [*shared.earlier, shared.answer.question]
    st.markdown("  \n".join(f"“{escape(line)}”" for line in lines))
    with st.container(horizontal=True, gap="small"):
        agreed = st.button("Store and show the link", key=f"{key}-agree")
        st.button("Not now", key=f"{key}-leave", on_click=partial(_put, key, False))
    return agreed


def _link(name: str) -> None:
    """The link, to be copied."""
    link = f"{(st.context.url or '').rstrip('/')}/?{PARAMETER}={name}"
    st.markdown("**Stored.** Anyone with this link can read the question and answer:")
    st.code(link, language=None, wrap_lines=True)
    st.markdown("To have it taken away, give the link to whoever runs this site.")


def shared_name() -> str | None:
    """The name of the shared answer that the address asks for, if any."""
    return st.query_params.get(PARAMETER)


def show_shared(
    name: str,
    state: Path,
    opened: Callable[[], Answerer],
    show: Callable[[str, Shown], None],
) -> None:
    """A shared answer as it was given, what has changed since, and the way on.

    `show` shows a question and its answer; `opened` may fail: the answer stays.
    """
    title, since = st.container(), st.container()
    line, list_ = since.empty(), since.empty()
    shared: Shared | None = None
    with page_boundary():
        shared = kept(state, name)
        line.markdown(_when(shared))
        show(shared.answer.question, Shown(_ALONE, shared.answer, shared.perspectives))
    with st.container(key="way-on", horizontal=True, gap="small"):
        way_on = st.container(width="content")
        st.button("Ask a question of your own", key="own", on_click=_leave)
    answerer = _opened(title, opened)
    if answerer and shared:
        with since, page_boundary():
            headline, *told = _since(shared, answerer)
            line.markdown(f"{_when(shared)} {headline}")
            list_.markdown("\n".join(f"- {escape(text)}" for text in told))
            if headline != _SAME:
                way_on.button(
                    "See today's answer",
                    key="today",
                    on_click=_ask_today,
                    args=(shared,),
                )


def _opened(
    title: st.delta_generator.DeltaGenerator, opened: Callable[[], Answerer]
) -> Answerer | None:
    """The answerer, with the title of its article; None where nothing can be asked."""
    with title, page_boundary():
        answerer = opened()
        show_title(answerer.generation(), leaves=answerer.worded_elsewhere)
        return answerer
    return None


def _when(shared: Shared) -> str:
    """When it was shared, and the earlier questions that it goes on from."""
    earlier = ", ".join(f"“{escape(question)}”" for question in shared.earlier)
    after = f" Asked after: {earlier}." if earlier else ""
    return f"**Shared on {day(shared.day.isoformat())}.**{after}"


def _since(shared: Shared, answerer: Answerer) -> tuple[str, ...]:
    """What the comparison with today comes to, then each change."""
    generation = answerer.generation()
    corpus = generation.manifest["corpus_sha256"]
    if corpus == shared.answer.index.corpus_sha256:
        return (_SAME,)
    told = _changes(shared, answerer, f"{shared.name} {generation.id} {corpus}")
    if told:
        return ("Our sources have changed since. Asked again today:", *told)
    if worded_by_model(shared.answer):
        return (
            "Our sources have changed since. Asked again today, the claims that it "
            "touches and who says what on them are the same; its words were chosen by "
            "a language model and aren't compared.",
        )
    return ("Our sources have changed since. Asked today the answer is the same.",)


@st.cache_data(max_entries=1000, show_spinner=False)
def _changes(_shared: Shared, _answerer: Answerer, key: str) -> tuple[str, ...]:
    """What has changed, compared once for all readers by `key`. No model is asked: who
    opens a link has put no question and agreed to send none.
    """
    then = _shared.answer
    answerer = _answerer.without_model()
    return changes(then, answerer.answer(then.question, _shared.earlier, then.as_of))


def _leave() -> None:
    """Go to the chat; the address names no answer any more."""
    st.query_params.clear()


def _ask_today(shared: Shared) -> None:
    """Ask the shared question in the chat, after the same earlier ones."""
    _leave()
    st.session_state["asked"] = shared.answer.question
    st.session_state["asked_after"] = shared.earlier
