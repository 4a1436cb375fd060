"""The servers and the tabs that a run's tests share; skipped where there is no browser."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from portfolio import library
from tests.browser.server import PATIENCE_MS, browsing, chromium, copied, serving
from tests.browser.tabs import Tabs
from tests.pages.test_every_page import EMPTIED

# what is expected is waited for as long as a page is: machines are busy at times
expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if chromium() is None:
        if os.environ.get("PORTFOLIO_REQUIRE_BROWSER") == "1":
            pytest.fail("no Chromium: set PORTFOLIO_CHROMIUM, or install Debian's chromium")
        pytest.skip("no Chromium")
    with browsing() as opened:
        yield opened


@pytest.fixture(scope="session")
def tabs(browser: Browser) -> Tabs:
    return Tabs(browser)


@pytest.fixture(scope="session")
def address(tabs: Tabs, demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server with the library and the demonstration, which all tests of a run share: read it, do not write it."""
    folder = tmp_path_factory.mktemp("shared") / "data"
    shutil.copytree(demo_folder, folder)
    with serving(folder) as home, tabs.at(home):
        yield home


@pytest.fixture(scope="session")
def empty_address(tabs: Tabs, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server whose library names no project yet, which all tests of a run share."""
    folder = copied(tmp_path_factory.mktemp("empty"))
    for name in EMPTIED:
        table = folder / "library" / f"{name}.csv"
        table.write_text(table.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    library.build(folder / "library", folder / library.PARQUET)
    with serving(folder) as home, tabs.at(home):
        yield home


@pytest.fixture
def fresh_address(browser: Browser, tmp_path: Path) -> Iterator[str]:  # noqa: ARG001
    """A server that nobody has asked anything yet."""
    with serving(copied(tmp_path)) as home:
        yield home


@pytest.fixture
def page(tabs: Tabs) -> Iterator[Page]:
    """A reader's tab, in a browser that speaks Chinese."""
    with tabs.lent() as lent:
        yield lent
