"""The workbook given out: what stands in it, that it reads back, and that an owner can only fill what is to be filled."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import openpyxl
import polars as pl
import pytest

from portfolio.codes import Language
from portfolio.intake import (
    SHEETS,
    Context,
    FieldPlace,
    check,
    context,
    file_title,
    read,
    sheet,
    table_on_screen,
    template,
)
from portfolio.store import Store
from portfolio.words import say
from tests.intake.conftest import OCTOBER, VIEW

LANGUAGES: tuple[Language, ...] = ("zh", "en")
Cells = Mapping[str, Mapping[str, object]]
"""Sheet code to project and column code to what is typed in the project's first row of it."""


def opened(data: bytes) -> Any:
    return openpyxl.load_workbook(BytesIO(data))


def letters(page: Any) -> dict[str, str]:
    return {str(cell.value): cell.column_letter for cell in page[2] if cell.value}


def place(book: Any, language: Language, code: str, column: str, row: int) -> Any:
    page = book[sheet(code).title(language)]
    return page[f"{letters(page)[sheet(code).column(column).header(language)]}{row}"]


def filled(data: bytes, language: Language, typed: list[tuple[str, str, int, object]]) -> bytes:
    """The workbook after somebody typed these values: sheet, column, row and value."""
    book = opened(data)
    for code, column, row, value in typed:
        cell = place(book, language, code, column, row)
        assert not cell.protection.locked, (code, column)
        cell.value = value
    target = BytesIO()
    book.save(target)
    return target.getvalue()


@pytest.mark.parametrize("language", LANGUAGES)
def test_given_out_filled_in_and_read_back(october: Context, language: Language) -> None:
    label = {"zh": "续建", "en": "Under way"}[language]
    typed: list[tuple[str, str, int, object]] = [
        ("status", "stage", 3, label),
        ("funding", "paid_amount", 3, 2500.25),
        ("progress", "work_done_amount", 3, "4,000.000001"),
        ("plan", "planned_amount", 3, "清除" if language == "zh" else "clear"),
        ("plan", "year_forecast_amount", 3, 5500),
        ("milestones", "forecast_on", 4, "2027-08-01"),
        ("obstacles", "cleared_on", 3, date(2026, 10, 20)),
        ("progress", "physical_share", 4, 12.5),
    ]
    reading = read(filled(template(october, language), language, typed), "a.xlsx")
    assert (reading.stamp.version, reading.stamp.workspace, reading.stamp.period_on) == (
        "2",
        "official",
        OCTOBER,
    )
    assert (reading.stamp.unit_code, reading.stamp.language) == ("U1", language)
    checked = check(reading, october, judge=False)
    assert not checked.problems
    entries = checked.entries
    assert entries["status_entry"]["stage"].to_list() == ["continuing"]
    assert entries["funding_entry"].select("source", "currency", "paid_amount", "received_amount").rows() == [
        ("special_bond", "CNY", Decimal("25002500.00"), None)
    ]
    assert entries["progress_entry"].select("project_id", "work_done_amount", "physical_share").rows() == [
        ("06-01", Decimal("40000000.01"), None),
        ("06-02", None, Decimal("0.125")),
    ]
    assert entries["progress_entry"]["cells"].to_list() == [["work_done_amount D3"], ["physical_share F4"]]
    told = ("year", "planned_amount", "year_forecast_amount", "cleared")
    assert entries["plan_entry"].select(told).rows() == [
        (2026, None, Decimal("55000000.00"), ["planned_amount"])
    ]
    assert entries["milestone_entry"].select("milestone", "forecast_on").rows() == [
        ("completion", date(2027, 8, 1))
    ]
    assert entries["obstacle_entry"].select("obstacle", "cleared_on").rows() == [("1", date(2026, 10, 20))]
    assert checked.counts["projects"] == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_comes_with_the_last_values_beside_empty_inputs(october: Context, language: Language) -> None:
    book = opened(template(october, language))
    page = book[sheet("progress").title(language)]
    column = sheet("progress").column("work_done_amount")
    where = letters(page)
    assert page[f"{where[column.last_header(language)]}3"].value == 3000
    assert page[f"{where[column.header(language)]}3"].value is None
    due = sheet("milestones").column("due_on")
    milestones = book[sheet("milestones").title(language)]
    shown = milestones[f"{letters(milestones)[due.last_header(language)]}4"].value
    assert shown == {"zh": "2027年6月", "en": "June 2027"}[language]
    assert [page[f"A{row}"].value for row in (3, 4, 5, 6)] == ["06-01", "06-02", "06-03", None]


