"""The article's view, run without a browser on the harbour corpus."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Button, Header, Markdown

import app
from app.page.text import JOINER
from index.embedding import MiniLmEmbedding
from index.generations import Generation
from index.settings import Settings
from ingest.applying import apply

PAGE = Path(app.__file__).with_name("streamlit_app.py")
COLLISION = "Who caused the collision at the harbour mouth?"


@pytest.fixture
def page(harbour_settings: Settings, enter: Callable[[Settings], None]) -> AppTest:
    """The page, not yet opened."""
    enter(harbour_settings)
    return AppTest.from_file(str(PAGE), default_timeout=60)


def read(page: AppTest) -> str:
    """All that the page says but the article's own words."""
    texts = [e.value for e in page.main if isinstance(e, Markdown | Header)]
    return "\n".join(texts).replace("\\", "").replace(JOINER, "")


def written(page: AppTest) -> list[str]:
    """The article's paragraphs as HTML."""
    shown = [element.proto.body for element in page.get("html")]
    return [html for html in shown if html.startswith('<p class="article-text')]


def button(page: AppTest, key: str) -> Button:
    return next(b for b in page.button if str(b.key).startswith(key))


def at(page: AppTest, claim_id: str) -> AppTest:
    page.query_params["claim"] = claim_id
    return page.run()


def bare(html: str) -> str:
    """The words of a paragraph without marks and numbers."""
    return unescape(re.sub(r"<a .*?</a>|<[^>]*>", "", html))


def test_the_article_is_read_from_the_first_screen_word_for_word(
    page: AppTest, generation: Generation
) -> None:
    page.run()
    opened = button(page, "read-article").click().run()

    article = generation.register.article
    assert opened.title[0].value == article.title
    assert "\n\n".join(map(bare, written(opened))) == article.text
    told = read(opened)
    assert "The Coastal Ledger, about 12 June 2021. [Open the original](<https" in told
    counts = "10 claims: 6 contested, 1 mistaken, 1 not confirmed, 1 opinion, 1 not in"
    assert f"**{counts} dispute.** Not yet reviewed by a person." in told
    assert not opened.chat_input
    assert not opened.exception


def test_each_claim_stands_under_its_paragraph_and_is_built_when_opened(
    page: AppTest,
) -> None:
    page.query_params["view"] = "article"
    labels = [panel.label.replace("\\", "") for panel in page.run().expander]

    assert labels[0].startswith("**1** :green-badge[Not in dispute] ")
    assert len(labels) == 11  # one claim stands in two paragraphs
    assert "Why this label" not in read(page)


def test_an_address_opens_the_article_at_a_claim(page: AppTest) -> None:
    told = read(at(page, "h04-collision"))

    assert "**The article's claim is contested: " in told
    assert "The article says: “the fishing boat Sea Holly cut across" in told
    assert "**Fishermen's cooperative** (disputes it, 20 April 2021)" in told
    assert told.count("Why this label:") == 1
    assert "This flag: not yet reviewed by a person." in told
    assert page.code[0].value == "/?claim=h04-collision"
    (asked,) = (html for html in written(page) if ' asked"' in html)
    assert 'class="contested asked"' in asked
    under = [p.label for p in page.expander if p.label.startswith("**")]
    assert sum("cut across" in label or "collision" in label for label in under)


def test_an_unknown_claim_is_said_and_the_article_shown(page: AppTest) -> None:
    at(page, "<b>x</b>")

    assert page.warning[0].value.startswith("The address names a claim that isn't in")
    assert "<b>" not in page.warning[0].value
    assert len(written(page)) == 9
    assert "Why this label" not in read(page)


def test_a_passage_opens_from_the_article(page: AppTest) -> None:
    opened = button(at(page, "h04-collision"), "cite-article-6-h04").click().run()

    shown = "\n".join(e.value for e in opened.markdown).replace("\\", "")
    assert "Our summary, not the source's own words." in shown
    assert "**Published by:**" in shown


def test_a_flag_leads_to_the_article_and_back_to_the_same_conversation(
    page: AppTest,
) -> None:
    page.run().chat_input[0].set_value(COLLISION).run()
    turns = list(page.session_state["turns"])
    page.session_state["panel-0-h04-collision"] = True
    button(page.run(), "see-0-h04-collision").click().run()
    assert page.query_params["claim"] == "h04-collision"
    assert "Why this label" in read(page)
    assert not page.chat_message

    button(page, "back").click().run()
    assert not page.query_params
    assert page.session_state["turns"] == turns
    assert len(page.chat_message) == 2
    assert page.session_state["turns"][0].answer is turns[0].answer


def test_from_a_shared_answer_a_reader_goes_back_to_it(page: AppTest) -> None:
    page.query_params["answer"] = "some-name"
    assert len(written(at(page, "h04-collision"))) == 9
    button(page, "back").click().run()

    assert dict(page.query_params) == {"answer": "some-name"}
    assert not written(page)


def test_a_claims_own_question_is_asked_in_the_conversation(page: AppTest) -> None:
    chosen = button(at(page, "h04-collision"), "ask-article-6-h04-collision")
    assert chosen.label.replace("\\", "") == f"Ask about this: {COLLISION}"
    chosen.click().run()

    assert not page.query_params
    assert [turn.question for turn in page.session_state["turns"]] == [COLLISION]
    assert page.chat_message[0].name == "user"


def test_where_a_model_words_answers_the_article_says_that_questions_leave(
    page: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Questions leave this site" not in read(at(page, "h04-collision"))
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")

    assert "**Questions leave this site:**" in read(page.run())


def test_the_articles_markup_stays_text(
    own: Settings,
    edit: Callable[[str, str, str], None],
    enter: Callable[[Settings], None],
    embedding: MiniLmEmbedding,
) -> None:
    written_so = "<img src=x onerror=alert(1)> $5$ & # **b** ![a](http://h/i.png)"
    edit("article.md", "It is a wonder that", f"{written_so} It is a wonder that")
    apply(own, embedding)
    enter(own)
    page = AppTest.from_file(str(PAGE), default_timeout=60)
    page.query_params["view"] = "article"
    (html,) = (html for html in written(page.run()) if "wonder" in html)

    assert "&lt;img src=x onerror=alert(1)&gt; $5$ &amp; # **b**" in html
    assert written_so in bare(html)
    assert "<img" not in html
