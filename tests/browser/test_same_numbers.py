"""On the page and in the file it hands out: the rows add up to the total, and both totals are one number."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook
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
TABLES = """() => Array.from(document.querySelectorAll('table.rows')).map(table => {
    const cells = row => Array.from(row.cells).map(cell => cell.innerText.trim());
    const total = table.querySelector('tr.total');
    return {heads: cells(table.tHead.rows[0]), total: total ? cells(total) : []};
})"""
UNIT = re.compile(r"（(万元|%|百分点)[^）]*）$")
"""What the heading of a csv says more than that of the screen: the unit of its plain numbers."""


@dataclass
class Taken:
    """A csv as a program reads it: headings without their units, rows."""

    heads: list[str]
    rows: list[list[str]]


def number(text: str) -> Decimal | None:
    """The number in a cell, whatever unit stands behind it; None for a word (未填报)."""
    plain = text.replace(",", "")
    return Decimal(plain) if re.fullmatch(r"-?\d+(\.\d+)?", plain) else None


def taken(page: Page, button: Locator) -> Taken:
    """The file that the button hands out."""
    with page.expect_download() as told:
        button.click()
    text = Path(told.value.path()).read_text(encoding="utf-8-sig")
    heads, *rows = csv.reader(text.splitlines())
    assert rows and all(len(row) == len(heads) for row in rows), "one heading, then rows"
    return Taken([UNIT.sub("", head) for head in heads], rows)


def in_form(page: Page) -> tuple[list[str], list[str]]:
    """Headings and sum of the page's main table in a bureau's form (empty where it has no sum)."""
    with page.expect_download() as told:
        page.locator(".st-key-export_main button").click()
    sheet = load_workbook(io.BytesIO(told.value.path().read_bytes())).worksheets[0]
    lines = [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    heads = next(line for line in lines if line[0] == say("zh", "export.serial"))
    return heads, next((line for line in lines if say("zh", "table.total") in line), [])


def counted(file: Taken) -> list[list[str]]:
    """The rows that the total counts."""
    heading = say("zh", "column.in_total")
    if heading not in file.heads:
        return file.rows
    place = file.heads.index(heading)
    return [row for row in file.rows if row[place] == say("zh", "table.yes")]


def sums(file: Taken) -> dict[str, Decimal]:
    """Heading to the sum of what is known, of the columns that may be added up."""
    found = {}
    for place, heading in enumerate(file.heads):
        known = [value for row in counted(file) if (value := number(row[place])) is not None]
        if heading in ADDED and known:
            found[heading] = sum(known, Decimal(0))
    return found


def shown(table: dict[str, list[str]]) -> dict[str, Decimal]:
    """Heading to what the 合计 row on screen says, of the columns that may be added up."""
    pairs = zip(table["heads"], table["total"], strict=False)
    return {head: told for head, text in pairs if head in ADDED and (told := number(text)) is not None}


def agree(on_screen: dict[str, Decimal], in_file: dict[str, Decimal]) -> bool:
    """Whether every sum on screen is that of the file's rows, as exactly as the screen shows it."""
    return all(
        head in in_file and in_file[head].quantize(told, rounding=ROUND_HALF_UP) == told
        for head, told in on_screen.items()
    )


def files_of(page: Page, buttons: Locator, files: list[Taken], heads: list[str]) -> Iterator[Taken]:
    """The files that have these headings; those not taken yet are taken one after another, and kept in `files`."""
    for place in range(buttons.count()):
        if place == len(files):
            files.append(taken(page, buttons.nth(place)))
        if files[place].heads[: len(heads)] == heads:
            yield files[place]


@pytest.mark.parametrize("filters", ["", "&county=990003"], ids=["the city", "one county"])
def test_rows_add_up_to_the_total_shown_and_the_total_taken_away(
    address: str, page: Page, filters: str
) -> None:
    compared = 0
    page.goto(f"{address}/spending?workspace=demo&role=reviewer&asof=2026-11-20{filters}")
    settled(page)
    for name in PAGES:
        visit(page, say("zh", f"nav.{name}"))
        assert "asof=2026-11-20" in page.url and filters.removeprefix("&") in page.url
        expect(page.locator(".st-key-export_main button")).to_be_visible()
        heads, total = in_form(page)
        page.locator(".st-key-export_more button").first.click()
        buttons = page.locator("[class*=st-key-export_csv_] button")
        expect(buttons.first).to_be_visible()
        files = [taken(page, buttons.first)]
        form = {
            head: told for head, text in zip(heads, total, strict=False) if (told := number(text)) is not None
        }
        assert all(form[head] == told for head, told in sums(files[0]).items() if total), (name, form)
        for table in page.evaluate(TABLES):
            if on_screen := shown(table):
                alike = files_of(page, buttons, files, table["heads"])
                assert any(agree(on_screen, sums(file)) for file in alike), (name, table)
                compared += len(on_screen)
    assert compared > 8


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
    expect(page.locator(".taken").first).to_contain_text("示例县乙")
    with tabs.lent(locale="en-US") as colleague:
        colleague.goto(page.url)
        settled(colleague)
        expect(colleague.locator(".taken").first).to_contain_text("示例县乙")


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
