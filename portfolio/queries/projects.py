"""The rows of the selection: projects with their state, lists, what is missing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import polars as pl

from portfolio.model import View
from portfolio.queries.asking import ask
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
    """One row a project that was expected to report the last closed month and did not, the longest silent first."""
    rows = project_state(store, view)
    missing = set(ask(store, view, "unreported", "project_id")["project_id"])
    told = rows["last_period_on", "county_code", "project_id"].rows()
    places = [place for place, (_, _, project) in enumerate(told) if project in missing]
    return rows[sorted(places, key=lambda place: (told[place][0] or date.min, *told[place][1:]))]


def public_summary(store: Store, view: View) -> pl.DataFrame:
    """One row a selected project that public pages speak of: how many facts, and the newest of them."""
    return ask(store, view, "public_summary", "stated_on DESC, project_id")


def project_rates(store: Store, view: View) -> pl.DataFrame:
    """One row a selected project: its own 资金到位率, 资金支付率, and what is paid of investment and of work done."""
    return ask(store, view, "project_rate", "project_id")
