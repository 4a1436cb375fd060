"""Answers held in memory: one snapshot a day asked about and state of knowledge, the oldest dropped for room."""

from __future__ import annotations

import threading
from collections import OrderedDict
from datetime import date, datetime

import duckdb

HELD = 12
"""How many snapshots are kept; one of a city takes about a megabyte."""
FILLED = {
    "project_now": "project_lit",
    "milestone_now": "milestone_row",
    "funding_now": "funding_row",
    "amount_now": "project_amount",
}
"""Which table of a snapshot is filled from which macro."""


class Snapshots:
    """Finds or takes snapshots; one thread takes at a time, the others wait for its answer."""

    def __init__(self) -> None:
        self._held: OrderedDict[tuple[date, int, int], int] = OrderedDict()
        self._taking = threading.Lock()
        self._next = 1

    def begin(self, cursor: duckdb.DuckDBPyConnection, as_of: date, known_at: datetime) -> int:
        """The id of the snapshot for this day and what was known, in a transaction begun on the cursor.

        The transaction begins while no snapshot can be dropped, so what it reads stays whole until it ends.
        """
        with self._taking:
            key = (as_of, *knowledge(cursor, known_at))
            if key not in self._held:
                self._held[key] = self._take(cursor, as_of, known_at)
                self._drop_oldest(cursor)
            self._held.move_to_end(key)
            number = self._held[key]
            cursor.execute("BEGIN")
            cursor.execute("SELECT count(*) FROM snapshot WHERE snapshot_id = $1", [number]).fetchall()
        return number

    def _take(self, cursor: duckdb.DuckDBPyConnection, as_of: date, known_at: datetime) -> int:
        number, self._next = self._next, self._next + 1
        cursor.execute("BEGIN")
        try:
            for table, macro in FILLED.items():
                cursor.execute(
                    f"INSERT INTO {table} SELECT $1, * FROM {macro}($2::DATE, $3::TIMESTAMP, NULL)",
                    [number, as_of, known_at],
                )
            cursor.execute(
                """INSERT INTO snapshot SELECT $1, $2, $3, c.last_closed_on, c.idle_since_on, r.county_minimum_count
                   FROM calendar($2::DATE, $3::TIMESTAMP) c CROSS JOIN rules($2::DATE, $3::TIMESTAMP) r""",
                [number, as_of, known_at],
            )
        except BaseException:
            cursor.execute("ROLLBACK")
            raise
        cursor.execute("COMMIT")
        return number

    def _drop_oldest(self, cursor: duckdb.DuckDBPyConnection) -> None:
        while len(self._held) > HELD:
            _, number = self._held.popitem(last=False)
            for table in (*FILLED, "snapshot"):
                cursor.execute(f"DELETE FROM {table} WHERE snapshot_id = $1", [number])


def knowledge(cursor: duckdb.DuckDBPyConnection, known_at: datetime) -> tuple[int, int]:
    """The newest event's number and how many events were known: together they name what an answer rests on."""
    counted = cursor.execute(
        "SELECT coalesce(max(event_id), 0), count(*) FILTER (e.at <= $1) FROM store.event e", [known_at]
    ).fetchall()
    newest, known = counted[0]
    return int(newest), int(known)
