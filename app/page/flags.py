"""Flags: what the article claims, that it is contested, and who says what about it."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from app.answer import Flag, FlagPosition
from app.page.address import to_article
from app.page.sources import Cited, Shown, say
from app.page.text import escape
from app.page.words import (
    BADGE,
    STANCE,
    day,
    review_words,
    stance_lists,
    status_sentence,
)


def flag_box(shown: Shown, flag: Flag, numbers: tuple[int, ...] = ()) -> None:
    """A flag that is seen without a click: status, the article's words, the sides."""
    name, colour = BADGE[flag.status]
    with st.container(key=f"flag-{colour}-{shown.turn}-{flag.claim_id}", gap="small"):
        st.markdown(f":{colour}-badge[{name}] **{status_sentence(flag)}**")
        say(shown, f"quote-{flag.claim_id}", article_words(flag), numbers)
        lists = [
            f"{label}: **{escape(', '.join(parties))}**"
            for label, parties in stance_lists(flag.positions)
        ]
        if flag.overtaken:
            lists.append(f"More came out later: **{day(flag.overtaken.date)}**")
        st.markdown("  \n".join(lists))
        _details(shown, flag, "**Who says what, and why it is flagged**")


def quiet_flag(shown: Shown, flag: Flag, numbers: tuple[int, ...]) -> None:
    """The article's words on something that nobody disputes, said in passing."""
    name, colour = BADGE[flag.status]
    words = f"{article_words(flag)} :{colour}-badge[{name}]"
    say(shown, f"quote-{flag.claim_id}", words, numbers)


def flag_line(shown: Shown, flag: Flag) -> None:
    """A flag that the answer only touches on: one line, the rest behind it."""
    name, colour = BADGE[flag.status]
    with st.container(key=f"flag-{colour}-{shown.turn}-{flag.claim_id}"):
        label = f":{colour}-badge[{name}] {article_words(flag)}"
        _details(shown, flag, label, whole=True)


def more_flags(shown: Shown, flags: list[Flag]) -> None:
    """The other claims of the article that the answer touches, each one tap away, under
    the dispute that they belong to.
    """
    by_dispute: dict[str | None, list[Flag]] = {}
    for flag in flags:
        by_dispute.setdefault(flag.dispute, []).append(flag)
    for dispute, members in by_dispute.items():
        about = f" on “{escape(dispute)}”" if dispute else ""
        st.header(f"The article also claims{about}", anchor=False)
        for flag in members:
            name, colour = BADGE[flag.status]
            label = f":{colour}-badge[{name}] “{escape(flag.article_quote)}”"
            _details(shown, flag, label, whole=True)


def article_words(flag: Flag) -> str:
    """The claim in the article's own words, with where they stand, and with what they
    seem to mean where they can't be understood by themselves.
    """
    where = f"paragraph {flag.paragraph}"
    meant = f"; it seems to mean: {escape(flag.statement.rstrip('.'))}" * flag.unclear
    return f"The article says: “{escape(flag.article_quote)}” ({where}{meant})"


def _details(shown: Shown, flag: Flag, label: str, *, whole: bool = False) -> None:
    """A flag's panel, and from it the way to the claim in the article."""
    panel = open_panel(shown, flag, label)
    if not panel:
        return
    with panel:
        if whole:
            st.markdown(f"{status_sentence(flag)} (paragraph {flag.paragraph})")
        show_positions(shown, flag)
        key = f"see-{shown.turn}-{flag.claim_id}"
        if st.button("See it in the article", key=key, icon=":material/article:"):
            to_article(flag.claim_id, came_from=shown.turn)
            st.rerun()


def open_panel(shown: Cited, flag: Flag, label: str) -> DeltaGenerator | None:
    """A claim's panel if it is open: its content is built when somebody asks for it."""
    key = f"panel-{shown.turn}-{flag.claim_id}"
    panel = st.expander(label, key=key, on_change="rerun", type="compact")
    return panel if panel.open else None


def show_positions(shown: Cited, flag: Flag) -> None:
    """Who says what on a claim, what came later, and why it has its label."""
    for index, position in enumerate(flag.positions):
        say(
            shown,
            f"{flag.claim_id}-{index}",
            _position(position),
            position.citations,
        )
    if flag.overtaken:
        came = f"**What came later, {day(flag.overtaken.date)}:**"
        text = f"{came} {escape(flag.overtaken.text)}"
        say(shown, f"{flag.claim_id}-later", text, flag.overtaken.citations)
    if flag.verdict_reason:
        st.markdown(f"**Why this label:** {escape(flag.verdict_reason)}")
    st.markdown(f"This flag: {escape(review_words(flag.reviewed_by))}")


def _position(position: FlagPosition) -> str:
    """One party's position: who, where it stands, when, and what was said."""
    if position.stance == "no-source":
        return f"**{escape(position.party)}:** {escape(position.text)}"
    told = ", ".join(filter(None, [STANCE[position.stance], day(position.date)]))
    return f"**{escape(position.party)}** ({told}): {escape(position.text)}"
