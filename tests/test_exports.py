"""What a bureau opens in a spreadsheet: read back from the bytes, in both languages."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import polars as pl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from portfolio.codes import Language
from portfolio.exports import Facts, comma_separated, workbook
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
LISTS = {"county_code": {"421202": "咸安区"}, "due_precision": {"day": "日", "year": "年"}}


def facts(language: Language = "zh", **changes: object) -> Facts:
    return replace(FACTS, language=language, **changes)  # type: ignore[arg-type]


def csv_rows(content: bytes) -> list[list[str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def opened(content: bytes) -> Worksheet:
    """The sheet as a spreadsheet opens it."""
    return openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]


def lines(content: bytes) -> list[list[object]]:
    """The values of every line of the sheet."""
    return [list(row) for row in opened(content).iter_rows(values_only=True)]


def body(content: bytes, language: Language = "zh") -> list[list[object]]:
    """Heading, rows and sum: the lines between scope and source."""
    found = lines(content)
    begin = next(at for at, row in enumerate(found) if row[0] == say(language, "export.serial"))
    return found[begin:-2]


def part(content: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return book.read(name).decode()


def paid(amounts: list[Decimal | None]) -> pl.DataFrame:
    columns = {"name": ["甲"] * len(amounts), "paid_amount": amounts}
    return pl.DataFrame(columns, schema_overrides={"paid_amount": pl.Decimal(18, 2)})


def test_the_rows_are_those_of_the_screen_with_serial_numbers() -> None:
    """The columns on screen alone: how exactly a day was stated is shown by its format, not by a column."""
    head, *rows = body(workbook(FRAME, facts(), TOTALS, LISTS))
    assert head == ["序号", "项目编号", "县市区", "规划投资", "比序时进度", "逾期天数", "时限", "是否滞后"]
    assert rows[0][:6] == [1, "06-03", "咸安区", 8000, -12.3, 31] and rows[0][7] == "是"
    assert rows[1][:6] == [2, "06-04", "未注明", 12.345678, 0, 0] and rows[1][7] == "否"
    assert rows[2] == [3, "06-05", *["未注明"] * 6]
    assert rows[3] == ["合计", None, None, 8012.345678, None, 31, None, None]


def test_csv_is_one_heading_and_plain_rows() -> None:
    """Exact amounts under the unit that the heading names, numbers of projects as they are, ISO days, unknown empty."""
    assert csv_rows(comma_separated(FRAME, facts(), TOTALS, LISTS)) == [
        [
            "项目编号",
            "县市区",
            "规划投资（万元）",
            "比序时进度（百分点，慢为负）",
            "逾期天数",
            "时限",
            "是否滞后",
        ],
        ["06-03", "咸安区", "8000.00", "-12.3", "31", "2024-03-05", "是"],
        ["06-04", "", "12.345678", "0.0", "0", "2022", "否"],
        ["06-05", *[""] * 6],
    ]
    english = csv_rows(comma_separated(FRAME, facts("en"), TOTALS, LISTS))[0]
    assert english[2:4] == [
        "Planned investment (10,000 yuan)",
        "Against schedule (points, behind is negative)",
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_files_hold_the_same_rows_in_the_same_order(language: Language) -> None:
    head, *as_csv = csv_rows(comma_separated(FRAME, facts(language), TOTALS, LISTS))
    in_sheet, *as_sheet = body(workbook(FRAME, facts(language), TOTALS, LISTS), language)
    assert [str(row[1]) for row in as_sheet[:-1]] == [row[0] for row in as_csv]
    assert all(told.startswith(str(shown)) for told, shown in zip(head, in_sheet[1:], strict=True))
    known = [
        (Decimal(str(row[3])), Decimal(plain[2])) for row, plain in zip(as_sheet[:2], as_csv[:2], strict=True)
    ]
    assert all(shown == plain for shown, plain in known)


@pytest.mark.parametrize(("language", "word"), [("zh", "未注明"), ("en", "Not stated")])
def test_no_cell_of_a_row_is_blank_and_unknown_is_never_zero(language: Language, word: str) -> None:
    _, *rows, _ = body(workbook(FRAME, facts(language), TOTALS, LISTS), language)
    assert all(value not in (None, "") for row in rows for value in row)
    assert rows[2][2:] == [word] * 6


def test_money_is_exact_to_the_last_fen() -> None:
    amounts: list[Decimal | None] = [
        *(Decimal("0.01"), Decimal("1234567890123.45"), Decimal("-0.10"), Decimal("0.30"))
    ]
    total = sum(filter(None, amounts), Decimal(0))
    told = [row[1] for row in csv_rows(comma_separated(paid(amounts), facts(), {"paid_amount": total}))[1:]]
    assert told == ["0.000001", "123456789.012345", "-0.00001", "0.00003"]
    assert sum(map(Decimal, told)) == total / 10_000
    sheet = part(workbook(paid(amounts), facts(), {"paid_amount": total}), "xl/worksheets/sheet1.xml")
    assert "<v>123456789.012345</v>" in sheet and "<v>0.000030</v>" in sheet
    assert f"<v>{total.scaleb(-4)}</v>" in sheet, "the sum"


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
    assert body(workbook(paid([None]), facts(), {"paid_amount": 0}))[-1] == ["合计", None, "未注明"]


def test_only_rows_in_the_total_and_in_yuan_are_added() -> None:
    frame = pl.DataFrame(
        {
            "name": ["组", "其中一项", "外资"],
            "in_total": [True, False, True],
            "currency": ["CNY", "CNY", "EUR"],
            "planned_amount": [Decimal(30_000), Decimal(10_000), Decimal(20_000_000)],
        }
    )
    content = workbook(frame, facts(), {"planned_amount": Decimal(30_000)})
    assert ["单位：万元；外币按原币以万计，不计入合计"] in [[v for v in row if v] for row in lines(content)]
    assert body(content)[-1] == ["合计", None, 3]
    head, *rows = csv_rows(comma_separated(frame, facts(), {"planned_amount": Decimal(30_000)}))
    assert head[2:] == ["币种", say("zh", "column.in_total")]
    assert [row[3] for row in rows] == ["是", "否", "是"]


def test_an_unknown_total_of_known_zeros_is_refused() -> None:
    with pytest.raises(ValueError, match="paid_amount"):
        comma_separated(paid([Decimal(0)]), facts(), {"paid_amount": None})


def test_an_empty_table_still_says_what_it_is() -> None:
    head, total = body(workbook(FRAME.clear(), facts(), {"late_days": 0}))
    assert head[1] == "项目编号" and total[0] == "合计" and total[5] == 0
    assert len(csv_rows(comma_separated(FRAME.clear(), facts()))) == 1


def test_times_are_local_and_lists_of_codes_are_labelled() -> None:
    frame = pl.DataFrame(
        {
            "decided_at": [datetime(2026, 1, 1, 1, 30), None],
            "source": [["city", "new_code"], []],
            "taken_at": pl.Series([datetime(2026, 1, 1, 1, 30, tzinfo=UTC), None]),
            "completion_share": [float("inf"), float("nan")],
        }
    )
    rows = csv_rows(comma_separated(frame, facts(), lists={"source": {"city": "市级财政资金"}}))[1:]
    assert rows == [["2026-01-01 01:30", "市级财政资金、new_code", "2026-01-01 09:30", ""], [""] * 4]
    _, first, second = body(workbook(frame, facts()))
    assert first[3] == datetime(2026, 1, 1, 9, 30) and second[1:] == ["未注明"] * 4


@pytest.mark.parametrize(
    ("precision", "told"),
    [
        ("day", "2026-08-31"),
        ("month", "2026-08"),
        ("quarter", "2026-Q3"),
        ("half", "2026-H2"),
        ("year", "2026"),
    ],
)
def test_a_day_is_never_told_more_exactly_than_it_was_stated(precision: str, told: str) -> None:
    frame = pl.DataFrame({"due_on": [date(2026, 8, 31)], "due_precision": [precision]})
    assert csv_rows(comma_separated(frame, facts()))[1] == [told]


def test_every_word_of_the_exports_is_in_both_languages() -> None:
    own = [
        {key for key in table(language) if key.startswith(("export.", "column."))} for language in LANGUAGES
    ]
    assert own[0] == own[1]
