"""The whole story in a real browser: set up, filled in, told two mistakes, mended, sent, returned, accepted, counted."""

from __future__ import annotations

import asyncio
import re
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from benchmarks.owners import Owner
from portfolio import clock, library
from portfolio.model import Event, PortfolioError, Reader, StatusEntry, Submission
from portfolio.queries import people
from portfolio.words import say
from tests.browser.bureau_begins import goes_on, lists_its_people
from tests.browser.bureau_takes import loads_an_annex, takes_history, takes_the_ledger, takes_the_plan
from tests.browser.half_a_month import (
    NAME,
    PROJECT,
    SECRET,
    finds_it_again,
    sign_in,
    signed_in,
    typed,
    types_half_a_month,
)
from tests.browser.mending import mended_by_two
from tests.browser.month_in_clicks import reports_a_month_in_six_clicks
from tests.browser.report_by_file import mends, picks, send, told_two_mistakes_then_sends
from tests.browser.server import PATIENCE_MS, copied, serving, settled, unfold, visit
from tests.browser.tabs import Tabs

pytestmark = pytest.mark.browser
MADE = "管理员 的 长 口令 2026"


OCTOBER = date(2026, 10, 31)
"""The month that closed before the story begins."""


@pytest.fixture
def data(browser: Browser, tmp_path: Path) -> Path:  # noqa: ARG001
    return copied(tmp_path)


def printed_address(log: Path) -> str:
    """The one-time address on the server's console, as soon as it stands there."""
    until = time.monotonic() + PATIENCE_MS / 1000
    while time.monotonic() < until:
        found = re.search(r"/auth/set-up\?token=\S+", log.read_text(encoding="utf-8"))
        if found:
            return found[0]
        time.sleep(0.1)
    raise AssertionError("the console printed no address")


def set_up(page: Page, address: str, data: Path) -> None:
    """Make the first administrator at the address that the console printed."""
    printed = printed_address(data / "server.log")
    page.goto(f"{address}{printed}")
    page.locator("#login").fill("guanli")
    page.locator("#name").fill("管理员")
    page.locator("#password").fill(MADE)
    page.locator("#again").fill(MADE)
    page.get_by_role("button", name=say("zh", "access.set_up_button")).click()
    settled(page)
    expect(page.locator(".way.here")).to_have_text(["管理"])
    page.goto(f"{address}{printed}")
    expect(page.locator("body")).to_contain_text(say("zh", "error.set_up_done")[:8])


def reopen_last_month(page: Page) -> None:
    """Have the reviewer open the month that has ended for a week, with a reason."""
    visit(page, "审核")
    unfold(page, page.locator(".st-key-change_month"))
    page.locator(".st-key-month_why").get_by_role("textbox").fill("首次填报，集中补报")
    page.get_by_role("button", name=say("zh", "review.month_do"), exact=True).click()
    expect(page.get_by_test_id("stAlert").first).to_contain_text("已重新开放至")


def opens_the_report(page: Page) -> None:
    """Have the reviewer open the first unit's report that waits; another unit's waits beside it."""
    visit(page, "审核")
    waiting = page.locator("table.rows").first.locator("tbody tr", has_text="嘉鱼县发展和改革局")
    waiting.get_by_role("link").first.click()
    settled(page)


def decide(page: Page, button: str, reason: str = "") -> None:
    """Have the reviewer open the waiting report and decide it."""
    opens_the_report(page)
    expect(page.get_by_text("1,234.50 万元").first).to_be_visible()
    if reason:
        page.get_by_role("textbox", name=say("zh", "review.reason"), exact=True).fill(reason)
        page.keyboard.press("Tab")
        settled(page)
    page.get_by_role("button", name=say("zh", button), exact=True).click()
    expect(page.get_by_test_id("stAlert").first).to_contain_text(re.compile("已退回|已通过"))


def accepts_four_and_returns_one(page: Page) -> None:
    """Have the reviewer open the paper's list, return the one project with a remark on one figure, and accept the rest."""
    opens_the_report(page)
    expect(page.get_by_role("button", name=re.compile("立项批复.pdf"))).to_be_visible()
    picks(page, "review.return_some", "嘉鱼", PROJECT)
    page.locator("[class*=st-key-why_] input").fill("请核对入统数")
    page.keyboard.press("Tab")
    settled(page)
    picks(page, "review.pick", "累计入统", f"{PROJECT}.*累计入统投资")
    page.locator("[class*=st-key-remark_] input").fill("与统计联网直报平台不符")
    page.keyboard.press("Tab")
    settled(page)
    page.get_by_role("button", name=say("zh", "review.each", accepted=4, returned=1), exact=True).click()
    expect(page.get_by_test_id("stAlert").first).to_contain_text("通过 4 个项目，退回 1 个项目")


def spent_now(page: Page) -> str:
    """The sentence of 支出进度."""
    visit(page, "支出进度")
    return page.locator("p.answer").inner_text()


def late_now(page: Page) -> str:
    """What 滞后项目 says now."""
    visit(page, "滞后项目")
    return page.locator("[data-testid=stMain]").inner_text()


