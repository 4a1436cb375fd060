"""Answers held: one snapshot a day, state of knowledge and counties read, the longest unused dropped for room.

In memory; those of a large library in a file beside its store, where they outlive the process and are brought forward.
"""

from __future__ import annotations

import threading
from collections import Counter, OrderedDict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

import duckdb

from portfolio.model import View
from portfolio.store.bringing import Bringing, copy, fill
from portfolio.store.keeping import Held, Key, Knowledge, Part, Registry, transaction
from portfolio.store.opening import LARGE
from portfolio.store.parts import Parts, all_parts

HELD = 64
"""How many snapshots are kept at most: several pages' twelve months and a day's wanderings."""
ROOM = 1_500_000
"""How many projects all kept snapshots may hold together; one takes some kilobytes with its money and milestones."""
WHOLES = 3
"""How many snapshots of the whole of a large library are kept in its file of answers."""
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
    "statement_now": "statement_row($snapshot)",
    "group_now": "group_row($snapshot)",
    "amount_now": "counted_row($snapshot)",
}
"""Which table of a snapshot is filled from which macro; each rests on those before it."""


class Snapshots:
    """Finds or takes snapshots and their parts; one thread takes at a time, the others wait for its answer."""

    def __init__(self, engine: duckdb.DuckDBPyConnection) -> None:
        self._registry = Registry(engine)
        self._bringing = Bringing(FILLED)
        self._parts = Parts(self._registry, self._bringing)
        self._held: OrderedDict[Key, Held] = OrderedDict()
        self._spares: list[Held] = []
        for held in self._registry.held():
            if self._held.setdefault(held.key, held) is not held:
                self._spares.append(held)
        self._taking = threading.Lock()
        self._users: Counter[int] = Counter()
        self._read: dict[tuple[object, ...], tuple[str, ...] | None] = {}
        self.taken = 0
        self.brought = 0

    @property
    def kept(self) -> bool:
        """Whether they outlive the process, in a file of answers."""
        return self._registry.kept

    @contextmanager
    def using(
        self, cursor: duckdb.DuckDBPyConnection, view: View, known: Knowledge, parts: Sequence[Part] = ()
    ) -> Iterator[int]:
        """The id of the snapshot for the view's day, what was known and the counties it asks for, whole with its parts.

        While the block lasts it is neither dropped nor brought forward: whatever reads it reads the same.
        """
        held = self._find(cursor, view, known)
        try:
            if missing := self._parts.missing(held, parts):
                self._parts.fill(cursor, held, missing, self._earlier(held))
            yield held.number
        finally:
            with self._taking:
                self._users[held.number] -= 1

    def prepare(self, cursor: duckdb.DuckDBPyConnection, view: View, known: Knowledge) -> None:
        """Nothing; the view's snapshot is held with all its parts, and once more to be brought forward.

        Parts that are filled a year at a time are of the year under review.
        """
        with self.using(cursor, view, known) as number:
            year = cursor.execute(
                "SELECT coalesce(year(last_closed_on), $2) FROM snapshot WHERE snapshot_id = $1",
                [number, view.as_of.year],
            ).fetchall()[0][0]
        with self.using(cursor, view, known, all_parts(year)):
            pass
        with self._taking, self._parts.filling:
            self._spare(cursor, self._held[view.as_of, known, None])
            self._drop_unused(cursor)

    def _spare(self, cursor: duckdb.DuckDBPyConnection, held: Held) -> None:
        """Nothing; the snapshot stands a second time, so that one goes forward while the other is still asked."""
        if any(spare.as_of == held.as_of for spare in self._spares) or self._earlier(held):
            return
        spare = replace(held, number=self._registry.number(cursor))
        with transaction(cursor):
            for table in FILLED:
                copy(cursor, table, held.number, spare.number)
            self._parts.copy(cursor, held, spare)
            self._registry.note(cursor, spare)
        self._spares.append(spare)

    def _find(self, cursor: duckdb.DuckDBPyConnection, view: View, known: Knowledge) -> Held:
        """The snapshot asked for, taken now if there is none; counted as used until `using` ends."""
        counties = self.counties(cursor, view, known)
        key = (view.as_of, known, counties)
        with self._taking:
            if key not in self._held:
                self._held[key] = self._take(cursor, Held(self._registry.number(cursor), *key))
                self._drop_unused(cursor)
            self._held.move_to_end(key)
            held = self._held[key]
            self._users[held.number] += 1
        return held

    def _take(self, cursor: duckdb.DuckDBPyConnection, asked: Held) -> Held:
        """The snapshot asked for, whole: brought forward where that can be, else reckoned anew."""
        for base, moved in self._bases(asked):
            with self._parts.filling:
                held = self._bring(cursor, asked, base, moved)
            if held is not None:
                self.brought += 1
                return held
        with transaction(cursor):
            for table, macro in FILLED.items():
                fill(cursor, table, macro, asked.number, asked)
            held = replace(asked, rows=_rows(cursor, asked.number))
            self._registry.note(cursor, held)
        self.taken += 1
        return held

    def _bases(self, asked: Held) -> Iterator[tuple[Held, bool]]:
        """From which snapshots to bring this one forward, the best first, and whether such a one's rows are taken over.

        Of several the oldest that nobody reads goes forward with its rows, and is no longer held for what it was asked
        by. The newest stays for those who began with it, and its rows are copied.
        """
        earlier = self._earlier(asked)
        free = [base for base in earlier[1:] if not self._users[base.number]]
        if free:
            yield free[-1], True
        if earlier:
            yield earlier[0], False

    def _bring(self, cursor: duckdb.DuckDBPyConnection, asked: Held, base: Held, moved: bool) -> Held | None:
        """The snapshot asked for, brought forward from the base; None where it cannot be."""
        scratch = self._registry.number(cursor)
        held = replace(asked, number=base.number if moved else asked.number, rows=base.rows)
        with transaction(cursor):
            touched = self._bringing.read_touched(cursor, scratch, base, held)
            if touched:
                self._bringing.reckon(cursor, scratch, held, base)
                self._registry.forget(cursor, held.number, parts=False)
                self._registry.note(cursor, held)
        self._bringing.clear(cursor, scratch)
        if touched and moved:
            self._remove(base)
        return held if touched else None

    def _earlier(self, held: Held) -> list[Held]:
        """The kept snapshots from which this one could be brought forward, the newest first."""
        if not self.kept or held.counties is not None:
            return []
        whole = [other for other in [*self._held.values(), *self._spares] if other.counties is None]
        before = [other for other in whole if other.as_of == held.as_of and other.known[0] < held.known[0]]
        return sorted(before, key=lambda other: -other.known[0])

    def _remove(self, held: Held) -> None:
        """Nothing; it is no longer held for what it was asked by."""
        if held in self._spares:
            self._spares.remove(held)
            return
        del self._held[held.key]

    def counties(
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
            self._remove(unused)
            with transaction(cursor):
                for table in FILLED:
                    cursor.execute(f"DELETE FROM {table} WHERE snapshot_id = $1", [unused.number])
                self._registry.forget(cursor, unused.number)

    def _superfluous(self) -> Held | None:
        """The longest unused of those that there is no room for; in a file the whole ones have a room of their own."""
        others = list(self._held.values())
        if self.kept:
            whole = [held for held in others if held.counties is None]
            days = {held.as_of for held in whole[-1:]}
            old = [spare for spare in self._spares if spare.as_of not in days]
            if len(whole) + len(self._spares) > WHOLES:
                return self._unused([*old, *whole[:-1]])
            others = [held for held in others if held.counties is not None]
        too_many = len(others) > HELD or sum(held.rows for held in others) > ROOM
        return self._unused(others[:-1]) if too_many else None

    def _unused(self, candidates: Sequence[Held]) -> Held | None:
        """The first that nobody reads just now."""
        return next((held for held in candidates if not self._users[held.number]), None)


def _rows(cursor: duckdb.DuckDBPyConnection, number: int) -> int:
    """How many projects the snapshot holds."""
    return int(
        cursor.execute("SELECT count(*) FROM read_now WHERE snapshot_id = $1", [number]).fetchall()[0][0]
    )


def knowledge(cursor: duckdb.DuckDBPyConnection, known_at: datetime, newest: int) -> Knowledge:
    """What was known by then of the events up to the number `newest`.

    No event is dated before an earlier one, so this names all that an answer rests on.
    """
    counted = cursor.execute(
        "SELECT count(*), coalesce(max(e.at), $1) FROM store.event e WHERE e.at <= $1 AND e.event_id <= $2",
        [known_at, newest],
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
