"""One project, whatever the filters: its facts, statements, reports and their sources."""

from __future__ import annotations

import polars as pl

from portfolio.model import View
from portfolio.queries.select import select
from portfolio.store import Store


def history(store: Store, view: View, project_id: str) -> pl.DataFrame:
    """One row a value ever reported of the project or taken back, newest first: who, when, verdict, file, cell."""
    return told_of(store, view, "history", project_id, "event_id DESC, kind, part, currency, position, field")


def public_facts(store: Store, view: View, project_id: str) -> pl.DataFrame:
    """One row a fact that a public page states of the project, with its page; the newest page first."""
    return told_of(store, view, "public_fact", project_id, "stated_on DESC NULLS LAST, evidence_no")


def milestone_statements(store: Store, view: View, project_id: str) -> pl.DataFrame:
    """One row a statement of a milestone's due, forecast or done day, in the order in which they count."""
    return told_of(store, view, "milestone_statement", project_id, "statement_no")


def investment_statements(store: Store, view: View, project_id: str) -> pl.DataFrame:
    """One row a statement of the project's total investment; the one in force is the last."""
    return told_of(store, view, "investment_statement", project_id, "statement_no")


def divided(store: Store, view: View, project_id: str) -> pl.DataFrame:
    """One row a figure, kind and source that a group states: stated, of it with its members, and what is left."""
    return told_of(store, view, "divided", project_id, "field, kind, source")


def obstacles(store: Store, view: View, project_id: str) -> pl.DataFrame:
    """One row an obstacle of the project as last stated; those not cleared first."""
    return told_of(store, view, "obstacle_now", project_id, "cleared_on NULLS FIRST, obstacle")


def figure_sources(store: Store, view: View, project_id: str) -> pl.DataFrame:
    """One row a figure that reports state of the project: who sent it when, in which file, sheet and cell."""
    return told_of(store, view, "figure_source", project_id, "kind, part, currency, field")


def predecessors(store: Store, view: View, project_id: str) -> pl.DataFrame:
    """One row a number of an earlier edition that the project continues: its name, and last_on, its last day."""
    return told_of(store, view, "predecessor", project_id, "place")


def successors(store: Store, view: View, project_id: str) -> pl.DataFrame:
    """One row a project that the reader may see and that continues this number of an earlier edition."""
    seen = select(store, view)
    rows = seen.day.ask("FROM successor($project) ORDER BY project_id", project=project_id)
    return rows.join(seen.projects, on="project_id", how="semi", maintain_order="left")


def told_of(store: Store, view: View, macro: str, project_id: str, order: str) -> pl.DataFrame:
    """The macro's rows of one project, whatever the filters; none when the reader may not see it."""
    seen = select(store, view.of_project(project_id))
    rows = seen.day.ask(f"FROM {macro}($project) ORDER BY {order}", project=project_id)
    return rows.clear() if seen.projects.is_empty() else seen.called(rows)
