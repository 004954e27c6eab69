"""The page served and opened in a real browser, at the size of a phone."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import BrowserContext, Page, sync_playwright

from index.settings import Settings

FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync"
).split()
QUESTION = "Was an environmental assessment needed?"
START_SECONDS = 60


def chromium() -> str:
    """Where the browser is; skips without one, or fails where one is required."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found:
        return found
    reason = "no Chromium here: install Debian's package chromium"
    if os.environ.get("COUNTERPOINT_REQUIRE_BROWSER") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_up(address: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        assert server.poll() is None, "the page ended before it was up"
        try:
            with urlopen(f"{address}/_stcore/health") as response:
                if response.status == 200:
                    return
        except URLError:
            time.sleep(0.1)
    pytest.fail(f"the page wasn't up after {START_SECONDS} s")


@pytest.fixture(scope="module", name="address")
def served_page(
    harbour_settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The page, served as a person starts it."""
    chromium()
    port = free_port()
    folder = tmp_path_factory.mktemp("served")
    environment = os.environ | {
        "COUNTERPOINT_CORPUS": str(harbour_settings.corpus),
        "COUNTERPOINT_INDEX": harbour_settings.index,
    }
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "app", "--port", str(port)],
            cwd=folder,
            env=environment,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            wait_until_up(f"http://127.0.0.1:{port}", server)
            yield f"http://127.0.0.1:{port}"
        finally:
            os.killpg(server.pid, 15)
            server.wait(timeout=20)
    told = (folder / "log").read_text("utf-8")
    assert "Traceback" not in told
    assert QUESTION not in told


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BrowserContext]:
    """A browser with a profile of its own."""
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            tmp_path_factory.mktemp("profile"),
            executable_path=chromium(),
            headless=True,
            args=FLAGS,
            viewport={"width": 390, "height": 844},
        )
        yield context
        context.close()


def ask(page: Page, question: str, turn: int = 1) -> None:
    field = page.get_by_test_id("stChatInputTextArea")
    field.fill(question)
    field.press("Enter")
    wait_for_answer(page, turn)


def wait_for_answer(page: Page, turn: int | str) -> None:
    """Wait until the page's script has said what is shown."""
    announced = page.locator(f".st-key-answer-status [data-turn='{turn}']")
    announced.wait_for(state="attached", timeout=30_000)


def scrolls_sideways(page: Page) -> bool:
    return bool(
        page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
        or page.evaluate(
            "(m => m.scrollWidth > m.clientWidth)(document.querySelector('.stMain'))"
        )
    )
