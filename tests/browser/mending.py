"""A slip of the pen in a real browser: one reviewer of the city mends it within a minute, a second one accepts it."""

from __future__ import annotations

import re
import time

from playwright.sync_api import Page, expect

from portfolio.words import say
from tests.browser.half_a_month import PROJECT, signed_in
from tests.browser.server import settled, unfold, upload
from tests.browser.tabs import Tabs
from tests.papers import PNG

WITHIN_SECONDS = 60
"""How long a reviewer may be about a slip of the pen, from the project's page to the sentence that it waits."""
WRITTEN, MEANT = "2025年6月30日", "2025年7月31日"


def of_the_project(page: Page, address: str) -> None:
    """Open what was reported of the project, where its corrections stand."""
    page.goto(f"{address}/project?project={PROJECT}&tab=reports")
    settled(page)


def fill(page: Page, label: str, text: str) -> None:
    """Fill a field of the form in, and wait until the form has taken it."""
    page.get_by_role("textbox", name=say("zh", label), exact=True).fill(text)
    page.keyboard.press("Tab")
    settled(page)


def mends_a_slip(page: Page, address: str) -> None:
    """Have the reviewer put right, with a paper, the month of the due day in the accepted report; it only waits then."""
    began = time.monotonic()
    of_the_project(page, address)
    unfold(page, page.locator(".st-key-fold_correct"))
    settled(page)
    chosen = page.get_by_role("combobox", name=say("zh", "correction.figure"))
    chosen.click()
    page.get_by_role("option", name=re.compile("^完工.*时限")).click()
    settled(page)
    fill(page, "correction.right", "2025-07-31")
    fill(page, "correction.reason", "月份写错")
    upload(page, ".st-key-fold_correct", "批文.png", "image/png", PNG)
    page.get_by_role("button", name=say("zh", "correction.send"), exact=True).click()
    expect(page.get_by_test_id("stAlert")).to_have_text([re.compile("第 \\d+ 号更正已提交")])
    assert time.monotonic() - began < WITHIN_SECONDS
    settled(page)
    expect(page.locator("[class*=st-key-accept_correction_]")).to_have_count(0)


def accepts_it(page: Page, address: str) -> None:
    """Have the second reviewer accept it: both values stay on record, and the project's day is the right one."""
    of_the_project(page, address)
    expect(page.locator(".st-key-project_page")).to_contain_text(f"由“{WRITTEN}”更正为“{MEANT}”")
    page.get_by_role("button", name=say("zh", "correction.accept"), exact=True).click()
    settled(page)
    expect(page.get_by_role("button", name=say("zh", "correction.accept"), exact=True)).to_have_count(0)
    page.goto(f"{address}/project?project={PROJECT}&tab=milestones")
    settled(page)
    expect(page.locator(".st-key-project_page")).to_contain_text(MEANT)


def mended_by_two(tabs: Tabs, address: str, reviewer: Page) -> None:
    """Have the reviewer mend a slip and a second one, who signs in for it, accept it."""
    mends_a_slip(reviewer, address)
    with signed_in(tabs, address, "fuhe") as second:
        accepts_it(second, address)
