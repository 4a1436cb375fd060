"""An owner reports by file: told two mistakes, mended, an approval attached, sent; what came back is mended in the file."""

from __future__ import annotations

import io
import re

import openpyxl
from playwright.sync_api import Page, expect

from portfolio.words import say
from tests.browser.bureau_begins import OWN, XLSX
from tests.browser.half_a_month import PROJECT, by_file
from tests.browser.server import settled, upload, visit
from tests.papers import PDF

OTHERS = [project for project in OWN["嘉鱼县发展和改革局"] if project != PROJECT]


def filled(template: bytes, others: bool = False, **values: object) -> bytes:
    """The workbook with these values in the project's row (sheet__column title), and a little of every other project."""
    book = openpyxl.load_workbook(io.BytesIO(template))
    if others:
        little: tuple[tuple[str, int, object], ...] = (("项目状态与投资", 5, "续建"), ("进度", 4, 1000))
        for name, at, told in little:
            page = book[name]
            for row in range(3, page.max_row + 1):
                if page.cell(row, 1).value in OTHERS:
                    page.cell(row, at).value = told
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


def fills_in(page: Page, data: bytes) -> None:
    upload(page, "[class*=st-key-report_file]", "嘉鱼县月报.xlsx", XLSX, data)


def told_two_mistakes_then_sends(page: Page) -> int:
    """The number of the report, once two mistakes were told by cell and the mended file was sent."""
    visit(page, "填报")
    by_file(page)
    expect(page.get_by_role("combobox", name=say("zh", "followup.month"))).to_have_value("2026年10月")
    with page.expect_download() as download:
        page.get_by_role("button", name=say("zh", "report.template")).click()
    template = download.value.path().read_bytes()
    fills_in(page, filled(template, 进度__累计完成投资="一千二百", 进度__形象进度=130))
    table = page.locator("table.rows").first
    expect(table).to_contain_text("“一千二百”不是数字")
    expect(table).to_contain_text("超过 100%")
    with page.expect_download() as download:
        page.get_by_role("button", name=say("zh", "report.marked")).click()
    assert openpyxl.load_workbook(io.BytesIO(download.value.path().read_bytes())).sheetnames
    expect(page.get_by_role("button", name=say("zh", "report.confirm"))).to_have_count(0)
    good = filled(
        template,
        others=True,
        项目状态与投资__建设阶段="续建",
        进度__累计完成投资=1234.5,
        进度__累计入统投资=900,
        进度__形象进度=20,
        里程碑__计划时限="2025-06-30",
        年度计划__年度计划投资=5000,
    )
    page.get_by_role("button", name=re.compile("移除|Remove")).first.click()
    expect(page.locator("#problems")).to_have_count(0)  # a file chosen while the first still leaves is lost
    fills_in(page, good)
    expect(page.locator("#changes")).to_be_visible()
    expect(page.locator("table.rows").first).to_contain_text("1,234.50万元")
    attaches_an_approval(page)
    return send(page)


def picks(page: Page, label: str, sought: str, option: str) -> None:
    """Look for an option of the list with that label and choose it: a long list draws only what is in sight."""
    page.get_by_role("combobox", name=say("zh", label)).click()
    page.keyboard.type(sought)
    page.get_by_role("option", name=re.compile(option)).click()
    page.keyboard.press("Tab")
    settled(page)


def attaches_an_approval(page: Page) -> None:
    """Attach an approval to the project's stage."""
    expect(page.get_by_role("button", name=say("zh", "report.confirm"))).to_be_visible()
    settled(page)
    picks(page, "report.papers_pick", "嘉鱼", f"{PROJECT}.*{say('zh', 'report.proves_status_entry')}")
    upload(page, "[class*=st-key-papers_]", "立项批复.pdf", "application/pdf", PDF)
    expect(page.get_by_text("立项批复.pdf")).to_be_visible()
    settled(page)


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


def mends(page: Page) -> None:
    """Have the owner read on which figure the project came back, mend it in the file that was sent, and send it again."""
    visit(page, "填报")
    came_back = page.get_by_text("进度!H4 累计入统投资 900.00 万元：与统计联网直报平台不符")
    expect(came_back).to_have_count(1)
    came_back.click()
    settled(page)
    expect(page.get_by_text("请核对入统数").first).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name=say("zh", "reporting.sent_file")).click()
    good = filled(download.value.path().read_bytes(), 进度__累计入统投资=950)
    page.get_by_role("link", name=say("zh", "report.resend_some")).click()
    settled(page)
    by_file(page)
    fills_in(page, good)
    send(page)
