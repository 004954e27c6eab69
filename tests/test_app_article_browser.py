"""The article's view in a real browser, at the size of a phone."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browsing import QUESTION, ask, scrolls_sideways, wait_for_answer

pytestmark = pytest.mark.browser

CLAIM = "h05-assessment-duty"


@pytest.fixture
def page(browser: BrowserContext) -> Iterator[Page]:
    """An empty page; nothing is fetched from another host while it is open."""
    page = browser.new_page()
    hosts: set[str | None] = set()
    page.on("request", lambda request: hosts.add(urlsplit(request.url).hostname))
    yield page
    page.close()
    assert hosts - {None} == {"127.0.0.1"}


def test_an_address_shows_the_claims_words_and_who_says_what(
    page: Page, address: str
) -> None:
    page.goto(f"{address}/?claim={CLAIM}")

    words = page.locator(".article-text .asked").first
    expect(words).to_be_in_viewport(timeout=30_000)
    expect(page.get_by_text("The article's claim is contested")).to_be_in_viewport()
    bar = page.locator(".st-key-article-bar").bounding_box()
    shown = words.bounding_box()
    assert bar and shown
    assert bar["y"] + bar["height"] <= shown["y"]
    link = page.locator("[class*='st-key-small-link-']")
    assert link.locator("code").inner_text() == f"{address}/?claim={CLAIM}"
    expect(link.get_by_role("button")).to_have_css("opacity", "1")
    assert not scrolls_sideways(page)


def test_marked_words_open_their_claim_where_it_stands(
    page: Page, address: str
) -> None:
    page.goto(f"{address}/?view=article")
    wait_for_answer(page, "article")
    words = page.get_by_text("the fishing boat Sea Holly cut across")
    words.click()

    expect(page.get_by_text("Why this label:")).to_be_attached()
    panel = page.locator(".st-key-panel-article-6-h04-collision")
    expect(panel).to_be_in_viewport()
    assert panel.locator("summary").evaluate("e => e === document.activeElement")
    page.get_by_role("link", name="Claim 5: contested").first.click()
    expect(page.get_by_text("Why this label:").first).to_be_attached()
    assert page.url == f"{address}/?view=article"


def test_a_reader_goes_from_a_flag_to_the_article_and_back(
    page: Page, address: str
) -> None:
    page.goto(address)
    ask(page, QUESTION)
    page.get_by_text("Who says what, and why it is flagged").click()
    page.get_by_role("button", name="See it in the article").click()
    expect(page.locator(".article-text .asked").first).to_be_in_viewport()
    assert page.url == f"{address}/?claim={CLAIM}"
    headings = page.get_by_role("heading", level=2).all_inner_texts()
    assert headings == [f"Paragraph {number}" for number in range(1, 10)]

    page.get_by_role("button", name="Back to the questions").click()
    expect(page.locator(".st-key-question-0")).to_be_in_viewport()
    assert page.url == f"{address}/"
    page.go_back()
    expect(page.locator(".article-text .asked").first).to_be_in_viewport()


def test_marks_differ_by_their_lines_and_not_by_colour_alone(
    page: Page, address: str
) -> None:
    page.goto(f"{address}/?view=article")
    page.locator(".article-legend").wait_for(timeout=30_000)

    lines = page.locator(".article-legend mark").evaluate_all(
        "marks => marks.map(m => getComputedStyle(m)).map(s => "
        "s.textDecorationStyle + s.textDecorationThickness)"
    )
    assert len(lines) == len(set(lines)) == 5
