"""The rows of the selection: projects with their state, lists, what is missing."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from portfolio.model import View
from portfolio.queries.asking import ask
from portfolio.queries.edition import is_large
from portfolio.store import Store


def project_state(store: Store, view: View) -> pl.DataFrame:
    """One row a selected project, service or group: facts, this year's figures, state, rule, in library order."""
    return ask(store, view, "project_state", "project_id")


def children(store: Store, view: View, project_id: str) -> pl.DataFrame:
    """One row a project of the group `project_id`, as project_state."""
    return project_state(store, view).filter(pl.col("parent_id") == project_id)


def library_rows(store: Store, view: View, project_ids: Iterable[str]) -> pl.DataFrame:
    """The library's rows of these projects as the edition states them, with their lists; outside the scope: none."""
    allowed = project_state(store, view.model_copy(update={"projects": tuple(project_ids)}))
    rows = store.read(
        "FROM library_row($known_at) WHERE list_contains($ids, project_id) ORDER BY project_id",
        {"known_at": view.known_at, "ids": allowed["project_id"].to_list()},
    )
    return rows.drop("event_id", "position")


def state_count(store: Store, view: View) -> pl.DataFrame:
    """One row a county and state: project_count (projects and services; groups are not counted)."""
    return ask(store, view, "state_count", "county_code, state")


def coverage(store: Store, view: View) -> pl.DataFrame:
    """One row a county: projects expected to report the last closed month, and those that did."""
    return ask(store, view, "coverage", "county_code")


def unreported(store: Store, view: View) -> pl.DataFrame:
    """One row a project expected to report the last closed month of which no report is accepted, and its `standing`.

    Those who still owe one (missing, returned) come first, the longest silent of them first; then the pending.
    """
    return _closed_month(store, view).filter(pl.col("standing") != "accepted")


def month_reported(store: Store, view: View) -> pl.DataFrame:
    """One row a project expected to report the last closed month of which a report is accepted."""
    return _closed_month(store, view).filter(pl.col("standing") == "accepted")


def _closed_month(store: Store, view: View) -> pl.DataFrame:
    # what was sent is read from the ledger: of a small library once for all filters
    asked = view if is_large(store, view) else view.of_all()
    told = ask(store, asked, "closed_month", "project_id")
    rows = project_state(store, view).join(told, on="project_id")
    return rows.sort(pl.col("standing") == "pending", "last_period_on", "county_code", "project_id")


def public_summary(store: Store, view: View) -> pl.DataFrame:
    """One row a selected project that public pages speak of: how many facts, and the newest of them."""
    return ask(store, view, "public_summary", "stated_on DESC, project_id")


def project_rates(store: Store, view: View) -> pl.DataFrame:
    """One row a selected project: its own 资金到位率, 资金支付率, and what is paid of investment and of work done."""
    return ask(store, view, "project_rate", "project_id")
