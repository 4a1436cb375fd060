"""The year under review: plan, work done and payment, and who has no plan."""

from __future__ import annotations

from datetime import date

import polars as pl

from portfolio.model import View
from portfolio.queries.asking import FILTERS, ask
from portfolio.queries.select import Selection, select
from portfolio.queries.sums import count_of, ordered, quotient
from portfolio.store import Store


def year_curve(store: Store, view: View, year: int) -> pl.DataFrame:
    """Twelve rows: plan by 序时, work done and paid of `year` to each month's end, with the projects each rests on."""
    question = f"FROM year_curve($snapshot, $of_year, {FILTERS}) ORDER BY month_on"
    return store.ask(question, view, of_year=year)


def pace(store: Store, view: View) -> pl.DataFrame:
    """One row a county, a category, and the whole (`level`, `code`): 投资完成率, 较序时进度, 年度支付进度.

    Ranked counties come first; the slowest first.
    """
    return ask(store, view, "pace", "level, ranking, pacing_share NULLS LAST, code")


def pace_rows(store: Store, view: View) -> pl.DataFrame:
    """The rows behind `pace`: one a row that knows its plan, work done or payment of the year; the slowest first.

    in_total where plan and work done are counted, plan_counted where its plan is in the year's, payment_counted where
    plan and payment are in 年度支付进度.
    """
    selection = select(store, view)
    known = [
        pl.col(name).is_not_null()
        for name in ("annual_plan_amount", "work_done_year_amount", "paid_year_amount")
    ]
    reviewed = (
        selection.beside("judgement", "in_year").filter("in_year", pl.any_horizontal(known)).drop("in_year")
    )
    counted = selection.day.frame("amount").select(
        "project_id",
        pl.col("rated_plan_amount").is_not_null().alias("in_total"),
        pl.col("annual_plan_amount").is_not_null().alias("plan_counted"),
        pl.col("payment_plan_amount").is_not_null().alias("payment_counted"),
    )
    return ordered(reviewed.join(counted, on="project_id"), "pacing_share", "project_id")


def plan_years(store: Store, view: View) -> pl.DataFrame:
    """One row a year that has a plan, newest first, and the year under review among them."""
    selection = select(store, view)
    year = _reviewed_year(selection)
    planning = selection.projects.filter(pl.col("kind") != "service").select("project_id")
    plans = selection.day.frame("plan").join(planning, on="project_id", how="semi")
    counted = (
        plans.group_by("year").agg(pl.len().cast(pl.Int64).alias("planned_count")).cast({"year": pl.Int64})
    )
    if year not in counted["year"]:
        counted = pl.concat([counted, pl.DataFrame({"year": [year], "planned_count": [0]}, counted.schema)])
    return ordered(counted.with_columns((pl.col("year") == year).alias("under_review")), "-year")


def _reviewed_year(selection: Selection) -> int:
    """The year under review: that of the last closed month."""
    closed = selection.rules["last_closed_on"]
    assert isinstance(closed, date)
    return closed.year


def plan_missing(store: Store, view: View) -> pl.DataFrame:
    """One row a project without a plan for the year under review, its own or that of a group above it.

    plan_expected is false where none is due any more (completed, suspended, withdrawn); those that owe one first.
    """
    selection = select(store, view)
    planned = selection.day.frame("planned")
    rows = selection.beside("judgement", "expected").filter(pl.col("kind") == "project")
    missing = rows.join(planned, on="project_id", how="anti", maintain_order="left")
    return ordered(missing.rename({"expected": "plan_expected"}), "-plan_expected", "project_id")


def payment_flags(store: Store, view: View) -> pl.DataFrame:
    """One row a project paid ahead of the work or below its floor, the most paid against the work first."""
    flagged = select(store, view).projects.filter(
        pl.col("kind") == "project", pl.col("payment_ahead") | pl.col("payment_low")
    )
    rows = flagged.with_columns(
        quotient("paid_amount", "investment_amount").alias("paid_of_investment_share"),
        quotient("paid_amount", "work_done_amount").alias("paid_of_work_share"),
    )
    return ordered(rows, "-paid_of_work_share", "project_id")


def payment_judged(store: Store, view: View) -> pl.DataFrame:
    """One row: how many projects could be judged on payment against work, and how many are flagged."""
    return (
        select(store, view)
        .projects.filter(pl.col("kind") == "project")
        .select(
            pl.len().cast(pl.Int64).alias("project_count"),
            pl.col("payment_ahead").count().cast(pl.Int64).alias("ahead_known_count"),
            count_of("payment_ahead").alias("ahead_count"),
            pl.col("payment_low").count().cast(pl.Int64).alias("low_known_count"),
            count_of("payment_low").alias("low_count"),
        )
    )
