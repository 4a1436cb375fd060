"""How long a large report takes to be read and checked, beside openpyxl with one pydantic model a row, in one run.

    python -m benchmarks.intake [ROWS]

The workbook has 100,000 rows over all sheets of as many projects as that takes. Both sides get the same bytes; ours
also finds the projects, compares with what is held and gathers every problem.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Annotated

import openpyxl
import polars as pl
import xlsxwriter
from pydantic import BaseModel, Field, ValidationError

from portfolio.intake import SHEETS, Context, Reading, Sheet, check, read
from portfolio.intake.trial import Trial
from portfolio.model import View
from portfolio.store import Store

ROWS = 100_000
PERIOD = date(2026, 10, 31)
BAD_EVERY = 997
"""One row in so many is wrong."""
Amount = Annotated[Decimal, Field(ge=0, max_digits=20, decimal_places=6)]


class FundingRow(BaseModel):
    """What a plain reader would check of one row."""

    project_id: str
    source: str
    received: Amount | None
    paid: Amount | None


class ProgressRow(BaseModel):
    """As FundingRow."""

    project_id: str
    work_done: Amount | None
    physical: Annotated[Decimal, Field(ge=0, le=100)] | None


class MilestoneRow(BaseModel):
    """As FundingRow."""

    project_id: str
    milestone: str
    done_on: date | None


def main(rows: int = ROWS) -> None:
    """Print both times."""
    projects = rows // 10
    data = workbook(projects)
    context = made_up(projects)
    print(f"{os.cpu_count()} cores, {rows:,} rows, {len(data) / 1e6:.1f} MB")
    ours = [timed(data, context) for _ in range(3)]
    for reading_time, checking_time, reading, problems in ours[:1]:
        print(f"rows read {reading.row_count:,}, problems {problems:,}")
        print(f"  first: read {reading_time:.2f} s, check {checking_time:.2f} s")
    best = min(ours, key=lambda one: one[0] + one[1])
    print(f"portfolio.intake: read {best[0]:.2f} s + check {best[1]:.2f} s = {best[0] + best[1]:.2f} s")
    began = time.perf_counter()
    refused = by_row(data)
    print(f"openpyxl + a pydantic model a row: {time.perf_counter() - began:.2f} s, refused {refused:,}")


def timed(data: bytes, context: Context) -> tuple[float, float, Reading, int]:
    """Seconds of reading and of checking, the reading, and how many problems there were."""
    began = time.perf_counter()
    reading = read(data, "large.xlsx")
    between = time.perf_counter()
    checked = check(reading, context, judge=False)
    return between - began, time.perf_counter() - between, reading, len(checked.problems) + checked.more


def workbook(projects: int) -> bytes:
    """Ten rows a project: its stage, four sources, progress, a year, two milestones, an obstacle."""
    target = BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    for sheet in SHEETS:
        page = book.add_worksheet(sheet.title("zh"))
        page.write_row(1, 0, [column.header("zh") for column in sheet.columns])
        places = {column.code: place for place, column in enumerate(sheet.columns)}
        for number, told in enumerate(lines(sheet, projects), start=2):
            for code, value in told.items():
                page.write(number, places[code], value)
    book.close()
    return target.getvalue()


def lines(sheet: Sheet, projects: int) -> Iterator[dict[str, object]]:
    """The rows of one sheet, column code to cell."""
    for number in range(projects):
        bad = number % BAD_EVERY == 3
        whose = {"project_id": f"P{number:06}", "name": f"样例项目{number}"}
        amount = round(1000 + number % 731 * 1.37, 2)
        rows: dict[str, list[dict[str, object]]] = {
            "status": [{"stage": "续建"}],
            "funding": [
                {"source": source, "received_amount": amount, "paid_amount": amount * (2 if bad else 0.5)}
                for source in ("中央预算内投资", "专项债券", "县级财政资金", "银行贷款")
            ],
            "progress": [{"work_done_amount": "约三千" if bad else amount, "physical_share": 55.5}],
            "plan": [{"year": 2026, "planned_amount": amount}],
            "milestones": [
                {"milestone": "开工", "done_on": "2025-03-01"},
                {"milestone": "完工", "due_on": "近期" if bad else "2027年6月"},
            ],
            "obstacles": [{"obstacle": "1", "reason": "征地拆迁", "what": "样例问题"}],
        }
        for row in rows[sheet.code]:
            yield whose | row


def made_up(projects: int) -> Context:
    """A context that knows the projects and their last values, without a ledger."""
    names = pl.DataFrame({"project_id": [f"P{number:06}" for number in range(projects)]}).with_columns(
        name="样例项目" + pl.col("project_id").str.tail(6).cast(pl.Int64).cast(pl.String)
    )
    last = pl.lit(5_000_000).cast(pl.Decimal(18, 2))
    sides = ("last", "before", "after")
    progress = names.select(
        "project_id",
        **{
            f"work_done_amount_{side}": last if side != "after" else pl.lit(None, pl.Decimal(18, 2))
            for side in sides
        },
        **{f"physical_share_{side}": pl.lit(None, pl.Decimal(9, 8)) for side in sides},
        **{f"in_statistics_amount_{side}": pl.lit(None, pl.Decimal(18, 2)) for side in sides},
        year_end_work_done_amount_last=pl.lit(None, pl.Decimal(18, 2)),
        december_told=pl.lit(value=False),
    )
    funding = names.select(
        "project_id",
        source=pl.lit("special_bond"),
        currency=pl.lit("CNY"),
        planned_amount_last=last,
        plan_complete_last=pl.lit(None, pl.Boolean),
        **{
            f"year_end_{field}_last": pl.lit(None, pl.Decimal(18, 2))
            for field in ("allocated_amount", "received_amount", "paid_amount")
        },
        **{
            f"{field}_{side}": pl.lit(None, pl.Decimal(18, 2))
            for field in ("allocated_amount", "received_amount", "paid_amount")
            for side in sides
        },
    )
    return Context(
        workspace="official",
        period_on=PERIOD,
        today=date(2026, 11, 24),
        known_at=datetime(2026, 11, 24, 12),
        unit_code="U1",
        unit_name="样例单位",
        city_name="样例市",
        projects=names.with_columns(
            county_code=pl.lit("000000"),
            county=pl.lit(""),
            kind=pl.lit("project"),
            investment_amount=last * 100,
        ),
        library=names,
        stated=pl.DataFrame(),
        held={"progress": progress, "funding": funding, **_nothing_held(names)},
        pending=pl.DataFrame(),
        rules={"floor": "", "margin": "", "low": ""},
        trial=Trial(Store(), View(as_of=PERIOD, known_at=datetime(2026, 11, 24, 12)), PERIOD),
    )


def _nothing_held(names: pl.DataFrame) -> dict[str, pl.DataFrame]:
    none = names.clear()
    day, text, money = pl.lit(None, pl.Date), pl.lit(None, pl.String), pl.lit(None, pl.Decimal(18, 2))
    return {
        "status": none.select(
            "project_id", stage_last=text, amount_last=money, basis_last=text, document_number_last=text
        ),
        "plan": none.select(
            "project_id",
            year=pl.lit(2026, pl.Int32),
            planned_amount_last=money,
            year_forecast_amount_last=money,
            in_force_amount=money,
        ),
        "milestone": none.select(
            "project_id",
            milestone=text,
            due_on_last=day,
            due_precision_last=text,
            forecast_on_last=day,
            done_on_last=day,
            done_precision_last=text,
        ),
        "obstacle": none.select(
            "project_id",
            obstacle=text,
            reason_last=text,
            what_last=text,
            due_on_last=day,
            cleared_on_last=day,
        ),
    }


def by_row(data: bytes) -> int:
    """How many rows a reader refuses that makes a model of each row of three of the sheets and looks at no other row."""
    book = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=True)
    refused = 0
    for sheet in SHEETS:
        places = {column.code: place for place, column in enumerate(sheet.columns)}
        for row in book[sheet.title("zh")].iter_rows(min_row=3, values_only=True):
            cells = (*row, *(None,) * (len(places) - len(row)))
            try:
                _model(sheet.code, {code: cells[place] for code, place in places.items()})
            except ValidationError:
                refused += 1
    return refused


def _model(code: str, row: dict[str, object]) -> BaseModel | None:
    whose = row["project_id"]
    if code == "funding":
        told = {
            "project_id": whose,
            "source": row["source"],
            "received": row["received_amount"],
            "paid": row["paid_amount"],
        }
        return FundingRow.model_validate(told)
    if code == "progress":
        told = {"project_id": whose, "work_done": row["work_done_amount"], "physical": row["physical_share"]}
        return ProgressRow.model_validate(told)
    if code == "milestones":
        told = {"project_id": whose, "milestone": row["milestone"], "done_on": row["done_on"]}
        return MilestoneRow.model_validate(told)
    return None


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS)
