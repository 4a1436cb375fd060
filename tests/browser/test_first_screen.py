"""What stands on a desk's first screen: one line above the page, the main list under it, a page that ends.

A page is one line of PAGES: a rebuilt page names its list and how high it may be.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, ViewportSize, WebSocket

from portfolio.codes import Language
from portfolio.words import say
from tests.browser import walking
from tests.browser.server import overflow, settled, visit
from tests.browser.tabs import Tabs

pytestmark = pytest.mark.browser
DESK: ViewportSize = {"width": 1366, "height": 630}
"""What a desk's screen of 1366×768 leaves for a page."""
LINE = 56
"""Pixels that title, period and filters may take."""
LENGTH = 1300
"""Pixels of a whole page, its first tab."""
SHEETS = re.compile(rb"/Type\s*/Page[^s]")
"""A sheet of paper in a PDF."""
MESSAGES = 40
"""Messages of the server's that one change of a page may take; forms are not held to it."""
ROWS = 6
"""Whole rows of the list that a page is named for, on the first screen."""


@dataclass(frozen=True)
class Measured:
    """A page: whom it is measured for, its main list (CSS of the rows, "" for none yet), whether it ends in time."""

    name: str
    role: str = "reviewer"
    rows: str = ""
    ends: bool = False
    sheets: int = 0
    """How many sheets its first tab may take on paper; 0: not asked."""


PAGES = (
    Measured("overview", rows="table.steering:not(.projects) tbody tr", ends=True, sheets=2),
    Measured("library", rows=".st-key-register tbody tr"),
    Measured("changes", rows=".st-key-register tbody tr", ends=True, sheets=2),
    Measured("project", ends=True, sheets=2),
    Measured("funding", rows=".stTabs tbody tr", ends=True, sheets=2),
    Measured("spending", rows=".stTabs tbody tr", ends=True, sheets=2),
    Measured("late", rows=".st-key-register tbody tr", ends=True, sheets=2),
    Measured("compare", rows="table.ranking tbody tr", ends=True, sheets=2),
    Measured("county", rows="table.projects tbody tr", ends=True, sheets=2),
    Measured("indicators", rows=".stTabs tbody tr", ends=True, sheets=2),
    Measured("quality", ends=True, sheets=2),
    Measured("followup", rows=".stTabs tbody tr", ends=True, sheets=2),
    Measured("review"),
    Measured("audit"),
    Measured("report", "owner.D01"),
    Measured("admin", "administrator"),
)
NAMED = {"project": {"project": "04-01-05"}, "county": {"place": "990005"}}
"""The pages of one thing, which their address names; the menu does not list them."""
MEASURE = """rows => {
    const line = document.querySelector('.st-key-first_line').getBoundingClientRect();
    const whole = row => {
        const box = row.closest('.table-scroll'), at = row.getBoundingClientRect();
        return at.height > 0 && at.bottom <= Math.min(innerHeight, box ? box.getBoundingClientRect().bottom : innerHeight);
    };
    return {
        line: line.height,
        length: document.querySelector('[data-testid=stMain]').scrollHeight,
        rows: rows ? Array.from(document.querySelectorAll(rows)).filter(whole).length : -1,
    };
}"""


def faults(page: Page, of: Measured) -> list[str]:
    """What is wrong with the page's first screen as it stands."""
    seen = page.evaluate(MEASURE, of.rows)
    found = [f"first line {seen['line']} px"] if seen["line"] > LINE else []
    if of.rows and seen["rows"] < ROWS:
        found.append(f"{seen['rows']} whole rows")
    if of.ends and seen["length"] > LENGTH:
        found.append(f"{seen['length']} px long")
    if of.sheets and (sheets := len(SHEETS.findall(page.pdf(prefer_css_page_size=True)))) > of.sheets:
        found.append(f"{sheets} sheets of paper")
    if (beyond := overflow(page)) > 0:
        found.append(f"{beyond} px too wide")
    return [f"{of.name}: {fault}" for fault in found]


@pytest.mark.parametrize("language", walking.LANGUAGES)
def test_the_first_screen_of_every_page(address: str, tabs: Tabs, language: Language) -> None:
    with tabs.lent(DESK, walking.LOCALES[language]) as page:
        wrong, playing, messages = [], "", [0]

        def count(line: WebSocket) -> None:
            line.on("framereceived", lambda _: messages.append(messages.pop() + 1))

        page.on("websocket", count)
        for of in PAGES:
            messages[0] = 0
            if of.role == playing and of.name not in NAMED:
                visit(page, say(language, f"nav.{of.name}"))  # by the menu: the scripts are not loaded anew
            else:
                named = NAMED.get(of.name, {})
                page.goto(walking.address(address, of.name, "demo", language, role=of.role, **named))
                settled(page)
            playing = of.role
            wrong += faults(page, of)
            if (of.rows or of.ends) and messages[0] > MESSAGES:
                wrong.append(f"{of.name}: {messages[0]} messages")
        assert not wrong, "\n".join(wrong)
