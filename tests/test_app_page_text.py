"""What readers and sources wrote stands on the page as text and as nothing else."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from app.page.text import (
    JOINER,
    as_question,
    bold,
    escape,
    plain,
    short_address,
    web_address,
    web_link,
)

HOSTILE = (
    "# x",
    "$x$ and $$y$$",
    "![a](http://h/i.png)",
    "<img src=x onerror=alert(1)>",
    ":red[x] :red-badge[x]",
    "[a](javascript:1)",
    ":smile: :material/home: :streamlit:",
    "**b** _i_ ~~s~~ `c`",
    "- x",
    "1. x",
    "> x",
    "x\n===",
    "x\n---",
    "    code",
    "| a |\n|---|\n| b |",
    "[^1] [a] \\[b\\] \\\\",
    "see www.example.org or https://example.org or a@example.org",
    "a -> b <- c <-> d -- e >= f <= g ~= h",
    "&lt;b&gt; &#35; &amp;",
    "one  \ntwo\\\nthree",
)
# What Streamlit looks for in text that has been parsed already.
REPLACED_LATER = re.compile(
    r":[\w+-]+:|:material|https?://|www\.|[-.\w+]+@[-\w]+\.|(?:^|\s)(?:<?->|<-|--|[<>~]=)\s",
    re.IGNORECASE,
)
MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
PIECES = st.sampled_from(
    [*HOSTILE, " ", "\n", "\n\n", "a", "é", "\u202e", "\\", "www."]
)
WRITTEN = st.one_of(st.text(), st.lists(PIECES).map("".join))


def read(markdown: str) -> str:
    """The text of a single paragraph; fails for any other Markdown."""
    tokens = MARKDOWN.parse(markdown)
    if not tokens:
        return ""
    kinds = [token.type for token in tokens]
    assert kinds == ["paragraph_open", "inline", "paragraph_close"], kinds
    children = tokens[1].children or []
    assert {child.type for child in children} <= {"text", "text_special"}, children
    return "".join(child.content for child in children)


@pytest.mark.parametrize("text", HOSTILE)
def test_markup_is_shown_as_it_was_written(text: str) -> None:
    shown = read(escape(text))

    assert shown.replace(JOINER, "") == plain(text)
    assert not REPLACED_LATER.search(shown)


@given(WRITTEN)
def test_any_text_is_one_plain_paragraph(text: str) -> None:
    shown = read(escape(text))

    assert shown.replace(JOINER, "") == plain(text)
    assert not REPLACED_LATER.search(shown)


@given(WRITTEN, st.one_of(st.text(), st.sampled_from(["a", "é", "x", "b"])))
def test_a_name_in_bold_leaves_the_text_as_it_is(text: str, name: str) -> None:
    tokens = MARKDOWN.parse(bold(text, name))
    children = tokens[1].children or [] if tokens else []
    kinds = {child.type for child in children}

    assert kinds <= {"text", "text_special", "strong_open", "strong_close"}
    shown = "".join(child.content for child in children)
    assert shown.replace(JOINER, "") == plain(text)


def test_the_speaker_is_in_bold_where_they_are_first_named() -> None:
    told = bold("Ann Lee said that Ann Lee's boat sank.", "Ann Lee")

    assert told == r"**Ann Lee** said that Ann Lee\'s boat sank\."
    assert "**" not in bold("Annexes were read.", "Ann")


def test_marks_that_turn_the_reading_direction_round_are_left_out() -> None:
    assert plain("A said\u202e B\u2066") == "A said B"


@pytest.mark.parametrize(
    ("address", "link"),
    [
        ("https://example.org/a?b=c#d", "https://example.org/a?b=c#d"),
        ("https://example.org/a b>(c)", "https://example.org/a%20b%3E(c)"),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("//example.org", None),
        ("http://[", None),
        ("", None),
    ],
)
def test_only_addresses_of_the_web_become_links(address: str, link: str | None) -> None:
    assert web_address(address) == link


@given(WRITTEN)
def test_any_label_of_a_link_stays_inside_it_as_text(label: str) -> None:
    children = MARKDOWN.parse(web_link(label, "https://example.org/a"))[1].children
    kinds = [child.type for child in children or []]

    assert (kinds[0], kinds[-1]) == ("link_open", "link_close")
    assert set(kinds[1:-1]) <= {"text", "text_special"}
    assert web_link(label, "javascript:alert(1)") == escape(label)


def test_an_address_is_read_without_what_all_of_them_begin_with() -> None:
    assert short_address("https://www.example.org/a/") == "example.org/a"
    assert JOINER not in escape(short_address("http://example.org/ar/article/1"))


def test_a_wording_of_the_register_becomes_a_question() -> None:
    assert as_question("who caused the collision") == "Who caused the collision?"
    assert as_question("Was it a siege?") == "Was it a siege?"
