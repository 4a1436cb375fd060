"""Putting a large ledger's rows in order of their projects, so that one county's are read without the rest."""

from __future__ import annotations

import duckdb

ARRANGED = (
    "report",
    "status_entry",
    "investment_entry",
    "funding_entry",
    "plan_entry",
    "progress_entry",
    "year_end_base_entry",
    "milestone_entry",
    "obstacle_entry",
)
"""The tables that are read by project; the others are small or read whole."""


def arrange(cursor: duckdb.DuckDBPyConnection) -> None:
    """Put the same rows in order of project, inside the cursor's transaction.

    Rows arrive month by month, each month all counties'; the engine skips stretches of a table by their smallest and
    largest project, which only helps once a stretch holds few counties. No answer depends on the order.
    """
    for table in ARRANGED:
        cursor.execute(
            f"CREATE TEMP TABLE arranged AS FROM store.{table} ORDER BY project_id, event_id, position"
        )
        cursor.execute(f"DELETE FROM store.{table}")
        cursor.execute(f"INSERT INTO store.{table} FROM arranged")
        cursor.execute("DROP TABLE arranged")
