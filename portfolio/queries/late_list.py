"""滞后项目: the projects that are late or near it, by choice, each with the milestone that it is listed for."""

from __future__ import annotations

import polars as pl

from portfolio.model import View
from portfolio.queries.select import Selection, select
from portfolio.queries.steering import month_before
from portfolio.queries.sums import count_of, known_sum, ordered
from portfolio.store import Store

CHOICES: dict[str, pl.Expr] = {
    "late": pl.col("late"),
    "red": pl.col("state") == "red",
    "new": pl.col("newly_late"),
    "lapsed": pl.col("lapsed"),
    "passed": pl.col("passed_unreported"),
    "warning": pl.col("warned"),
    "adjusted": pl.col("adjusted"),
    "halted": pl.col("state") == "suspended",
    "unexplained": pl.col("late") & pl.col("reason").is_null(),
}
"""What may be listed: 滞后, 红灯, 本月新增, 预计已过, 时限已过未报, 预警, 逾期后调整, 停缓建, 未说明原因."""
REASON = "reason_"
"""Before a reason's code: the late projects of that reason."""
LISTED_FOR = {
    "lapsed": (pl.col("lapsed"), "forecast_past_days"),
    "passed": (pl.col("standing") == "passed_unreported", "late_days"),
    "warning": (pl.col("standing") == "warning", "forecast_slip_days"),
    "adjusted": (pl.col("late_approval_count") > 0, "late_approval_days"),
}
"""Choice to its milestones, and the days by which the first of a project's is told; others list the one it faces."""
TOLD = (
    *("project_id", "milestone", "original_due_on", "original_due_precision", "due_on", "due_precision"),
    *("late_days", "forecast_on", "forecast_precision", "forecast_past_days", "forecast_slip_days"),
    *("late_approval_count", "late_approval_days", "reason"),
)
AMOUNTS = ("investment_amount", "behind_amount", "unpaid_amount")
"""总投资, 欠序时投资, 到位未支付."""
BLOCKED = ("remedy", "responsible", "remedy_due_on")


def late_list(store: Store, view: View, choice: str = "late") -> pl.DataFrame:
    """One row a project of the choice (or reason_land: late for that reason), the most days first; else ValueError.

    With the milestone that it is listed for (days late, due and forecast day, the reason told for it) and what is done
    about what blocks it. `late_days` of a project that stopped are those of the day on which it did.
    """
    condition = _condition(choice)
    selection = select(store, view)
    rows = _rows(store, selection).filter(condition)
    milestones = _milestones(selection, rows, choice)
    days = LISTED_FOR[choice][1] if choice in LISTED_FOR else "late_days"
    joined = rows.drop("milestone", "reason").join(
        milestones, on="project_id", how="left", maintain_order="left"
    )
    return ordered(joined, f"-{days}", "project_id")


def _condition(choice: str) -> pl.Expr:
    if choice.startswith(REASON):
        return pl.col("late") & (pl.col("reason") == choice.removeprefix(REASON))
    if choice not in CHOICES:
        raise ValueError(choice)
    return CHOICES[choice]


def late_counts(store: Store, view: View) -> pl.DataFrame:
    """One row: how many projects each choice lists, of how many judged and in all; what became of the late since.

    `gone`: late a month before and late no more; `new` and `gone` are unknown where there is no such month.
    red_only: how many are red and not late.
    """
    selection = select(store, view)
    rows = _rows(store, selection)
    before = _late_before(store, selection)
    counts = [count_of(condition).alias(name) for name, condition in CHOICES.items()]
    red_only = count_of((pl.col("state") == "red") & ~pl.col("late")).alias("red_only")
    counted = rows.select(
        pl.len().cast(pl.Int64).alias("project_count"), count_of("judged").alias("judged"), *counts, red_only
    )
    if before is None:
        return counted.with_columns(pl.lit(None, pl.Int64).alias("new"), pl.lit(None, pl.Int64).alias("gone"))
    gone = rows.filter(~pl.col("late") & pl.col("project_id").is_in(before.implode())).height
    return counted.with_columns(pl.lit(gone, pl.Int64).alias("gone"))


def late_reasons(store: Store, view: View) -> pl.DataFrame:
    """One row a reason told for late projects (null: none told): how many, and their known amounts, the most first."""
    selection = select(store, view)
    rows = _rows(store, selection).filter("late")
    amounts = selection.day.frame("amount").select("project_id", *AMOUNTS)
    rows = rows.drop(AMOUNTS, strict=False).join(amounts, on="project_id", how="left", maintain_order="left")
    sums = [known_sum(pl.col(name).cast(pl.Decimal(38, 2))).alias(name) for name in AMOUNTS]
    known = [count_of(pl.col(name).is_not_null()).alias(f"{name}_known_count") for name in AMOUNTS[:1]]
    reasons = rows.group_by("reason").agg(pl.len().cast(pl.Int64).alias("project_count"), *sums, *known)
    return ordered(reasons, "-project_count", "reason")


def _rows(store: Store, selection: Selection) -> pl.DataFrame:
    """One row a selected project with what the choices ask of it."""
    day = selection.day
    judged = day.frame("judgement").select("project_id", "judged", "warned", "lapsed")
    register = selection.called(day.frame("register")).select("project_id", "milestone", "reason", *BLOCKED)
    moved = selection.of("standing").filter(pl.col("late_approval_count") > 0)["project_id"]
    before = _late_before(store, selection)
    known = pl.lit(value=False) if before is None else ~pl.col("project_id").is_in(before.implode())
    rows = selection.projects.filter(pl.col("kind") == "project")
    for beside in (judged, register):
        rows = rows.join(beside, on="project_id", how="left", maintain_order="left")
    return rows.with_columns(
        adjusted=pl.col("project_id").is_in(moved.implode()), newly_late=pl.col("late") & known
    )


def _late_before(store: Store, selection: Selection) -> pl.Series | None:
    """The projects late a month before, as `month_before` asks; None where there is no such month."""
    before = month_before(store, selection.view.of_all())
    return None if before is None else select(store, before).projects.filter("late")["project_id"]


def _milestones(selection: Selection, rows: pl.DataFrame, choice: str) -> pl.DataFrame:
    """One row a project: the milestone that it is listed for."""
    standing = selection.of("standing")
    if choice in LISTED_FOR:
        condition, days = LISTED_FOR[choice]
        milestones = ordered(standing.filter(condition), f"-{days}", "project_id", "milestone")
        return milestones.unique("project_id", keep="first", maintain_order=True).select(TOLD)
    facing = rows.select("project_id", "milestone").drop_nulls()
    return facing.join(standing.select(TOLD), on=["project_id", "milestone"]).select(TOLD)
