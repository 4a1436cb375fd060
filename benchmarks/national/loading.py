"""The store's rows as plain numbers, for SQLite and for pandas: loading is timed apart from answering."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

import duckdb
import pandas as pd

BATCH = 200_000
_KEYED = """
    SELECT p.position AS project, year(e.period_on) * 10000 + month(e.period_on) * 100 + day(e.period_on) AS period,
           e.event_id AS event, d.submission_id IS NOT NULL AS accepted, {columns}
    FROM store.{table} e JOIN store.project p USING (project_id)
    LEFT JOIN store.decision d ON d.submission_id = e.event_id"""
_ENTRIES = {
    "funding": (
        "funding_entry",
        ("source", "planned_amount", "allocated_amount", "received_amount", "paid_amount"),
    ),
    "progress": ("progress_entry", ("work_done_amount", "physical_share")),
    "planned": ("plan_entry", ("year", "planned_amount")),
    "investment": ("investment_entry", ("amount",)),
    "status": ("status_entry", ("stage",)),
    "milestone": ("milestone_entry", ("milestone", "due_on", "done_on", "approved_on")),
}
"""Which entries the other two read, and which of their columns."""


def rows_of() -> dict[str, str]:
    """Table to the SQL that gives its rows: money as whole yuan, days as yyyymmdd, projects by their place."""
    asked = {
        name: _KEYED.format(table=table, columns=", ".join(_plain(column) for column in columns))
        for name, (table, columns) in _ENTRIES.items()
    }
    asked[
        "project"
    ] = f"""SELECT position AS id, project_id, county_code AS county, {_plain("planned_investment_amount")},
        {_day("milestones[1].due_on", "start_due")}, {_day("milestones[2].due_on", "completion_due")} FROM store.project"""
    return asked


def _plain(column: str) -> str:
    if column.endswith("_on"):
        return _day(column, column)
    if column.endswith("amount"):
        return f"{column}::BIGINT AS {column}"
    return f"{column}::DOUBLE AS {column}" if column.endswith("share") else column


def _day(column: str, name: str) -> str:
    return f"(year({column}) * 10000 + month({column}) * 100 + day({column})) AS {name}"


def load_sqlite(store: Path, file: Path) -> float:
    """The seconds that it took to fill an SQLite file with the rows and the indexes that its answers use."""
    begun = perf_counter()
    with duckdb.connect() as engine, sqlite3.connect(file) as base:
        engine.execute(f"ATTACH '{store.resolve()}' AS store (READ_ONLY)")
        base.execute("PRAGMA journal_mode = OFF")
        base.execute("PRAGMA synchronous = OFF")
        for name, question in rows_of().items():
            rows = engine.execute(question)
            columns = [described[0] for described in rows.description or []]
            base.execute(f"CREATE TABLE {name} ({', '.join(columns)})")
            blanks = ", ".join("?" * len(columns))
            for batch in _batches(rows):
                base.executemany(f"INSERT INTO {name} VALUES ({blanks})", batch)
        base.execute("CREATE UNIQUE INDEX project_id ON project (id)")
        base.execute("CREATE INDEX project_county ON project (county)")
        for name in _ENTRIES:
            base.execute(f"CREATE INDEX {name}_project ON {name} (project)")
        base.execute("ANALYZE")
    return perf_counter() - begun


def _batches(rows: duckdb.DuckDBPyConnection) -> Iterator[list[tuple[object, ...]]]:
    while batch := rows.fetchmany(BATCH):
        yield batch


def load_pandas(store: Path) -> tuple[dict[str, pd.DataFrame], float]:
    """The frames by name, in the order in which their rows count, and the seconds that loading them took."""
    begun = perf_counter()
    with duckdb.connect() as engine:
        engine.execute(f"ATTACH '{store.resolve()}' AS store (READ_ONLY)")
        frames = {
            name: engine.execute(
                question + (" ORDER BY period, event" if name != "project" else " ORDER BY id")
            ).df()
            for name, question in rows_of().items()
        }
    for name in ("funding", "progress", "planned", "investment", "status", "milestone"):
        frames[name] = frames[name][frames[name]["accepted"]]
    return frames, perf_counter() - begun
