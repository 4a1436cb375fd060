"""On the page and in the file it hands out: the rows add up to the total, and both totals are one number."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from portfolio.words import say
from tests.browser.server import menu, settled, visit
from tests.browser.tabs import Tabs

pytestmark = pytest.mark.browser
PAGES = ("overview", "library", "funding", "spending", "late", "compare", "quality")
ADDED = {
    say("zh", f"column.{name}")
    for name in (
        "investment_amount",
        "annual_plan_amount",
        "work_done_year_amount",
        "planned_amount",
        "allocated_amount",
        "received_amount",
        "paid_amount",
        "unpaid_amount",
        "project_count",
        "late_count",
        "judged_count",
    )
}
"""Headings of sums whose rows may be added up; a rate, a rank or a median is no sum of its rows."""
ABOVE = """button => {
    const before = Array.from(document.querySelectorAll('table.rows'))
        .filter(one => one.compareDocumentPosition(button) & Node.DOCUMENT_POSITION_FOLLOWING);
    // the buttons of 项目台账 stand in its first line, above its only table
    const table = before.length ? before[before.length - 1] : document.querySelector('table.rows');
    const follows = (one, other) => one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING;
    const taken = before.length && Array.from(document.querySelectorAll('button')).some(one =>
        one.innerText === button.innerText && follows(table, one) && follows(one, button));
    if (taken) return {heads: [], total: []};  // the button of a table or picture that is folded away
    const cells = row => Array.from(row.cells).map(cell => cell.innerText.trim());
    const total = table.querySelector('tr.total');
    return {heads: cells(table.tHead.rows[0]), total: total ? cells(total) : []};
}"""


@dataclass
class Taken:
    """A file as a spreadsheet shows it: headings, rows and the 合计 row (empty where there is none)."""

    heads: list[str]
    rows: list[list[str]]
    total: list[str]


def number(text: str) -> Decimal | None:
    """The number in a cell, whatever unit stands behind it; None for a word (未填报)."""
    plain = text.replace(",", "")
    return Decimal(plain) if re.fullmatch(r"-?\d+(\.\d+)?", plain) else None


def taken(page: Page, button: Locator) -> Taken:
    """The file that the button hands out."""
    with page.expect_download() as told:
        button.click()
    text = Path(told.value.path()).read_text(encoding="utf-8-sig")
    lines = list(csv.reader(text.splitlines()))
    begin = next(place for place, line in enumerate(lines) if len(line) > 1)
    rows = lines[begin + 1 :]
    word = say("zh", "table.total")
    total = rows.pop() if rows and word in rows[-1] else []
    return Taken(lines[begin], rows, total)


def counted(file: Taken) -> list[list[str]]:
    """The rows that the total counts."""
    heading = say("zh", "column.in_total")
    if heading not in file.heads:
        return file.rows
    place = file.heads.index(heading)
    return [row for row in file.rows if row[place] == say("zh", "table.yes")]


def compared(heads: list[str], shown: list[str], file: Taken) -> int:
    """How many sums of one table were compared: on screen, in the file, and of the file's own rows."""
    found = 0
    for place, heading in enumerate(heads):
        if not shown or heading not in ADDED or (on_screen := number(shown[place])) is None:
            continue
        in_file = number(file.total[file.heads.index(heading)])
        assert in_file is not None, (heading, file.total)
        known = [
            value for row in counted(file) if (value := number(row[file.heads.index(heading)])) is not None
        ]
        assert sum(known, Decimal(0)) == in_file, heading
        assert in_file.quantize(Decimal(1).scaleb(on_screen.as_tuple().exponent)) == on_screen, heading  # type: ignore[arg-type]
        found += 1
    return found


@pytest.mark.parametrize("filters", ["", "&county=990003"], ids=["the city", "one county"])
def test_rows_add_up_to_the_total_shown_and_the_total_taken_away(
    address: str, page: Page, filters: str
) -> None:
    sums = {}
    page.goto(f"{address}/spending?workspace=demo&role=reviewer&asof=2026-11-20{filters}")
    settled(page)
    for name in PAGES:
        visit(page, say("zh", f"nav.{name}"))
        assert "asof=2026-11-20" in page.url and filters.removeprefix("&") in page.url
        buttons = page.get_by_role("button", name=re.compile("csv$"))
        expect(buttons.first).to_be_visible()
        sums[name] = 0
        for place in range(buttons.count()):
            told = buttons.nth(place).evaluate(ABOVE)
            file = taken(page, buttons.nth(place))
            assert file.rows, (name, told["heads"])
            sums[name] += compared(told["heads"], told["total"], file)
    assert sum(sums.values()) > 8, sums


def test_a_choice_in_the_demonstration_lasts_over_pages_reload_and_a_shared_link(
    address: str, page: Page, tabs: Tabs
) -> None:
    page.goto(f"{address}/late?workspace=demo&county=990002&area=health&asof=2026-09-30")
    settled(page)
    page.locator(".st-key-navigation").get_by_text(say("zh", "nav.spending")).click()
    expect(page.get_by_role("heading", name=say("zh", "nav.spending"), exact=True).first).to_be_visible()
    settled(page)
    for kept in ("workspace=demo", "county=990002", "area=health", "asof=2026-09-30"):
        assert kept in page.url
    page.reload()
    settled(page)
    expect(page.locator(".mark.demo")).to_be_visible()
    expect(page.locator(".st-key-taken").first).to_contain_text("示例县乙")
    with tabs.lent(locale="en-US") as colleague:
        colleague.goto(page.url)
        settled(colleague)
        expect(colleague.locator(".st-key-taken").first).to_contain_text("示例县乙")


def test_what_is_looked_for_on_the_record_lasts_over_reload_language_and_a_shared_link(
    address: str, page: Page, tabs: Tabs
) -> None:
    page.goto(f"{address}/audit?workspace=demo&role=administrator")
    settled(page)
    page.get_by_label(say("zh", "audit.text")).fill("补报（虚构）")
    page.keyboard.press("Enter")
    rows = page.locator("table.rows tbody tr")
    expect(rows).to_have_count(1)
    settled(page)
    page.reload()
    settled(page)
    expect(page.get_by_label(say("zh", "audit.text"))).to_have_value("补报（虚构）")
    expect(rows).to_have_count(1)
    menu(page, "reader").get_by_role("link", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(rows).to_have_count(1)
    with tabs.lent(locale="en-US") as colleague:
        colleague.goto(page.url)
        settled(colleague)
        expect(colleague.locator("table.rows tbody tr")).to_have_count(1)
