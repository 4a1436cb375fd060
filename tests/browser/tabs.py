"""The tabs of a run, lent to one test after another, and what a tab asked for and complained of meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal

from playwright.sync_api import Browser, ConsoleMessage, Error, Page, Request, ViewportSize

from tests.browser.server import PATIENCE_MS

WIDE: ViewportSize = {"width": 1920, "height": 1080}
PHONE: ViewportSize = {"width": 390, "height": 844}
BLANK = "about:blank"
PROBING = ("/_stcore/health", "/_stcore/host-config")
"""On a deep link Streamlit's front page tries these under the page's own path first; a 404 leads it on."""
FORGET = "() => { try { localStorage.clear(); sessionStorage.clear(); } catch { } }"


@dataclass
class Heard:
    """What a page asked of the network and complained of in its console."""

    home: str
    elsewhere: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def taken(self) -> list[str]:
        """What was heard since this was last asked."""
        heard = [f"asked elsewhere: {url}" for url in self.elsewhere]
        heard += [f"complained: {text}" for text in self.complaints]
        self.elsewhere.clear()
        self.complaints.clear()
        return heard

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.home, "data:", "blob:")):
            self.elsewhere.append(request.url)

    def _error(self, error: Error) -> None:
        self.complaints.append(str(error))

    def _console(self, said: ConsoleMessage) -> None:
        if said.type == "error" and not said.location["url"].endswith(PROBING):
            self.complaints.append(said.text)


@contextmanager
def listening(page: Page, home: str) -> Iterator[Heard]:
    """What the page does from now on; `home` is the only server that it may ask."""
    if not page.url.startswith(home):
        page.goto(BLANK)
    heard = Heard(home)
    page.on("request", heard._request)
    page.on("pageerror", heard._error)
    page.on("console", heard._console)
    try:
        yield heard
    finally:
        page.remove_listener("request", heard._request)
        page.remove_listener("pageerror", heard._error)
        page.remove_listener("console", heard._console)


@dataclass
class Tabs:
    """Tabs, each in a context of its own, that are lent to one test after another.

    A context's first load of a page costs three times a later one: its scripts are fetched and compiled. So a context
    is kept, and whoever is lent it is a fresh reader all the same: signed in nowhere, with nothing remembered.
    """

    browser: Browser
    homes: list[str] = field(default_factory=list)
    """The servers that answer still when a tab is given back: there it may rest on the page that it shows."""
    free: dict[tuple[str, bool], list[Page]] = field(default_factory=dict)
    """The tabs that nobody has, by the browser's language and whether it is a phone."""

    @contextmanager
    def lent(
        self, size: ViewportSize = WIDE, locale: str = "zh-CN", is_mobile: bool = False
    ) -> Iterator[Page]:
        """A tab in a window of that size, in a browser of that language; one that broke is not lent again."""
        free = self.free.setdefault((locale, is_mobile), [])
        page = free.pop() if free else self._opened(locale, is_mobile)
        page.set_viewport_size(size)
        try:
            yield page
            self._forget(page)
        except BaseException:
            page.context.close()
            raise
        free.append(page)

    @contextmanager
    def at(self, home: str) -> Iterator[str]:
        """The address of a server that lasts longer than one loan; no tab is left there in the end."""
        self.homes.append(home)
        yield home
        self.homes.remove(home)
        for page in [page for free in self.free.values() for page in free if page.url.startswith(home)]:
            page.goto(BLANK)

    def _opened(self, locale: str, is_mobile: bool) -> Page:
        """A tab of a new context. Whoever has a phone sees the pages' movements, the others asked for none."""
        motion: Literal["no-preference", "reduce"] = "no-preference" if is_mobile else "reduce"
        context = self.browser.new_context(
            viewport=PHONE if is_mobile else WIDE, locale=locale, is_mobile=is_mobile, reduced_motion=motion
        )
        context.set_default_timeout(PATIENCE_MS)
        return context.new_page()

    def _forget(self, page: Page) -> None:
        """Leave the tab alone, with nothing remembered, and nothing shown of a server that ends."""
        for other in page.context.pages:
            if other is not page:
                other.close()
        page.evaluate(FORGET)
        page.context.clear_cookies()
        if not self.homes or not page.url.startswith(tuple(self.homes)):
            page.goto(BLANK)
