"""总览: the counties side by side with what drags each, the same a month ago, and what explains the gap."""

from __future__ import annotations

import polars as pl

from portfolio.day import final_before, is_large
from portfolio.model import View
from portfolio.queries.compare import compared, comparison_days
from portfolio.queries.select import Selection, select
from portfolio.queries.sums import WHOLE, by_county_and_whole, count_of, known_sum, makes_up, ordered
from portfolio.store import Store

PROJECT = pl.col("kind") == "project"
BEHIND = "behind_amount"
MAKES_UP = 0.8
"""The share of what is behind that its largest projects explain."""
DRAGS = ("worst_id", "worst_name", "worst_milestone", "worst_silent")
"""The project with the most 欠序时投资: which, where it is stuck, and whether it did not report the last closed month."""


def month_before(store: Store, view: View) -> View | None:
    """The same question on the day when the reports of the month before the last closed one had just closed.

    By what is known now, as 县市区 tells its twelve months, and beside a final month as that one was made final; None
    where there is no such month, and in a large library, whose day of a month ago costs a reader seconds.
    """
    if is_large(store, store.newest_known(view)):
        return None
    days = comparison_days(store, view)["day_on"].to_list()
    return final_before(store, view, days[-2]) if len(days) > 1 else None


def steering(store: Store, view: View, field: View) -> pl.DataFrame:
    """One row a county of the selection in the order of their ranks, `*` for all of it last.

    The year's rate and its sides, 欠序时投资, 年度预算支出进度, old money unpaid (with 支付未报 of it and what it is a
    share of), red lights (unknown where nothing could be judged), reports due and missing, and the project that drags
    most. Ranks are those among all counties: `field` is the view without its counties.
    """
    selection = select(store, view)
    sums = _sums(selection).join(_dragging(selection), on="county_code", how="left")
    rows = sums.join(_paced(selection, select(store, field)), on="county_code", how="left")
    for measure in ("budget_payment", "idle"):
        rows = rows.join(_figure(selection, measure), on="county_code", how="left")
    counties = selection.day.frame("county").select("county_code", "sort_order")
    rows = rows.join(counties, on="county_code", how="left")
    standing = pl.col("ranking").replace_strict(PLACES, default=len(PLACES), return_dtype=pl.Int64)
    last = pl.col("county_code") == WHOLE
    return ordered(rows, last, standing, "rank", "sort_order", "county_code").drop("sort_order")


PLACES = {"ranked": 0, "short_of_reports": 1, "too_small": 1}
"""Who stands before whom: the ranked, those that cannot be, then the city level and the unnamed."""


def _sums(selection: Selection) -> pl.DataFrame:
    """What is added up of each county and of all: money, lights and reports."""
    rows = selection.projects.select("project_id", "kind", "county_code", "state")
    rows = rows.join(selection.day.frame("amount"), on="project_id").drop("month_reported")
    judged = selection.day.frame("judgement").select("project_id", "judged", "expected", "month_reported")
    rows = rows.join(judged, on="project_id", how="left")
    missing = pl.col("expected") & ~pl.col("month_reported")
    rated = pl.col("rated_plan_amount").is_not_null()
    totals = [
        count_of(PROJECT).alias("project_count"),
        count_of(PROJECT & rated).alias("planned_count"),
        known_sum("rated_plan_amount").alias("annual_plan_amount"),
        known_sum("rated_work_amount").alias("work_done_year_amount"),
        known_sum(BEHIND),
        known_sum("aged_unpaid_amount"),
        known_sum("aged_untold_amount"),
        pl.when(pl.col("judged").any()).then(count_of(pl.col("state") == "red")).alias("red_count"),
        count_of("expected").alias("expected_count"),
        count_of(missing).alias("unreported_count"),
        count_of(pl.col("state") == "suspended").alias("suspended_count"),
        count_of(pl.col("state") == "withdrawn").alias("withdrawn_count"),
    ]
    return by_county_and_whole(rows, totals)


def _paced(selection: Selection, field: Selection) -> pl.DataFrame:
    """Rate, 比序时进度 and rank of each county among all of them; of the whole of this selection."""
    shown = ("value", "ranking", "rank", "sharing_count", "ranked_count", "known_count")
    counties = compared(field, "pacing").filter(pl.col("county_code") != WHOLE)
    city = compared(selection, "pacing").filter(pl.col("county_code") == WHOLE)
    shares = pl.concat([counties, city]).select("county_code", *shown).rename({"value": "pacing_share"})
    rates = compared(selection, "completion").select("county_code", completion_share="value")
    return shares.join(rates, on="county_code", how="left")


def _figure(selection: Selection, measure: str) -> pl.DataFrame:
    """The value of one comparison for each county and the whole, with what it rests on."""
    rows = compared(selection, measure)
    return rows.select(
        "county_code",
        pl.col("value").alias(f"{measure}_share"),
        pl.col("known_count").alias(f"{measure}_known_count"),
        pl.col("project_count").alias(f"{measure}_asked_count"),
    )


def _dragging(selection: Selection) -> pl.DataFrame:
    """The project with the most 欠序时投资 of each county and of all."""
    rows = behind_rows(selection)
    first = [
        pl.col(name).first().alias(value)
        for name, value in zip(("project_id", "name", "milestone", "silent"), DRAGS, strict=True)
    ]
    return by_county_and_whole(rows, first)


def behind_rows(selection: Selection) -> pl.DataFrame:
    """One row a selected row that is behind, the most first, with where it is stuck."""
    day = selection.day
    judged = day.frame("judgement").select("project_id", "expected", "month_reported")
    rows = selection.projects.select("project_id", "name", "county_code")
    amounts = day.frame("amount").select("project_id", BEHIND)
    register = day.frame("register").select("project_id", "milestone")
    for beside in (amounts, judged, register):
        rows = rows.join(beside, on="project_id", how="left", maintain_order="left")
    silent = (pl.col("expected") & ~pl.col("month_reported")).alias("silent")
    return ordered(rows.filter(pl.col(BEHIND) > 0).with_columns(silent), f"-{BEHIND}", "project_id")


def gap(store: Store, view: View) -> pl.DataFrame:
    """One row: behind_amount of all that are behind, behind_count of them, most_count the fewest that make up most."""
    rows = behind_rows(select(store, view))
    return rows.select(
        known_sum(BEHIND),
        pl.len().cast(pl.Int64).alias("behind_count"),
        count_of(makes_up(BEHIND, MAKES_UP)).alias("most_count"),
    )


def red_turned(store: Store, view: View, before: View) -> tuple[int, int]:
    """How many projects of the selection are red now and were not, and how many were and are not."""
    now, then = (
        set(select(store, one).projects.filter(pl.col("state") == "red")["project_id"])
        for one in (view, before)
    )
    return len(now - then), len(then - now)


def red_reasons(store: Store, view: View) -> pl.DataFrame:
    """One row a reason told for the red projects of the selection (null: none told) and how many tell it, the most first."""
    selection = select(store, view)
    reasons = selection.day.frame("register").select("project_id", "reason")
    rows = selection.projects.filter(pl.col("state") == "red").join(reasons, on="project_id", how="left")
    counted = rows.group_by("reason").agg(pl.len().cast(pl.Int64).alias("project_count"))
    return ordered(counted, pl.col("reason").is_null(), "-project_count", "reason")
