"""项目台账: the one table of projects, its standard views, and what it adds up to."""

from __future__ import annotations

import polars as pl

from portfolio.model import View
from portfolio.queries.quality import contradictions_of
from portfolio.queries.select import Selection, select
from portfolio.queries.sums import count_of, known_sum, ordered
from portfolio.store import Store

AMOUNTS = (
    *("investment_amount", "planned_funding_amount", "received_amount", "paid_amount"),
    *("allocated_amount", "not_arrived_amount", "unpaid_amount", "aged_unpaid_amount"),
    *("payment_untold_amount", "annual_plan_amount", "work_done_year_amount", "behind_amount"),
    *("unfunded_gap_amount", "year_forecast_amount"),
)
"""The columns that add up: row amounts, of a group what it states beyond its members."""
EXPECTED = "forecast_share"
"""预计完成率, of the year under review: 预计全年完成 by the plan in the same row."""
RATED = ("rated_plan_amount", "rated_work_amount")
COUNTED = (
    pl.col("rated_plan_amount").alias("annual_plan_amount"),
    pl.col("rated_work_amount").alias("work_done_year_amount"),
)
"""Plan and work as the year's rate counts them: of a plan of a group the work of all below it, of a silent row none."""
ONLY: dict[str, pl.Expr] = {
    "": pl.lit(value=True),
    "late": pl.col("late"),
    "warned": pl.col("warned") | pl.col("lapsed"),
    "behind": pl.col("behind_amount") > 0,
    "unpaid": pl.any_horizontal(pl.col("unpaid_amount", "payment_untold_amount", "aged_unpaid_amount") > 0),
    "not_arrived": pl.col("not_arrived_amount") > 0,
    "unreported": pl.col("expected") & ~pl.col("month_reported"),
    "gap": pl.col("unfunded_gap_amount") > 0,
    "over": pl.col("over"),
    "doubtful": pl.col("doubtful"),
    "passed": pl.col("passed_unreported"),
    "planned": pl.col("rated_plan_amount").is_not_null(),
    "no_investment": (pl.col("kind") == "project") & pl.col("investment_amount").is_null(),
}
"""The standard views, "" for everything: 滞后, 预警与预计已过, 欠序时投资, 到位未支付 (支付未报 too), 下达未到位,
未填报 (the last closed month), 资金缺口, 超概, 待核实 (two places of the library disagree), 时限已过未报,
计入年度完成率, 总投资未知.
"""


def list_rows(store: Store, view: View, only: str = "") -> pl.DataFrame:
    """One row a selected row of 项目台账, in library order; ValueError for another `only`.

    Beside project_state: the milestone that it faces and what blocks it (register_row), how it counts (judged, warned,
    lapsed, expected, month_reported), doubtful, over, its row amounts, and grouped where it is a group with members.
    """
    if only not in ONLY:
        raise ValueError(only)
    rows = _rows(store, select(store, view)).filter(ONLY[only])
    return rows.with_columns(COUNTED) if only == "planned" else rows


def _rows(store: Store, selection: Selection) -> pl.DataFrame:
    day = selection.day
    amounts = day.frame("amount").select(
        "project_id",
        *(pl.col(name).cast(pl.Decimal(18, 2)) for name in (*AMOUNTS, *RATED)),
        "grouped",
        EXPECTED,
    )
    judged = day.frame("judgement").select(
        "project_id", "judged", "warned", "lapsed", "expected", "month_reported"
    )
    doubted = contradictions_of(store, selection.view).filter(pl.col("subject_kind") == "project")
    rows = selection.projects.drop((*AMOUNTS, EXPECTED), strict=False)
    for beside in (amounts, judged, selection.called(day.frame("register"))):
        rows = rows.join(beside, on="project_id", how="left", maintain_order="left")
    listed = {"doubtful": doubted["subject_id"], "over": day.frame("overrun")["project_id"]}
    return rows.with_columns(
        pl.col("project_id").is_in(ids.implode()).alias(name) for name, ids in listed.items()
    )


def list_views(store: Store, view: View) -> pl.DataFrame:
    """One row: how many rows each standard view lists, `all` for everything; late unknown where none could be judged."""
    rows = list_rows(store, view)
    counts = [count_of(condition).alias(name) for name, condition in ONLY.items() if name]
    counted = rows.select(pl.len().cast(pl.Int64).alias("all"), pl.col("judged").any(), *counts)
    return counted.with_columns(pl.when("judged").then("late").alias("late")).drop("judged")


def list_count(store: Store, view: View, only: str = "") -> pl.DataFrame:
    """One row a kind and state of what is listed: row_count, late, passed, members, investment with what it rests on.

    undivided_amount of undivided_count groups is what these state beyond their members.
    """
    rows = list_rows(store, view, only)
    amount, grouped = pl.col("investment_amount").cast(pl.Decimal(38, 2)), pl.col("grouped")
    counted = rows.group_by("kind", "state").agg(
        pl.len().cast(pl.Int64).alias("row_count"),
        count_of("judged").alias("judged_count"),
        count_of("late").alias("late_count"),
        count_of("passed_unreported").alias("passed_count"),
        count_of(pl.col("parent_id").is_not_null()).alias("member_count"),
        known_sum(amount).alias("investment_amount"),
        count_of((pl.col("kind") == "project") & amount.is_not_null()).alias("known_count"),
        known_sum(amount.filter(grouped)).alias("undivided_amount"),
        count_of(grouped & (amount != 0)).alias("undivided_count"),
    )
    return ordered(counted, "kind", "state")


def list_totals(rows: pl.DataFrame) -> dict[str, object]:
    """Column of AMOUNTS to the sum of what is known of it in these rows; None where nothing is."""
    totals = rows.select(known_sum(pl.col(name).cast(pl.Decimal(38, 2))).alias(name) for name in AMOUNTS)
    return totals.row(0, named=True)
