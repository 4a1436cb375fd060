"""Bringing a snapshot forward: after some reports were decided, only their projects and these projects' families are
reckoned anew; the rows of all others are those of a snapshot of before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

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
STATEMENTS = "(SELECT 1 FROM statement_now WHERE snapshot_id = $snapshot)"
RESTING_ON = {
    "statement_now": "speaking_group($snapshot)",
    "group_now": STATEMENTS,
    "group_year_now": STATEMENTS,
    "group_month_now": STATEMENTS,
}
"""The tables that stay empty where something else is, and what."""
MOST = 2
"""A snapshot is only brought forward if at most one project in so many is to be reckoned anew."""


def fill(cursor: duckdb.DuckDBPyConnection, table: str, macro: str, number: int, held: Held) -> None:
    """Nothing; the table's rows of the snapshot `number` are what the macro says of the day and knowledge of `held`.

    Where it is known that the macro says nothing it is not asked: most of what it costs is its plan.
    """
    if not asks_something(cursor, table, number):
        return
    told: dict[str, object] = {"snapshot": number, "as_of": held.as_of, "known_at": held.known[1]}
    told["counties"] = None if held.counties is None else list(held.counties)
    named = {name: value for name, value in told.items() if name == "snapshot" or f"${name}" in macro}
    cursor.execute(f"INSERT INTO {table} SELECT $snapshot, * FROM {macro}", named)


def asks_something(cursor: duckdb.DuckDBPyConnection, table: str, number: int) -> bool:
    """Whether anything may stand in the table for the snapshot `number`."""
    source = RESTING_ON.get(table)
    return source is None or bool(cursor.execute(f"FROM {source} LIMIT 1", {"snapshot": number}).fetchall())


class Bringing:
    """Reckons what was touched between two states of knowledge of one day, as a snapshot of its own for a moment."""

    def __init__(self, filled: Mapping[str, str]) -> None:
        """`filled` is which table of a snapshot is filled from which macro."""
        self._filled = filled
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

    def read_touched(self, cursor: duckdb.DuckDBPyConnection, scratch: int, base: Held, held: Held) -> bool:
        """Whether the snapshot `scratch` reads just what was touched between; False where all must be reckoned anew."""
        return _only_reports(cursor, base, held) and _read_families(cursor, scratch, base, held)

    def reckon(
        self, cursor: duckdb.DuckDBPyConnection, scratch: int, held: Held, base: Held | None = None
    ) -> None:
        """Nothing; what was touched stands under `scratch`, and where there is a base, `held` is filled whole from both.

        What is not a project's own is reckoned for the whole each time, and the touched rest on it too.
        """
        for table, macro in self._filled.items():
            if self.keyed(cursor, table):
                if table != READ:
                    fill(cursor, table, macro, scratch, held)
                if base is not None:
                    take_over(cursor, table, scratch, base, held)
                continue
            if base is not None:
                cursor.execute(f"DELETE FROM {table} WHERE snapshot_id = $1", [held.number])
                fill(cursor, table, macro, held.number, held)
            copy(cursor, table, held.number, scratch)

    def clear(self, cursor: duckdb.DuckDBPyConnection, scratch: int, parts: Iterable[str] = ()) -> None:
        """Nothing; `scratch` is gone. After the transaction: the engine appends slowly what it deletes from in the same."""
        for table in {*self._filled, *parts}:
            cursor.execute(f"DELETE FROM {table} WHERE snapshot_id = $1", [scratch])


def copy(
    cursor: duckdb.DuckDBPyConnection, table: str, number: int, other: int, year: int | None = None
) -> None:
    """Nothing; the table (a year of it) holds for `other` what it holds for `number`."""
    of_year = "" if year is None else f"AND year = {int(year)}"
    cursor.execute(
        f"""INSERT INTO {table} SELECT $other, * EXCLUDE (snapshot_id) FROM {table}
            WHERE snapshot_id = $number {of_year}""",
        {"other": other, "number": number},
    )


def take_over(
    cursor: duckdb.DuckDBPyConnection,
    table: str,
    scratch: int,
    base: Held,
    held: Held,
    year: int | None = None,
) -> None:
    """Nothing; the table holds for `held` what it held for `base`, and of what was touched what `scratch` says.

    Where both have one number, the base's own rows are taken over, else they are copied.
    """
    named = {"number": held.number, "scratch": scratch}
    of_year = "" if year is None else f"AND b.year = {int(year)}"
    touched = f"(SELECT r.project_id FROM {READ} r WHERE r.snapshot_id = $scratch)"
    if base.number == held.number:
        cursor.execute(
            f"DELETE FROM {table} b WHERE b.snapshot_id = $number {of_year} AND b.project_id IN {touched}",
            named,
        )
    else:
        cursor.execute(
            f"""INSERT INTO {table} SELECT $number, b.* EXCLUDE (snapshot_id) FROM {table} b
                WHERE b.snapshot_id = $base {of_year} AND b.project_id NOT IN {touched}""",
            {**named, "base": base.number},
        )
    cursor.execute(
        f"""INSERT INTO {table} SELECT $number, b.* EXCLUDE (snapshot_id) FROM {table} b
            WHERE b.snapshot_id = $scratch {of_year}""",
        named,
    )


def _only_reports(cursor: duckdb.DuckDBPyConnection, base: Held, held: Held) -> bool:
    """Whether the base is still there, and what happened since changes no figure but those of reported projects."""
    found = cursor.execute(
        """SELECT (SELECT count(*) FROM snapshot s WHERE s.snapshot_id = $base) = 1
              AND (SELECT count(*) = $later - $earlier AND bool_and(kind IN (SELECT unnest($known_kinds)))
                   FROM event_between($known_at, $earlier, $later))
              AND NOT EXISTS (FROM wide_event($known_at, $earlier, $later))""",
        {**_span(base, held), "base": base.number, "known_kinds": [DECIDED, *QUIET]},
    ).fetchall()
    return bool(found[0][0])


def _read_families(cursor: duckdb.DuckDBPyConnection, scratch: int, base: Held, held: Held) -> bool:
    """Whether few enough projects were touched; the snapshot `scratch` reads them."""
    cursor.execute(
        f"INSERT INTO {READ} SELECT $scratch, * FROM touched_project($known_at, $earlier, $later)",
        {**_span(base, held), "scratch": scratch},
    )
    found = cursor.execute(f"SELECT count(*) FROM {READ} WHERE snapshot_id = $1", [scratch]).fetchall()
    return int(found[0][0]) * MOST <= base.rows


def _span(base: Held, held: Held) -> dict[str, object]:
    return {"known_at": held.known[1], "earlier": base.known[0], "later": held.known[0]}
