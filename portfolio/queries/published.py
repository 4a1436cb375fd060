"""Totals that somebody published, held against what the rows of the same place give."""

from __future__ import annotations

from typing import Any

import polars as pl

from portfolio.day import Day
from portfolio.model import View
from portfolio.queries.select import of_counties, select
from portfolio.queries.sums import WHOLE, count_of, known_sum
from portfolio.store import Store

OURS: dict[str, pl.DataType] = {
    "ours_value": pl.Decimal(38, 2),
    "difference_value": pl.Decimal(38, 2),
    "known_count": pl.Int64(),
    "project_count": pl.Int64(),
}
PLACED = ("project_id", "kind", "county_code", "category")
Row = dict[str, Any]


def published_totals(store: Store, view: View) -> pl.DataFrame:
    """One row a published total of the counties asked about (`*`: of all, told where all are), in the library's order.

    measure (a code of total_measure), category, year, stated_on, value, title, url, note; ours_value: the known of the
    same place on the day to which it was stated, else on the day asked about; difference_value: published less ours;
    known_count of project_count. In yuan; a number for `projects`. The other filters change nothing.
    """
    totals = store.read_known(
        view, "FROM published_total_row($as_of, $newest_event) ORDER BY total_no", as_of=view.as_of
    )
    totals = of_counties(totals, view)
    totals_of_ours = [_ours(store, view, row) for row in totals.iter_rows(named=True)]
    beside = pl.DataFrame(totals_of_ours, schema=pl.Schema(OURS))
    whole = pl.col("county_code").fill_null(WHOLE)
    return pl.concat([totals.with_columns(whole), beside], how="horizontal")


def _ours(store: Store, view: View, total: Row) -> Row:
    """What the rows of the same place know of the same."""
    changes = {"as_of": total["stated_on"] or view.as_of, "scope": None}
    day = select(store, view.of_all().model_copy(update=changes)).day
    rows = _placed(day.frame("project").select(PLACED), total)
    leaf = pl.col("kind") == "project"
    if total["measure"] == "projects":
        counted = rows.select(count_of(leaf).alias("project_count")).with_columns(
            pl.col("project_count").cast(pl.Decimal(38, 2)).alias("ours_value"), known_count="project_count"
        )
    else:
        beside = rows.join(_amounts(day, total), on="project_id", how="left")
        known = pl.col("amount").is_not_null()
        counted = beside.select(
            known_sum("amount").alias("ours_value"),
            count_of(leaf & known).alias("known_count"),
            count_of(leaf).alias("project_count"),
        )
    ours = counted.row(0, named=True)
    value = ours["ours_value"]
    return {**ours, "difference_value": None if value is None else total["value"] - value}


def _placed(rows: pl.DataFrame, total: Row) -> pl.DataFrame:
    conditions = [
        pl.col(name) == total[name] for name in ("county_code", "category") if total[name] is not None
    ]
    return rows.filter(conditions) if conditions else rows


def _amounts(day: Day, total: Row) -> pl.DataFrame:
    """One row a row of the library that may know the measure: its row amount."""
    if total["measure"] == "planned_investment":
        return day.ask("FROM printed_row()").select("project_id", amount="planned_investment_amount")
    if total["measure"] == "annual_plan":
        plan = day.ask("FROM plan_of($of_year)", of_year=total["year"])
        return plan.select("project_id", amount="planned_amount")
    return day.frame("amount").select("project_id", amount=f"{total['measure']}_amount")
