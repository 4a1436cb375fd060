"""Parts of a snapshot that only some questions rest on, filled when the first of them is asked.

Which parts a question reads follows from the text of sql/: nobody has to list them.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache

import duckdb

from portfolio.store.bringing import Bringing, copy
from portfolio.store.keeping import Held, Part, Registry
from portfolio.store.opening import statements

MACROS = {
    "member_now": "member_row",
    "naming_now": "naming_row",
    "part_now": "part_row",
    "cover_now": "cover_row",
    "standing_now": "standing_row",
    "fact_now": "fact_row",
    "plan_now": "plan_row",
    "planned_now": "planned_row",
    "field_now": "field_row",
    "monthly_now": "monthly_row",
    "beside_now": "beside_row",
    "step_now": "step_row",
    "curve_now": "curve_row",
    "curve_paid_now": "curve_paid_row",
}
"""Which table is filled from which macro."""
YEARLY = {"curve_now", "curve_paid_now"}
"""The tables that are filled a year at a time: the question's `$of_year`."""
_CREATED = re.compile(r"CREATE MACRO (\w+)\(")


def parts_of(question: str, parameters: Mapping[str, object]) -> list[Part]:
    """The parts that the question reads, through all macros that it names."""
    year = parameters.get("of_year")
    return [
        (table, year if isinstance(year, int) and table in YEARLY else None) for table in _tables(question)
    ]


def all_parts(year: int) -> list[Part]:
    """Every part; those that are filled a year at a time of this year."""
    return [(table, year if table in YEARLY else None) for table in MACROS]


@cache
def _tables(question: str) -> tuple[str, ...]:
    bodies = _bodies()
    seen: set[str] = set()
    waiting = [question]
    while waiting:
        new = set(re.findall(r"\w+", waiting.pop())) - seen
        seen |= new
        waiting += [bodies[name] for name in new & bodies.keys()]
    return tuple(table for table in MACROS if table in seen)


@cache
def _bodies() -> dict[str, str]:
    """Macro to its text, of every macro of sql/."""
    return {found[1]: text for text in statements("*.sql") if (found := _CREATED.search(text))}


class Parts:
    """Knows what is filled; one thread fills at a time, the others wait for it."""

    def __init__(self, registry: Registry, bringing: Bringing) -> None:
        self._registry = registry
        self._bringing = bringing
        self._filled = registry.parts()
        self._filling = threading.Lock()

    def missing(self, number: int, wanted: Iterable[Part]) -> list[Part]:
        """Those of the wanted parts that the snapshot `number` has not got yet."""
        return [part for part in wanted if (number, part) not in self._filled]

    def fill(
        self, cursor: duckdb.DuckDBPyConnection, held: Held, wanted: Iterable[Part], earlier: Sequence[Held]
    ) -> None:
        """Nothing; fills what the snapshot lacks, and drops what belongs to snapshots that are gone.

        Parts that an earlier snapshot of the same day has are brought forward from it where that can be.
        """
        with self._filling:
            for base in earlier:
                held_there = [
                    part for part in self.missing(held.number, wanted) if (base.number, part) in self._filled
                ]
                self._bring(cursor, base, held, held_there)
            for part in self.missing(held.number, wanted):
                with self._noted(cursor, held, [part]):
                    _insert(cursor, *part, held.number)

    def _bring(
        self, cursor: duckdb.DuckDBPyConnection, base: Held, held: Held, wanted: Iterable[Part]
    ) -> None:
        """Nothing; those of the wanted parts whose rows are each about one project are brought forward, if any can."""
        parts = [part for part in wanted if self._bringing.keyed(cursor, part[0])]
        if not parts:
            return
        with self._noted(cursor, held, parts), self._bringing.touched(cursor, base, held) as scratch:
            if scratch is None:
                parts.clear()
                return
            self._bringing.reckon(cursor, scratch, held)
            for table, year in parts:
                _insert(cursor, table, year, scratch)
            for table, year in parts:
                copy(cursor, table, scratch, base, held, year)
                cursor.execute(f"DELETE FROM {table} WHERE snapshot_id = $1", [scratch])

    @contextmanager
    def _noted(self, cursor: duckdb.DuckDBPyConnection, held: Held, parts: Sequence[Part]) -> Iterator[None]:
        """Nothing; a transaction after which these parts of the snapshot count as filled, if it ends well."""
        cursor.execute("BEGIN")
        try:
            for table, _ in parts:
                cursor.execute(
                    f"DELETE FROM {table} WHERE snapshot_id NOT IN (SELECT snapshot_id FROM snapshot)"
                )
            yield
            for part in parts:
                self._registry.note_part(cursor, held.number, part)
        except BaseException:
            cursor.execute("ROLLBACK")
            raise
        cursor.execute("COMMIT")
        self._filled |= {(held.number, part) for part in parts}


def _insert(cursor: duckdb.DuckDBPyConnection, table: str, year: int | None, number: int) -> None:
    if year is None:
        cursor.execute(f"INSERT INTO {table} SELECT $1, * FROM {MACROS[table]}($1)", [number])
    else:
        cursor.execute(f"INSERT INTO {table} SELECT $1, $2, * FROM {MACROS[table]}($1, $2)", [number, year])
