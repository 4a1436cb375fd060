"""Lists of the annual plan with heads of their own: every way of writing one is read alike; projects by code or name."""

from __future__ import annotations

import itertools
from decimal import Decimal
from typing import Any

import pytest

from portfolio import intake
from portfolio.intake import PlanFile
from portfolio.store import Store
from tests.intake.conftest import VIEW
from tests.intake.producers import Page, by_openpyxl, by_xlsxwriter

HEADS = (
    ("项目代码", "建设项目名称", "计划年度", "年度投资计划"),
    ("编号", "工程名称", "年份", "本年计划投资"),
    ("投资项目统一代码", "项目", "", "下达投资计划"),
    ("", "项目名称", "年度", "安排投资"),
)
RIGHT = [("06-01", 2026, Decimal("60000000.00")), ("06-02", 2026, Decimal("5000000.00"))]


def page(heads: tuple[str, ...], unit: str, extra: str, names: dict[str, str]) -> Page:
    """A title, the heads, two projects; without a column of numbers they are known by name, of years by the title."""
    one = Decimal(1)
    scale = {"万元": one, "元": Decimal(10_000), "亿元": Decimal("0.0001"), "": one}[unit]
    head = [*heads[:3], heads[3] + (f"（{unit}）" if unit else "")]
    rows: list[list[Any]] = [
        ["示例市2026年政府投资计划表"],
        ["" if unit else "单位：万元"],
        ["序号", *head, "备注"],
    ]
    for place, (project, year, amount) in enumerate(RIGHT, start=1):
        told = amount / 10_000 * scale
        shown = f"{told:,f}" if extra == "text" else float(told)
        rows.append(
            [place, project if heads[0] else None, names[project], year if heads[2] else None, shown, None]
        )
    if extra == "total":
        rows.append([None, "合计", None, None, 6500, None])
    keep = [0, *(place for place, one in enumerate(heads, start=1) if one), 5]
    return Page("计划", [*rows[:2], *([row[place] for place in keep] for row in rows[2:])])


def read(
    ledger: Store, one: Page, number: int = 0, answers: dict[tuple[str, str], str] | None = None
) -> PlanFile:
    write = (by_xlsxwriter, by_openpyxl)[number % 2]
    return intake.read_plan_list(write([one]), "计划.xlsx", ledger, VIEW, answers)


def told(file: PlanFile) -> list[tuple[str, int, Decimal]]:
    return [(one.project_id, one.year, one.planned_amount) for one in file.rows]


@pytest.fixture
def names(ledger: Store) -> dict[str, str]:
    rows = ledger.read("SELECT project_id, name FROM store.project WHERE project_id IN ('06-01', '06-02')")
    return dict(rows.iter_rows())


def test_every_way_of_writing_a_list_is_read_alike(ledger: Store, names: dict[str, str]) -> None:
    ways = list(itertools.product(HEADS, ("万元", "元", "亿元", ""), ("none", "text", "total")))[::2]
    wrong = [
        (way, file.errors, file.questions)
        for number, way in enumerate(ways)
        if told(file := read(ledger, page(*way, names), number)) != RIGHT
    ]
    assert (len(ways) >= 20, wrong) == (True, [])


def test_what_nobody_can_know_is_asked(ledger: Store, names: dict[str, str]) -> None:
    """A head is asked for; a row of a project that the library lacks is an error until somebody says what it is."""
    made = page(("编号", "工程名称", "年份", "盘子"), "万元", "none", names)
    rows = Page(made.name, [*made.rows, [3, None, "某公路", 2026, 7, None]])
    first = read(ledger, rows)
    assert [(one.kind, one.word) for one in first.needed] == [("column", "planned_amount")]
    answers = {("heading", "盘子"): "planned_amount"}
    second = read(ledger, rows, 0, answers)
    assert [(one.code, one.value) for one in second.errors] == [("project_unknown", "某公路")]
    answers[("project", "某公路")] = intake.NONE
    third = read(ledger, rows, 0, answers)
    assert (third.errors, told(third)) == ((), RIGHT)
    assert {one.meaning for one in third.words} == {"planned_amount", intake.NONE}


def test_a_file_of_several_documents_is_several_lists(ledger: Store) -> None:
    """The year's start of January and an adjustment of June, of the same project: each by its own document and day."""
    head = ["项目编号", "年度", "年度计划投资（万元）", "计划文号", "发文日期"]
    rows: list[list[Any]] = [
        ["06-01", 2026, 500, "调2号", "2026-06-30"],
        ["06-01", 2026, 6000, "初1号", "2026-01-10"],
        ["06-02", 2026, 500, "初1号", "2026-01-10"],
    ]
    file = read(ledger, Page("计划", [head, *rows]))
    assert file.errors == ()
    assert [(one.document_number, one.kind, told(one.file)) for one in file.documents] == [
        ("初1号", "initial", RIGHT),
        ("调2号", "adjusted", [("06-01", 2026, Decimal("5000000.00"))]),
    ]
    rows[0][4] = None
    assert [(one.code, one.cell) for one in read(ledger, Page("计划", [head, *rows])).errors] == [
        ("key_missing", "E2")
    ]
