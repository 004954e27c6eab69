"""What a reader sees: the page in a real browser, at the size of a phone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from app.asking import MAX_LENGTH
from app.page.text import JOINER
from tests.browsing import QUESTION, ask, scrolls_sideways, wait_for_answer

pytestmark = pytest.mark.browser


@pytest.fixture
def page(browser: BrowserContext, address: str) -> Iterator[Page]:
    """The first screen; nothing is fetched from another host while it is open."""
    page = browser.new_page()
    hosts: set[str | None] = set()
    page.on("request", lambda request: hosts.add(urlsplit(request.url).hostname))
    page.goto(address)
    expect(page.get_by_role("heading", name="Counterpoint")).to_be_visible(
        timeout=30_000
    )
    yield page
    assert page.url == f"{address}/"
    page.close()
    assert hosts - {None} == {"127.0.0.1"}


def test_the_flag_is_seen_first_and_without_a_click(page: Page) -> None:
    ask(page, QUESTION)

    expect(page.get_by_text("The article's claim is contested")).to_be_in_viewport()
    expect(page.get_by_text("The Coast Act requires no")).to_be_in_viewport()
    expect(page.get_by_text("Disputes it: Fishermen's cooperative")).to_be_in_viewport()
    assert not scrolls_sideways(page)


def test_a_citation_opens_the_passage_behind_a_sentence(page: Page) -> None:
    ask(page, QUESTION)
    page.get_by_role("button", name="[2]").first.click()

    dialog = page.get_by_role("dialog")
    expect(
        dialog.get_by_text("Our summary, not the source's own words.")
    ).to_be_visible()
    expect(dialog.get_by_text("Perspective: Fishing")).to_be_visible()
    expect(dialog.get_by_text("not yet reviewed by a person")).to_be_visible()
    link = dialog.get_by_role("link", name="Open the original")
    assert "noreferrer" in str(link.get_attribute("rel"))
    assert str(link.get_attribute("href")).startswith("https://example.org/")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def test_where_it_was_read_is_linked_below_the_original(page: Page) -> None:
    ask(page, "Who cut the survey buoys loose?")
    page.get_by_role("button", name="[2]").first.click()

    links = page.get_by_role("dialog").get_by_role("link")
    expect(links).to_have_count(2)
    assert links.first.inner_text().endswith("Open the original")
    mirror = links.last
    assert mirror.inner_text() == "mirror.example.net/courier/a-collision-five-buoys"
    assert mirror.get_attribute("href") == f"https://{mirror.inner_text()}"
    assert "noreferrer" in str(mirror.get_attribute("rel"))


def test_citations_stand_behind_their_sentence_and_are_easy_to_tap(page: Page) -> None:
    ask(page, QUESTION)
    sentence = page.locator("[class*='st-key-said-']", has_text="deepen the channel")
    last_line = sentence.locator("p").first.bounding_box()
    button = sentence.get_by_role("button").first.bounding_box()

    assert last_line and button
    assert button["y"] < last_line["y"] + last_line["height"]
    assert button["width"] >= 24
    assert button["height"] >= 24


def test_who_says_what_is_one_tap_away_and_the_page_stays_put(page: Page) -> None:
    ask(page, QUESTION)
    assert page.get_by_text("Why this label:").count() == 0
    flag = page.get_by_text("Who says what, and why it is flagged")
    before = flag.bounding_box()
    flag.click()

    expect(page.get_by_text("Why this label:")).to_be_attached()
    expect(
        page.get_by_text("Courts (partly, or with limits, 3 November")
    ).to_be_attached()
    assert flag.bounding_box() == before


def test_what_the_keyboard_reaches_is_not_behind_the_input(page: Page) -> None:
    ask(page, QUESTION)
    field = page.get_by_test_id("stChatInputTextArea")
    main = page.locator(".stMain")
    main.evaluate("main => main.scrollTo(0, 0)")
    page.get_by_role("heading", name="Counterpoint").click()
    covered = (
        "[document.activeElement, document.querySelector('.st-key-question-box')]"
        ".map(e => e.getBoundingClientRect()).reduce((at, bar) => at.bottom - bar.top)"
    )
    reached = []
    for _ in range(60):
        page.keyboard.press("Tab")
        page.wait_for_timeout(100)
        if field.evaluate("field => field === document.activeElement"):
            break
        reached.append(page.evaluate(covered))
    assert len(reached) > 10
    assert max(reached) <= 0

    main.evaluate("main => main.scrollTo(0, 200)")
    page.keyboard.type("Who")
    assert main.evaluate("main => main.scrollTop") == 200


def test_a_screen_reader_is_told_when_the_answer_is_there(page: Page) -> None:
    status = page.locator(".st-key-answer-status [role=status]")
    status.evaluate("element => { element.mounted = 'at the start' }")
    ask(page, QUESTION)

    expect(status).to_have_text(
        "Answer with 6 citations; the article's word is contested on 1 claim."
    )
    assert status.evaluate("element => element.mounted") == "at the start"


def test_a_screen_reader_finds_sections_and_what_a_citation_is(page: Page) -> None:
    ask(page, QUESTION)

    sections = page.get_by_role("heading", level=2).all_inner_texts()
    later = "What came later (3 November 2022)"
    assert sections[:4] == ["What the sides say", "What others say", "In sum", later]
    assert page.locator("h2 a").count() == 0
    name = "Source [2] from Ellery Fishermen's Cooperative"
    citation = page.get_by_role("button", name=name, exact=True).first
    shown = citation.bounding_box()
    assert shown and shown["width"] < 40


def test_what_a_reader_writes_is_never_markup(page: Page) -> None:
    written = (
        "# x $x$ ![a](http://h/i.png) <img src=x onerror=alert(1)> :red[x] :smile: "
        ":material/home: [a](javascript:1) www.x.org https://x.org a@x.org "
        "**b** a -> b?"
    )
    ask(page, written)
    shown = page.locator(".st-key-question-0")

    assert shown.inner_text().replace(JOINER, "") == written
    markup = "h1, h2, a, img, em, code, .katex, [data-testid=stIconMaterial], p *"
    assert shown.locator(markup).count() == 0


def test_a_text_that_is_too_long_stays_in_the_box_to_be_shortened(page: Page) -> None:
    field = page.get_by_test_id("stChatInputTextArea")
    field.fill("x" * (MAX_LENGTH + 1))
    for _ in range(3):
        field.press("Enter")
        expect(field).to_have_value(re.compile(f"^x{{{MAX_LENGTH + 1}}} *$"))
        refusal = page.get_by_role("alert")
        expect(refusal).to_contain_text("2,000 characters at most, and this has 2,001")

    ask(page, QUESTION)
    expect(refusal).to_be_hidden()
    expect(field).to_have_value("")


def test_a_refusal_offers_questions_that_can_be_answered(page: Page) -> None:
    ask(page, "What is the capital of Australia?")
    page.locator(".st-key-questions-1").get_by_role("button").first.click()

    wait_for_answer(page, 2)
    expect(page.locator("[class*='st-key-flag-']")).to_be_attached()
