"""The year's plan as it is issued: what is in force, which lists were taken, what owners propose beside."""

from __future__ import annotations

import polars as pl

from portfolio.model import View
from portfolio.queries.select import select
from portfolio.store import Store

NAMED = ("project_id", "name", "county_code", "kind", "investment_amount")


def plans(store: Store, view: View) -> pl.DataFrame:
    """One row a selected project and year with a plan in force: planned_amount, listed (else 原报计划（无文号）),
    initial_amount (年初计划), issued_on and document_number of the document in force, list_count."""
    selection = select(store, view)
    named = selection.projects.select(*NAMED)
    return named.join(selection.day.frame("plan"), on="project_id", how="inner", maintain_order="left")


def listed_years(store: Store, view: View) -> list[int]:
    """The years of which a list counts on the day, the oldest first."""
    rows = select(store, view).day.ask("FROM listed_row()")
    return rows["year"].unique().sort().to_list()


def plan_lists(store: Store, view: View) -> pl.DataFrame:
    """One row a list that was taken, the newest first: plan_kind, document, issued_on, years, rows, sum, file, who, when."""
    return store.read_known(view, "FROM plan_list_row($newest_event) ORDER BY event_id DESC")


def plan_words(store: Store, view: View, project_id: str) -> pl.DataFrame:
    """One row a list that names the project, the oldest document first: year, planned_amount, plan_kind, document, place."""
    selection = select(store, view.of_project(project_id))
    rows = selection.day.ask(
        "FROM plan_listed_of($project) ORDER BY year, issued_on, event_id", project=project_id
    )
    return rows.clear() if selection.projects.is_empty() else rows


def plan_proposals(store: Store, view: View) -> pl.DataFrame:
    """One row a selected project and year of which the owner states another plan than that in force (拟报计划，未下达).

    proposed_amount with its month and reason beside planned_amount (null where there is none) and their difference.
    """
    selection = select(store, view)
    rows = selection.day.ask("FROM plan_proposal() ORDER BY year DESC, project_id")
    named = selection.projects.select("project_id", "name", "county_code", "owner_unit")
    return rows.join(named, on="project_id", how="inner", maintain_order="left")
