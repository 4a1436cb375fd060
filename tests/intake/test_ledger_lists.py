"""Ledgers as budget systems export them: every way of writing one is read alike, and what cannot be read is asked."""

from __future__ import annotations

import itertools
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from portfolio.intake.ledger_figures import Standing, reckoned
from portfolio.intake.ledger_lists import LedgerFile, read_ledger
from portfolio.model import TreasuryLine, TreasurySpan
from tests.intake.producers import Cell, Page, by_openpyxl, by_xlsxwriter

PROJECTS = pl.DataFrame(
    {
        "project_id": ["06-01", "06-02", "06-03"],
        "project_code": [None, "2020-421200-84-01-012345", None],
        "name": ["市第一人民医院", "县实验小学", "桂花镇卫生院"],
    }
)
TODAY = date(2026, 11, 30)
LINES = (
    ("06-01", "鄂财社〔2026〕12号", "省级资金", date(2026, 3, 1), Decimal("1000000.00")),
    ("06-02", "鄂财社〔2026〕13号", "专项债券", date(2026, 3, 31), Decimal("2500000.50")),
    ("06-03", "咸财〔2026〕1号", "市级财政资金", date(2026, 10, 9), Decimal("-300000.00")),
)
RIGHT = [(one[0], one[3], one[4]) for one in LINES]
HEADS = {
    "issued": (
        ("项目编号", "指标文号", "资金来源", "下达日期", "下达金额"),
        ("项目代码", "文号", "资金性质", "指标日期", "指标金额"),
        ("投资项目统一代码", "下达文号", "资金渠道", "发文日期", "本次下达"),
        ("预算项目编码", "发文文号", "资金类型", "下达时间", "下达指标金额"),
    ),
    "paid": (
        ("项目编号", "支付凭证号", "资金来源", "支付日期", "支付金额"),
        ("项目代码", "凭证号", "资金性质", "付款日期", "付款金额"),
        ("项目编码", "支付令号", "资金性质名称", "清算日期", "清算金额"),
        ("编号", "摘要", "来源", "支付时间", "实际支付金额"),
    ),
}
UNITS = {"元": 1, "万元": 10_000, "": 1}
"""What stands in the head of the amount; nothing: above, as 单位：元."""


def as_day(day: date, how: str) -> Any:
    """The day as one producer or another writes it."""
    return {
        "cell": Cell(datetime(day.year, day.month, day.day), "yyyy-mm-dd"),
        "chinese": Cell(datetime(day.year, day.month, day.day), 'yyyy"年"m"月"d"日"'),
        "serial": (day - date(1899, 12, 30)).days,
        "eight": int(f"{day:%Y%m%d}"),
        "text": f"{day.year}/{day.month}/{day.day}",
        "dotted": f"{day.year}.{day.month}.{day.day}",
    }[how]


def as_amount(yuan: Decimal, unit: int, how: str) -> Any:
    amount = yuan / unit
    return {
        "number": float(amount),
        "shown": Cell(float(amount), "#,##0.00_);(#,##0.00)"),
        "text": f"{amount:,f}",
        "brackets": f"({-amount:,f})" if amount < 0 else f"{amount:f}",
    }[how]


def page(figure: str, heads: int, unit: str, day: str, amount: str, extra: str) -> Page:
    """One sheet: a title, the heads, three lines, and what such a sheet has beside."""
    head = list(HEADS[figure][heads])
    head[4] += f"（{unit}）" if unit else ""
    rows: list[list[Any]] = [["示例市本级明细"], ["" if unit else "单位：元"], ["序号", *head, "备注"]]
    for place, (project, document, source, on, yuan) in enumerate(LINES, start=1):
        number = "2020-421200-84-01-012345" if project == "06-02" and heads == 2 else project
        rows.append(
            [place, number, document, source, as_day(on, day), as_amount(yuan, UNITS[unit], amount), None]
        )
    total = [
        None,
        *([None] * 4),
        as_amount(sum((one[4] for one in LINES), Decimal(0)), UNITS[unit], "number"),
        None,
    ]
    if extra == "first":
        rows.append(["合计", *total[1:]])
    elif extra == "source":
        rows.insert(-1, [None, None, None, "小计", None, total[5], None])
        rows.append([None, None, None, "合 计：", None, total[5], None])
    elif extra == "heads":
        rows.insert(5, list(rows[2]))
    return Page("支付明细" if figure == "paid" else "指标明细", rows)


