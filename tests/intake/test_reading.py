"""Files as people really send them: titles above, totals below, other units, other encodings, older headers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from io import BytesIO

import openpyxl
import polars as pl
import pytest

from portfolio.intake import Context, Reading, check, read, reading_of, sentence, sheet
from tests.intake.workbooks import workbook

PROGRESS: list[object] = ["项目编号", "项目名称", "累计完成投资（万元）", "形象进度（%）"]


def book(rows: Sequence[Sequence[object]], title: str = "进度", start: str = "A1") -> bytes:
    """An xlsx of one sheet with these cells, the first at `start`."""
    made = openpyxl.Workbook()
    page = made.active
    assert page is not None
    page.title = title
    first = page[start]
    for down, row in enumerate(rows):
        for right, value in enumerate(row):
            page.cell(first.row + down, first.column + right, value)
    target = BytesIO()
    made.save(target)
    return target.getvalue()


def codes_of(reading: Reading) -> list[str]:
    return [problem.code for problem in reading.problems]


def test_titles_above_the_headers_and_cells_off_the_corner(october: Context) -> None:
    rows: list[list[object]] = [["2026年10月进度表"], [], ["单位：万元"], PROGRESS, ["06-01", "", 4000, 40]]
    for start, cell in (("A1", "C5"), ("C4", "E8")):
        checked = check(read(book(rows, start=start), "a.xlsx"), october, judge=False)
        entry = checked.entries["progress_entry"].row(0, named=True)
        assert (entry["work_done_amount"], entry["cell"]) == (Decimal(40_000_000), cell)
        assert not checked.problems


def test_headers_with_line_breaks_blanks_and_full_width_forms(october: Context) -> None:
    head = ["项目\n编号", " 项 目 名 称", "累计完成\n投资(万元)", "形象进度（％）"]
    checked = check(read(book([head, ["06-01", None, 4000, 40]]), "a.xlsx"), october, judge=False)
    assert checked.entries["progress_entry"]["physical_share"].to_list() == [Decimal("0.4")]


def test_older_headers_and_sheet_names_still_read(october: Context) -> None:
    head = ["项目编码", "名称", "自开工累计完成投资（万元）", "工程形象进度（%）", "更正理由"]
    checked = check(
        read(book([head, ["06-01", None, 4000, 40, None]], "工程进度"), "a.xlsx"), october, judge=False
    )
    assert checked.entries["progress_entry"]["work_done_amount"].to_list() == [Decimal(40_000_000)]
    assert not checked.problems


def test_total_rows_are_left_out_and_counted(october: Context) -> None:
    rows: list[list[object]] = [PROGRESS, ["06-01", None, 4000, 40], ["", "合 计", 4000, None]]
    for total in ("合计", "总计", "小计：", "Total", "Grand total"):
        rows[2][1] = total
        reading = read(book(rows), "a.xlsx")
        assert reading.sheets[0].left_out == 1
        assert check(reading, october, judge=False).counts["stated"] == 1
    rows[2] = ["合计", None, 4000, None]
    assert read(book(rows), "a.xlsx").sheets[0].left_out == 1


def test_a_header_repeated_on_each_printed_page_is_no_row(october: Context) -> None:
    rows: list[list[object]] = [PROGRESS, ["06-01", None, 4000, 40], PROGRESS, ["06-02", None, 100, 5]]
    checked = check(read(book(rows), "a.xlsx"), october, judge=False)
    assert checked.counts["stated"] == 2 and not checked.errors


@pytest.mark.parametrize(
    ("header", "title", "yuan"),
    [
        ("累计完成投资（亿元）", "", 50_000_000),
        ("累计完成投资（元）", "", Decimal("0.5")),
        ("累计完成投资", "单位：亿元", 50_000_000),
        ("累计完成投资", "", 5_000),
        ("累计完成投资（万元）", "单位：亿元", 5_000),
    ],
)
def test_the_unit_is_the_header_s_else_the_title_s_else_ten_thousand(
    october: Context, header: str, title: str, yuan: object
) -> None:
    rows: list[list[object]] = [[title], ["项目编号", "项目名称", header], ["06-03", None, 0.5]]
    checked = check(read(book(rows), "a.xlsx"), october, judge=False)
    assert checked.entries["progress_entry"]["work_done_amount"].to_list() == [yuan]


def csv_text() -> str:
    return (
        "进度表,,,\r\n"
        + ",".join(map(str, PROGRESS))
        + '\r\n06-01,咸宁市城区老旧小区改造项目,"4,000",40\r\n合计,,4000,\r\n'
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_csv_in_any_of_the_encodings_is_known_by_its_headers(october: Context, encoding: str) -> None:
    reading = read(csv_text().encode(encoding), "十月.csv")
    checked = check(reading, october, judge=False)
    assert (reading.form, reading.sheets[0].code, reading.sheets[0].name) == ("csv", "progress", "十月")
    assert checked.entries["progress_entry"]["work_done_amount"].to_list() == [Decimal(40_000_000)]
    assert not checked.problems


def test_semicolons_and_tabs_separate_too(october: Context) -> None:
    for mark in (";", "\t"):
        text = csv_text().replace('"4,000"', "4000").replace(",", mark)
        assert check(read(text.encode(), "a.csv"), october, judge=False).counts["stated"] == 1


def test_a_guarded_identifier_of_our_own_csv_is_known(october: Context) -> None:
    checked = check(read(csv_text().replace("06-01", "'06-01").encode(), "a.csv"), october, judge=False)
    assert not checked.problems


def test_what_a_file_is_shows_in_its_bytes_not_in_its_name() -> None:
    reading = read(workbook(progress=[{"project_id": "06-01", "work_done_amount": 4000}]), "旧.xls")
    assert reading.form == "xlsx" and not reading.problems
    assert codes_of(read(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "a.xlsx")) == ["file_old"]
    locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")
    assert codes_of(read(locked, "a.xlsx")) == ["file_encrypted"]
    assert codes_of(read(b"", "a.xlsx")) == ["file_empty"]
    assert codes_of(read(b"%PDF-1.7 ...", "a.xlsx")) == ["file_pdf"]
    assert codes_of(read(b"<html><table><tr><td>1", "a.xls")) == ["file_web_page"]
    assert codes_of(read(b"\x81\x82\xff\xfe\x90\x00", "a.csv")) == ["csv_encoding"]
    assert codes_of(read("一,二\n1,2\n".encode(), "a.csv")) == ["no_sheet"]
    assert codes_of(read(b"x" * (20 * 1024 * 1024 + 1), "a.csv")) == ["file_large"]


def test_a_formula_without_a_result_and_an_error_are_told_where_they_stand(october: Context) -> None:
    rows: list[list[object]] = [PROGRESS, ["06-01", None, "=1+1", 40], ["06-02", None, 12, None]]
    checked = check(read(book(rows), "a.xlsx"), october, judge=False)
    assert [(one.code, one.cell) for one in checked.errors] == [("formula_empty", "C2")]
    lost: list[list[object]] = [PROGRESS, ["=A9", None, 12, 40]]
    assert [one.code for one in check(read(book(lost), "a.xlsx"), october, judge=False).errors] == [
        "formula_empty"
    ]
    made = openpyxl.Workbook()
    page = made.active
    assert page is not None
    page.title = "进度"
    for row in rows:
        page.append(row)
    page["C2"].value = "#REF!"
    page["C2"].data_type = "e"
    target = BytesIO()
    made.save(target)
    checked = check(read(target.getvalue(), "a.xlsx"), october, judge=False)
    assert [(one.code, one.cell) for one in checked.errors] == [("cell_error", "C2")]


def test_dates_and_numbers_that_excel_made_of_what_was_typed(october: Context) -> None:
    head: list[object] = ["项目编号", "项目名称", "节点", "实际完成"]
    rows: list[list[object]] = [
        head,
        ["06-03", None, "开工", date(2026, 9, 1)],
        [date(2026, 6, 1), None, "完工", date(2026, 9, 1)],
    ]
    checked = check(read(book(rows, "里程碑"), "a.xlsx"), october, judge=False)
    assert checked.entries["milestone_entry"]["done_on"].to_list() == [date(2026, 9, 1)]
    assert [(one.code, one.cell) for one in checked.errors] == [("project_as_date", "A3")]


def test_missing_headers_columns_and_columns_of_one_s_own() -> None:
    assert codes_of(read(book([["什么都没有"], [1, 2]]), "a.xlsx")) == ["header_missing"]
    funding = ["项目编号", "项目名称", "累计支付资金（万元）", "累计支付（万元）", "甲方意见", "备注"]
    reading = read(book([funding, ["06-01", None, 1, 2, "好", "好"]], "资金"), "a.xlsx")
    assert [(one.code, one.cell, one.severity) for one in reading.problems] == [
        ("header_twice", "D1", "error"),
        ("column_missing", "A1", "error"),
        ("column_unknown", "E1", "warning"),
    ]
    assert "资金来源" in sentence(reading.problems[1], "zh") and "Funding source" in sentence(
        reading.problems[1], "en"
    )


def test_a_table_on_screen_reads_as_a_workbook_does(october: Context) -> None:
    table = pl.DataFrame(
        {
            "project_id": ["06-01", "06-02"],
            "last_work_done_amount": ["3000.00", None],
            "work_done_amount": [4000.5, None],
            "physical_share": [None, 40.0],
        }
    )
    checked = check(reading_of({"progress": table}), october, judge=False)
    assert checked.entries["progress_entry"].select("work_done_amount", "physical_share").rows() == [
        (Decimal(40_005_000), None),
        (None, Decimal("0.4")),
    ]
    assert checked.entries["progress_entry"]["cell"].to_list() == ["C1", "D2"]
    made = workbook(
        progress=[
            {"project_id": "06-01", "work_done_amount": 4000.5},
            {"project_id": "06-02", "physical_share": 40},
        ]
    )
    sent = check(read(made, "a.xlsx"), october, judge=False).entries["progress_entry"]
    same = [
        "project_id",
        "period_on",
        "cleared",
        "work_done_amount",
        "physical_share",
        "in_statistics_amount",
    ]
    assert sent.select(same).equals(checked.entries["progress_entry"].select(same))


def test_every_sheet_s_headers_are_told_apart() -> None:
    for one in (sheet(code) for code in ("status", "funding", "progress", "plan", "milestones", "obstacles")):
        for language in ("zh", "en"):
            head = ",".join(f'"{column.header(language)}"' for column in one.columns)
            line = ",".join(["06-01"] + ["1"] * (len(one.columns) - 1))
            assert read(f"{head}\n{line}\n".encode(), "x.csv").sheets[0].code == one.code
