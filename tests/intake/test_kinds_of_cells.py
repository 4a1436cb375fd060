"""What is read is what its owner sees: of each kind of fault the file that showed it, and at least twenty others of it.

Read to typed values, without a ledger: formats, date systems and errors of cells, by every producer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import product

from portfolio.intake.values import Understood
from tests.intake.producers import PRODUCERS, Cell, Page
from tests.intake.readings import MILESTONES, PROGRESS, case, only, produced, stated, told, typed

SERIAL, DAY = 46266, date(2026, 9, 1)
MANY = 20

MONTHS = (
    *(
        'yyyy"年"m"月"',
        'yyyy"年"mm"月";@',
        '[$-804]yyyy"年"m"月"',
        '[DBNum1][$-804]yyyy"年"m"月";@',
        "yyyy\\年m\\月",
    ),
    *(
        "yyyy-mm",
        "yyyy/m",
        "yyyy.mm",
        "yyyymm",
        "mmm-yy",
        "mm/yyyy",
        "mmmm yyyy",
        "[$-409]mmm\\ yyyy;@",
        "yy\\-m",
    ),
    *('e"年"m"月"', '"计划"yyyy"年"m"月"', 'yyyy"年"m"月底"', "[Red]yyyy-mm"),
)
YEARS = ("yyyy", 'yyyy"年"', 'yyyy"年度"', 'yyyy"年底"', "e", '[$-804]yyyy"年";@')
DAYS = (
    *(
        "yyyy-mm-dd",
        "yyyy/m/d",
        "yyyy/m/d;@",
        'yyyy"年"m"月"d"日"',
        "m/d/yyyy",
        "d-mmm-yy",
        "dd.mm.yyyy",
        "mm-dd-yy",
    ),
    *(
        '[$-804]yyyy"年"m"月"d"日";@',
        "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy",
        "yyyy-mm-dd hh:mm",
        "yyyymmdd",
        "aaaa yyyy-m-d",
    ),
    *('[DBNum1][$-804]yyyy"年"m"月"d"日"', "yyyy\\/mm\\/dd", "d/m/yy h:mm;@"),
)
WITHOUT_YEAR = ('m"月"d"日"', "m-d", "mm/dd", 'mm"月"dd"日"', 'm"月"', "d-mmm", '[$-804]m"月"d"日";@')


def days(shapes: Sequence[str], **given: bool) -> Iterator[tuple[str, Understood]]:
    """Each format by each producer in each column of days: what it reads as."""
    columns = {"due_on": 3, "done_on": 5, "forecast_on": 4}
    for place, (shape, name) in enumerate(product(shapes, PRODUCERS)):
        code = list(columns)[place % 3]
        serial = SERIAL - (1_462 if given.get("from_1904") else 0)
        row: list[object] = ["06-03", None, "开工", None, None, None]
        row[columns[code]] = Cell(serial, shape)
        one = only(produced(name, [Page("里程碑", [MILESTONES, row])], **given))
        yield f"{shape} by {name} in {code}", typed(one, code)


def test_a_day_is_as_coarse_as_it_is_shown() -> None:
    same = case("month-typed-general.xlsx"), case("month-typed-text.xlsx")
    for reading in same:
        value = typed(only(reading), "due_on")
        assert stated(value) == (date(2026, 9, 30), "month")
    expected = (
        (MONTHS, date(2026, 9, 30), "month"),
        (YEARS, date(2026, 12, 31), "year"),
        (DAYS, DAY, "day"),
        (('yyyy"年上半年"',), date(2026, 6, 30), "half"),
        (('yyyy"年第3季度"', 'yyyy"年三季度"'), date(2026, 9, 30), "quarter"),
    )
    assert len(MONTHS) * len(PRODUCERS) >= MANY
    for shapes, day, precision in expected:
        for which, value in days(shapes):
            assert stated(value) in ((day, precision), (day, None)), which
            assert value.precision is not None or "forecast_on" in which
    for which, value in days(WITHOUT_YEAR):
        assert value.fault[0] == "date_no_year", which


def test_the_formats_that_have_only_a_number_are_those_of_chinese_excel() -> None:
    """Written by hand: 27, 36, 50, 52 and 57 are 2026年9月, 31 is 2026年9月1日, 14 and 22 are days, 17 is a month."""
    expected: dict[int, str | None] = {
        **dict.fromkeys((27, 36, 50, 52, 57, 17), "month"),
        **dict.fromkeys((31, 14, 15, 22, 30), "day"),
    }
    expected |= dict.fromkeys((28, 29, 51, 53, 54, 58, 16), None)
    names = [name for name in PRODUCERS if name.startswith("by hand")]
    for (number, precision), name in product(expected.items(), names):
        row = ["06-03", None, "开工", Cell(SERIAL, str(number))]
        value = typed(only(produced(name, [Page("里程碑", [MILESTONES, row])])), "due_on")
        assert stated(value)[1] == precision, (number, name)
        assert (value.fault[0] == "date_no_year") == (precision is None), (number, name)


def test_the_workbook_s_own_date_system_counts() -> None:
    """2026-09-01 is 46266 of a workbook that counts from 1900 and 44804 of one that counts from 1904."""
    one = only(case("1904-extlst.xlsx"))
    assert typed(one, "due_on").value.to_list() == [DAY, date(2027, 12, 31)]
    found = [*days(DAYS, from_1904=True), *days(("General", "0"), from_1904=True)]
    assert len(found) >= MANY
    for which, value in found:
        assert value.value[0] == DAY, which
    for which, value in days(MONTHS, from_1904=True):
        assert stated(value) in ((date(2026, 9, 30), "month"), (date(2026, 9, 30), None)), which


def test_a_percentage_is_what_it_is_shown_as() -> None:
    assert typed(only(case("percent-format.xlsx")), "physical_share").value.to_list() == [
        Decimal("0.35"),
        Decimal(1),
        Decimal("0.005"),
    ]
    shapes = ("0%", "0.0%", "0.00%", "#0.##%", "[Red]0%", "0%;-0%", "0 %", '0.0"％"')
    shares = (0.35, 1, 0.005, 0.55, 0.1234, 0.3 + 0.25)
    for shape, share, name in product(shapes, shares, PRODUCERS):
        scaled = share * 100 if "％" in shape else share
        page = Page("进度", [PROGRESS, ["06-01", None, None, Cell(scaled, shape)]])
        value = typed(only(produced(name, [page])), "physical_share")
        assert value.value[0] == round(Decimal(str(share)), 4), (shape, share, name)


def test_yuan_shown_as_ten_thousands_are_what_is_shown_or_asked_about() -> None:
    """12,345,678 yuan are 1,234.5678 万元, whichever way the cell says it."""
    one = only(case("wan-format.xlsx"))
    assert typed(one, "work_done_amount").value.to_list() == [Decimal(40_000_000), Decimal(12_345_678)]
    yuan, many = 12_345_678, 1234.5678
    shapes = {
        **dict.fromkeys(
            ("0!.0,", "0\\.0,", '0"."0,', "0!.0000", '0!.0,"万"', '0!.0,"万元"', "#,##0!.0,"), yuan
        ),
        **dict.fromkeys(
            ('0.00"万元"', '0.0000"万"', '"¥"0.00"万元"', "#,##0.00", 'General"万元"', '0.00 "万元"'), many
        ),
        '0!.0000,"亿"': yuan,
        "#,##0.00_);(#,##0.00)": many,
        '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ': many,
    }
    assert len(shapes) * len(PRODUCERS) >= MANY
    for (shape, stored), name in product(shapes.items(), PRODUCERS):
        page = Page("进度", [PROGRESS, ["06-03", None, Cell(stored, shape)]])
        value = typed(only(produced(name, [page])), "work_done_amount")
        expected = Decimal(12_345_678) if "亿" not in shape else Decimal(123_456_780)
        assert value.value[0] == expected, (shape, name)
    asked = ("#,##0,", "0.00,,", "0!.00,", "0.0,", "0,")
    for shape, name in product(asked, PRODUCERS):
        page = Page("进度", [PROGRESS, ["06-03", None, Cell(yuan, shape)]])
        assert told(produced(name, [page])) == [("format_unclear", "进度", "C2")], (shape, name)
    foreign = ('0"千元"', '0.0,,"百万"', "[$$-409]#,##0", '"约"0', "[$€-2] 0", '0"人"')
    for shape, name in product(foreign, PRODUCERS):
        page = Page("进度", [PROGRESS, ["06-03", None, Cell(yuan, shape)]])
        value = typed(only(produced(name, [page])), "work_done_amount")
        assert value.fault[0] == "number_unreadable", (shape, name)


def test_other_words_and_noughts_of_a_format_are_read_as_they_are_seen() -> None:
    rows = [["项目编号", "年度", "年度计划投资（万元）"]]
    for name in PRODUCERS:
        cells = [Cell(601, "00-00"), Cell(2026, '0"年"'), Cell(5, "0.00")]
        one = only(produced(name, [Page("年度计划", [*rows, cells])]))
        assert one.rows["project_id"][0] == "06-01" and typed(one, "year").value[0] == 2026
        status = ["项目编号", "本月无变化"], ["06-02", Cell(1, '[=1]"是";[=0]"否"')]
        assert typed(only(produced(name, [Page("投资", status)])), "unchanged").value[0] is True


def test_a_number_that_is_not_shown_is_asked_about() -> None:
    for shape, name in product((";;;", "0;-0;;@", '#,##0;-#,##0;""', '0.00;-0.00;" "'), PRODUCERS):
        page = Page("进度", [PROGRESS, ["06-01", None, Cell(0, shape), 40], ["06-02", None, Cell(0, shape)]])
        reading = produced(name, [page])
        assert (
            told(reading) == [("value_unseen", "进度", "C2")] and reading.problems[0].severity == "question"
        )
    for shape, name in product(('0;-0;"-"', '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ '), PRODUCERS):
        page = Page("进度", [PROGRESS, ["06-01", None, Cell(0, shape), 40]])
        assert typed(only(produced(name, [page])), "work_done_amount").value[0] == 0


def test_an_error_is_told_with_its_cell_and_what_it_says() -> None:
    one = only(case("no-r-error-cell.xlsx"))
    assert typed(one, "physical_share").fault.to_list() == ["cell_error", None]
    assert one.rows["work_done_amount"].to_list() == ["4000", "1000"]
    errors = ("#DIV/0!", "#REF!", "#N/A", "#VALUE!", "#NAME?", "#NUM!", "#NULL!")
    for error, name in product(errors, PRODUCERS):
        rows = [PROGRESS, ["06-01", None, 4000, Cell(error, error=True)], ["06-02", None, 1000, 41]]
        one = only(produced(name, [Page("进度", rows)]))
        assert typed(one, "physical_share").fault.to_list() == ["cell_error", None], (error, name)
        assert str(one.rows["physical_share"][0]).endswith(error)
