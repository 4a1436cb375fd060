"""The form in which a bureau hands a table in: title, scope, unit, fonts, widths, paper, and what each cell holds."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import fastexcel
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.codes import Language
from portfolio.exports import Facts, comma_separated, spreadsheet, workbook
from portfolio.exports.spreadsheet import sheet_name
from portfolio.model import PortfolioError
from portfolio.words import LANGUAGES, say, table
from tests.test_exports import FRAME, LISTS, TOTALS, csv_rows, facts, lines, opened, part


@pytest.mark.parametrize(
    ("of", "told"),
    [
        (
            facts(title="咸宁市项目台账"),
            [
                "咸宁市项目台账",
                "范围：正式库；截至2026年10月31日；筛选条件：县市区：咸安区、嘉鱼县；建设阶段：续建",
                "单位：万元",
                "数据来源：规划文本与已审核月报",
                "制表日期：2026年11月24日",
            ],
        ),
        (
            facts("en", title="Project register, Xianning", filters=(), source=""),
            [
                "Project register, Xianning",
                "Scope: official library; as of 2026-10-31; filters: none",
                "Unit: 10,000 yuan",
                "Source: Not stated",
                "Made on: 2026-11-24",
            ],
        ),
    ],
    ids=LANGUAGES,
)
def test_the_sheet_has_a_bureaus_form(of: Facts, told: list[str]) -> None:
    """Title in the middle of the whole table, scope left and unit right above the heading, source and day below the sum."""
    page = opened(workbook(FRAME, of, TOTALS, LISTS))
    merged = {str(one) for one in page.merged_cells.ranges}
    assert [page["A1"].value, page["A2"].value, page["G2"].value] == told[:3]
    assert [page["A8"].value, page["A9"].value] == told[3:] and page.max_row == 9
    assert merged == {"A1:H1", "A2:F2", "G2:H2", "A8:H8", "A9:H9"}
    assert page["A1"].alignment.horizontal == "center" and page["A1"].font.b
    assert page["G2"].alignment.horizontal == page["A9"].alignment.horizontal == "right"
    fonts = {cell.font.name for row in page.iter_rows() for cell in row if cell.value is not None}
    assert fonts == ({"宋体", "仿宋"} if of.language == "zh" else {"Arial"})


def test_the_workbook_holds_real_numbers_and_days_with_the_formats_of_the_screen() -> None:
    page = opened(workbook(FRAME, facts(), TOTALS, LISTS))
    points = '"快 "0.0" 个百分点";"慢 "0.0" 个百分点";"持平"'
    told = {
        name: (page[name].value, page[name].number_format) for name in ("D4", "D5", "E4", "F4", "G4", "G5")
    }
    assert told == {
        "D4": (8000, "#,##0.00"),
        "D5": (12.345678, "#,##0.00"),
        "E4": (-12.3, points),
        "F4": (31, "#,##0"),
        "G4": (datetime(2024, 3, 5), 'yyyy"年"m"月"d"日"'),
        "G5": (datetime(2022, 12, 31), 'yyyy"年"'),
    }
    sides = {name: page[name].alignment.horizontal for name in ("A4", "B4", "D4", "D3", "G4", "D7")}
    assert sides == {
        "A4": "center",
        "B4": "left",
        "D4": "right",
        "D3": "center",
        "G4": "center",
        "D7": "right",
    }
    assert all(cell.border.top.style and cell.border.left.style for row in page["A3:H7"] for cell in row)


def test_about_and_another_currency_are_words_of_the_format_and_columns_of_the_csv() -> None:
    frame = pl.DataFrame(
        {
            "name": ["甲", "乙"],
            "investment_amount": [Decimal(39_000_000), Decimal(20_000_000)],
            "investment_qualifier": ["about", "exact"],
            "currency": ["CNY", "EUR"],
        }
    )
    page = opened(workbook(frame, facts()))
    assert [page["C5"].number_format, page["C6"].number_format] == [
        '"约 "#,##0.00;"约 "-#,##0.00',
        '"欧元 "#,##0.00;"欧元 "-#,##0.00',
    ]
    assert page.max_column == 3
    lists = {"investment_qualifier": {"about": "约", "exact": "确数"}}
    assert csv_rows(comma_separated(frame, facts(), lists=lists)) == [
        ["项目名称", "总投资（万元；外币为万元原币）", "投资表述", "币种"],
        ["甲", "3900.00", "约", "CNY"],
        ["乙", "2000.00", "确数", "EUR"],
    ]
    plain = csv_rows(comma_separated(frame.tail(1).with_columns(currency=pl.lit("CNY")), facts()))
    assert plain == [["项目名称", "总投资（万元）"], ["乙", "2000.00"]]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("workspace", "marked"), [("demo", True), ("official", False)])
def test_demonstration_data_says_so_on_the_sheet_and_on_paper(
    language: Language, workspace: str, marked: bool
) -> None:
    content = workbook(FRAME, facts(language, workspace=workspace))
    mark = table(language)["workspace.demo_mark"]
    assert (lines(content)[1][0] == say(language, "export.demo")) is marked
    assert (f"&amp;L{mark}" in part(content, "xl/worksheets/sheet1.xml")) is marked


def test_the_sheet_is_frozen_filtered_and_ready_to_print() -> None:
    """The sum stands outside what is filtered and sorted; the heading is repeated on every page of paper."""
    page = opened(workbook(FRAME, facts(), TOTALS))
    assert (page.freeze_panes, page.auto_filter.ref) == ("A4", "A3:H6")
    assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 9)
    assert (page.page_setup.fitToWidth, page.page_setup.fitToHeight) == (None, 0)
    assert page.sheet_properties.pageSetUpPr.fitToPage and page.print_options.horizontalCentered
    assert page.print_title_rows == "$3:$3" and page.print_area.endswith("!$A$1:$H$9")
    assert page.oddFooter.center.text == "第 &P 页，共 &N 页"


def test_columns_show_whole_words_and_a_wide_table_takes_wider_paper() -> None:
    """A heading in two lines at most; a long name wraps; what is wider than an A4 page can show is printed on A3."""
    frame = pl.DataFrame({"name": ["咸宁市老旧小区改造"], "box": [6], "note": ["长" * 200]})
    page = opened(workbook(frame, facts()))
    assert [round(page.column_dimensions[name].width) for name in "ABCD"] == [7, 21, 7, 43]
    assert page["D4"].alignment.wrap_text and not page["B4"].alignment.wrap_text
    english = opened(workbook(FRAME, facts("en")))
    words = [str(english[f"{name}3"].value) for name in "ABCDEFGH"]
    widths = [english.column_dimensions[name].width for name in "ABCDEFGH"]
    assert all(max(map(len, told.split())) < wide for told, wide in zip(words, widths, strict=True))
    wide = pl.DataFrame({f"note_{number}": ["长" * 30] for number in range(6)})
    assert opened(workbook(wide, facts())).page_setup.paperSize == 8


def test_a_long_scope_takes_the_lines_that_it_needs() -> None:
    page = opened(workbook(FRAME, facts(filters=("县市区：" + "示例县甲、" * 40,))))
    assert page.row_dimensions[2].height > 4 * 15


def test_the_same_table_gives_the_same_bytes() -> None:
    assert workbook(FRAME, facts(), TOTALS, LISTS) == workbook(FRAME, facts(), TOTALS, LISTS)


def test_more_rows_than_a_worksheet_holds_are_refused_not_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheet, "MOST_ROWS", 9)
    with pytest.raises(PortfolioError) as refused:
        workbook(FRAME, facts(), TOTALS)
    assert "3 行" in say("zh", f"error.{refused.value.code}", **refused.value.facts)
    assert workbook(FRAME.head(1), facts())


@given(st.text(max_size=60))
def test_any_title_makes_a_legal_sheet_name(title: str) -> None:
    name = sheet_name(facts(title=title))
    assert name and len(name.encode("utf-16-le")) <= 62
    assert not set(name) & set("[]:*?/\\") and name.strip("'") == name


@pytest.mark.parametrize("title", ["", "History", "''", "[]:*?/\\"])
def test_a_title_that_names_no_sheet_gives_way(title: str) -> None:
    assert sheet_name(facts(title=title)) == "数据"
    assert fastexcel.read_excel(workbook(FRAME, facts(title=title))).sheet_names == ["数据"]
