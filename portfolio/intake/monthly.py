"""What a month asks of a unit: the columns that change from month to month, and what the workbook may leave out of sight."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import polars as pl

from portfolio.intake.columns import Column, Sheet

MONTHLY: Mapping[str, tuple[str, ...]] = {
    "progress": ("work_done_amount", "physical_share", "in_statistics_amount"),
    "funding": ("allocated_amount", "received_amount", "paid_amount"),
    "milestones": ("forecast_on", "done_on", "reason"),
    "obstacles": ("reason", "what", "remedy", "responsible", "due_on", "cleared_on"),
    "status": ("stage",),
}
"""What changes from month to month, sheet by sheet, in the order of a project's card on screen."""
BESIDE = {
    "basis": "amount",
    "document_number": "amount",
    "approval": "due_on",
    "approved_on": "due_on",
    "reason": "planned_amount",
}
"""Columns that say something about another, by that one: they are seen where it is."""
SEEN = frozenset({"unchanged", "correction", "word", "year_forecast_amount"})
"""Columns that are always seen, besides MONTHLY."""


def out_of_sight(sheet: Sheet, rows: pl.DataFrame, remarked: Collection[str]) -> set[str]:
    """The columns that the workbook hides: of every row given out all is told that they ask, and no remark is on them."""
    rare = [one for one in sheet.inputs if one.code not in (*MONTHLY.get(sheet.code, ()), *SEEN)]
    hidden = {one.code for one in rare if one.last and one.code not in remarked and _is_told(one, rows)}
    hidden |= {
        one.code
        for one in rare
        if BESIDE.get(one.code) in hidden
        and one.code not in remarked
        and not (one.last and one.code in hidden)
    }
    # a value is not told without what stands beside it
    open_ones = {BESIDE[one.code] for one in rare if one.code in BESIDE and one.code not in hidden}
    return hidden - open_ones


def _is_told(column: Column, rows: pl.DataFrame) -> bool:
    """Whether every row has a value already; of what stood at the year's end, every row that has one since."""
    last = pl.col(f"{column.code}_last")
    asked = rows
    if column.code.startswith("year_end_"):
        asked = rows.filter(pl.col(f"{column.field}_last").fill_null(0) != 0)
    return rows.height > 0 and asked.filter(last.is_null()).is_empty()


def done_rows(sheet: Sheet, rows: pl.DataFrame) -> pl.Series:
    """Whether nothing is left to report of each row: a milestone that is done."""
    if sheet.code != "milestones":
        return pl.repeat(value=False, n=rows.height, eager=True)
    return rows["done_on_last"].is_not_null()
