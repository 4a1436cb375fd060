"""The list of projects: what it adds up to."""

from __future__ import annotations

import polars as pl

from portfolio.model import View
from portfolio.queries.select import select
from portfolio.queries.sums import count_of, known_sum, ordered
from portfolio.store import Store

ONLY: dict[str, pl.Expr] = {
    "": pl.lit(value=True),
    "late": pl.col("late"),
    "passed": pl.col("passed_unreported"),
    "no_investment": (pl.col("kind") == "project") & pl.col("investment_amount").is_null(),
}
"""What alone may be listed, "" for everything: late, passed (时限已过、未填报), of unknown investment."""


def list_rows(store: Store, view: View, only: str = "") -> pl.DataFrame:
    """One row a selected row of 项目库, as project_state, in library order; ValueError for another `only`.

    Its investment is its row amount: of a group what it states beyond its members, so that the column adds up; grouped
    where it is a group with members.
    """
    if only not in ONLY:
        raise ValueError(only)
    selection = select(store, view)
    amounts = selection.day.frame("amount").select(
        "project_id", pl.col("investment_amount").cast(pl.Decimal(18, 2)), "grouped"
    )
    rows = selection.projects.drop("investment_amount").join(
        amounts, on="project_id", how="left", maintain_order="left"
    )
    return rows.select(*selection.projects.columns, "grouped").filter(ONLY[only])


def list_count(store: Store, view: View, only: str = "") -> pl.DataFrame:
    """One row a kind and state of what is listed: row_count, late, passed, members, investment with what it rests on.

    undivided_amount of undivided_count groups is what these state beyond their members.
    """
    rows = list_rows(store, view, only)
    judged = select(store, view).day.frame("judgement").select("project_id", "judged")
    amount, grouped = pl.col("investment_amount").cast(pl.Decimal(38, 2)), pl.col("grouped")
    told = (
        rows.join(judged, on="project_id", how="left")
        .group_by("kind", "state")
        .agg(
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
    )
    return ordered(told, "kind", "state")
