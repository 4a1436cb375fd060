"""A first view as a reader feels it: dressed before anything is shown, and standing still from then on."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from benchmarks.browser import SETTLED, WATCHING, WINDOW
from portfolio.web.browser import delivery
from tests.browser.server import PATIENCE_MS

pytestmark = pytest.mark.browser
SHIFT = 0.1
"""What may move in a first view, also on a machine that does much else; `benchmarks/browser.py` asks for half."""
LOW = """() => Array.from(document.querySelectorAll('[class*="st-key-room_"]'), room => [parseFloat(room.style.minHeight),
  room.querySelector('[data-testid=stVegaLiteChart]').getBoundingClientRect().height])"""
"""The height that was kept free for each chart, and the one that it took."""


@pytest.mark.parametrize("width", [1920, 1366, 390])
def test_a_first_view_stands_still(address: str, browser: Browser, width: int) -> None:
    """The browser's own sum of what moved, with an empty cache; no room is larger than its chart."""
    for name in ("", "funding", "quality"):
        window = WINDOW | {"width": width}
        with browser.new_context(viewport=window, locale="zh-CN") as context:  # type: ignore[arg-type]
            page = context.new_page()
            page.add_init_script(WATCHING)
            with page.expect_response(f"**{delivery.STYLE_PATH}", timeout=PATIENCE_MS) as style:
                page.goto(f"{address}/{name}")
            page.wait_for_function(SETTLED, timeout=PATIENCE_MS)
            seen = page.evaluate("window.__seen")
            assert seen["shift"] <= SHIFT, (name, width, seen["moved"])
            assert style.value.ok
            assert page.locator("[data-testid=stMain]").is_visible()
            rooms = page.evaluate(LOW)
            assert [room for room in rooms if not 0 < room[0] <= room[1]] == [], (name, width)
