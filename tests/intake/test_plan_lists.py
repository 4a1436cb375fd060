"""Lists of the annual plan as files: what is wrong with them by cell, and what taking one would change."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import polars as pl
import pytest

from portfolio import exports, intake
from portfolio.intake import PlanFile
from portfolio.store import Store
from tests.intake.conftest import VIEW

GOOD = "年度投资计划表\n项目编号,项目名称,年度,年度计划投资（万元）\n"


def file_of(ledger: Store, rows: str, head: str = GOOD) -> PlanFile:
    return intake.read_plan_list((head + rows).encode(), "清单.csv", ledger, VIEW)


def found(file: PlanFile) -> dict[str | None, str]:
    return {one.cell: one.code for one in file.problems}


def name_of(ledger: Store, project: str) -> str:
    row = "SELECT name FROM library_row(9223372036854775807) WHERE project_id = $p"
    return str(ledger.read(row, {"p": project}).item())


def test_a_list_is_read_with_the_cell_of_each_amount(ledger: Store) -> None:
    """A title above, a total below, thousands, an amount with its own unit, a cancelled plan."""
    file = file_of(ledger, '06-01,,2026,"6,000"\n06-02,,2026年,0.05亿元\n06-03,,2026,0\n合计,,,6500\n')
    assert file.problems == ()
    told = [(one.project_id, one.year, one.planned_amount, one.cell) for one in file.rows]
    assert told == [
        ("06-01", 2026, Decimal("60000000.00"), "D3"),
        ("06-02", 2026, Decimal("5000000.00"), "D4"),
        ("06-03", 2026, Decimal("0.00"), "D5"),
    ]


@pytest.mark.parametrize("write", [exports.workbook, exports.comma_separated])
def test_the_plan_that_a_page_hands_out_is_read_as_a_list(ledger: Store, write: Callable[..., bytes]) -> None:
    """With its serial numbers, its unit above or in the heading, its source and day below."""
    frame = pl.DataFrame(
        {
            "project_id": ["06-01", "06-02"],
            "name": [name_of(ledger, "06-01"), name_of(ledger, "06-02")],
            "year": [2026, 2026],
            "annual_plan_amount": [Decimal("60000000.00"), Decimal("5000000.01")],
        }
    )
    day = date(2026, 11, 20)
    facts = exports.Facts("现行计划", "zh", (), day, day, "official", "规划文本")
    name = "清单.xlsx" if write is exports.workbook else "清单.csv"
    file = intake.read_plan_list(write(frame, facts), name, ledger, VIEW)
    assert file.problems == ()
    assert [(one.project_id, one.planned_amount) for one in file.rows] == [
        ("06-01", Decimal("60000000.00")),
        ("06-02", Decimal("5000000.01")),
    ]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("99-99,,2026,10\n", {"A3": "project_unknown"}),
        (",,2026,10\n", {"A3": "project_missing"}),
        ("06-01,,26,10\n", {"C3": "year_unreadable"}),
        ("06-01,,,10\n", {"C3": "key_missing"}),
        ("06-01,,2026,\n", {"D3": "plan_amount_missing"}),
        ("06-01,,2026,-5\n", {"D3": "negative"}),
        ("06-01,,2026,清除\n", {"D3": "plan_amount_missing"}),
        ("06-01,,2026,待定\n", {"D3": "number_unreadable"}),
        ("06-01,,2026,0.0000001\n", {"D3": "too_precise"}),
        ("06-02,,2026,10\n06-02,,2026,20\n", {"C4": "row_twice"}),
        ("06-01,,2026,15000\n", {"D3": "over_investment"}),
        ("06-02,别的项目,2026,10\n", {"B3": "name_differs"}),
    ],
)
def test_what_is_wrong_is_told_by_cell(ledger: Store, rows: str, expected: dict[str, str]) -> None:
    """Above the investment (1 亿 of 06-01) or another name asks; all else stops the whole list."""
    file = file_of(ledger, rows)
    assert found(file) == expected
    asks = set(expected.values()) <= {"over_investment", "name_differs"}
    assert (file.errors == (), len(file.rows) > 0) == (asks, asks)
    for language in ("zh", "en"):
        assert all("{" not in intake.sentence(one, language) for one in file.problems)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file_empty"),
        (b"%PDF-1.7", "file_pdf"),
        ("项目编号,年度\n06-01,2026\n".encode(), "no_plan_list"),
        ("项目编号,年度计划投资\n06-01,10\n".encode(), "column_missing"),
        ("项目名称,年度,年度计划投资（万元）\n甲,2026,10\n".encode(), "project_unknown"),
        ("项目编号,年度,年度计划投资\n,,\n".encode(), "plan_list_empty"),
    ],
)
def test_a_file_that_is_no_list(ledger: Store, data: bytes, code: str) -> None:
    file = intake.read_plan_list(data, "清单.csv", ledger, VIEW)
    assert [one.code for one in file.errors] == [code]
    assert all("{" not in intake.sentence(one, language) for one in file.errors for language in ("zh", "en"))


def test_what_a_list_would_change(ledger: Store) -> None:
    """06-01 has 6,000 as reported, without a document; a list of 06-02 alone would take it away."""
    day = date(2026, 1, 20)
    both = file_of(ledger, "06-01,,2026,5000\n06-02,,2026,100\n")
    shown = intake.preview(both, "initial", day, ledger, VIEW)
    columns = ("project_id", "before_amount", "listed", "after_amount", "difference_amount", "outranked")
    assert shown.changes.select(columns).rows() == [
        ("06-01", Decimal(60_000_000), False, Decimal(50_000_000), Decimal(-10_000_000), False),
        ("06-02", None, None, Decimal(1_000_000), None, False),
    ]
    assert (shown.dropped.height, shown.missing_years) == (0, [])
    other = file_of(ledger, "06-02,,2026,100\n")
    assert intake.preview(other, "initial", day, ledger, VIEW).dropped["project_id"].to_list() == ["06-01"]
    assert intake.preview(other, "adjusted", day, ledger, VIEW).missing_years == [2026]
