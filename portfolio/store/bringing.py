"""Bringing a snapshot forward: after some reports were decided, only their projects and these projects' families are
reckoned anew, the rows of all others are copied from the snapshot of before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

import duckdb

from portfolio.store.keeping import Held

READ = "read_now"
"""The table that says which projects a snapshot reads."""
DECIDED = "report_decided"
QUIET = (
    "report_submitted",
    "account_changed",
    "unit_changed",
    "assignment_changed",
    "meeting_held",
    "commitment_made",
    "period_changed",
    "setting_changed",
    "backup_made",
)
"""The kinds of events that change no table of a snapshot. What is neither here nor DECIDED asks for a whole taking."""
WIDE = ("threshold", "edition", "project", "county")
"""The ledger's tables of which a new row may change the figures of any project."""
MOST = 2
"""A snapshot is only brought forward if at most one project in so many is to be reckoned anew."""
BETWEEN = """SELECT e.event_id, e.kind FROM store.event e WHERE e.at <= $known_at
             ORDER BY e.event_id LIMIT greatest(0, $later - $earlier) OFFSET $earlier"""


def fill(cursor: duckdb.DuckDBPyConnection, table: str, macro: str, number: int, held: Held) -> None:
    """Nothing; the table's rows of the snapshot `number` are what the macro says of the day and knowledge of `held`."""
    told: dict[str, object] = {"snapshot": number, "as_of": held.as_of, "known_at": held.known[1]}
    told["counties"] = None if held.counties is None else list(held.counties)
    named = {name: value for name, value in told.items() if name == "snapshot" or f"${name}" in macro}
    cursor.execute(f"INSERT INTO {table} SELECT $snapshot, * FROM {macro}", named)


class Bringing:
    """Reckons what was touched between two states of knowledge of one day, as a snapshot of its own for a moment."""

    def __init__(self, filled: Mapping[str, str], number: Callable[[duckdb.DuckDBPyConnection], int]) -> None:
        """`filled` is which table of a snapshot is filled from which macro; `number` gives unused numbers."""
        self._filled = filled
        self._number = number
        self._keyed: set[str] | None = None

    def keyed(self, cursor: duckdb.DuckDBPyConnection, table: str) -> bool:
        """Whether each row of the table is about one project."""
        if self._keyed is None:
            found = cursor.execute(
                """SELECT table_name FROM duckdb_columns()
                   WHERE database_name = current_database() AND column_name = 'project_id'"""
            ).fetchall()
            self._keyed = {name for (name,) in found}
        return table in self._keyed

    @contextmanager
    def touched(self, cursor: duckdb.DuckDBPyConnection, base: Held, held: Held) -> Iterator[int | None]:
        """The number of a snapshot that reads only what was touched between; None where all must be reckoned anew.

        Inside the cursor's transaction, in which it is gone afterwards.
        """
        scratch = self._number(cursor)
        if not _only_reports(cursor, base, held) or not _read_families(cursor, scratch, base, held):
            cursor.execute(f"DELETE FROM {READ} WHERE snapshot_id = $1", [scratch])
            yield None
            return
        yield scratch
        for table in self._filled:
            cursor.execute(f"DELETE FROM {table} WHERE snapshot_id = $1", [scratch])

    def reckon(
        self, cursor: duckdb.DuckDBPyConnection, scratch: int, held: Held, base: Held | None = None
    ) -> None:
        """Nothing; what was touched stands under `scratch`, and where there is a base, `held` is filled whole.

        What is not a project's own is reckoned for the whole each time, and the touched rest on it too.
        """
        for table, macro in self._filled.items():
            if not self.keyed(cursor, table):
                if base is not None:
                    fill(cursor, table, macro, held.number, held)
                cursor.execute(
                    f"INSERT INTO {table} SELECT $1, * EXCLUDE (snapshot_id) FROM {table} WHERE snapshot_id = $2",
                    [scratch, held.number],
                )
            else:
                if table != READ:
                    fill(cursor, table, macro, scratch, held)
                if base is not None:
                    copy(cursor, table, scratch, base, held)


def copy(
    cursor: duckdb.DuckDBPyConnection,
    table: str,
    scratch: int,
    base: Held,
    held: Held,
    year: int | None = None,
) -> None:
    """Nothing; the table holds for `held` what it holds for `base`, and of what was touched what `scratch` says."""
    of_year = "" if year is None else f"AND b.year = {int(year)}"
    cursor.execute(
        f"""INSERT INTO {table} SELECT $held, b.* EXCLUDE (snapshot_id) FROM {table} b
            WHERE b.snapshot_id = $base {of_year}
              AND b.project_id NOT IN (SELECT r.project_id FROM {READ} r WHERE r.snapshot_id = $scratch)""",
        {"held": held.number, "base": base.number, "scratch": scratch},
    )
    cursor.execute(
        f"""INSERT INTO {table} SELECT $held, b.* EXCLUDE (snapshot_id) FROM {table} b
            WHERE b.snapshot_id = $scratch {of_year}""",
        {"held": held.number, "scratch": scratch},
    )


def _only_reports(cursor: duckdb.DuckDBPyConnection, base: Held, held: Held) -> bool:
    """Whether the base is still there, and what happened since changes no figure but those of reported projects."""
    rows = " OR ".join(
        f"EXISTS (FROM store.{table} t WHERE t.event_id IN (SELECT event_id FROM between))" for table in WIDE
    )
    found = cursor.execute(
        f"""WITH between AS MATERIALIZED ({BETWEEN})
            SELECT (SELECT count(*) FROM snapshot s WHERE s.snapshot_id = $base) = 1
               AND (SELECT count(*) = $later - $earlier AND bool_and(kind IN (SELECT unnest($known_kinds))) FROM between)
               AND NOT ({rows})""",
        {**_span(base, held), "base": base.number, "known_kinds": [DECIDED, *QUIET]},
    ).fetchall()
    return bool(found[0][0])


def _read_families(cursor: duckdb.DuckDBPyConnection, scratch: int, base: Held, held: Held) -> bool:
    """Whether few enough projects were touched: they, the groups above them and all in those groups are to be read."""
    cursor.execute(
        f"""INSERT INTO {READ}
            WITH told AS (
                SELECT r.project_id FROM store.report r WHERE r.event_id IN (
                    SELECT d.submission_id FROM store.decision d
                    WHERE d.event_id IN (SELECT b.event_id FROM ({BETWEEN}) b))),
            placed AS MATERIALIZED (
                SELECT p.project_id, coalesce(p.ancestor_ids[-1], p.project_id) AS top FROM library_row($known_at) p)
            SELECT $scratch, m.project_id FROM placed m
            WHERE m.top IN (SELECT t.top FROM placed t WHERE t.project_id IN (FROM told))""",
        {**_span(base, held), "scratch": scratch},
    )
    found = cursor.execute(f"SELECT count(*) FROM {READ} WHERE snapshot_id = $1", [scratch]).fetchall()
    return int(found[0][0]) * MOST <= base.rows


def _span(base: Held, held: Held) -> dict[str, object]:
    return {"known_at": held.known[1], "earlier": base.known[0], "later": held.known[0]}