def test_what_is_not_to_be_filled_is_locked_and_no_password_is_needed(october: Context) -> None:
    book = opened(template(october, "zh"))
    for one in SHEETS:
        page = book[one.title("zh")]
        assert page.protection.sheet and not page.protection.password
        where = letters(page)
        for column in one.columns:
            cell = page[f"{where[column.header('zh')]}3"]
            given = column.kind in ("project", "label") or (column.key and cell.value is not None)
            assert cell.protection.locked == given, (one.code, column.code)
            if column.last:
                assert page[f"{where[column.last_header('zh')]}3"].protection.locked


def test_what_the_month_does_not_ask_is_out_of_sight_and_what_came_back_is_marked(october: Context) -> None:
    """A year's end where nothing stands since, a milestone that is done; a remark shows what it is on, in its own colour."""
    said = {
        FieldPlace(
            "06-01", "funding", "special_bond|CNY", "year_end_allocated_amount"
        ): "8,888.50 万元：请核对",
        FieldPlace("06-01", "progress", "", "physical_share"): "30%：与照片不符",
    }
    plain, remarked = (opened(template(october, "zh", told)) for told in ({}, said))
    money, days = (sheet(code).title("zh") for code in ("funding", "milestones"))
    planned = letters(plain[money])[sheet("funding").column("year_end_allocated_amount").header("zh")]
    assert [book[money].column_dimensions[planned].hidden for book in (plain, remarked)] == [True, False]
    assert [plain[days].row_dimensions[row].hidden for row in (3, 4)] == [True, False], (
        "started, not completed"
    )
    cells = [
        place(remarked, "zh", *told, 3)
        for told in (("funding", "year_end_allocated_amount"), ("progress", "physical_share"))
    ]
    assert [cell.comment.text for cell in cells] == list(said.values())
    assert {cell.fill.start_color.rgb for cell in cells} == {"FFF8CBAD"}
    assert not check(read(filled(template(october, "zh", said), "zh", [("progress", "physical_share", 3, 31)]), "a.xlsx"),
                     october, judge=False).problems  # fmt: skip


def test_the_drop_downs_offer_the_codelists(october: Context) -> None:
    book = opened(template(october, "zh"))
    lists = book["lists"]
    assert lists.sheet_state == "hidden"
    columns = {tuple(cell.value for cell in column if cell.value) for column in lists.columns}
    assert ("储备", "前期", "新开工", "续建", "竣工", "停缓建", "调出") in columns
    assert ("规划匡算", "可研估算", "初设概算", "竣工财务决算") in columns
    assert ("06-01", "06-02", "06-03") in columns
    page = book[sheet("milestones").title("zh")]
    assert any(
        rule.type == "list" and "lists!" in str(rule.formula1)
        for rule in page.data_validations.dataValidation
    )


def test_number_and_date_formats(october: Context) -> None:
    book = opened(template(october, "zh"))
    formats = {
        ("progress", "work_done_amount"): "#,##0.00####",
        ("progress", "physical_share"): "0.0####",
        ("milestones", "forecast_on"): "@",
        ("milestones", "approved_on"): "yyyy-mm-dd",
        ("milestones", "due_on"): "@",
        ("plan", "project_id"): "@",
    }
    for (code, column), expected in formats.items():
        assert place(book, "zh", code, column, 3).number_format == expected


def test_the_stamp_outlives_the_loss_of_the_document_properties(october: Context) -> None:
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(template(october, "zh"))) as made, zipfile.ZipFile(target, "w") as kept:
        for name in made.namelist():
            content = made.read(name)
            if name == "docProps/custom.xml":
                content = content.replace(b"portfolio-report", b"nothing")
            kept.writestr(name, content)
    assert read(target.getvalue(), "a.xlsx").stamp.period_on == OCTOBER


