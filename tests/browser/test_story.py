"""The whole story in a real browser: set up, filled in, told two mistakes, mended, sent, returned, accepted, counted."""

from __future__ import annotations

import asyncio
import io
import re
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, Page, expect

from benchmarks.owners import Owner
from portfolio import clock, library, passwords
from portfolio.model import Account, Assignment, Event, PortfolioError, Reader, StatusEntry, Submission, Unit
from portfolio.queries import people
from portfolio.words import say
from tests.browser.half_a_month import (
    NAME,
    PROJECT,
    SECRET,
    by_file,
    finds_it_again,
    sign_in,
    signed_in,
    types_half_a_month,
)
from tests.browser.mending import mended_by_two
from tests.browser.server import PATIENCE_MS, copied, serving, settled, unfold, visit
from tests.browser.tabs import Tabs

pytestmark = pytest.mark.browser
MADE = "管理员 的 长 口令 2026"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


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
    expect(page.locator(".st-key-nav_current")).to_have_text(["管理"])
    page.goto(f"{address}{printed}")
    expect(page.locator("body")).to_contain_text(say("zh", "error.set_up_done")[:8])


def people_given(data: Path) -> None:
    """Set up two counties' units with an owner each and a reviewer, as the administrator would."""
    with closing(library.open_official(data, clock.now())) as store:
        kept = passwords.hashed(SECRET)
        operator = {"actor": "operator", "at": clock.now()}
        units = {"JY": ("421221", "嘉鱼县发展和改革局"), "CB": ("421281", "赤壁市发展和改革局")}
        store.append(
            Event(kind="unit_changed", **operator),
            [Unit(unit_code=code, name=name, county_code=county) for code, (county, name) in units.items()],
        )
        store.append(
            Event(kind="assignment_changed", **operator),
            [Assignment(unit_code=code, county_code=county) for code, (county, _) in units.items()],
        )
        owners = [
            Account(login=login, name=name, role="owner", unit_code=unit, password_hash=kept)
            for login, name, unit in (("jiayu", "嘉鱼填报", "JY"), ("chibi", "赤壁填报", "CB"))
        ]
        judges = (("shenhe", "市审核"), ("fuhe", "市复核"))
        judging = [Account(login=one, name=name, role="reviewer", password_hash=kept) for one, name in judges]
        store.append(Event(kind="account_changed", **operator), [*owners, *judging])


def filled(template: bytes, **values: object) -> bytes:
    """The template with these values in the project's row: sheet__column title."""
    book = openpyxl.load_workbook(io.BytesIO(template))
    for place, value in values.items():
        sheet, column = place.split("__")
        page = book[sheet]
        head = next(row for row in page.iter_rows(max_row=6) if row[0].value == "项目编号")
        at = next(cell.column for cell in head if str(cell.value).startswith(column))
        rows = [cell.row for cell in page["A"] if cell.value == PROJECT]
        if sheet == "里程碑":
            rows = [row for row in rows if page.cell(row, 3).value == "完工"]
        page.cell(rows[0], at).value = value
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def upload(page: Page, data: bytes) -> None:
    page.locator("[data-testid=stFileUploaderDropzoneInput]").set_input_files(
        {"name": "嘉鱼县月报.xlsx", "mimeType": XLSX, "buffer": data}
    )
    settled(page)


def reopen_last_month(page: Page) -> None:
    """Have the reviewer open the month that has ended for a week, with a reason."""
    visit(page, "审核")
    unfold(page, page.locator(".st-key-change_month"))
    page.get_by_label(say("zh", "review.month_why")).fill("首次填报，集中补报")
    page.get_by_role("button", name=say("zh", "review.month_do"), exact=True).click()
    expect(page.get_by_test_id("stAlert").first).to_contain_text("已重新开放至")


def told_two_mistakes_then_sends(page: Page) -> int:
    """The number of the report, once two mistakes were told by cell and the mended file was sent."""
    visit(page, "填报")
    by_file(page)
    expect(page.get_by_role("combobox", name=say("zh", "followup.month"))).to_have_value("2026年10月")
    with page.expect_download() as download:
        page.get_by_role("button", name=say("zh", "report.template")).click()
    template = download.value.path().read_bytes()
    upload(page, filled(template, 进度__累计完成投资="一千二百", 进度__形象进度=130))
    table = page.locator("table.rows").first
    expect(table).to_contain_text("“一千二百”不是数字")
    expect(table).to_contain_text("超过 100%")
    with page.expect_download() as download:
        page.get_by_role("button", name=say("zh", "report.marked")).click()
    assert openpyxl.load_workbook(io.BytesIO(download.value.path().read_bytes())).sheetnames
    expect(page.get_by_role("button", name=say("zh", "report.confirm"))).to_have_count(0)
    good = filled(
        template,
        项目状态与投资__建设阶段="续建",
        进度__累计完成投资=1234.5,
        进度__形象进度=20,
        里程碑__计划时限="2025-06-30",
        年度计划__年度计划投资=5000,
    )
    page.get_by_role("button", name=re.compile("移除|Remove")).first.click()
    expect(page.locator("table.rows")).to_have_count(0)  # a file chosen while the first still leaves is lost
    upload(page, good)
    expect(page.locator("#changes")).to_be_visible()
    expect(page.locator("table.rows").first).to_contain_text("1,234.50万元")
    return send(page)


