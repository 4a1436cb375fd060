"""Answers held: one snapshot a day, state of knowledge and counties read, the longest unused dropped for room.

In memory; those of a large library in a file beside its store, where they outlive the process and are brought forward.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import duckdb

from portfolio.model import View
from portfolio.store.bringing import Bringing, fill
from portfolio.store.keeping import Held, Key, Knowledge, Part, Registry
from portfolio.store.opening import LARGE
from portfolio.store.parts import Parts, all_parts

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


WHOLES = 3
"""How many snapshots of the whole of a large library are kept in its file of answers."""


class Snapshots:
    """Finds or takes snapshots and their parts; one thread takes at a time, the others wait for its answer."""

    def __init__(self, engine: duckdb.DuckDBPyConnection) -> None:
        self._registry = Registry(engine)
        self._bringing = Bringing(FILLED, self._registry.number)
        self._parts = Parts(self._registry, self._bringing)
        self._held: OrderedDict[Key, Held] = OrderedDict((held.key, held) for held in self._registry.held())
        self._taking = threading.Lock()
        self._read: dict[tuple[object, ...], tuple[str, ...] | None] = {}
        self.taken = 0
        self.brought = 0

    @property
    def kept(self) -> bool:
        """Whether they outlive the process, in a file of answers."""
        return self._registry.kept

    def begin(
        self, cursor: duckdb.DuckDBPyConnection, view: View, known: Knowledge, parts: Sequence[Part] = ()
    ) -> int:
        """The id of the snapshot for the view's day, what was known and the counties it asks for, whole with its parts.

        A transaction is begun on the cursor while no snapshot can be dropped: what it reads stays whole until it ends.
        """
        held = self._begin(cursor, view, known)
        while missing := self._parts.missing(held.number, parts):
            cursor.execute("ROLLBACK")
            self._parts.fill(cursor, held, missing, self._earlier(held))
            held = self._begin(cursor, view, known)
        return held.number

    def prepare(self, cursor: duckdb.DuckDBPyConnection, view: View, known: Knowledge) -> None:
        """Nothing; the view's snapshot is held with all its parts, those of a year of the year under review."""
        number = self.begin(cursor, view, known)
        year = cursor.execute(
            "SELECT coalesce(year(last_closed_on), $2) FROM snapshot WHERE snapshot_id = $1",
            [number, view.as_of.year],
        ).fetchall()[0][0]
        cursor.execute("ROLLBACK")
        self.begin(cursor, view, known, all_parts(year))
        cursor.execute("ROLLBACK")

    def _begin(self, cursor: duckdb.DuckDBPyConnection, view: View, known: Knowledge) -> Held:
        counties = self._counties(cursor, view, known)
        key = (view.as_of, known, counties)
        with self._taking:
            if key not in self._held:
                self._held[key] = self._take(cursor, Held(self._registry.number(cursor), *key))
                self._drop_unused(cursor)
            self._held.move_to_end(key)
            held = self._held[key]
            cursor.execute("BEGIN")
            cursor.execute("SELECT count(*) FROM snapshot WHERE snapshot_id = $1", [held.number]).fetchall()
        return held

    def _take(self, cursor: duckdb.DuckDBPyConnection, asked: Held) -> Held:
        """The snapshot asked for, whole: brought forward where that can be, else reckoned anew."""
        cursor.execute("BEGIN")
        try:
            brought = self._bring(cursor, asked)
            if not brought:
                for table, macro in FILLED.items():
                    fill(cursor, table, macro, asked.number, asked)
            held = replace(asked, rows=_rows(cursor, asked.number))
            self._registry.note(cursor, held)
        except BaseException:
            cursor.execute("ROLLBACK")
            raise
        cursor.execute("COMMIT")
        self.brought += brought
        self.taken += not brought
        return held

    def _bring(self, cursor: duckdb.DuckDBPyConnection, asked: Held) -> bool:
        """Whether the snapshot was brought forward from the newest earlier one of its day."""
        earlier = self._earlier(asked)
        if not earlier:
            return False
        with self._bringing.touched(cursor, earlier[0], asked) as scratch:
            if scratch is not None:
                self._bringing.reckon(cursor, scratch, asked, earlier[0])
        return scratch is not None

    def _earlier(self, held: Held) -> list[Held]:
        """The kept snapshots from which this one could be brought forward, the newest first."""
        if not self.kept or held.counties is not None:
            return []
        whole = [other for other in list(self._held.values()) if other.counties is None]
        before = [other for other in whole if other.as_of == held.as_of and other.known[0] < held.known[0]]
        return sorted(before, key=lambda other: -other.known[0])

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
        while unused := self._superfluous():
            del self._held[unused.key]
            cursor.execute("BEGIN")
            for table in FILLED:
                cursor.execute(f"DELETE FROM {table} WHERE snapshot_id = $1", [unused.number])
            self._registry.forget(cursor, unused.number)
            cursor.execute("COMMIT")

    def _superfluous(self) -> Held | None:
        """The longest unused of those that there is no room for; in a file the whole ones have a room of their own."""
        others = list(self._held.values())
        if self.kept:
            whole = [held for held in others if held.counties is None]
            if len(whole) > WHOLES:
                return whole[0]
            others = [held for held in others if held.counties is not None]
        too_many = len(others) > HELD or sum(held.rows for held in others) > ROOM
        return others[0] if len(others) > 1 and too_many else None


def _rows(cursor: duckdb.DuckDBPyConnection, number: int) -> int:
    """How many projects the snapshot holds."""
    return int(
        cursor.execute("SELECT count(*) FROM read_now WHERE snapshot_id = $1", [number]).fetchall()[0][0]
    )


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