MORNING = (lists_its_people, loads_an_annex)
"""What the administrator does in the first morning, in order: each a step that takes the page and the server's address."""
TAKEN = (reopen_last_month, takes_the_plan, takes_history, takes_the_ledger)
"""What the city's reviewer does before the first report comes, in order."""
BEGUN = "完成年度投资 500.00万元，占年度计划 7,000.00万元 的 7.1%"
"""What the list, past years and September's reports come to: 800 less 300 of one project, 200 less 200 of the other."""
MOVED = "完成年度投资 1,534.50万元，占年度计划 7,000.00万元 的 21.9%"
"""With the report accepted: 500, and 1,234.50 less 200."""


def test_the_story(tabs: Tabs, data: Path) -> None:
    with serving(data) as address, tabs.lent() as administrator:
        set_up(administrator, address, data)
        for step in MORNING:
            step(administrator, address)
    goes_on(data)
    with tabs.lent({"width": 1600, "height": 1000}) as owner:
        with serving(data) as address, tabs.at(address):
            with signed_in(tabs, address, "shenhe") as reviewer:
                for take in TAKEN:
                    take(reviewer)
                assert BEGUN in spent_now(reviewer) and NAME not in late_now(reviewer)
            sign_in(owner, address, "jiayu")
            types_half_a_month(owner)
        with serving(data) as address, tabs.at(address):
            finds_it_again(owner, address)
            the_rest(tabs, address, owner)
    writes_nothing(data)


def the_rest(tabs: Tabs, address: str, owner: Page) -> None:
    """The owner's report by file, of which one project comes back, is mended, accepted and counted; August is corrected."""
    sent = told_two_mistakes_then_sends(owner)
    with signed_in(tabs, address, "chibi") as stranger:
        sees_nothing(stranger, address, sent)
        reports_a_month_in_six_clicks(stranger, address)
    with signed_in(tabs, address, "shenhe") as reviewer:
        assert NAME not in late_now(reviewer), "what waits does not count"
        accepts_four_and_returns_one(reviewer)
        assert BEGUN in spent_now(reviewer), "what came back does not count"
    mends(owner)
    with signed_in(tabs, address, "shenhe") as reviewer:
        decide(reviewer, "review.accept")
        assert MOVED in spent_now(reviewer) and NAME in late_now(reviewer)
        mended_by_two(tabs, address, reviewer)
    corrects_august(owner)


async def numbers_naming(address: str, login: str) -> list[int]:
    """The numbers under which the page 填报, asked without a browser, names the project to that account."""
    found = []
    async with Owner(address, login, SECRET) as owner:
        for number in range(1, 30):
            await owner.run("report", f"number={number}")
            found += [number] if NAME in owner.told else []
    return found


def sees_nothing(page: Page, address: str, sent: int) -> None:
    """See that another county's owner finds no trace of the report, by list or by address."""
    visit(page, "填报")
    expect(page.locator("[data-testid=stMain]")).not_to_contain_text(NAME)
    visit(page, "填报情况")
    expect(page.locator("[data-testid=stMain]")).not_to_contain_text(NAME)
    page.goto(f"{address}/report?number={sent}")
    settled(page)
    expect(page.locator("[data-testid=stMain]")).not_to_contain_text(NAME)
    with ThreadPoolExecutor(1) as beside:
        assert beside.submit(asyncio.run, numbers_naming(address, "jiayu")).result() == [sent]
        assert beside.submit(asyncio.run, numbers_naming(address, "chibi")).result() == []
    page.goto(f"{address}/review")
    settled(page)
    expect(page.get_by_text(say("zh", "error.page_not_allowed"))).to_be_visible()


def corrects_august(page: Page) -> None:
    """See that a figure of August, which was accepted, is changed only for a reason."""
    visit(page, "填报")
    page.get_by_role("combobox", name=say("zh", "followup.month")).click()
    page.get_by_role("option", name="2026年8月").click()
    settled(page)
    page.get_by_text(say("zh", "report.way_screen")).click()
    settled(page)
    page.locator(".st-key-typed").get_by_text("咸宁市城区老旧小区改造项目").click()
    settled(page)
    typed(page, "work_done_amount", "202608", "06-01").fill("790")
    page.keyboard.press("Tab")
    page.get_by_role("button", name=say("zh", "report.check"), exact=True).click()
    confirm = page.get_by_role("button", name=say("zh", "report.confirm"))
    expect(confirm).to_be_visible()
    settled(page)
    expect(page.get_by_text("属于更正，须写明原因").first).to_be_visible()
    confirm.click()
    expect(page.get_by_text("尚未报送。请写明后再点“确认报送”")).to_be_visible()
    send(page)


def writes_nothing(data: Path) -> None:
    """See that another county's owner cannot write the project, whatever their page sends."""
    with closing(library.open_official(data, clock.now())) as store:
        account = people.account(store, "chibi")
        assert account is not None
        stranger: Reader = people.reader(store, account)
        assert stranger.scope is not None and PROJECT not in stranger.scope
        entry = StatusEntry(project_id=PROJECT, period_on=OCTOBER, stage="completed")
        event = Event(kind="report_submitted", actor="chibi", at=clock.now())
        with pytest.raises(PortfolioError) as refusal:
            store.append(event, [Submission(period_on=OCTOBER, unit_code="U002"), entry], by=stranger)
        assert refusal.value.code == "not_yours"
        assert store.broken_link() is None
