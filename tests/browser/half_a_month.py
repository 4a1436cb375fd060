"""An owner types half a month on screen, leaves, goes on in two tabs, and finds it again after a restart and a sign-out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Locator, Page, expect

from portfolio.words import say
from tests.browser.server import settled, visit
from tests.browser.tabs import Tabs

PROJECT, NAME = "06-02", "嘉鱼县老旧小区改造项目"
UNIT = "U001"
"""The code that the first unit of the workbook of people gets."""
SECRET = "三月 的 雨 落在 长江 上"


def sign_in(page: Page, address: str, login: str) -> None:
    page.goto(f"{address}/auth/sign-in")
    page.locator("#login").fill(login)
    page.locator("#password").fill(SECRET)
    page.get_by_role("button", name=say("zh", "access.sign_in"), exact=True).click()
    page.wait_for_url(re.compile(rf"{address}/?(\?.*)?$"))
    settled(page)


@contextmanager
def signed_in(tabs: Tabs, address: str, login: str) -> Iterator[Page]:
    """A reader's tab, in which this account has signed in."""
    with tabs.lent({"width": 1600, "height": 1000}) as page:
        sign_in(page, address, login)
        yield page


def by_file(page: Page) -> None:
    page.get_by_text(say("zh", "report.way_file")).click()
    settled(page)


def typed(page: Page, name: str, month: str = "202610", project: str = PROJECT, unit: str = UNIT) -> Locator:
    """The field of the project's progress on screen."""
    return page.locator(f".st-key-typed_{month}_{unit}_{project}_progress__{name} input")


def opens_the_project(page: Page) -> None:
    page.get_by_text(say("zh", "report.way_screen")).click()
    page.locator(".st-key-typed").get_by_text(NAME).click()
    settled(page)


def types_half_a_month(page: Page) -> None:
    """Have the owner type, leave at once, come back, and go on in two tabs: the newest word stands in both."""
    visit(page, "填报")
    opens_the_project(page)
    typed(page, "work_done_amount").fill("一千二")
    visit(page, "总览")
    visit(page, "填报")
    expect(typed(page, "work_done_amount")).to_have_value("一千二")
    with page.context.expect_page() as opened:
        page.evaluate("window.open(location.href)")
    beside = opened.value
    settled(beside)
    typed(beside, "physical_share").fill("25")  # and stays in the field
    expect(beside.get_by_text("已填 2 格")).to_be_visible()
    typed(page, "in_statistics_amount").fill("12")
    page.keyboard.press("Enter")
    expect(page.get_by_text("另一个页面改了 1 格")).to_be_visible()
    expect(typed(page, "physical_share")).to_have_value("25")
    beside.close()


def finds_it_again(page: Page, address: str) -> None:
    """See that what was typed outlives the server, and the session."""
    page.goto(f"{address}/report")
    settled(page)
    expect(page.get_by_text("尚未报送的 3 格")).to_be_visible()
    page.goto(f"{address}/auth/sign-out")
    page.get_by_role("button").first.click()
    sign_in(page, address, "jiayu")
    visit(page, "填报")
    for name, said in (
        ("work_done_amount", "一千二"),
        ("physical_share", "25"),
        ("in_statistics_amount", "12"),
    ):
        expect(typed(page, name)).to_have_value(said)
