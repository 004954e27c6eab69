"""An answer or a refusal as a reader meets it, in reading order."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import streamlit as st

from app.answer import Answer, Citation, Flag, Sentence
from app.composing.verifying import heard
from app.page.flags import flag_box, flag_line, more_flags, quiet_flag
from app.page.sources import Shown, say
from app.page.text import as_question, bold, escape, plain
from app.page.words import day

Ask = Callable[[str], None]
"""Takes the question that a button stands for."""

_ORDER = ("article", "lead", "sides", "observers", "sum", "later", "gap")
_HEADING = {
    "sides": "What the sides say",
    "observers": "What others say",
    "sum": "In sum",
    "later": "What came later",
}


def show_answer(shown: Shown) -> None:
    """The sentences by claim and part, each claim's flag first, then other flags."""
    answer = shown.answer
    _read_as(answer)
    flags = {flag.claim_id: flag for flag in answer.flags}
    groups = _by_claim(answer.sentences)
    told = [flags[claim] for claim in groups if claim in flags]
    aside = [flag for flag in answer.flags if flag not in told]
    if not any(flag.contested for flag in told):
        leading = next((flag for flag in aside if flag.contested), None)
        if leading:
            flag_line(shown, leading)
            aside.remove(leading)
    for number, (claim, sentences) in enumerate(groups.items()):
        _group(shown, str(number), sentences, flags.get(claim))
    more_flags(shown, aside)
    _footer(shown)


def show_refusal(shown: Shown) -> None:
    """Why nothing is answered, what would help, and what comes nearest."""
    refusal = shown.answer.refusal
    if refusal is None:
        return
    _read_as(shown.answer)
    st.markdown(f"**{escape(refusal.message)}**")
    if refusal.would_help:
        told = refusal.reason == "unsupported-language"  # by itself, in that language
        lead = "" if told else "What would help: "
        st.markdown(f"{lead}{escape(refusal.would_help)}")
    if refusal.claims:
        st.header("What the article claims that comes closest", anchor=False)
        first, *others = refusal.claims
        flag_box(shown, first, refusal.nearest[:1])
        for flag in others:
            flag_line(shown, flag)
    elif refusal.nearest:
        st.header("Nearest in our sources", anchor=False)
        for citation in filter(None, map(shown.citation, refusal.nearest)):
            text = bold(citation.quote, citation.speaker)
            say(shown, f"near-{citation.number}", text, (citation.number,))


def show_questions(heading: str, wordings: tuple[str, ...], key: str, ask: Ask) -> None:
    """Questions of the register as buttons that ask them."""
    if not wordings:
        return
    st.header(heading, anchor=False)
    with st.container(key=f"questions-{key}", horizontal=True, gap="small"):
        for index, wording in enumerate(wordings):
            question = as_question(wording)
            name = f"ask-{key}-{index}"
            st.button(
                escape(question), key=name, on_click=ask, args=(question,), wrap=True
            )


def announcement(answer: Answer) -> str:
    """What a screen reader says when the answer is there."""
    if answer.refusal:
        return answer.refusal.message
    contested = sum(flag.contested for flag in answer.flags)
    claims = _counted(contested, "claim")
    flagged = f"; the article's word is contested on {claims}" if contested else ""
    return f"Answer with {_counted(len(_cited(answer)), 'citation')}{flagged}."


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' * (number != 1)}"


def _cited(answer: Answer) -> list[Citation]:
    """The citations of the sentences, which are seen without opening a flag."""
    numbers = {n for sentence in answer.sentences for n in sentence.citations}
    return [citation for citation in answer.citations if citation.number in numbers]


def _by_claim(sentences: tuple[Sentence, ...]) -> dict[str, list[Sentence]]:
    """The sentences under the claim they belong to; an empty name for none."""
    groups: dict[str, list[Sentence]] = {}
    for sentence in sentences:
        groups.setdefault(next(iter(sentence.claims), ""), []).append(sentence)
    return groups


def _group(
    shown: Shown, key: str, sentences: list[Sentence], flag: Flag | None
) -> None:
    """What is said about one claim, the article's own words with their flag first."""
    heading = ""
    for index, sentence in enumerate(_in_order(sentences)):
        if flag and index == 0:
            numbers = sentence.citations if sentence.part == "article" else ()
            show = flag_box if flag.status != "not-in-dispute" else quiet_flag
            show(shown, flag, numbers)
        if flag and sentence.part == "article":
            continue
        title = _HEADING.get(sentence.part, "")
        if title != heading:
            heading = title
            if title:
                st.header(_dated(title, sentence, flag), anchor=False)
        text = bold(sentence.text, sentence.speaker)
        say(shown, f"{key}-{index}", text, sentence.citations)


def _in_order(sentences: list[Sentence]) -> Iterator[Sentence]:
    return iter(sorted(sentences, key=lambda sentence: _ORDER.index(sentence.part)))


def _dated(title: str, sentence: Sentence, flag: Flag | None) -> str:
    """The heading, with the date for what came later."""
    if sentence.part != "later" or not flag or not flag.overtaken:
        return title
    return f"{title} ({day(flag.overtaken.date)})"


def _read_as(answer: Answer) -> None:
    """How a follow-up was understood, where that isn't what was typed."""
    if plain(answer.standalone_question) != plain(answer.question):
        st.markdown(f"Read as: “{escape(answer.standalone_question)}”")


def _footer(shown: Shown) -> None:
    """Which perspectives its sentences are cited from, and who worded the answer."""
    composer, counts = shown.answer.composer, heard(_cited(shown.answer))
    views = " · ".join(
        f"{escape(shown.perspective(name))} {count}" for name, count in counts.items()
    )
    lines = [f"Cited here, by perspective: {views}"] if views else []
    if composer.name == "chat":
        lines.append(
            f"Worded by a language model: {escape(composer.model or 'unnamed')}"
        )
    if lines:
        with st.container(key=f"small-footer-{shown.turn}"):
            st.markdown("  \n".join(lines))
