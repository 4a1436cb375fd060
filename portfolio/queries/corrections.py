"""Corrections of a slip of the pen: what may be mended, what was proposed, what became of it, and its papers."""

from __future__ import annotations

from datetime import date

import polars as pl

from portfolio.model import View
from portfolio.model.corrections import KINDS, mendable
from portfolio.queries.naming import called
from portfolio.queries.one_project import told_of
from portfolio.queries.select import select
from portfolio.store import Store

MENDABLE = [f"{table}.{field}" for table in KINDS for field in mendable(table)]
"""The fields that a correction may name, each behind its kind of entry."""


def mendable_statements(store: Store, view: View, project_id: str) -> pl.DataFrame:
    """One row a value that counts of the project, the newest of each figure last; equal ones in a row share run_no."""
    rows = told_of(store, view, "mendable_statement", project_id, "kind, part, currency, field, statement_no")
    named = pl.concat_str("entry", "entry_field", separator=".")
    return rows.filter(~pl.col("was_cleared"), named.is_in(MENDABLE))


def corrections(store: Store, view: View) -> pl.DataFrame:
    """One row a correction in scope, the newest first: figure, stated, value, who, why, verdict, papers."""
    rows = store.read_known(
        view,
        "FROM correction_row($newest_event, $scope) ORDER BY correction_id DESC",
        scope=None if view.scope is None else list(view.scope),
    )
    return called(store, view, rows)


def corrections_of(store: Store, view: View, project_id: str) -> pl.DataFrame:
    """Those of `corrections` about one project."""
    return corrections(store, view).filter(pl.col("project_id") == project_id)


def pending_corrections(store: Store, view: View) -> pl.DataFrame:
    """Those of `corrections` that nobody has decided, the oldest first."""
    return corrections(store, view).filter(pl.col("verdict") == "pending").reverse()


def month_corrections(store: Store, view: View, month_on: date) -> pl.DataFrame:
    """The accepted ones of the month (by the day of acceptance) about the projects selected, the newest first."""
    return _accepted(store, view).filter(pl.col("month_on") == month_on)


def correction_months(store: Store, view: View) -> list[date]:
    """The months in which any correction of the projects selected was accepted, the newest first."""
    return _accepted(store, view)["month_on"].unique().sort(descending=True).to_list()


def _accepted(store: Store, view: View) -> pl.DataFrame:
    rows = select(store, view).of_rows(corrections(store, view))
    return rows.filter(pl.col("verdict") == "accepted")


def papers_of_reports(store: Store, view: View, project_id: str) -> pl.DataFrame:
    """One row a paper that came with a report and proves a row of the project, the newest first."""
    return store.read_known(
        view,
        """FROM attachment_row($newest_event, $scope) WHERE event_kind = 'report_submitted' AND project_id = $project
           ORDER BY event_id DESC, position""",
        scope=None if view.scope is None else list(view.scope),
        project=project_id,
    )


def papers_of_acts(store: Store, view: View, project_id: str) -> pl.DataFrame:
    """One row a paper under which the city changed the project (停缓建, 调出, 调入, 更名 …), the newest first."""
    return store.read_known(
        view,
        """FROM attachment_row($newest_event, $scope)
           WHERE event_kind IN ('project_changed', 'edition_taken') AND project_id = $project
           ORDER BY event_id DESC, position""",
        scope=None if view.scope is None else list(view.scope),
        project=project_id,
    )


def attachments(store: Store, view: View, event_id: int) -> pl.DataFrame:
    """One row a paper handed in with the event, if the reader may see its project."""
    return store.read_known(
        view,
        "FROM attachment_row($newest_event, $scope) WHERE event_id = $number ORDER BY position",
        scope=None if view.scope is None else list(view.scope),
        number=event_id,
    )
