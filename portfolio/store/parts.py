"""Parts of a snapshot that only some questions rest on, filled when the first of them is asked.

Which parts a question reads follows from the text of sql/: nobody has to list them.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Mapping
from functools import cache

import duckdb

from portfolio.store.opening import statements

Part = tuple[str, int | None]
"""A table of sql/71_parts.sql or 72_quality_parts.sql, and the year of which it is filled; None where it has none."""
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

    def __init__(self) -> None:
        self._filled: set[tuple[int, Part]] = set()
        self._filling = threading.Lock()

    def missing(self, number: int, wanted: Iterable[Part]) -> list[Part]:
        """Those of the wanted parts that the snapshot `number` has not got yet."""
        return [part for part in wanted if (number, part) not in self._filled]

    def fill(self, cursor: duckdb.DuckDBPyConnection, number: int, wanted: Iterable[Part]) -> None:
        """Nothing; fills what the snapshot `number` lacks, and drops what belongs to snapshots that are gone."""
        with self._filling:
            for table, year in self.missing(number, wanted):
                cursor.execute("BEGIN")
                cursor.execute(
                    f"DELETE FROM {table} WHERE snapshot_id NOT IN (SELECT snapshot_id FROM snapshot)"
                )
                _insert(cursor, table, number, year)
                cursor.execute("COMMIT")
                self._filled.add((number, (table, year)))


def _insert(cursor: duckdb.DuckDBPyConnection, table: str, number: int, year: int | None) -> None:
    if year is None:
        cursor.execute(f"INSERT INTO {table} SELECT $1, * FROM {MACROS[table]}($1)", [number])
    else:
        cursor.execute(f"INSERT INTO {table} SELECT $1, $2, * FROM {MACROS[table]}($1, $2)", [number, year])