def test_an_older_template_reads(october: Context) -> None:
    book = opened(template(october, "zh"))
    book[sheet("funding").title("zh")].title = "资金来源"
    page = book["资金来源"]
    old = {"累计支付资金（万元）": "已支付资金（万元）", "资金来源": "资金渠道", "项目编号": "项目编码"}
    for cell in page[2]:
        cell.value = old.get(cell.value, cell.value)
    page[f"{letters(page)['已支付资金（万元）']}3"].value = 2100
    target = BytesIO()
    book.save(target)
    checked = check(read(target.getvalue(), "a.xlsx"), october, judge=False)
    assert not checked.problems
    assert checked.entries["funding_entry"]["paid_amount"].to_list() == [Decimal(21_000_000)]


def test_new_rows_go_below(october: Context) -> None:
    data = filled(
        template(october, "zh"),
        "zh",
        [
            ("funding", "project_id", 10, "06-02"),
            ("funding", "source", 10, "银行贷款"),
            ("funding", "planned_amount", 10, 88),
        ],
    )
    checked = check(read(data, "a.xlsx"), october, judge=False)
    assert checked.entries["funding_entry"].select("project_id", "source", "planned_amount").rows() == [
        ("06-02", "bank_loan", Decimal(880_000))
    ]


def test_the_table_on_screen_shows_the_same_rows(october: Context) -> None:
    table = table_on_screen(october, "progress")
    assert table.select("project_id", "last_work_done_amount", "work_done_amount").rows() == [
        ("06-01", "3000.00", None),
        ("06-02", None, None),
        ("06-03", None, None),
    ]
    assert all(table[column.code].null_count() == table.height for column in sheet("progress").inputs)
    assert table_on_screen(october, "milestones")["last_due_on"].drop_nulls().to_list() == [
        "2025年3月31日",
        "2027年6月",
    ]
    assert table_on_screen(october, "milestones", "en")["last_due_on"].drop_nulls()[0] == "2025-03-31"


def test_only_the_unit_s_own_projects_or_those_named(ledger: Store, october: Context) -> None:
    assert october.projects["project_id"].to_list() == ["06-01", "06-02", "06-03"]
    named = context(ledger, VIEW, OCTOBER, "U1", ["06-02"])
    assert named.projects["project_id"].to_list() == ["06-02"]
    filtered = context(ledger, VIEW.model_copy(update={"counties": ("421221",)}), OCTOBER, "U1")
    assert filtered.projects.height == 3, "a filter of the page does not shorten the report"
    scoped = context(ledger, VIEW.model_copy(update={"scope": ("06-02", "06-04")}), OCTOBER, "U1")
    assert scoped.projects["project_id"].to_list() == ["06-02"]
    assert file_title(october, "zh") == "样例局_2026年10月月报.xlsx"


def test_what_stands_beside_the_month(october: Context) -> None:
    held = october.held["progress"].filter(pl.col("project_id") == "06-01").row(0, named=True)
    million = Decimal(1_000_000)
    assert [held[f"work_done_amount_{side}"] for side in ("before", "last", "after")] == [
        30 * million,
        30 * million,
        50 * million,
    ]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_one_cell_says_that_all_other_projects_are_unchanged(october: Context, language: Language) -> None:
    """06-01 is reported; of the others 06-02 alone has a stage that could have stayed as it was."""
    book = opened(template(october, language))
    status = book[sheet("status").title(language)]
    (place,) = [cell for cell in status[1] if cell.value == say(language, "intake.rest")]
    said = status.cell(1, place.column + 1)
    assert not said.protection.locked
    said.value = say(language, "intake.kind.yes")
    progress = book[sheet("progress").title(language)]
    row = next(cell.row for cell in progress["A"] if cell.value == "06-01")
    at = next(
        c.column
        for c in progress[2]
        if c.value == sheet("progress").column("work_done_amount").header(language)
    )
    progress.cell(row, at).value = 3500
    file = BytesIO()
    book.save(file)
    found = check(read(file.getvalue(), "a.xlsx"), october, judge=False)
    assert not found.problems
    told = {table: rows["project_id"].to_list() for table, rows in found.entries.items()}
    assert told == {"progress_entry": ["06-01"], "status_entry": ["06-02"]}
