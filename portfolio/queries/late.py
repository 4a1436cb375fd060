"""Milestones and lateness, by county and by milestone."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from portfolio.model import View
from portfolio.queries.compare import late_ranking
from portfolio.queries.select import Selection, select
from portfolio.queries.sums import as_shown, count_of, known_sum, ordered, rate
from portfolio.store import Store

COUNTS = {
    "project_count": "project_count",
    "known_count": "judged_count",
    "late_count": "late_count",
    "red_count": "red_count",
    "yellow_count": "yellow_count",
    "warning_count": "warned_count",
    "passed_unreported_count": "passed_unreported_count",
    "postponed_project_count": "postponed_project_count",
    "lapsed_project_count": "lapsed_project_count",
    "counted_count": "counted_count",
    "dated_count": "dated_count",
    "due_to_start_count": "due_to_start_count",
    "started_count": "started_count",
}
"""What is counted of a county (county_delay), and its name where it stands beside its rates (county_lateness)."""


def milestones(store: Store, view: View) -> pl.DataFrame:
    """One row a milestone of the selected projects: due, forecast, done, days late, slip."""
    return ordered(select(store, view).of("milestone").drop("adjustments"), "project_id", "sort_order")


def milestone_standing(store: Store, view: View, standings: Iterable[str]) -> pl.DataFrame:
    """One row a milestone whose standing is one of `standings`, the longest late first.

    Standings: late, passed_unreported (时限已过、未填报), warning (预警), after_completion, done_late.
    """
    rows = select(store, view).of("standing").filter(pl.col("standing").is_in(list(standings)))
    return ordered(rows, "-late_days", "project_id", "milestone")


def rescheduled(store: Store, view: View) -> pl.DataFrame:
    """One row a milestone whose due day was moved with approval (批准调整)."""
    moved = select(store, view).of("standing").filter(pl.col("approved_count") > 0)
    return ordered(moved, "-slip_days", "project_id", "milestone")


def adjustments(store: Store, view: View) -> pl.DataFrame:
    """One row an approval that moved a due day, in the order of their days.

    Before it and by it (before_on, due_on), approval, approved_on, handed_on, late_approval_days (how late the milestone
    was on that day: 逾期后调整 where more than 0), filed_late (补报批文).
    """
    rows = select(store, view).of("milestone").select("project_id", "milestone", "sort_order", "adjustments")
    each = rows.drop_nulls("adjustments").explode("adjustments").unnest("adjustments")
    return ordered(
        each.rename({"late_days": "late_approval_days"}), "project_id", "sort_order", "approved_on"
    )


def postponed(store: Store, view: View) -> pl.DataFrame:
    """One row an open core milestone forecast beyond its due day without approval (未经批准推迟), the farthest first."""
    rows = select(store, view).of("standing").filter("postponed")
    return ordered(rows, "-postponed_days", "project_id", "milestone")


def lapsed(store: Store, view: View) -> pl.DataFrame:
    """One row a milestone whose forecast has passed and must be reported anew (预计已过), the longest past first."""
    rows = select(store, view).of("standing").filter("lapsed")
    return ordered(rows, "-forecast_past_days", "project_id", "milestone")


def county_delay(store: Store, view: View) -> pl.DataFrame:
    """One row a county: judged, late, worst and median days, 预警, 时限已过未填报, both sides of 滞后率 and of 开工率."""
    return _county_delay(select(store, view))


def _county_delay(selection: Selection) -> pl.DataFrame:
    judged, late, due_to_start = pl.col("judged"), pl.col("late"), pl.col("due_to_start")
    late_days = pl.col("delay_days").filter(late)
    rows = (
        selection.beside("judgement")
        .group_by("county_code")
        .agg(
            count_of(pl.col("kind") == "project").alias("project_count"),
            count_of(judged).alias("known_count"),
            count_of(late).alias("late_count"),
            count_of(pl.col("state") == "red").alias("red_count"),
            count_of(pl.col("state") == "yellow").alias("yellow_count"),
            late_days.max().alias("worst_delay_days"),
            late_days.median().alias("median_delay_days"),
            count_of("warned").alias("warning_count"),
            count_of("passed_unreported").alias("passed_unreported_count"),
            count_of("postponed").alias("postponed_project_count"),
            count_of("lapsed").alias("lapsed_project_count"),
            count_of(due_to_start).alias("due_to_start_count"),
            count_of(due_to_start & pl.col("started")).alias("started_count"),
            count_of("counts_late").alias("counted_count"),
            count_of("dated").alias("dated_count"),
        )
        .with_columns(_late_share())
    )
    return ordered(rows, "county_code")


def _late_share() -> pl.Expr:
    """滞后率: late ones and those 时限已过未填报, of the projects with a due day of any core milestone."""
    return rate(pl.col("late_count") + pl.col("passed_unreported_count"), "dated_count").alias("late_share")


def county_lateness(store: Store, view: View) -> pl.DataFrame:
    """One row a county, those that are ranked first, the largest late share first; then by the edition's order.

    county_delay with the started share; unknown, not zero, where no project could be judged; ranking: as 县市区对比
    ranks by 滞后率.
    """
    rows = _lateness(select(store, view))
    merit = pl.when(pl.col("ranking") == "ranked").then(-as_shown("late_share"))
    return ordered(rows, "ranking", merit, "sort_order").drop("sort_order")


def _lateness(selection: Selection) -> pl.DataFrame:
    counted = _county_delay(selection).rename(COUNTS).join(late_ranking(selection), on="county_code")
    counties = selection.day.frame("county")
    judged = pl.col("judged_count") > 0

    def known(name: str, besides: str | None = None) -> pl.Expr:
        also = pl.lit(value=False) if besides is None else pl.col(besides) > 0
        return pl.when(judged | also).then(pl.col(name)).alias(name)

    placed = counted.join(counties, on="county_code", how="left", maintain_order="left")
    return placed.select(
        "county_code",
        "ranking",
        "late_rank",
        "late_sharing_count",
        "ranked_count",
        "sort_order",
        "project_count",
        "judged_count",
        "counted_count",
        "dated_count",
        known("late_count"),
        "late_share",
        known("red_count"),
        known("yellow_count"),
        pl.when(judged).then(pl.col("worst_delay_days").fill_null(0)).alias("worst_delay_days"),
        "median_delay_days",
        known("warned_count", "warned_count"),
        "passed_unreported_count",
        known("postponed_project_count", "postponed_project_count"),
        known("lapsed_project_count", "lapsed_project_count"),
        known("due_to_start_count", "due_to_start_count"),
        pl.when(pl.col("due_to_start_count") > 0).then(pl.col("started_count")).alias("started_count"),
        rate("started_count", "due_to_start_count").alias("started_share"),
    )


def total_lateness(store: Store, view: View) -> pl.DataFrame:
    """One row: the counts of county_lateness over the selection, 开工率, the most days late."""
    rows = _lateness(select(store, view))
    counts = [name for name in COUNTS.values() if name in rows.columns]
    total = rows.select(*map(known_sum, counts), pl.col("worst_delay_days").max())
    return total.with_columns(
        _late_share(),
        rate("started_count", "due_to_start_count").alias("started_share"),
    ).select(
        [
            name
            for name in rows.columns
            if name in {*counts, "worst_delay_days", "late_share", "started_share"}
        ]
    )


def project_spans(store: Store, view: View) -> pl.DataFrame:
    """One row a project from start to completion: planned, forecast, done; the longest late first, then in library order."""
    return ordered(select(store, view).of("span"), "-late", "-delay_days", "project_id")
