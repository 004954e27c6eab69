"""The chat page's logic, run without a browser on the harbour corpus."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Button, Header, Markdown

import app
from app.asking import MAX_LENGTH
from app.page.answer import announcement
from app.page.text import JOINER, escape
from index.embedding import MiniLmEmbedding
from index.settings import Settings
from ingest.applying import apply

PAGE = Path(app.__file__).with_name("streamlit_app.py")
COLLISION = "Who caused the collision at the harbour mouth?"


@pytest.fixture
def page(harbour_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The page as somebody sees it who has just opened it."""
    monkeypatch.setenv("COUNTERPOINT_CORPUS", str(harbour_settings.corpus))
    monkeypatch.setenv("COUNTERPOINT_INDEX", harbour_settings.index)
    return AppTest.from_file(str(PAGE), default_timeout=60).run()


def ask(page: AppTest, question: str) -> AppTest:
    return page.chat_input[0].set_value(question).run()


def read(page: AppTest) -> str:
    """All text of the page, without the escapes that keep it from being markup."""
    texts = [e.value for e in page.main if isinstance(e, Markdown | Header)]
    dialog = [e.value for e in page.markdown if e.value not in texts]
    told = "\n".join(texts + dialog)
    return told.replace("\\", "").replace(JOINER, "")


def buttons(page: AppTest, prefix: str) -> list[Button]:
    return [button for button in page.button if str(button.key).startswith(prefix)]


def test_the_first_screen_says_what_this_is_and_offers_questions(page: AppTest) -> None:
    assert page.title[0].value == "Counterpoint"
    assert "one article and 8 reference sources" in read(page)
    assert "Not yet reviewed by a person." in read(page)
    offered = [button.label.replace("\\", "") for button in buttons(page, "ask-start")]
    assert 4 <= len(offered) <= 6
    assert COLLISION in offered
    assert "How long is the Old Quay?" in offered


def test_a_tapped_question_is_asked(page: AppTest) -> None:
    chosen = next(b for b in buttons(page, "ask-start") if "collision" in b.label)
    chosen.click().run()

    assert page.chat_message[0].name == "user"
    assert COLLISION in read(page)
    assert "The article's claim is contested" in read(page)
    assert not buttons(page, "ask-start")


def test_a_contested_claim_is_flagged_with_its_words_and_sides(page: AppTest) -> None:
    told = read(ask(page, COLLISION))

    assert ":orange-badge[Contested]" in told
    assert "The article says: “the fishing boat Sea Holly cut across" in told
    assert "(paragraph 6)" in told
    assert "Says the same: **Port company**" in told
    assert "Disputes it: **Fishermen's cooperative**" in told


def test_the_others_of_a_dispute_stand_under_its_question(page: AppTest) -> None:
    told = read(ask(page, COLLISION))

    about = "The article also claims on “What happened at the harbour mouth?”"
    assert about in told
    assert about in [header.value.replace("\\", "") for header in page.header]


def test_the_answer_reads_from_the_article_to_the_sides(page: AppTest) -> None:
    told = read(ask(page, COLLISION))

    order = [
        told.index("The article says"),
        told.index("What the sides say"),
        told.index("The **Ellery Port Company** said on 15 April 2021"),
        told.index("What others say"),
        told.index("In sum"),
        told.index("collided at the harbour mouth"),
    ]
    assert order == sorted(order)


def test_what_came_later_stands_apart_with_its_date(page: AppTest) -> None:
    told = read(ask(page, "Was an environmental assessment needed?"))

    assert "What came later (3 November 2022)" in told
    assert "We hold no source from: **Saltgate residents**" in told


def test_a_passage_is_built_when_its_citation_is_opened(page: AppTest) -> None:
    ask(page, COLLISION)
    assert "Who speaks" not in read(page)
    opened = buttons(page, "cite-0-0-1")[0].click().run()

    told = read(opened)
    assert "Our summary, not the source's own words." in told
    speaker = "Ellery Fishermen's Cooperative"
    assert f"**Who speaks:** {speaker} (Fishermen's cooperative)" in told
    assert f"**Published by:** {speaker}, 20 April 2021" in told
    assert "not yet reviewed by a person" in told
    assert not page.exception


def test_who_has_reviewed_is_named_as_the_name_is_written(
    own: Settings,
    edit: Callable[[str, str, str], None],
    enter: Callable[[Settings], None],
    embedding: MiniLmEmbedding,
) -> None:
    source = "sources/ellery-fishermens-cooperative-statement-2021-04-20.md"
    edit(source, "- reviewed_by:\n", "- reviewed_by: Jane O'Neill *x*\n")
    edit("claims/h04-collision.yaml", "reviewed_by: null", "reviewed_by: Ann $B$ Lee")
    apply(own, embedding)
    enter(own)
    page = ask(AppTest.from_file(str(PAGE), default_timeout=60).run(), COLLISION)
    page.session_state["panel-0-h04-collision"] = True
    opened = buttons(page, "cite-0-0-1")[0].click().run()

    shown = "\n".join(element.value for element in opened.markdown)
    assert escape("Jane O'Neill *x*.") in shown
    assert "Our summary: reviewed by Jane O'Neill" in read(opened)
    assert f"This flag: {escape('reviewed by Ann $B$ Lee.')}" in shown


