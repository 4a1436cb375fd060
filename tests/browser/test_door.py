"""In a real browser: no way around the shell, nothing from outside, filters that last, room on any screen."""

from __future__ import annotations

import re
import urllib.request
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from portfolio.words import say
from tests.browser.server import PATIENCE_MS, menu, settled, unfold, visit
from tests.browser.tabs import PHONE, Tabs

pytestmark = pytest.mark.browser
TAKEN = ".taken"
"""Where the first line has what is chosen, as chips."""


def opened(page: Page, address: str) -> None:
    page.goto(address)
    settled(page)


def asked(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


@pytest.mark.parametrize("name", ["late", "project"])
def test_the_first_request_of_a_fresh_server_stands_in_the_shell(
    fresh_address: str, page: Page, name: str
) -> None:
    opened(page, f"{fresh_address}/{name}")
    expect(page.locator(".st-key-first_line .city")).to_have_text("咸宁市")
    expect(page.get_by_text("本页不能单独打开")).to_have_count(0)


def test_on_a_phone_the_navigation_is_folded_away(address: str, page: Page) -> None:
    page.set_viewport_size(PHONE)
    opened(page, address)
    expect(page.locator(".st-key-navigation")).not_to_be_in_viewport()
    page.get_by_test_id("stExpandSidebarButton").click()
    expect(page.locator(".st-key-navigation")).to_be_in_viewport()
    page.locator(".st-key-navigation").get_by_text("滞后项目").click()
    expect(page.get_by_role("heading", name="滞后项目", exact=True).first).to_be_visible()
    expect(page.locator(".st-key-navigation")).not_to_be_in_viewport()


def test_a_choice_lasts_over_pages_reload_and_a_shared_link(address: str, page: Page, tabs: Tabs) -> None:
    opened(page, f"{address}/late")
    menu(page, "county").get_by_role("button", name="咸安区").click()
    expect(page.locator(TAKEN)).to_contain_text("咸安区")
    page.keyboard.press("Escape")
    settled(page)
    visit(page, "项目台账")
    assert asked(page)["county"] == ["421202"] and "asof" in asked(page)
    page.reload()
    settled(page)
    expect(page.locator(TAKEN)).to_contain_text("咸安区")
    with tabs.lent(locale="en-US") as colleague:
        opened(colleague, page.url)
        expect(colleague.locator(TAKEN)).to_contain_text("咸安区")


def test_the_language_changes_and_the_filters_stay(address: str, page: Page) -> None:
    opened(page, f"{address}/library?county=421281&asof=2026-10-31")
    menu(page, "reader").get_by_role("link", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    settled(page)
    expect(page.locator(TAKEN)).to_contain_text("Chibi")
    assert asked(page) == {"lang": ["en"], "county": ["421281"], "asof": ["2026-10-31"]}
    page.go_back()
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    expect(page.locator(TAKEN)).to_contain_text("赤壁市")


def test_streamlits_own_english_is_covered(address: str, page: Page) -> None:
    opened(page, f"{address}/nosuch")
    expect(page.get_by_role("dialog")).to_contain_text("没有这个页面")
    expect(page.get_by_role("dialog")).not_to_contain_text("main page")
    opened(page, address)
    menu(page, "more").get_by_test_id("stMultiSelect").first.click()
    page.keyboard.type("zzzz")
    expect(page.get_by_text("没有匹配的选项")).to_be_visible()


TOLD = """() => Array.from(document.querySelectorAll('body *')).filter(one => !one.closest('.stHtml, [aria-hidden=true]'))
    .flatMap(one => ['aria-label', 'aria-valuetext', 'placeholder', 'title'].map(name => one.getAttribute(name))
        .concat(Array.from(one.childNodes).filter(node => node.nodeType === 3 && one.checkVisibility())
            .map(node => node.data)))
    .filter(text => text && /[A-Za-z]{3,}/.test(text.replace(/English|xlsx|csv|Esc/g, '')))"""
"""What a reader of a Chinese page sees or hears in English, of all that Streamlit itself brings."""


@pytest.fixture
def stranger(tabs: Tabs) -> Iterator[Page]:
    """A page in a browser whose own language is English."""
    with tabs.lent(locale="en-US") as lent:
        yield lent


def test_calendar_menus_and_choices_speak_chinese_even_in_an_english_browser(
    address: str, stranger: Page
) -> None:
    opened(stranger, f"{address}/spending")
    assert stranger.evaluate(TOLD) == []
    menu(stranger, "when").get_by_test_id("stDateInputCalendarButton").click()
    calendar = stranger.get_by_test_id("stDateInputCalendar").first
    expect(calendar).to_contain_text(re.compile("十一月|11月"))
    assert stranger.evaluate(TOLD) == []
    opened(stranger, f"{address}/spending")
    menu(stranger, "more").get_by_test_id("stMultiSelect").first.click()
    expect(stranger.get_by_text(re.compile(r"^[0-9]+ 个选项$")).first).to_be_attached()
    stranger.get_by_role("option").first.click()
    settled(stranger)
    expect(stranger.get_by_role("button", name=re.compile("^移除")).first).to_be_attached()
    assert stranger.evaluate(TOLD) == []


def test_a_day_outside_the_allowed_ones_is_refused_in_chinese(address: str, stranger: Page) -> None:
    opened(stranger, f"{address}/late")
    menu(stranger, "when")
    stranger.locator("[data-testid=stDateInputFieldsScroller] [role=spinbutton]").first.click()
    stranger.keyboard.type("2031")
    stranger.keyboard.press("Tab")
    expect(stranger.get_by_role("alert").filter(has_text="日期超出范围")).to_be_attached()
    assert stranger.evaluate(TOLD) == []


def test_a_chart_is_one_picture_with_one_description(address: str, page: Page) -> None:
    opened(page, f"{address}/funding?tab=counties")
    chart = page.get_by_test_id("stVegaLiteChart").first
    expect(chart).to_have_attribute("aria-label", re.compile(".{8}"))
    expect(chart.locator("svg")).to_be_attached()
    expect(chart.locator("[aria-label]")).to_have_count(0)
    opened(page, f"{address}/funding?tab=counties&workspace=demo")
    chart = page.get_by_test_id("stVegaLiteChart").first
    expect(chart.locator("svg text", has_text="演示数据").first).to_be_attached()
    # Vega names the mark "Title text", inside what is hidden from whoever listens
    expect(chart.locator(":not([aria-hidden=true] *)[aria-label]")).to_have_count(0)


def test_the_health_route_and_the_headers(address: str) -> None:
    with urllib.request.urlopen(f"{address}/health") as answer:
        assert (answer.status, answer.read()) == (200, b"ok")
    with urllib.request.urlopen(f"{address}/late") as answer:
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_what_is_unfolded_stays_so_while_the_filters_change(address: str, page: Page) -> None:
    opened(page, f"{address}/quality")
    fold = page.locator("[class*='st-key-fold_']").first
    expect(fold.locator("table")).to_have_count(0)
    unfold(page, fold)
    rows = fold.locator("tbody tr")
    expect(rows.first).to_be_visible(timeout=PATIENCE_MS)
    every = rows.count()
    more = menu(page, "more")
    more.get_by_test_id("stMultiSelect").first.click()
    page.get_by_role("option", name="宜居生活").click()
    assert asked(page) == {}, "several filters of 更多 are set before they are applied once"
    more.get_by_label(say("zh", "filter.q")).fill("改造")
    page.keyboard.press("Enter")
    expect(page.locator(TAKEN)).to_contain_text("改造", timeout=PATIENCE_MS)
    assert asked(page).keys() == {"asof", "area", "q"}
    settled(page)
    expect(rows.first).to_be_visible()
    assert 0 < rows.count() < every
