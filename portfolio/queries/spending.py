"""The year under review: plan, work done and payment, and who has no plan."""

from __future__ import annotations

from datetime import date

import polars as pl

from portfolio.model import View
from portfolio.queries.select import Selection, select
from portfolio.queries.sums import (
    WHOLE,
    as_shown,
    by_county_and_whole,
    count_of,
    known_sum,
    less_as_shown,
    ordered,
    quotient,
    rate,
    whole_sum,
)
from portfolio.store import Store


def year_curve(store: Store, view: View, year: int) -> pl.DataFrame:
    """Twelve rows: plan by 序时, work done and paid of `year` to each month's end, with the projects each rests on."""
    rows = curve_sums(select(store, view), year).filter(county_code=WHOLE).drop("county_code")
    return ordered(rows, "month_on")


def curve_sums(selection: Selection, year: int) -> pl.DataFrame:
    """One row a county, `*` for all together, and month of the year: planned by 序时, work done and paid so far.

    Of the rows that take part in the year's rate, the last figure standing; each with the number of projects it rests
    on (a group is in no number). No work done or paid in months that have not closed. Of the year under review paid is
    of the rows that 年度支付进度 counts; paid_plan_amount is the year's plan of those whose payments are known.
    """
    places = selection.projects.select(
        "project_id", "county_code", (pl.col("kind") == "project").alias("is_project")
    )
    curves = selection.day.frame("curve", year).join(places, on="project_id")
    paid = selection.of_sources(selection.day.frame("curve_paid", year))
    paid = paid.group_by("project_id", "month_on").agg(whole_sum("paid_amount").alias("paid_amount"))
    if year == _reviewed_year(selection):
        counted = selection.day.frame("amount").filter(pl.col("payment_plan_amount").is_not_null())
        paid = paid.join(counted, on="project_id", how="semi")
    rows = curves.join(paid, on=["project_id", "month_on"], how="left")
    work, plan, is_project = pl.col("work_done_amount"), pl.col("planned_amount"), pl.col("is_project")
    totals = [
        known_sum("plan_amount"),
        known_sum(plan).alias("annual_plan_amount"),
        known_sum("reported_plan_amount"),
        known_sum(plan.filter(pl.col("paid_amount").is_not_null())).alias("paid_plan_amount"),
        known_sum(work).alias("work_done_amount"),
        known_sum("paid_amount"),
        count_of(is_project).alias("plan_count"),
        count_of(is_project & work.is_not_null()).alias("work_done_count"),
        count_of(is_project & pl.col("paid_amount").is_not_null()).alias("paid_count"),
    ]
    return by_county_and_whole(rows, totals, "month_on")


SUMS = {
    "annual_plan": "rated_plan",
    "work_done_year": "rated_work",
    "reported_plan": "reported_plan",
    "reported_work": "reported_work",
    "behind": "behind",
    "left_out_plan": "left_out_plan",
    "outside_work": "outside_work",
    "withdrawn_work": "withdrawn_work",
    "withdrawn_plan": "withdrawn_plan",
    "payment_plan": "payment_plan",
    "paid_year": "payment_paid_year",
}
"""A sum of `pace` and the measure that it adds up."""
RESTS_ON = {
    "known_count": "rated_plan",
    "left_out_count": "left_out_plan",
    "outside_count": "outside_work",
    "payment_known_count": "payment_plan",
}
"""A count of `pace` and the measure that the counted projects know."""
RATED = pl.col("rated_plan_amount").is_not_null()
COUNTED = {
    "reported_count": pl.col("month_reported"),
    "carried_count": pl.col("rate_basis") == "carried",
    "untold_count": pl.col("rate_basis") == "untold",
    "base_missing_count": pl.col("base_missing"),
    "withdrawn_count": pl.col("rate_basis") == "withdrawn",
    "on_pace_count": RATED & (pl.col("behind_amount") <= 0),
}
"""A count of `pace` and which of the projects that take part in the year's rate it counts."""
LEVELS: dict[str, tuple[str, ...]] = {"all": (), "category": ("category",), "county": ("county_code",)}