def test_every_sentence_but_a_gap_has_its_citations_behind_it(page: AppTest) -> None:
    ask(page, "Was an environmental assessment needed?")
    answer = page.session_state["turns"][0].answer

    cited = [len(s.citations) for s in answer.sentences if s.voice != "gap"]
    assert all(cited)
    assert len(buttons(page, "cite-0-")) == sum(cited)


def test_what_is_counted_are_the_citations_that_are_seen(page: AppTest) -> None:
    told = read(ask(page, COLLISION))
    answer = page.session_state["turns"][0].answer

    seen = {button.label for button in buttons(page, "cite-0-")}
    assert len(seen) < len(answer.citations)
    assert announcement(answer).startswith(f"Answer with {len(seen)} citations; ")
    counted = "Fishing 1 · Port company 1 · Press 2 · Signed by several sides 1"
    assert f"Cited here, by perspective: {counted}" in told


def test_an_undisputed_claim_is_mentioned_quietly(page: AppTest) -> None:
    told = read(ask(page, "Is the Old Quay really only 410 metres long?"))

    assert ":green-badge[Not in dispute]" in told
    assert "is contested" not in told


def test_a_contested_claim_that_is_only_touched_stands_on_one_line(
    page: AppTest,
) -> None:
    ask(page, "Should the town live from ships or from fish?")
    lines = [panel.label.replace("\\", "") for panel in page.expander]

    assert lines[0].startswith(":orange-badge[Contested] The article says: “")
    assert "Why this label" not in read(page)


def test_a_refusal_says_why_and_what_can_be_asked(page: AppTest) -> None:
    told = read(ask(page, "What is the capital of Australia?"))

    assert "they are about the enlargement of the harbour" in told
    assert "What would help: Ask about" in told
    assert buttons(page, "ask-1-")


def test_a_reader_of_another_language_sees_the_closest_claim_flagged(
    page: AppTest,
) -> None:
    told = read(ask(page, "Wer hat den Zusammenstoß an der Hafeneinfahrt verursacht?"))

    assert "What the article claims that comes closest" in told
    assert ":orange-badge[Contested] **The article's claim is contested" in told
    assert "The article says: “" in told
    assert "Nearest in our sources" not in told
    assert "What would help" not in told


def test_a_refusal_shows_the_nearest_passages(page: AppTest) -> None:
    told = read(ask(page, "Wie wird morgen das Wetter?"))

    assert "Nearest in our sources" in told
    assert buttons(page, "cite-0-near")


def test_a_follow_up_is_read_with_the_question_before(page: AppTest) -> None:
    ask(page, COLLISION)
    told = read(ask(page, "And what did the cooperative say about it?"))

    assert "Read as: “Who caused the collision at the harbour mouth: And what" in told
    assert len(page.chat_message) == 4


def test_a_refused_question_is_no_subject_for_the_next(page: AppTest) -> None:
    ask(page, "What is the capital of Australia?")
    told = read(ask(page, "how did the council vote on the enlargement"))

    assert "Read as" not in told
    assert "The article's claim is mistaken" in told


def test_a_question_with_markup_stays_text(page: AppTest) -> None:
    question = "# Who ![x](http://h/i.png) <img src=x> $y$ :red[z]?"
    ask(page, question)

    assert escape(question) in [element.value for element in page.markdown]
    assert not any(element.allow_html for element in page.markdown)


def test_a_text_over_the_limit_is_refused_with_the_limit_and_kept(
    page: AppTest,
) -> None:
    text = "?" * (MAX_LENGTH + 1)
    ask(page, text)

    told = "at most, and this has 2,001: please shorten it in the box."
    assert page.error[0].value == f"A question can have 2,000 characters {told}"
    assert page.chat_input[0].proto.value == text
    assert not page.chat_message
    ask(page, f" {text[1:]} ")
    assert not page.error
    assert len(page.chat_message) == 2


def test_a_missing_index_is_said_in_one_sentence(
    harbour_settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("COUNTERPOINT_CORPUS", str(harbour_settings.corpus))
    monkeypatch.setenv("COUNTERPOINT_INDEX", str(tmp_path / "none"))
    page = AppTest.from_file(str(PAGE), default_timeout=60).run()

    told = page.error[0].value.replace("\\", "")
    assert "there is no index in" in told
    assert "`python -m ingest`" in told
    assert not page.exception


def failing_page() -> None:
    """A page on which something unexpected happens."""
    from app.page.boundary import page_boundary

    with page_boundary():
        raise ValueError("-".join(["what", "somebody", "asked"]))


def test_the_unexpected_is_logged_without_a_readers_words(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.ERROR):
        page = AppTest.from_function(failing_page).run()

    assert page.error[0].value.startswith("Something went wrong here")
    assert "ValueError" in caplog.text
    assert "failing_page" in caplog.text
    assert "what-somebody-asked" not in caplog.text
