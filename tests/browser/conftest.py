"""A fresh server on a copy of the library, and a page in a real browser; skipped where there is none."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from tests.browser.server import PATIENCE_MS, browsing, chromium, copied, serving

# what is expected is waited for as long as a page is: machines are busy at times
expect.set_options(timeout=PATIENCE_MS)
PROBING = ("/_stcore/health", "/_stcore/host-config")
"""On a deep link Streamlit's front page tries these under the page's own path first; a 404 leads it on."""


@dataclass
class Heard:
    """What a page asked of the network and complained of in its console."""

    home: str
    elsewhere: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def attach(self, page: Page) -> None:
        """Nothing; listens to the page from now on."""
        page.on("request", self._request)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda said: self._console(said.type, said.text, said.location["url"]))

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.home, "data:", "blob:")):
            self.elsewhere.append(request.url)

    def _console(self, kind: str, text: str, url: str) -> None:
        if kind == "error" and not url.endswith(PROBING):
            self.complaints.append(text)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if chromium() is None:
        if os.environ.get("PORTFOLIO_REQUIRE_BROWSER") == "1":
            pytest.fail("no Chromium: set PORTFOLIO_CHROMIUM, or install Debian's chromium")
        pytest.skip("no Chromium")
    with browsing() as opened:
        yield opened


@pytest.fixture(scope="session")
def address(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:  # noqa: ARG001
    """A server that all tests of a run share."""
    with serving(copied(tmp_path_factory.mktemp("data"))) as home:
        yield home


@pytest.fixture
def fresh_address(browser: Browser, tmp_path: Path) -> Iterator[str]:  # noqa: ARG001
    """A server that nobody has asked anything yet."""
    with serving(copied(tmp_path)) as home:
        yield home


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with browser.new_context(viewport={"width": 1920, "height": 1080}, locale="zh-CN") as context:
        opened = context.new_page()
        opened.set_default_timeout(PATIENCE_MS)
        yield opened
