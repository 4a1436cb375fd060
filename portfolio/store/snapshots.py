"""Answers held in memory: one snapshot a day, state of knowledge and counties read, the longest unused dropped for room."""

from __future__ import annotations

import threading
from collections import OrderedDict
from datetime import date, datetime

import duckdb

from portfolio.model import View
from portfolio.store.opening import LARGE

HELD = 64
"""How many snapshots are kept at most: several pages' twelve months and a day's wanderings."""
ROOM = 1_500_000
"""How many projects all kept snapshots may hold together; one takes some kilobytes with its money and milestones."""
REMEMBERED = 10_000
"""For how many filters it is remembered which counties they ask for."""
FILLED = {
    "snapshot": "snapshot_day($as_of, $known_at, $counties)",
    "accepted_now": "accepted_on($as_of, $known_at)",
    "read_now": "read_project($known_at, $counties)",
    "reporting_now": "reporting($snapshot)",
    "milestone_now": "milestone_row($snapshot)",
    "funding_now": "funding_row($snapshot)",
    "project_now": "project_lit($snapshot)",
    "own_now": "own_amount($snapshot)",
    "held_now": "held_row($snapshot)",
    "amount_now": "counted_row($snapshot)",
}
"""Which table of a snapshot is filled from which macro; each rests on those before it."""


Knowledge = tuple[int, datetime]
"""How many events were known, and when the newest of them happened."""


class Snapshots:
    """Finds or takes snapshots; one thread takes at a time, the others wait for its answer."""

    def __init__(self) -> None:
        self._held: OrderedDict[tuple[object, ...], tuple[int, int]] = OrderedDict()
        self._taking = threading.Lock()
        self._next = 1
        self._read: dict[tuple[object, ...], tuple[str, ...] | None] = {}

    def begin(self, cursor: duckdb.DuckDBPyConnection, view: View, known: Knowledge) -> int:
        """The id of the snapshot for the view's day, what was known and the counties it asks for.

        A transaction is begun on the cursor while no snapshot can be dropped: what it reads stays whole until it ends.
        """
        counties = self._counties(cursor, view, known)
        key = (view.as_of, known, counties)
        with self._taking:
            if key not in self._held:
                self._held[key] = _take(cursor, self._next, view.as_of, known, counties)
                self._next += 1
                self._drop_unused(cursor)
            self._held.move_to_end(key)
            number, _ = self._held[key]
            cursor.execute("BEGIN")
            cursor.execute("SELECT count(*) FROM snapshot WHERE snapshot_id = $1", [number]).fetchall()
        return number

    def _counties(
        self, cursor: duckdb.DuckDBPyConnection, view: View, known: Knowledge
    ) -> tuple[str, ...] | None:
        """As counties_read, asked of the engine once for the same filters."""
        asked = (known, view.counties, view.projects, view.scope)
        if asked not in self._read:
            if len(self._read) >= REMEMBERED:
                self._read.clear()
            self._read[asked] = counties_read(cursor, view, known)
        return self._read[asked]

    def _drop_unused(self, cursor: duckdb.DuckDBPyConnection) -> None:
        """Nothing; the longest unused make room, never the newest."""
        while len(self._held) > 1 and (len(self._held) > HELD or self._rows() > ROOM):
            _, (number, _) = self._held.popitem(last=False)
            for table in FILLED:
                cursor.execute(f"DELETE FROM {table} WHERE snapshot_id = $1", [number])

    def _rows(self) -> int:
        return sum(rows for _, rows in self._held.values())


def _take(
    cursor: duckdb.DuckDBPyConnection,
    number: int,
    as_of: date,
    known: Knowledge,
    counties: tuple[str, ...] | None,
) -> tuple[int, int]:
    """The number and how many projects its snapshot, taken now, holds."""
    told: dict[str, object] = {"snapshot": number, "as_of": as_of, "known_at": known[1]}
    told["counties"] = None if counties is None else list(counties)
    cursor.execute("BEGIN")
    try:
        for table, macro in FILLED.items():
            named = {name: value for name, value in told.items() if name == "snapshot" or f"${name}" in macro}
            cursor.execute(f"INSERT INTO {table} SELECT $snapshot, * FROM {macro}", named)
    except BaseException:
        cursor.execute("ROLLBACK")
        raise
    cursor.execute("COMMIT")
    counted = cursor.execute("SELECT count(*) FROM read_now WHERE snapshot_id = $1", [number]).fetchall()
    return number, int(counted[0][0])


def knowledge(cursor: duckdb.DuckDBPyConnection, known_at: datetime) -> Knowledge:
    """What was known by then. No event is dated before an earlier one, so this names all that an answer rests on."""
    counted = cursor.execute(
        "SELECT count(*), coalesce(max(e.at), $1) FROM store.event e WHERE e.at <= $1", [known_at]
    ).fetchall()
    return int(counted[0][0]), counted[0][1]


def counties_read(cursor: duckdb.DuckDBPyConnection, view: View, known: Knowledge) -> tuple[str, ...] | None:
    """The counties whose projects a snapshot must read for the view; None for all, as always in a small library."""
    asked = {"counties": view.counties, "projects": view.projects, "scope": view.scope}
    if all(held is None for held in asked.values()):
        return None
    named = {name: None if held is None else list(held) for name, held in asked.items()}
    found = cursor.execute(
        "SELECT county_code FROM county_asked($known_at, $large, $counties, $projects, $scope)",
        {**named, "known_at": known[1], "large": LARGE},
    ).fetchall()
    return None if found == [(None,)] else tuple(sorted(code for (code,) in found))
