"""How far the figures can be trusted: what is missing, who reported when, where two places disagree."""

from __future__ import annotations

import polars as pl

from portfolio.model import View
from portfolio.queries.asking import FILTERS, ask
from portfolio.store import Store


def completeness(store: Store, view: View) -> pl.DataFrame:
    """One row a field and county, `*` for all: known_count, missing_count, project_count, known_share."""
    return ask(store, view, "completeness", "data_field, county_code")


def field_missing(store: Store, view: View, data_field: str) -> pl.DataFrame:
    """One row a selected project that lacks the field: the rows behind completeness."""
    question = f"FROM field_missing($snapshot, $of_field, {FILTERS}) ORDER BY county_code, project_id"
    return store.ask(question, view, of_field=data_field)


def month_coverage(store: Store, view: View) -> pl.DataFrame:
    """One row a county (`*` for all) and month of the last 24 closed ones, newest first: expected, come, come late."""
    return ask(store, view, "month_coverage", "month_on DESC, county_code")


def month_rows(store: Store, view: View, month: str) -> pl.DataFrame:
    """One row a project that did not report the month (2026-10) or sent it late; those that did not first."""
    order = "reported, county_code, project_id"
    question = f"FROM month_row($snapshot, $of_month, {FILTERS}) ORDER BY {order}"
    return store.ask(question, view, of_month=month)


def staleness(store: Store, view: View) -> pl.DataFrame:
    """One row a project that owes reports: how old its newest one is; those that never reported first."""
    return ask(store, view, "staleness", "missed_count DESC NULLS FIRST, county_code, project_id")


def staleness_count(store: Store, view: View) -> pl.DataFrame:
    """One row a band of age in its order: project_count of those that owe reports."""
    return ask(store, view, "staleness_count", "sort_order").drop("sort_order")


def contradictions_of(store: Store, view: View) -> pl.DataFrame:
    """One row a disagreement about a selected project, an indicator of the areas, or the document."""
    return ask(store, view, "selected_contradiction", "contradiction_no")


def groups_below(store: Store, view: View) -> pl.DataFrame:
    """One row a group and figure of which it states less than the rows below it make up, the largest difference first."""
    return ask(store, view, "group_below", "difference_amount DESC, project_id, field, kind")


def public_beside(store: Store, view: View) -> pl.DataFrame:
    """One row a public fact of a selected project, and beside it what the plan or the newest report says."""
    return ask(store, view, "public_beside", "project_id, evidence_no, milestone, side")