VARIANTS = [
    (figure, heads, unit, day, amount, extra, producer)
    for figure in HEADS
    for number, (heads, unit, day) in enumerate(
        itertools.product(range(4), UNITS, ("cell", "chinese", "serial", "eight", "text", "dotted"))
    )
    for amount, extra, producer in [
        (
            ("number", "shown", "text", "brackets")[number % 4],
            ("none", "first", "source", "heads")[number // 2 % 4],
            number // 3 % 3,
        )
    ]
    if number % 3 == 0
]
"""48 ledgers: every head with every unit and most ways of writing days, amounts, totals and files."""


def written(pages: list[Page], producer: int) -> tuple[bytes, str]:
    if producer == 0:
        return by_xlsxwriter(pages), "明细.xlsx"
    if producer == 1 or any(isinstance(cell, Cell) for row in pages[0].rows for cell in row):
        return by_openpyxl(pages), "明细.xlsx"
    lines = [",".join(f'"{"" if cell is None else cell}"' for cell in row) for row in pages[0].rows]
    return "\r\n".join(lines).encode("gb18030"), f"{pages[0].name}.csv"


def read(pages: list[Page], producer: int = 0, words: dict[tuple[str, str], str] | None = None) -> LedgerFile:
    return read_ledger(*written(pages, producer), PROJECTS, words or {}, TODAY)


def told(file: LedgerFile) -> list[tuple[str, date, Decimal]]:
    return [(one.project_id, one.day_on, one.amount) for one in file.lines]


def test_every_way_of_writing_a_ledger_is_read_alike() -> None:
    wrong = []
    for figure, heads, unit, day, amount, extra, producer in VARIANTS:
        file = read([page(figure, heads, unit, day, amount, extra)], producer)
        sources = {one.source for one in file.lines}
        figures = {one.figure for one in file.lines}
        expected = {"allocated" if figure == "issued" else "paid"}
        if (told(file), sources, figures) != (RIGHT, {"provincial", "special_bond", "city"}, expected):
            wrong.append((figure, heads, unit, day, amount, extra, producer, file.problems, file.questions))
    assert (len(VARIANTS) >= 40, wrong) == (True, [])


def test_two_sheets_and_bare_amounts() -> None:
    """What is allocated and what is paid in one file; a bare amount is what the sheet's name says."""
    bare = [["项目名称", "资金性质", "日期", "金额（元）"], ["县实验小学", "专项债", "2026-05-06", 7]]
    file = read([page("issued", 0, "元", "text", "number", "none"), Page("国库支付", bare)])
    assert file.problems == () and [(one.figure, one.amount) for one in file.lines[3:]] == [
        ("paid", Decimal(7))
    ]


def test_what_nobody_can_know_is_asked() -> None:
    """A head, a unit, a source: asked, and read once answered. A row of no project is told with likely ones."""
    rows = [
        ["项目代码", "项目名称", "口径", "支付日期", "支付数"],
        ["X1", "县实验小学", "维护资金", "2026-05-06", 7],
        ["X2", "桂花镇中心卫生院", "维护资金", "2026-05-06", 9],
    ]
    first = read([Page("支付", rows)])
    assert [(one.kind, one.word) for one in first.needed] == [("column", "source")]
    words = {("heading", "口径"): "source"}
    second = read([Page("支付", rows)], 0, words)
    asked = [(one.kind, one.word, one.choices) for one in second.questions]
    assert asked == [
        ("unit", "支付数", ("1", "10000", "100000000")),
        ("source", "维护资金", ()),
        ("project", "X2 · 桂花镇中心卫生院", ("06-03",)),
    ]
    words |= {("unit", "支付数"): "10000", ("source", "维护资金"): "city"}
    third = read([Page("支付", rows)], 0, words)
    assert (third.needed, told(third)) == ((), [("06-02", date(2026, 5, 6), Decimal(70000))])
    assert third.left == (("X2 · 桂花镇中心卫生院", 1, Decimal(90000)),)
    words[("project", "X2 · 桂花镇中心卫生院")] = "06-03"
    assert len(read([Page("支付", rows)], 0, words).lines) == 2


def test_a_number_beside_another_projects_name_is_told_once() -> None:
    """Rows that moved by one are a warning a project; one written otherwise is a note; its own is not told."""
    names = {
        "06-01": ("县实验小学", "warning"),
        "06-02": ("县实验小学新建项目", "note"),
        "06-03": ("桂花镇 卫生院", None),
    }
    rows: list[list[Any]] = [["项目代码", "项目名称", "资金性质", "支付日期", "支付金额（元）"]]
    for (project, (name, _)), day in itertools.product(names.items(), (6, 7)):
        rows.append([project, name, "市级资金", f"2026-05-0{day}", 7])
    file = read([Page("支付", rows)])
    assert len(file.lines) == 6
    assert [(one.severity, one.cell, one.project_id) for one in file.problems] == [
        ("warning", "B2", "06-01"),
        ("note", "B4", "06-02"),
    ]
    said = read([Page("支付", rows)], 0, {("project", "06-01 · 县实验小学"): "06-02"})
    assert [one.severity for one in said.problems] == ["note"], "somebody said of which project the row is"


@pytest.mark.parametrize(
    ("place", "value", "code", "cell"),
    [
        (4, "2026-12-31", "treasury_day_ahead", "E4"),
        (4, "待定", "date_unreadable", "E4"),
        (4, None, "key_missing", "E4"),
        (5, "十万", "number_unreadable", "F4"),
        (3, None, "key_missing", "D4"),
    ],
)
def test_what_is_wrong_is_told_by_its_cell(place: int, value: object, code: str, cell: str) -> None:
    bad = page("issued", 0, "元", "text", "number", "none")
    bad.rows[3][place] = value
    assert [(one.code, one.cell) for one in read([bad]).errors] == [(code, cell)]


def line(day: date, amount: int, document: str | None = None, project: str = "06-01") -> TreasuryLine:
    figure = "allocated" if document else "paid"
    told = {"project_id": project, "source": "city", "day_on": day, "document_number": document}
    return TreasuryLine.model_validate({"figure": figure, "amount": amount, **told})


def span(first: date, last: date, *, whole: bool = False, figure: str = "paid") -> TreasurySpan:
    return TreasurySpan.model_validate({"figure": figure, "from_on": first, "until_on": last, "whole": whole})


JAN, FEB, MAR = date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31)


