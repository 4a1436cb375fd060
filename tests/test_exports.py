"""What a bureau opens in a spreadsheet: read back from the bytes, in both languages."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from xml.etree import ElementTree

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

FACTS = Facts(
    title="项目库",
    language="zh",
    filters=("县市区：咸安区、嘉鱼县", "建设阶段：续建"),
    as_of=date(2026, 10, 31),
    made_on=date(2026, 11, 24),
    workspace="official",
    source="规划文本与已审核月报",
)
FRAME = pl.DataFrame(
    {
        "project_id": ["06-03", "06-04", "06-05"],
        "county_code": ["421202", "000000", None],
        "planned_investment_amount": [Decimal("80000000"), Decimal("123456.78"), None],
        "pacing_share": [Decimal("-0.123"), Decimal(0), None],
        "late_days": [31, 0, None],
        "due_on": [date(2024, 3, 5), date(2022, 12, 31), None],
        "due_precision": ["day", "year", None],
        "late": [True, False, None],
    },
    schema_overrides={"planned_investment_amount": pl.Decimal(18, 2), "pacing_share": pl.Decimal(9, 8)},
)
TOTALS: dict[str, object] = {"planned_investment_amount": Decimal("80123456.78"), "late_days": 31}
OURS = ("export.", "column.")
LISTS = {"county_code": {"421202": "咸安区"}, "due_precision": {"day": "日", "year": "年"}}


def facts(language: Language = "zh", **changes: object) -> Facts:
    return replace(FACTS, language=language, **changes)  # type: ignore[arg-type]


def csv_rows(content: bytes) -> list[list[str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def sheet_rows(content: bytes) -> list[tuple[object, ...]]:
    sheet = fastexcel.read_excel(content).load_sheet(0, header_row=None, dtypes="string")
    return sheet.to_polars().rows()


def typed_columns(content: bytes, header: int, rows: int) -> pl.DataFrame:
    """The columns as a spreadsheet holds them; only the rows between heading and sum."""
    return fastexcel.read_excel(content).load_sheet(0, header_row=header, n_rows=rows).to_polars()


def part(content: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return book.read(name).decode()


def paid(amounts: list[Decimal | None]) -> pl.DataFrame:
    columns = {"name": ["甲"] * len(amounts), "paid_amount": amounts}
    return pl.DataFrame(columns, schema_overrides={"paid_amount": pl.Decimal(18, 2)})


def test_the_facts_stand_above_the_table_in_chinese() -> None:
    lines = [row[0] for row in csv_rows(comma_separated(FRAME, facts(), TOTALS, LISTS))[:6]]
    assert lines == [
        "项目库",
        "单位：万元",
        "截至：2026年10月31日",
        "制表日期：2026年11月24日",
        "筛选条件：县市区：咸安区、嘉鱼县；建设阶段：续建",
        "数据来源：规划文本与已审核月报",
    ]


def test_the_facts_stand_above_the_table_in_english() -> None:
    english = facts("en", title="Projects", filters=(), source="")
    lines = [row[0] for row in csv_rows(comma_separated(FRAME, english))[:6]]
    assert lines == [
        "Projects",
        "Unit: 10,000 yuan",
        "As of: 2026-10-31",
        "Made on: 2026-11-24",
        "Filters: none",
        "Source: Not stated",
    ]


def test_csv_rows_say_what_is_known_and_what_is_not() -> None:
    header, *rows = csv_rows(comma_separated(FRAME, facts(), TOTALS, LISTS))[6:]
    assert header == [
        "项目编号",
        "县市区",
        "规划投资",
        "比序时进度",
        "超期天数",
        "时限",
        "时限精度",
        "是否滞后",
    ]
    assert rows == [
        ["'06-03", "咸安区", "8000.00", "慢 12.3 个百分点", "31", "2024年3月5日", "日", "是"],
        ["'06-04", "未注明", "12.345678", "持平", "0", "2022年", "年", "否"],
        ["'06-05", *["未注明"] * 7],
        ["合计", "", "8012.345678", "", "31", "", "", ""],
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_files_hold_the_same_lines_and_headings(language: Language) -> None:
    as_csv = csv_rows(comma_separated(FRAME, facts(language), TOTALS, LISTS))
    as_sheet = sheet_rows(workbook(FRAME, facts(language), TOTALS, LISTS))
    assert [row[0] for row in as_sheet[:6]] == [row[0] for row in as_csv[:6]]
    assert list(as_sheet[6]) == as_csv[6]
    assert len(as_sheet) == len(as_csv)


@pytest.mark.parametrize(("language", "word"), [("zh", "未注明"), ("en", "Not stated")])
def test_no_cell_of_a_row_is_blank_and_unknown_is_never_zero(language: Language, word: str) -> None:
    rows = sheet_rows(workbook(FRAME, facts(language), TOTALS, LISTS))[7:10]
    assert all(value not in (None, "") for row in rows for value in row)
    assert rows[2][1:] == (word,) * 7


def test_the_workbook_holds_real_numbers_and_dates() -> None:
    known = FRAME.head(2)
    rows = typed_columns(workbook(known, facts(), lists=LISTS), header=6, rows=2)
    assert rows["规划投资"].to_list() == [8000, 12.345678]
    assert rows["比序时进度"].to_list() == [-12.3, 0]
    assert rows["超期天数"].to_list() == [31, 0]
    assert [moment.date() for moment in rows["时限"].cast(pl.Datetime).to_list()] == known["due_on"].to_list()
    assert rows["项目编号"].to_list() == ["06-03", "06-04"]


def test_the_workbook_shows_units_shares_and_dates_as_formats() -> None:
    styles = part(workbook(FRAME, facts(), TOTALS, LISTS), "xl/styles.xml").replace("&quot;", '"')
    points = '"快 "0.0" 个百分点";"慢 "0.0" 个百分点";"持平"'
    for pattern in ("#,##0.00", points, "#,##0", 'yyyy"年"m"月"d"日"', 'yyyy"年"'):
        assert f'formatCode="{pattern}"' in styles


def test_money_is_exact_to_the_last_fen() -> None:
    amounts = [Decimal("0.01"), Decimal("1234567890123.45"), Decimal("-0.10"), Decimal("0.30")]
    frame = pl.DataFrame(
        {"name": list("abcd"), "paid_amount": amounts}, schema_overrides={"paid_amount": pl.Decimal(18, 2)}
    )
    total = sum(amounts, Decimal(0))
    content = comma_separated(frame, facts(), {"paid_amount": total})
    told = [row[1] for row in csv_rows(content)[7:]]
    assert told[:4] == ["0.000001", "123456789.012345", "-0.00001", "0.00003"]
    assert sum(map(Decimal, told[:4])) == Decimal(told[4]) == total / 10_000
    sheet = part(workbook(frame, facts(), {"paid_amount": total}), "xl/worksheets/sheet1.xml")
    assert "<v>123456789.012345</v>" in sheet and "<v>0.000030</v>" in sheet


@pytest.mark.parametrize("write", [workbook, comma_separated])
@pytest.mark.parametrize("wrong", [Decimal("80123456.79"), 0, None])
def test_a_total_that_is_not_the_sum_of_its_rows_is_refused(write: type[object], wrong: object) -> None:
    with pytest.raises(ValueError, match="planned_investment_amount"):
        write(FRAME, facts(), {"planned_investment_amount": wrong})  # type: ignore[call-arg]


def test_a_total_without_its_column_or_without_a_place_for_its_name_is_refused() -> None:
    with pytest.raises(ValueError, match="paid_amount"):
        comma_separated(FRAME, facts(), {"paid_amount": 1})
    with pytest.raises(ValueError, match="beside"):
        comma_separated(pl.DataFrame({"late_days": [1]}), facts(), {"late_days": 1})


def test_a_total_of_nothing_known_is_not_zero() -> None:
    frame = pl.DataFrame(
        {"name": ["甲"], "paid_amount": [None]}, schema_overrides={"paid_amount": pl.Decimal(18, 2)}
    )
    assert csv_rows(comma_separated(frame, facts(), {"paid_amount": 0}))[-1] == ["合计", "未注明"]


def test_only_rows_in_the_total_and_in_yuan_are_added() -> None:
    frame = pl.DataFrame(
        {
            "name": ["组", "其中一项", "外资"],
            "in_total": [True, False, True],
            "currency": ["CNY", "CNY", "EUR"],
            "planned_amount": [Decimal(30_000), Decimal(10_000), Decimal(20_000_000)],
        }
    )
    rows = csv_rows(comma_separated(frame, facts(), {"planned_amount": Decimal(30_000)}))
    assert rows[1] == ["单位：万元；外币按原币以万计，不计入合计"]
    assert rows[-1] == ["合计", "", "", "3.00"]
    assert [row[1] for row in rows[-4:-1]] == ["是", "否", "是"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("workspace", "marked"), [("demo", True), ("official", False)])
def test_demonstration_data_says_so_on_the_sheet_and_on_paper(
    language: Language, workspace: str, marked: bool
) -> None:
    of = facts(language, workspace=workspace)
    mark = table(language)["workspace.demo_mark"]
    content = workbook(FRAME, of)
    assert (mark in str(sheet_rows(content)[1][0])) is marked
    assert (f"&amp;L{mark}" in part(content, "xl/worksheets/sheet1.xml")) is marked
    assert (mark in csv_rows(comma_separated(FRAME, of))[1][0]) is marked


def test_the_sheet_is_frozen_filtered_and_ready_to_print() -> None:
    content = workbook(FRAME, facts(), TOTALS)
    sheet = part(content, "xl/worksheets/sheet1.xml")
    assert '<pane ySplit="7" topLeftCell="A8"' in sheet and '<autoFilter ref="A7:H10"/>' in sheet
    assert 'orientation="landscape"' in sheet and 'fitToHeight="0"' in sheet and 'paperSize="9"' in sheet
    assert "第 &amp;P 页，共 &amp;N 页" in sheet
    assert "!$7:$7" in part(content, "xl/workbook.xml")


def test_columns_are_as_wide_as_what_they_hold() -> None:
    frame = pl.DataFrame({"name": ["咸宁市老旧小区改造"], "box": [6], "note": ["长" * 200]})
    sheet = ElementTree.fromstring(part(workbook(frame, facts()), "xl/worksheets/sheet1.xml"))
    widths = [float(column.attrib["width"]) for column in sheet.iter() if column.tag.endswith("}col")]
    assert [round(width) for width in widths] == [22, 9, 61]


def test_the_same_table_gives_the_same_bytes() -> None:
    assert workbook(FRAME, facts(), TOTALS, LISTS) == workbook(FRAME, facts(), TOTALS, LISTS)


def test_more_rows_than_a_worksheet_holds_are_refused_not_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheet, "MOST_ROWS", 10)
    with pytest.raises(PortfolioError) as refused:
        workbook(FRAME, facts(), TOTALS)
    assert "3 行" in say("zh", f"error.{refused.value.code}", **refused.value.facts)
    assert workbook(FRAME.head(1), facts())


def test_an_unknown_total_of_known_zeros_is_refused() -> None:
    with pytest.raises(ValueError, match="paid_amount"):
        comma_separated(paid([Decimal(0)]), facts(), {"paid_amount": None})


def test_an_empty_table_still_says_what_it_is() -> None:
    rows = sheet_rows(workbook(FRAME.clear(), facts(), {"late_days": 0}))
    assert rows[6][0] == "项目编号" and rows[7][0] == "合计" and rows[7][4] == "0"


def test_times_are_local_and_lists_of_codes_are_labelled() -> None:
    frame = pl.DataFrame(
        {
            "decided_at": [datetime(2026, 1, 1, 1, 30), None],
            "source": [["city", "new_code"], []],
            "taken_at": pl.Series([datetime(2026, 1, 1, 1, 30, tzinfo=UTC), None]),
            "completion_share": [float("inf"), float("nan")],
        }
    )
    rows = csv_rows(comma_separated(frame, facts(), lists={"source": {"city": "市级财政资金"}}))[-2:]
    assert rows[0] == ["2026年1月1日 01:30", "市级财政资金、new_code", "2026年1月1日 09:30", "未注明"]
    assert rows[1] == ["未注明"] * 4
    assert str(sheet_rows(workbook(frame, facts()))[-2][2]).startswith("2026-01-01 09:30")


@given(st.text(max_size=60))
def test_any_title_makes_a_legal_sheet_name(title: str) -> None:
    name = sheet_name(facts(title=title))
    assert name and len(name.encode("utf-16-le")) <= 62
    assert not set(name) & set("[]:*?/\\") and name.strip("'") == name


@pytest.mark.parametrize("title", ["", "History", "''", "[]:*?/\\"])
def test_a_title_that_names_no_sheet_gives_way(title: str) -> None:
    assert sheet_name(facts(title=title)) == "数据"
    assert fastexcel.read_excel(workbook(FRAME, facts(title=title))).sheet_names == ["数据"]


def test_every_word_of_the_exports_is_in_both_languages() -> None:
    own = [
        {key for key in table(language) if key.startswith(("export.", "column."))} for language in LANGUAGES
    ]
    assert own[0] == own[1]
