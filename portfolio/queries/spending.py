"""The year under review: plan, work done and payment, and who has no plan."""

from __future__ import annotations

import polars as pl

from portfolio.model import View
from portfolio.queries.select import Selection, select
from portfolio.queries.sums import (
    WHOLE,
    by_county_and_whole,
    count_of,
    known_sum,
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

    Each with the number of planned projects it rests on (a group is in no number); no figure before the first report
    of the year or after the last.
    """
    places = selection.projects.filter(pl.col("kind") != "service").select(
        "project_id", "county_code", (pl.col("kind") == "project").alias("is_project")
    )
    curves = selection.day.frame("curve", year).join(places, on="project_id")
    paid = selection.of_sources(selection.day.frame("curve_paid", year))
    paid = paid.group_by("project_id", "month_on").agg(whole_sum("paid_amount").alias("paid_amount"))
    rows = curves.join(paid, on=["project_id", "month_on"], how="left")
    come = pl.col("month_on") <= pl.lit(selection.day.as_of).dt.month_end()
    work, plan, is_project = pl.col("work_done_amount"), pl.col("plan_amount"), pl.col("is_project")
    totals = [
        known_sum("plan_amount"),
        known_sum("planned_amount").alias("annual_plan_amount"),
        known_sum(plan.filter(work.is_not_null())).alias("matched_plan_amount"),
        known_sum(plan.filter(pl.col("paid_amount").is_not_null())).alias("paid_plan_amount"),
        known_sum(work.filter(come)).alias("work_done_amount"),
        known_sum(pl.col("paid_amount").filter(come)).alias("paid_amount"),
        count_of(is_project).alias("plan_count"),
        count_of(is_project & work.is_not_null()).alias("work_done_count"),
        count_of(is_project & pl.col("paid_amount").is_not_null()).alias("paid_count"),
    ]
    return by_county_and_whole(rows, totals, "month_on")


PACED = {
    "planned": "annual_plan",
    "annual_plan": "rated_plan",
    "work_done_year": "rated_work",
    "paced_plan": "paced_plan",
    "paced_work": "paced_work",
    "elapsed": "paced_elapsed",
    "payment_plan": "payment_plan",
    "paid_year": "payment_paid_year",
}
"""A sum of `pace` and the measure that it adds up."""
RESTS_ON = {
    "planned_count": "annual_plan",
    "paced_count": "paced_plan",
    "known_count": "rated_plan",
    "payment_known_count": "payment_plan",
}
"""A count of `pace` and the measure that the counted projects know."""
LEVELS: dict[str, tuple[str, ...]] = {"all": (), "category": ("category",), "county": ("county_code",)}


def pace(store: Store, view: View) -> pl.DataFrame:
    """One row a county, a category, and the whole (`level`, `code`): 投资完成率, 较序时进度, 年度支付进度.

    Ranked counties come first; the slowest first. The elapsed share is weighted by the plan of those past their due
    start (paced_count), paced_share is what these have done; ranking as in county_lateness.
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
    told = sums.join(counties, on="code", how="left").with_columns(
        rate("work_done_year_amount", "annual_plan_amount").alias("completion_share"),
        rate("elapsed_amount", "paced_plan_amount").alias("elapsed_share"),
        rate("paced_work_amount", "paced_plan_amount").alias("paced_share"),
        rate(pl.col("paced_work_amount") - pl.col("elapsed_amount"), "paced_plan_amount").alias(
            "pacing_share"
        ),
        rate("paid_year_amount", "payment_plan_amount").alias("annual_payment_share"),
        pl.when(pl.col("level") == "county").then(ranking).alias("ranking"),
    )
    return ordered(told.drop("ranked"), "level", "ranking", "pacing_share", "code")


def _paced(rows: pl.DataFrame, level: str, *by: str) -> pl.DataFrame:
    """The sums of one level, its code beside them."""
    project = pl.col("kind") == "project"
    totals = [known_sum(f"{measure}_amount").alias(f"{name}_amount") for name, measure in PACED.items()]
    totals += [
        count_of(project & pl.col(f"{measure}_amount").is_not_null()).alias(name)
        for name, measure in RESTS_ON.items()
    ]
    plan, grouped = pl.col("annual_plan_amount"), pl.col("grouped")
    totals += [
        count_of(project).alias("project_count"),
        known_sum(plan.filter(grouped)).alias("undivided_amount"),
        count_of(grouped & (plan != 0)).alias("undivided_count"),
    ]
    summed = rows.group_by(by).agg(totals) if by else rows.select(totals)
    summed = summed.clear() if rows.is_empty() else summed
    code = pl.col(by[0]) if by else pl.lit(None, pl.String)
    return summed.select(
        pl.lit(level).alias("level"),
        code.alias("code"),
        *(
            "planned_amount",
            "planned_count",
            "annual_plan_amount",
            "work_done_year_amount",
            "paced_plan_amount",
        ),
        *("paced_work_amount", "elapsed_amount", "paced_count", "known_count", "payment_plan_amount"),
        *("paid_year_amount", "payment_known_count", "project_count", "undivided_amount", "undivided_count"),
    )


def pace_rows(store: Store, view: View) -> pl.DataFrame:
    """The rows behind `pace`, in row amounts: one a row that knows its plan, work done or payment of the year.

    in_total where it knows plan and work done, plan_counted where its plan is in the year's, payment_counted where
    plan and payment are in 年度支付进度. The slowest first.
    """
    selection = select(store, view)
    amounts = selection.day.frame("amount").select("grouped", pl.exclude("grouped").name.suffix("_row"))
    rows = selection.projects.join(
        amounts, left_on="project_id", right_on="project_id_row", maintain_order="left"
    )
    year = ("annual_plan_amount", "work_done_year_amount", "paid_year_amount")
    known = rows.filter(pl.any_horizontal(pl.col(f"{name}_row").is_not_null() for name in year))
    ahead = pl.col("paced_work_amount_row") - pl.col("paced_elapsed_amount_row")
    told = known.with_columns(
        pl.col("annual_plan_amount_row").cast(pl.Decimal(18, 2)).alias("annual_plan_amount"),
        pl.coalesce("rated_work_amount_row", "work_done_year_amount_row").alias("work_done_year_amount"),
        pl.coalesce("payment_paid_year_amount_row", "paid_year_amount_row").alias("paid_year_amount"),
        _of_group("completion_share", rate("rated_work_amount_row", "rated_plan_amount_row")),
        _of_group("pacing_share", rate(ahead, "paced_plan_amount_row")),
        _of_group("annual_payment_share", rate("payment_paid_year_amount_row", "payment_plan_amount_row")),
        pl.col("rated_plan_amount_row").is_not_null().alias("in_total"),
        pl.col("annual_plan_amount_row").is_not_null().alias("plan_counted"),
        pl.col("payment_plan_amount_row").is_not_null().alias("payment_counted"),
    )
    shown = (*selection.projects.columns, "in_total", "plan_counted", "payment_counted")
    return ordered(told.select(shown), "pacing_share", "project_id")


def _of_group(name: str, share: pl.Expr) -> pl.Expr:
    """The share of a group with members worked out from its row amounts; any other row's own."""
    return pl.when("grouped").then(share).otherwise(name).alias(name)


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
    """The year under review, as the day's calendar has it."""
    return int(selection.rules["reviewed_year"])


def plan_missing(store: Store, view: View) -> pl.DataFrame:
    """One row a project without a plan of its own for the year under review; those that owe one first.

    plan_expected is false where none is due any more (completed, suspended, withdrawn), plan_undivided is true where a
    group above it has one (计划未分解).
    """
    selection = select(store, view)
    rows = (
        selection.beside("judgement", "expected")
        .filter(pl.col("kind") == "project")
        .join(selection.day.frame("planned"), on="project_id", how="left", maintain_order="left")
    )
    missing = rows.filter(~pl.col("own").fill_null(value=False)).with_columns(
        pl.col("own").is_not_null().alias("plan_undivided")
    )
    told = missing.drop("own").rename({"expected": "plan_expected"})
    return ordered(told, "-plan_expected", "project_id")


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
