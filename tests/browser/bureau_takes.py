"""What a bureau has before the first report: an annex with its own heads, the year's plan, past years, the ledger."""

from __future__ import annotations

import re
from collections.abc import Sequence

from playwright.sync_api import Page, expect

from portfolio.words import say
from tests.browser.bureau_begins import XLSX
from tests.browser.half_a_month import PROJECT
from tests.browser.server import settled, unfold, upload, visit
from tests.intake.annexes import HEADS, rows
from tests.intake.producers import Page as Sheet
from tests.intake.producers import by_openpyxl

OTHER = "06-03"
"""The second unit's project that has a plan too."""


def sheet(*told: Sequence[object]) -> bytes:
    """A workbook of one sheet with these rows."""
    return by_openpyxl([Sheet("Sheet1", [list(row) for row in told])])


def fill(page: Page, key: str, text: str) -> None:
    """Fill the field of that key in, and wait until the page has taken it."""
    page.locator(f"[class*=st-key-{key}] input").fill(text)
    page.keyboard.press("Tab")
    settled(page)


def answer(page: Page, key: str, means: str) -> None:
    """Choose what a head, a unit or a source of somebody's own means."""
    page.locator(f"[class*=st-key-{key}] input").click()
    page.keyboard.type(means)
    page.get_by_role("option", name=means, exact=True).click()
    settled(page)


def confirm(page: Page, key: str, sure: str) -> None:
    """Tick that what is told was looked at, where it is asked, and confirm."""
    button = page.locator(f"[class*=st-key-{key}] button")
    expect(button).to_be_visible()  # it is drawn last: what is asked stands by then
    settled(page)
    box = page.locator(f"[class*=st-key-{sure}] label")
    if box.count():
        box.first.click()
    expect(button).to_be_enabled()
    settled(page)
    button.click()
    settled(page)


def loads_an_annex(page: Page, address: str) -> None:  # noqa: ARG001
    """Have the administrator, on 管理, take four projects more, from an annex of which one head is nobody's but its own."""
    settled(page)
    expect(page.locator("[class*=st-key-admin_annex_file_]")).to_have_count(1)
    heads = [head.replace("建设单位", "谁来建") for head in HEADS]
    upload(page, "[class*=st-key-admin_annex_file_]", "项目库附件.xlsx", XLSX, sheet(heads, *rows()))
    fill(page, "admin_annex_document_number", "咸发改〔2026〕30号")
    page.get_by_text(say("zh", "annex.part")).click()
    settled(page)
    expect(page.locator("[class*=st-key-admin_annex_take]")).to_have_count(0)
    answer(page, "admin_annex_head", "建设单位")
    confirm(page, "admin_annex_take", "admin_annex_sure")
    expect(page.locator(".st-key-admin_told_annex")).to_contain_text("已作为新版载入，共 242 行")


def takes_the_plan(page: Page) -> None:
    """Have the reviewer take the year's list: 5,000 and 2,000 万元."""
    visit(page, "审核")
    unfold(page, page.locator(".st-key-plan_take"))
    head = ["项目名称", "项目代码", "计划年度", "安排投资（万元）"]
    of_two = (["", PROJECT, 2026, 5000], ["", OTHER, 2026, 2000])
    fill(page, "plan_list_0_document", "咸财发〔2026〕8号")
    fill(page, "plan_list_0_day", "2026-01-20")
    upload(page, ".st-key-plan_list_0_file", "2026年投资计划.xlsx", XLSX, sheet(head, *of_two))
    confirm(page, "plan_list_0_][class*=_confirm", "plan_list_0_][class*=_sure")
    expect(page.get_by_text(re.compile("清单已取入：咸财发〔2026〕8号.*2 行")).first).to_be_visible()


def takes_history(page: Page) -> None:
    """Have the reviewer, on the same page, take what was done by the ends of two years: 200 and 300 万元 by 2025."""
    unfold(page, page.locator(".st-key-history_take"))
    head = ["项目编号", "年度", "累计完成投资（万元）"]
    of_two = ([PROJECT, 2024, 100], [PROJECT, 2025, 200], [OTHER, 2025, 300])
    upload(page, ".st-key-history_0_file", "往年完成.xlsx", XLSX, sheet(head, *of_two))
    confirm(page, "history_0_][class*=_confirm", "history_0_][class*=_sure")
    expect(page.get_by_text(re.compile("历史数据已取入")).first).to_be_visible()


def takes_the_ledger(page: Page) -> None:
    """Have the reviewer take the budget system's lines: of one project 600 万元 allocated, 400 paid."""
    visit(page, "资金来源")
    page.get_by_role("tab", name=say("zh", "tab.funding.taking"), exact=True).click()
    settled(page)
    head = ["项目代码", "项目名称", "资金性质", "业务日期", "下达金额（元）", "支付金额（元）"]
    lines = (
        [PROJECT, "嘉鱼县老旧小区改造项目", "县级资金", "2026-02-10", 6_000_000, None],
        [PROJECT, "嘉鱼县老旧小区改造项目", "县级资金", "2026-06-20", None, 4_000_000],
    )
    upload(page, ".st-key-treasury_0_file", "指标支付明细.xlsx", XLSX, sheet(head, *lines))
    page.locator("[class*=st-key-treasury_0_][class*=_whole] label").click()
    settled(page)
    confirm(page, "treasury_0_][class*=_confirm", "treasury_0_][class*=_sure")
    expect(page.get_by_text(re.compile("财政数据已取入：2 行")).first).to_be_visible()