def pace(store: Store, view: View) -> pl.DataFrame:
    """One row a county, a category, and the whole (`level`, `code`): the year's rate, its two sides and what stands beside.

    completion_share is work_done_year ÷ annual_plan of all plans in force, a lower bound; reported_plan_share of that
    plan was reported in the last closed month, at reported_rate_share. pacing_share is the rate as shown less the
    elapsed share as shown; with_withdrawn_share the rate with the plans and the work of 其中已调出, ranked beside.
    Ranked counties, and categories of enough projects, come first, the slowest first; ranking as in county_lateness.
    """
    selection = select(store, view)
    rows = selection.projects.select("project_id", "kind", "county_code", "category").join(
        selection.day.frame("amount"), on="project_id"
    )
    sums = pl.concat([_paced(rows, level, *by) for level, by in LEVELS.items()])
    small = pl.when(pl.col("known_count") < selection.rules["county_minimum_count"]).then(pl.lit("too_small"))
    counties = selection.day.frame("county").select("ranked", code="county_code")
    ranked = small.otherwise(pl.lit("ranked"))
    ranking = pl.when(~pl.col("ranked").fill_null(value=False)).then(pl.lit("unranked")).otherwise(ranked)
    months = (
        sums.join(counties, on="code", how="left")
        .with_columns(
            rate("work_done_year_amount", "annual_plan_amount").alias("completion_share"),
            pl.lit(elapsed_share(selection)).alias("elapsed_share"),
            rate("with_withdrawn_work_amount", "with_withdrawn_plan_amount").alias("with_withdrawn_share"),
            rate("reported_plan_amount", "annual_plan_amount").alias("reported_plan_share"),
            rate("reported_work_amount", "reported_plan_amount").alias("reported_rate_share"),
            rate("paid_year_amount", "payment_plan_amount").alias("annual_payment_share"),
            pl.when(pl.col("level") == "county")
            .then(ranking)
            .when(pl.col("level") == "category")
            .then(ranked)
            .alias("ranking"),
        )
        .with_columns(
            less_as_shown("completion_share", "elapsed_share").alias("pacing_share"),
            pl.when((pl.col("ranking") == "ranked") & (pl.col("level") == "county"))
            .then(as_shown("with_withdrawn_share").rank("min", descending=True).over("level", "ranking"))
            .cast(pl.Int64)
            .alias("with_withdrawn_rank"),
        )
    )
    return ordered(months.drop("ranked"), "level", "ranking", "pacing_share", "code")


def elapsed_share(selection: Selection) -> float:
    """序时进度: the share of the year under review that has elapsed by its last month that counts."""
    until = selection.rules["reviewed_to_on"]
    assert isinstance(until, date)
    return until.month / 12


def _paced(rows: pl.DataFrame, level: str, *by: str) -> pl.DataFrame:
    """The sums of one level, its code beside them."""
    project = pl.col("kind") == "project"
    totals = [known_sum(f"{measure}_amount").alias(f"{name}_amount") for name, measure in SUMS.items()]
    totals += [
        count_of(project & pl.col(f"{measure}_amount").is_not_null()).alias(name)
        for name, measure in RESTS_ON.items()
    ]
    totals += [count_of(project & condition).alias(name) for name, condition in COUNTED.items()]
    plan, grouped = pl.col("rated_plan_amount"), pl.col("grouped")
    plan_of_all = pl.coalesce(plan, "withdrawn_plan_amount")
    # a plan whose work nobody knows counts with nothing done, as in the rate itself
    nothing = pl.lit(0, pl.Decimal(38, 2))
    work_of_all = pl.coalesce("rated_work_amount", "withdrawn_work_amount", nothing)
    totals += [
        count_of(project).alias("project_count"),
        known_sum(plan_of_all).alias("with_withdrawn_plan_amount"),
        known_sum(work_of_all.filter(plan_of_all.is_not_null())).alias("with_withdrawn_work_amount"),
        known_sum(plan.filter(grouped)).alias("undivided_amount"),
        count_of(grouped & (plan != 0)).alias("undivided_count"),
    ]
    summed = rows.group_by(by).agg(totals) if by else rows.select(totals)
    summed = summed.clear() if rows.is_empty() else summed
    code = pl.col(by[0]) if by else pl.lit(None, pl.String)
    return summed.select(
        pl.lit(level).alias("level"),
        code.alias("code"),
        *(f"{name}_amount" for name in SUMS),
        *RESTS_ON,
        *COUNTED,
        *("project_count", "undivided_amount", "undivided_count"),
        *("with_withdrawn_plan_amount", "with_withdrawn_work_amount"),
    )


