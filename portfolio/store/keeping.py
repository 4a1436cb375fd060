"""The file beside a large store in which its snapshots outlive the process: whose it is, and what in it is whole.

It holds nothing that cannot be worked out again, so whatever is doubtful about it, it is deleted and made anew.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import duckdb

from portfolio import codes

Knowledge = tuple[int, datetime]
"""How many events were known, and when the newest of them happened."""
Part = tuple[str, int | None]
"""A table of sql/71 to 73, and the year of which it is filled; None where it has none."""
Key = tuple[date, Knowledge, tuple[str, ...] | None]
"""What a snapshot is asked by: the day, what was known, the counties read (None for all)."""


@dataclass(frozen=True)
class Held:
    """A snapshot that is held, and how many projects it holds."""

    number: int
    as_of: date
    known: Knowledge
    counties: tuple[str, ...] | None
    rows: int = 0

    @property
    def key(self) -> Key:
        """What it is asked by."""
        return self.as_of, self.known, self.counties


def answers_file(store: Path) -> Path:
    """Where the snapshots of the store at this path are kept."""
    # the engine names a database by its file up to the first dot, and `store` is taken
    return store.with_name(f"{store.stem.replace('.', '-')}-answers.duckdb")


def remove(file: Path) -> None:
    """Nothing; the file of answers is gone, and what the engine writes beside it."""
    for left in (file, file.with_name(f"{file.name}.wal")):
        left.unlink(missing_ok=True)


def stamp(schema: int, texts: Iterable[str]) -> str:
    """What a file of answers must be marked with: engine, schema, code lists, this package, and these texts of sql/."""
    digest = hashlib.sha256(f"{duckdb.__version__} {schema}".encode())
    for name in codes.names():
        digest.update(f"{name} {codes.table(name).write_csv()}".encode())
    for file in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(file.read_bytes())
    for text in texts:
        digest.update(text.encode())
    return digest.hexdigest()


def mark(engine: duckdb.DuckDBPyConnection, stamped: str) -> None:
    """Nothing; the file that the engine works in is marked. The last thing done to a new one."""
    engine.execute("CREATE TABLE stamp AS SELECT $1 AS digest", [stamped])


def usable(engine: duckdb.DuckDBPyConnection, stamped: str) -> bool:
    """Whether the file that the engine works in bears this mark and knows only what the attached ledger knows."""
    if engine.execute("SELECT digest FROM stamp").fetchall() != [(stamped,)]:
        return False
    strange = engine.execute(
        """SELECT count(*) FROM kept_snapshot k WHERE k.event_count > 0 AND (
               k.event_count <> (SELECT count(*) FROM store.event e WHERE e.event_id <= k.last_event_id)
               OR NOT EXISTS (FROM store.event e WHERE e.event_id = k.last_event_id AND e.hash = k.last_hash))"""
    ).fetchall()
    return bool(strange[0][0] == 0)


class Registry:
    """What is whole in the file of answers, told in the transactions that fill it; forgetful where all is in memory."""

    def __init__(self, engine: duckdb.DuckDBPyConnection) -> None:
        self._engine = engine
        self._next = 1
        self.kept = in_file(engine)

    def number(self, cursor: duckdb.DuckDBPyConnection) -> int:
        """A number that no snapshot ever had."""
        if self.kept:
            return int(cursor.execute("SELECT nextval('snapshot_number')").fetchall()[0][0])
        self._next += 1
        return self._next - 1

    def note(self, cursor: duckdb.DuckDBPyConnection, held: Held) -> None:
        """Nothing; the snapshot counts as whole once the cursor's transaction ends well."""
        if not self.kept:
            return
        cursor.execute(
            """INSERT INTO kept_snapshot
               SELECT $number, $as_of, $count, $known_at, n.event_id, n.hash, $counties, $rows
               FROM (SELECT 1) LEFT JOIN (
                   SELECT e.event_id, e.hash FROM store.event e WHERE e.at <= $known_at
                   ORDER BY e.event_id LIMIT 1 OFFSET greatest(0, $count - 1)) n ON true""",
            {
                "number": held.number,
                "as_of": held.as_of,
                "count": held.known[0],
                "known_at": held.known[1],
                "counties": None if held.counties is None else list(held.counties),
                "rows": held.rows,
            },
        )

    def note_part(self, cursor: duckdb.DuckDBPyConnection, number: int, part: Part, known: Knowledge) -> None:
        """Nothing; the part of the snapshot counts as filled with this knowledge, once the transaction ends well."""
        if not self.kept:
            return
        cursor.execute(
            "DELETE FROM kept_part WHERE snapshot_id = $1 AND part = $2 AND year IS NOT DISTINCT FROM $3",
            [number, *part],
        )
        cursor.execute("INSERT INTO kept_part VALUES ($1, $2, $3, $4, $5)", [number, *part, *known])

    def forget(self, cursor: duckdb.DuckDBPyConnection, number: int, parts: bool = True) -> None:
        """Nothing; the snapshot (and its parts) no longer count, once the cursor's transaction ends well."""
        if not self.kept:
            return
        cursor.execute("DELETE FROM kept_snapshot WHERE snapshot_id = $1", [number])
        if parts:
            cursor.execute("DELETE FROM kept_part WHERE snapshot_id = $1", [number])

    def held(self) -> list[Held]:
        """The snapshots that are whole, the oldest first; none in memory, where a process begins without."""
        if not self.kept:
            return []
        rows = self._engine.execute(
            "SELECT snapshot_id, as_of, event_count, known_at, counties, row_count FROM kept_snapshot ORDER BY 1"
        ).fetchall()
        return [
            Held(number, as_of, (count, known_at), None if counties is None else tuple(counties), size)
            for number, as_of, count, known_at, counties, size in rows
        ]

    def parts(self) -> dict[tuple[int, Part], Knowledge]:
        """The parts that are filled, each with the number of its snapshot, and with which knowledge."""
        if not self.kept:
            return {}
        rows = self._engine.execute(
            "SELECT snapshot_id, part, year, event_count, known_at FROM kept_part"
        ).fetchall()
        return {(number, (part, year)): (count, known_at) for number, part, year, count, known_at in rows}


@contextmanager
def transaction(cursor: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Nothing; what the block does stands whole, or not at all."""
    cursor.execute("BEGIN")
    try:
        yield
    except BaseException:
        cursor.execute("ROLLBACK")
        raise
    cursor.execute("COMMIT")


def in_file(engine: duckdb.DuckDBPyConnection) -> bool:
    """Whether the engine works in a file of answers, not in memory."""
    found = engine.execute("SELECT count(*) FROM duckdb_tables() WHERE table_name = 'kept_snapshot'")
    return bool(found.fetchall()[0][0])