def send(page: Page) -> int:
    """The number on the receipt, once every warning has a word and the report is sent."""
    # it is drawn last: what asks for a word stands by then
    expect(page.get_by_role("button", name=say("zh", "report.confirm"))).to_be_visible()
    settled(page)
    if page.get_by_label(say("zh", "report.word_for_all")).count():
        page.get_by_label(say("zh", "report.word_for_all")).fill("已核实")
        page.keyboard.press("Tab")
    else:
        for box in page.locator("[class*=st-key-word_] input").all():
            box.fill("已核实")
            page.keyboard.press("Tab")
    settled(page)
    page.get_by_role("button", name=say("zh", "report.confirm")).click()
    receipt = page.locator(".st-key-receipt")
    expect(receipt).to_contain_text("报送成功。回执编号：")
    number = re.search(r"回执编号：(\d+)。", receipt.inner_text())
    assert number
    return int(number[1])


def decide(page: Page, button: str, reason: str = "") -> None:
    """Have the reviewer open the waiting report and decide it."""
    visit(page, "审核")
    page.locator("table.rows").first.get_by_role("link").first.click()
    settled(page)
    expect(page.get_by_text("1,234.50 万元").first).to_be_visible()
    if reason:
        page.get_by_role("textbox", name=say("zh", "review.reason"), exact=True).fill(reason)
        page.keyboard.press("Tab")
        settled(page)
    page.get_by_role("button", name=say("zh", button), exact=True).click()
    expect(page.get_by_test_id("stAlert").first).to_contain_text(re.compile("已退回|已通过"))


def figures(page: Page) -> tuple[str, str]:
    """What 支出进度 and 滞后项目 say now."""
    told = []
    for name in ("支出进度", "滞后项目"):
        visit(page, name)
        told.append(page.locator("[data-testid=stMain]").inner_text())
    return told[0], told[1]


def test_the_story(tabs: Tabs, data: Path) -> None:
    with serving(data) as address, tabs.lent() as administrator:
        set_up(administrator, address, data)
    people_given(data)
    with tabs.lent({"width": 1600, "height": 1000}) as owner:
        with serving(data) as address, tabs.at(address):
            with signed_in(tabs, address, "shenhe") as reviewer:
                reopen_last_month(reviewer)
                spent, late = figures(reviewer)
                assert "5,000.00" not in spent and NAME not in late
            sign_in(owner, address, "jiayu")
            types_half_a_month(owner)
        with serving(data) as address, tabs.at(address):
            finds_it_again(owner, address)
            the_rest(tabs, address, owner)
    writes_nothing(data)


def the_rest(tabs: Tabs, address: str, owner: Page) -> None:
    """The owner's report by file, returned, sent again, accepted and counted."""
    sent = told_two_mistakes_then_sends(owner)
    with signed_in(tabs, address, "chibi") as stranger:
        sees_nothing(stranger, address, sent)
    with signed_in(tabs, address, "shenhe") as reviewer:
        assert NAME not in figures(reviewer)[1], "what waits does not count"
        decide(reviewer, "review.return", "请补充合同说明")
    resends(owner)
    with signed_in(tabs, address, "shenhe") as reviewer:
        decide(reviewer, "review.accept")
        spent, late = figures(reviewer)
        assert "5,000.00" in spent and NAME in late, "both pages move"
        mended_by_two(tabs, address, reviewer)


async def numbers_naming(address: str, login: str) -> list[int]:
    """The numbers under which the page 填报, asked without a browser, names the project to that account."""
    found = []
    async with Owner(address, login, SECRET) as owner:
        for number in range(1, 20):
            await owner.run("report", f"number={number}")
            found += [number] if NAME in owner.told else []
    return found


def sees_nothing(page: Page, address: str, sent: int) -> None:
    """See that another county's owner finds no trace of the report, by list or by address."""
    visit(page, "填报")
    expect(page.get_by_text(say("zh", "report.mine_none"))).to_be_visible()
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
    expect(page.locator(".st-key-problem")).to_be_visible()


def resends(page: Page) -> None:
    """Have the owner read why the report came back, and send it again."""
    visit(page, "填报")
    page.locator("table.rows").last.get_by_role("link").first.click()
    settled(page)
    expect(page.get_by_text("请补充合同说明").first).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name=say("zh", "reporting.sent_file")).click()
    good = download.value.path().read_bytes()
    page.get_by_role("link", name=say("zh", "report.resend")).click()
    settled(page)
    by_file(page)
    upload(page, good)
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
            store.append(event, [Submission(period_on=OCTOBER, unit_code="CB"), entry], by=stranger)
        assert refusal.value.code == "not_yours"
        assert store.broken_link() is None