def test_lines_come_to_what_stood_at_each_months_end() -> None:
    """30 on 10 January, 20 on 3 March, from the first day on: 30, then 50 in March; nothing happened in February."""
    came = reckoned(
        [line(date(2026, 1, 10), 30), line(date(2026, 3, 3), 20)],
        [span(date(2026, 1, 1), MAR, whole=True)],
        Standing(),
    )
    assert [(one.told_on, one.paid_amount) for one in came.figures] == [
        (JAN, Decimal(30)),
        (MAR, Decimal(50)),
    ]


def test_a_month_follows_what_was_told_on_the_day_before() -> None:
    """90 stood on 31 January: 5 in February make 95. Told on 15 January only, nobody knows what came between."""
    of_february = [line(date(2026, 2, 9), 5)]
    before = {("paid", ("06-01", "city")): [(JAN, Decimal(90))]}
    came = reckoned(of_february, [span(date(2026, 2, 1), FEB)], Standing(told=before))
    assert [(one.told_on, one.paid_amount) for one in came.figures] == [(FEB, Decimal(95))]
    earlier = {("paid", ("06-01", "city")): [(date(2026, 1, 15), Decimal(90))]}
    lost = reckoned(of_february, [span(date(2026, 2, 1), FEB)], Standing(told=earlier))
    assert (lost.figures, lost.baseless) == ((), (("paid", ("06-01", "city")),))
    held = [span(date(2026, 1, 1), JAN)]
    known = reckoned(of_february, [span(date(2026, 2, 1), FEB)], Standing(spans=held, told=earlier))
    assert [one.paid_amount for one in known.figures] == [95]


def test_a_line_that_went_to_another_project_leaves_the_first() -> None:
    """February's 5 stood at 06-01, and 95 with it; the new file has them at 06-02, from nothing: 90 and 5."""
    standing = Standing(
        lines=[line(date(2026, 2, 9), 5)],
        spans=[span(date(2025, 1, 1), JAN, whole=True), span(date(2026, 2, 1), FEB)],
        told={("paid", ("06-01", "city")): [(JAN, Decimal(90)), (FEB, Decimal(95))]},
    )
    came = reckoned([line(date(2026, 2, 9), 5, project="06-02")], [span(date(2026, 2, 1), FEB)], standing)
    assert {(one.project_id, one.told_on, one.paid_amount) for one in came.figures} == {
        ("06-01", FEB, Decimal(90)),
        ("06-02", FEB, Decimal(5)),
    }


def test_batches_are_what_a_document_comes_to() -> None:
    """Document 1: 100 in January, 10 taken back in March: 90, of January. More taken back than there was is an error."""
    issued = [line(date(2026, 1, 5), 100, "1号"), line(date(2026, 3, 9), -10, "1号")]
    held = span(date(2026, 1, 1), MAR, whole=True, figure="allocated")
    came = reckoned(issued, [held], Standing())
    assert [(one.document_number, one.issued_on, one.amount) for one in came.batches] == [
        ("1号", date(2026, 1, 5), Decimal(90))
    ]
    apart = Standing(lines=issued[:1], spans=[span(date(2026, 1, 1), JAN, whole=True, figure="allocated")])
    more = reckoned(issued[1:], [span(date(2026, 2, 1), MAR, figure="allocated")], apart)
    assert [(one.issued_on, one.amount) for one in more.batches] == [(date(2026, 1, 5), Decimal(90))]
    wrong = reckoned([line(date(2026, 1, 5), -1, "2号")], [held], Standing())
    assert {one.code for one in wrong.problems} == {"ledger_below_zero"}
