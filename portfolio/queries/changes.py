"""Changes of projects: what the city decided under a document, and stages that owners state without it."""

from __future__ import annotations

import polars as pl

from portfolio.model import View
from portfolio.queries.one_project import told_of
from portfolio.queries.select import select
from portfolio.queries.sums import count_of, known_sum, ordered, rate
from portfolio.store import Store

MONEY = (
    *("receipt_received_amount", "receipt_planned_amount"),
    *("payment_received_amount", "payment_paid_amount"),
)
"""Received and planned, received and paid, of a row that knows both."""


def project_changes(store: Store, view: View, project_id: str) -> pl.DataFrame:
    """One row a change of the project (停缓建, 复工, 调出), the newest last; also those of a day to come."""
    return told_of(store, view, "project_change_told", project_id, "effective_on, event_id")


def claimed_stages(store: Store, view: View) -> pl.DataFrame:
    """One row a selected project whose owner says 停缓建 or 调出 without the city's word: claimed, period_on."""
    selection = select(store, view)
    rows = selection.day.ask("FROM claimed_stage() ORDER BY project_id")
    named = selection.projects.select("project_id", "name", "county_code", "owner_unit", "state")
    return rows.join(named, on="project_id", how="inner", maintain_order="left")


def withdrawn_by_county(store: Store, view: View) -> pl.DataFrame:
    """One row a county of which any selected row is taken out: how many projects, and what stands with and without them.

    received_with_share and received_without_share are 资金到位率 of the rows that know both sides. withdrawn_unpaid_amount
    (调出待收回) is received and not paid of the rows taken out that know both.
    """
    selection = select(store, view)
    rows = selection.beside("amount", *MONEY)
    out = pl.col("state") == "withdrawn"
    sides = {"with": pl.lit(value=True), "without": ~out}
    sums = [
        known_sum(pl.col(f"receipt_{side}_amount").filter(rows_in)).alias(f"{side}_{name}")
        for name, rows_in in sides.items()
        for side in ("received", "planned")
    ]
    unpaid = pl.col("payment_received_amount") - pl.col("payment_paid_amount")
    withdrawn = rows.group_by("county_code").agg(
        count_of(out & (pl.col("kind") == "project")).alias("withdrawn_count"),
        known_sum(unpaid.filter(out)).alias("withdrawn_unpaid_amount"),
        out.any().alias("any_out"),
        *sums,
    )
    shares = [rate(f"received_{name}", f"planned_{name}").alias(f"received_{name}_share") for name in sides]
    return ordered(withdrawn.filter("any_out").with_columns(shares).drop("any_out"), "county_code")
