"""The rows of the selection: projects with their state, lists, what is missing."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from portfolio.model import View
from portfolio.queries.select import select
from portfolio.queries.sums import count_of, ordered, quotient
from portfolio.store import Store


def project_state(store: Store, view: View) -> pl.DataFrame:
    """One row a selected project, service or group: facts, this year's figures, state, rule, in library order."""
    return select(store, view).projects


def children(store: Store, view: View, project_id: str) -> pl.DataFrame:
    """One row a project of the group `project_id`, as project_state."""
    return project_state(store, view).filter(pl.col("parent_id") == project_id)


def library_rows(store: Store, view: View, project_ids: Iterable[str]) -> pl.DataFrame:
    """The library's rows of these projects as the edition states them, with their lists; outside the scope: none."""
    allowed = project_state(store, view.model_copy(update={"projects": tuple(project_ids)}))
    rows = store.read_known(
        view,
        "FROM library_row($as_of, $newest_event) WHERE list_contains($ids, project_id) ORDER BY project_id",
        as_of=view.as_of,
        ids=allowed["project_id"].to_list(),
    )
    return rows.drop("event_id", "position")


def state_count(store: Store, view: View) -> pl.DataFrame:
    """One row a county and state: project_count (projects and services; groups are not counted)."""
    return _counted(store, view, "county_code", "state")


def area_states(store: Store, view: View) -> pl.DataFrame:
    """One row a service area and state: project_count (projects and services; groups are not counted)."""
    return _counted(store, view, "service_area", "state")


def _counted(store: Store, view: View, *by: str) -> pl.DataFrame:
    counted = select(store, view).projects.filter(pl.col("kind") != "group")
    return ordered(counted.group_by(by).agg(pl.len().cast(pl.Int64).alias("project_count")), *by)


def coverage(store: Store, view: View) -> pl.DataFrame:
    """One row a county: projects expected to report the last closed month (not completed, suspended or withdrawn),
    those that did by a report of that very month, and those that sent only a later one.
    """
    selection = select(store, view)
    project, expected = pl.col("kind") == "project", pl.col("expected")
    rows = (
        selection.beside("judgement", "expected", "month_reported")
        .group_by("county_code")
        .agg(
            count_of(project).alias("project_count"),
            count_of(project & pl.col("last_period_on").is_not_null()).alias("ever_reported_count"),
            count_of(expected).alias("expected_count"),
            count_of(expected & pl.col("month_reported")).alias("reported_count"),
            count_of(expected & pl.col("reported_later")).alias("reported_later_count"),
            count_of(expected & pl.col("reporting_overdue")).alias("overdue_count"),
            pl.lit(selection.rules["last_closed_on"], pl.Date).alias("last_closed_on"),
        )
    )
    return ordered(rows, "county_code")


def unreported(store: Store, view: View) -> pl.DataFrame:
    """One row a project expected to report the last closed month of which no report is accepted, and its `standing`.

    Those who still owe one (missing, returned) come first, the longest silent of them first; then the pending.
    """
    return _closed_month(store, view).filter(pl.col("standing") != "accepted")


def month_reported(store: Store, view: View) -> pl.DataFrame:
    """One row a project expected to report the last closed month of which a report is accepted."""
    return _closed_month(store, view).filter(pl.col("standing") == "accepted")


def _closed_month(store: Store, view: View) -> pl.DataFrame:
    selection = select(store, view)
    rows = selection.projects.join(selection.day.frame("closed_month"), on="project_id")
    return rows.sort(pl.col("standing") == "pending", "last_period_on", "county_code", "project_id")


def public_summary(store: Store, view: View) -> pl.DataFrame:
    """One row a selected project that public pages dated by then speak of: how many facts, and the newest of them."""
    selection = select(store, view)
    shown = ("project_id", "name", "kind", "county_code", "state", "delay_days", "passed_unreported")
    rows = selection.projects.select(shown).join(selection.day.frame("fact"), on="project_id")
    return ordered(rows, "-stated_on", "project_id")


def project_rates(store: Store, view: View) -> pl.DataFrame:
    """One row a selected project: its 拨付率, 资金到位率, 资金支付率, and what is paid of investment and of work done."""
    return (
        select(store, view)
        .beside("matched")
        .select(
            "project_id",
            quotient("disbursed_received_amount", "disbursed_allocated_amount").alias("disbursed_share"),
            quotient("receipt_received_amount", "receipt_planned_amount").alias("received_share"),
            quotient("payment_paid_amount", "payment_received_amount").alias("paid_share"),
            quotient("paid_amount", "investment_amount").alias("paid_of_investment_share"),
            quotient("paid_amount", "work_done_amount").alias("paid_of_work_share"),
        )
    )
