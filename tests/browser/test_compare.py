"""Projector mode in a real browser: keys and buttons turn the slides, nothing scrolls, no menu, Esc leaves."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.server import PATIENCE_MS, overflow, serving, settled
from tests.browser.tabs import PHONE, Tabs, listening

pytestmark = pytest.mark.browser
HEAD = ".slide-head h1"
SLIDES = "/compare?asof=2026-11-24&mode=projector&measure=late"
ORDER = ["赤壁市", "嘉鱼县", "咸安区", "通城县", "崇阳县", "通山县", "咸宁市本级", "未注明"]
"""The counties of the made-up reports: the ranked by their late share, those that report too little, those not ranked."""


FREE = """() => Math.min(...Array.from(document.querySelectorAll('.slide-page li, .slide-page .scale, .sheet > section > *'),
    part => document.querySelector('.st-key-turning').getBoundingClientRect().top - part.getBoundingClientRect().bottom))"""
"""How many pixels lie between the lowest of a slide and the buttons below it."""


@pytest.fixture(scope="module")
def reported(
    tabs: Tabs,
    sample_folder: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[str]:
    """A server on a store full of made-up reports."""
    folder = tmp_path_factory.mktemp("reported") / "data"
    shutil.copytree(sample_folder, folder)
    with serving(folder) as home, tabs.at(home):
        yield home


def asked(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def opened(page: Page, address: str) -> None:
    page.goto(address)
    settled(page)


def scrolls(page: Page) -> int:
    """By how many pixels the page is taller than its window, or a slide than its room."""
    return int(
        page.evaluate(
            "() => Math.max(...Array.from(document.querySelectorAll("
            "'[data-testid=stMain], .st-key-projector, .slide .bars, .sheet > section'),"
            " part => part.scrollHeight - part.clientHeight))"
        )
    )


def test_the_arrow_keys_turn_the_slides_in_the_order_of_rank(reported: str, page: Page) -> None:
    with listening(page, reported) as heard:
        opened(page, reported + SLIDES)
        expect(page.locator(HEAD)).to_have_text("滞后率")
        for name in ORDER:
            page.keyboard.press("ArrowRight")
            expect(page.locator(HEAD)).to_have_text(name)
            settled(page)
            assert scrolls(page) <= 1 and overflow(page) <= 0
        page.keyboard.press("ArrowRight")
        expect(page.locator(HEAD)).to_have_text("滞后率")
        page.keyboard.press("ArrowLeft")
        expect(page.locator(HEAD)).to_have_text(ORDER[-1])
        _a_project_is_opened_in_a_drawer(page)
        page.keyboard.press("Home")
        expect(page.locator(HEAD)).to_have_text("滞后率")
        assert heard.taken() == []


def _a_project_is_opened_in_a_drawer(page: Page) -> None:
    """With where it is stuck, why, who and what is done; the key that leaves the slide closes the drawer first."""
    settled(page)
    page.locator(".st-key-open_projects button").click()
    drawer = page.get_by_role("dialog")
    for word in ("卡在", "原因", "措施", "解决期限"):
        expect(drawer.locator("dt", has_text=word)).to_have_count(1)
    page.keyboard.press("Escape")
    expect(drawer).to_have_count(0)
    expect(page.locator(HEAD)).to_have_text(ORDER[-1])
    settled(page)


def test_a_slide_is_reopened_by_its_address(reported: str, page: Page) -> None:
    opened(page, reported + SLIDES)
    page.keyboard.press("PageDown")
    expect(page.locator(HEAD)).to_have_text(ORDER[0])
    settled(page)
    assert asked(page)["county"] == ["421281"] and asked(page)["mode"] == ["projector"]
    page.reload()
    settled(page)
    expect(page.locator(HEAD)).to_have_text(ORDER[0])


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_menu_no_scroll_and_large_type_on_the_projector(reported: str, page: Page, language: str) -> None:
    opened(page, f"{reported}{SLIDES}&lang={language}")
    expect(page.get_by_test_id("stSidebar")).not_to_be_visible()
    expect(page.locator(".st-key-menu_county")).to_have_count(0)
    expect(page.locator(".st-key-first_line .city")).to_be_visible()
    expect(page.locator(".st-key-first_line .as-of")).to_be_visible()
    assert scrolls(page) <= 1 and overflow(page) <= 0
    size = page.locator(".slide .bars li b").first.evaluate(
        "part => parseFloat(getComputedStyle(part).fontSize)"
    )
    assert size >= 18 * 1.5
    for county in ("421223", "421221", "000000"):
        opened(page, f"{reported}{SLIDES}&lang={language}&county={county}")
        assert scrolls(page) <= 1 and overflow(page) <= 0


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_old_projectors_screen_holds_the_slide_with_its_legend(
    reported: str, page: Page, language: str
) -> None:
    page.set_viewport_size({"width": 1024, "height": 768})
    for place in ("", "&county=421221"):
        opened(
            page, f"{reported}/compare?asof=2026-11-24&mode=projector&measure=pacing&lang={language}{place}"
        )
        assert scrolls(page) <= 1 and overflow(page) <= 0
        assert page.evaluate(FREE) >= 0, "the buttons lie on the slide"
        if not place:
            expect(page.locator(".slide .scale")).to_be_in_viewport(ratio=1)


def test_one_click_turns_and_escape_leaves(reported: str, page: Page) -> None:
    opened(page, reported + SLIDES)
    page.locator(".st-key-turn_next").get_by_role("link").click()
    expect(page.locator(HEAD)).to_have_text(ORDER[0])
    settled(page)
    page.keyboard.press("ArrowDown")
    expect(page.locator(".slide-head p")).to_contain_text("开工率")
    settled(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("heading", name="县市区", exact=True)).to_be_visible()
    expect(page.get_by_test_id("stSidebar")).to_be_visible()
    assert "mode" not in asked(page) and asked(page)["county"] == ["421281"]
    expect(page.locator(".st-key-projector")).to_have_count(0)


def test_a_tile_is_reached_by_the_keyboard_and_opens_its_county(reported: str, page: Page) -> None:
    opened(page, reported + SLIDES)
    tile = page.locator("a.tile", has_text="嘉鱼县")
    tile.focus()
    page.keyboard.press("Enter")
    expect(page.locator(HEAD)).to_have_text("嘉鱼县")


def test_a_figure_opens_why_beside_the_table_and_its_rows_in_a_tab(reported: str, page: Page) -> None:
    opened(page, reported + "/compare?asof=2026-11-24&measure=late")
    row = page.locator("table.ranking tr", has_text="嘉鱼县")
    row.locator("td.bar a").click()
    expect(page.locator(".why h2")).to_contain_text("嘉鱼县")
    settled(page)
    row.get_by_role("link", name="42.9%").click()
    expect(page.get_by_role("heading", name="明细：滞后率（嘉鱼县）")).to_be_in_viewport(timeout=PATIENCE_MS)


def test_the_page_fits_a_phone(reported: str, page: Page) -> None:
    page.set_viewport_size(PHONE)
    opened(page, reported + "/compare?asof=2026-11-24&measure=late&county=421221")
    assert overflow(page) <= 0
    opened(page, reported + SLIDES)
    assert overflow(page) <= 0