def pace_rows(store: Store, view: View) -> pl.DataFrame:
    """The rows behind `pace`, in row amounts: one a row that takes part in the year's rate or stands beside it.

    rate_basis tells how; annual_plan_amount and work_done_year_amount are the rate's two sides and add up to it, of the
    left out the plan alone, of work under no plan that alone. payment_counted where plan and payment are in
    年度支付进度. The most behind in yuan first.
    """
    selection = select(store, view)
    amounts = selection.day.frame("amount").select(
        *("project_id", "behind_amount", "rate_basis", "month_reported"),
        pl.coalesce("rated_plan_amount", "left_out_plan_amount", "withdrawn_plan_amount").alias(
            "annual_plan_amount"
        ),
        pl.coalesce("rated_work_amount", "outside_work_amount", "withdrawn_work_amount").alias(
            "work_done_year_amount"
        ),
        RATED.alias("in_total"),
        rate("rated_work_amount", "rated_plan_amount").alias("completion_share"),
        pl.coalesce("payment_paid_year_amount", "paid_year_amount").alias("paid_year_amount"),
        rate("payment_paid_year_amount", "payment_plan_amount").alias("annual_payment_share"),
        pl.col("payment_plan_amount").is_not_null().alias("payment_counted"),
    )
    own = selection.projects.select(pl.exclude(set(amounts.columns) - {"project_id"}))
    rows = own.join(amounts, on="project_id", maintain_order="left")
    stated = pl.any_horizontal(
        pl.col(name).is_not_null()
        for name in ("annual_plan_amount", "work_done_year_amount", "paid_year_amount")
    )
    return ordered(rows.filter(stated), "-behind_amount", "project_id")


def plan_years(store: Store, view: View) -> pl.DataFrame:
    """One row a year that has a plan, newest first, and the year under review among them."""
    selection = select(store, view)
    year = _reviewed_year(selection)
    plans = selection.of("plan")
    counted = (
        plans.group_by("year").agg(pl.len().cast(pl.Int64).alias("planned_count")).cast({"year": pl.Int64})
    )
    if year not in counted["year"]:
        counted = pl.concat([counted, pl.DataFrame({"year": [year], "planned_count": [0]}, counted.schema)])
    return ordered(counted.with_columns((pl.col("year") == year).alias("under_review")), "-year")


def _reviewed_year(selection: Selection) -> int:
    """The year under review, as the day's calendar has it."""
    return int(selection.rules["reviewed_year"])


def plan_missing(store: Store, view: View) -> pl.DataFrame:
    """One row a project without a plan of its own for the year under review; those that owe one first.

    plan_expected is false where none is due any more (completed, suspended, withdrawn), plan_undivided is true where a
    group above it has one (计划未分解).
    """
    selection = select(store, view)
    rows = (
        selection.beside("judgement", "plan_expected")
        .filter(pl.col("kind") == "project")
        .join(selection.day.frame("planned"), on="project_id", how="left", maintain_order="left")
    )
    missing = rows.filter(~pl.col("own").fill_null(value=False)).with_columns(
        pl.col("own").is_not_null().alias("plan_undivided")
    )
    listed = missing.drop("own")
    return ordered(listed, "-plan_expected", "project_id")


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
