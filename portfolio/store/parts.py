"""Parts of a snapshot that only some questions rest on, filled when the first of them is asked."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from dataclasses import replace

import duckdb

from portfolio.store.bringing import Bringing, asks_something, copy, take_over
from portfolio.store.keeping import Held, Part, Registry, transaction

MACROS = {
    "county_now": "county_on",
    "member_now": "member_row",
    "naming_now": "naming_row",
    "source_now": "source_row",
    "part_now": "part_row",
    "standing_now": "standing_row",
    "fact_now": "fact_row",
    "plan_now": "plan_row",
    "planned_now": "planned_row",
    "field_now": "field_row",
    "monthly_now": "monthly_row",
    "beside_now": "beside_row",
    "group_year_now": "group_year_row",
    "step_now": "step_row",
    "group_month_now": "group_month_row",
    "curve_now": "curve_row",
    "curve_paid_now": "curve_paid_row",
}
"""Which table is filled from which macro; a macro may read the tables before it."""
YEARLY = {"group_month_now", "curve_now", "curve_paid_now"}
"""The tables that are filled a year at a time."""
READS = {
    "step_now": ("group_year_now",),
    "curve_now": ("group_month_now",),
    "curve_paid_now": ("group_month_now",),
}
"""The parts that the macro of a part reads besides what every snapshot has."""


def with_those_read(table: str, year: int | None = None) -> list[Part]:
    """The part and those that it reads, each after what it reads; of the year where they have one."""
    return [(name, year if name in YEARLY else None) for name in (*READS.get(table, ()), table)]


def all_parts(year: int) -> list[Part]:
    """Every part; those that are filled a year at a time of this year."""
    return [(table, year if table in YEARLY else None) for table in MACROS]


class Parts:
    """Knows what is filled, and with which knowledge; one thread fills at a time, the others wait for it."""

    def __init__(self, registry: Registry, bringing: Bringing) -> None:
        self._registry = registry
        self._bringing = bringing
        self._filled = registry.parts()
        self.filling = threading.RLock()

    def missing(self, held: Held, wanted: Iterable[Part]) -> list[Part]:
        """Those of the wanted parts that the snapshot has not got yet, or only as an earlier knowledge had them."""
        return [part for part in wanted if self._filled.get((held.number, part)) != held.known]

    def fill(
        self, cursor: duckdb.DuckDBPyConnection, held: Held, wanted: Iterable[Part], earlier: Sequence[Held]
    ) -> None:
        """Nothing; fills what the snapshot lacks, and drops what belongs to snapshots that are gone.

        Parts that it, or an earlier one of the same day, has from an earlier knowledge are brought forward if they can.
        """
        with self.filling:
            missing = self.missing(held, wanted)
            own = {self._filled[held.number, part] for part in missing if (held.number, part) in self._filled}
            for base in [*(replace(held, known=known) for known in own), *earlier]:
                known = [part for part in missing if self._filled.get((base.number, part)) == base.known]
                self._bring(cursor, base, held, known)
                missing = self.missing(held, wanted)
            for part in missing:
                with transaction(cursor):
                    self._drop(cursor, held, part)
                    _insert(cursor, *part, held.number)
                    self._registry.note_part(cursor, held.number, part, held.known)
                self._filled[held.number, part] = held.known

    def copy(self, cursor: duckdb.DuckDBPyConnection, held: Held, other: Held) -> None:
        """Nothing; inside the cursor's transaction `other` gets the parts that the snapshot has."""
        for (number, part), known in list(self._filled.items()):
            if number == held.number and known == held.known:
                copy(cursor, part[0], number, other.number, part[1])
                self._registry.note_part(cursor, other.number, part, known)
                self._filled[other.number, part] = known

    def _bring(
        self, cursor: duckdb.DuckDBPyConnection, base: Held, held: Held, wanted: Iterable[Part]
    ) -> None:
        """Nothing; those of the wanted parts whose rows are each about one project are brought forward, if any can."""
        parts = [part for part in wanted if self._bringing.keyed(cursor, part[0])]
        if not parts:
            return
        scratch = self._registry.number(cursor)
        with transaction(cursor):
            touched = self._bringing.read_touched(cursor, scratch, base, held)
            if touched:
                self._bringing.reckon(cursor, scratch, held)
                for table in {name for name, _ in _with_those_read(parts)}:
                    _sweep(cursor, table)
                for table, year in _with_those_read(parts):
                    _insert(cursor, table, year, scratch)
                for part in parts:
                    take_over(cursor, part[0], scratch, base, held, part[1])
                    self._registry.note_part(cursor, held.number, part, held.known)
        self._bringing.clear(cursor, scratch, {table for table, _ in _with_those_read(parts)})
        if touched:
            self._filled |= {(held.number, part): held.known for part in parts}

    def _drop(self, cursor: duckdb.DuckDBPyConnection, held: Held, part: Part) -> None:
        """Nothing; rows of the part that an earlier knowledge had are gone."""
        table, year = part
        _sweep(cursor, table)
        if (held.number, part) in self._filled:
            of_year = "" if year is None else f"AND year = {int(year)}"
            cursor.execute(f"DELETE FROM {table} WHERE snapshot_id = $1 {of_year}", [held.number])


def _sweep(cursor: duckdb.DuckDBPyConnection, table: str) -> None:
    """Nothing; what belongs to snapshots that are gone is gone too."""
    cursor.execute(f"DELETE FROM {table} WHERE snapshot_id NOT IN (SELECT snapshot_id FROM snapshot)")


def _with_those_read(parts: Iterable[Part]) -> list[Part]:
    """The parts and those that they read, each once and after what it reads."""
    return list(dict.fromkeys(read for part in parts for read in with_those_read(*part)))


def _insert(cursor: duckdb.DuckDBPyConnection, table: str, year: int | None, number: int) -> None:
    if not asks_something(cursor, table, number):
        return
    if year is None:
        cursor.execute(f"INSERT INTO {table} SELECT $1, * FROM {MACROS[table]}($1)", [number])
    else:
        cursor.execute(f"INSERT INTO {table} SELECT $1, $2, * FROM {MACROS[table]}($1, $2)", [number, year])
