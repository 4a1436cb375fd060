"""Charts in a real browser by keyboard: what a click opens, Enter opens too."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from portfolio.words import say
from tests.browser.server import settled

pytestmark = pytest.mark.browser
OPENED_BY_NOTHING = """() => Array.from(document.querySelectorAll('[data-testid=stVegaLiteChart] svg *'))
    .filter(mark => mark.__data__ && mark.__data__.href === 'null').length"""


def test_the_rows_behind_a_chart_are_opened_by_keyboard(address: str, page: Page) -> None:
    page.goto(f"{address}/quality?workspace=demo")
    settled(page)
    chart = page.locator("[data-testid=stVegaLiteChart][tabindex='0']").first
    chart.focus()
    told = page.locator("#reached")
    expect(told).to_contain_text(say("zh", "browser.chart_keys", count="").strip()[-12:])
    page.keyboard.press("ArrowRight")
    expect(chart.locator(".reached")).to_have_count(1)
    expect(told).to_contain_text(say("zh", "browser.chart_open"))
    first = told.inner_text()
    page.keyboard.press("ArrowRight")
    expect(told).not_to_have_text(first)
    page.keyboard.press("Home")
    expect(told).to_have_text(first)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/quality[?].*(missing|month)="))


@pytest.mark.parametrize("name", ["late?tab=reasons&", "quality?"])
def test_no_part_of_a_chart_opens_a_page_called_null(address: str, page: Page, name: str) -> None:
    page.goto(f"{address}/{name}workspace=demo&role=reviewer")
    settled(page)
    expect(page.locator("[data-testid=stVegaLiteChart] svg").first).to_be_attached()
    assert page.evaluate(OPENED_BY_NOTHING) == 0
