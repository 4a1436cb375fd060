"""The Store: the only writer of a workspace's ledger and the one place its questions are put to the engine."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import duckdb
import polars as pl

from portfolio.model import Decision, Entry, Event, PortfolioError, Record, View
from portfolio.store import writing
from portfolio.store.opening import MEMORY, connect
from portfolio.store.snapshots import Snapshots

__all__ = ["MEMORY", "Store"]

RACES = 8
"""How often a writer that lost a race to another process tries again."""


class Store:
    """One workspace's ledger. Safe to share between threads: every call works on a cursor of its own."""

    def __init__(self, path: Path = MEMORY, *, accept_at_once: bool = False) -> None:
        """Open (and if new, lay out) the store at `path`; `accept_at_once` accepts clean reports without a reviewer.

        Raises PortfolioError folder_unwritable, store_held, store_newer or store_broken.
        """
        self.path = path
        self.accept_at_once = accept_at_once
        self._engine = connect(path)
        self._writing = threading.Lock()
        self._snapshots = Snapshots()

    def close(self) -> None:
        """Nothing; the file is released for another process."""
        self._engine.close()

    def read(self, question: str, parameters: Mapping[str, object] | None = None) -> pl.DataFrame:
        """The answer to one SQL question as a frame; `parameters` fill its `$name`s."""
        with self._engine.cursor() as cursor:
            return cursor.sql(question, params=dict(parameters or {})).pl()

    def version(self) -> int:
        """The number of the newest event, 0 for an empty ledger: changes whenever an answer may."""
        with self._engine.cursor() as cursor:
            return int(cursor.execute("SELECT coalesce(max(event_id), 0) FROM store.event").fetchall()[0][0])

    def ask(self, question: str, view: View, **more: object) -> pl.DataFrame:
        """The answer to a question of a view as a frame.

        The view's filters and scope fill the question's `$name`s, `$snapshot` is the snapshot that holds its
        day and knowledge (taken now if there is none), `more` fills what else the question names.
        """
        with self._engine.cursor() as cursor:
            number = self._snapshots.begin(cursor, view.as_of, view.known_at)
            try:
                named = view.parameters() | more | {"snapshot": number}
                return cursor.sql(question, params=named).pl()
            finally:
                cursor.execute("ROLLBACK")

    def append(
        self,
        event: Event,
        records: Sequence[Record | Entry] = (),
        frames: Mapping[str, pl.DataFrame] | None = None,
    ) -> int:
        """The event's number, once it and all its rows are stored, or none of them.

        An event dated before the newest one gets that one's moment, so that any past day stays as it was.

        `frames` holds rows in bulk by table name. A file already reported (same checksum, not returned or
        withdrawn) stores nothing and gives the number it had. Raises ValueError for unknown codes and
        PortfolioError project_unknown for an entry about a project that the library in force lacks.
        """
        writing.refuse_unknown_codes(records)
        with self._writing, self._engine.cursor() as cursor:
            for race in range(RACES):
                try:
                    cursor.execute("BEGIN")
                    number = self._append(cursor, event, records, frames or {})
                    cursor.execute("COMMIT")
                except duckdb.TransactionException:
                    _roll_back(cursor)
                    if race == RACES - 1:
                        raise
                except BaseException:
                    _roll_back(cursor)
                    raise
                else:
                    return number
        raise AssertionError("unreachable: the last race either returns or raises")

    def _append(
        self,
        cursor: duckdb.DuckDBPyConnection,
        event: Event,
        records: Sequence[Record | Entry],
        frames: Mapping[str, pl.DataFrame],
    ) -> int:
        cursor.execute("UPDATE store.guard SET turn = turn + 1 WHERE name = 'ledger'")
        submission = writing.submission_in(records)
        if submission and submission.file_sha256:
            earlier = _already_sent(cursor, submission.file_sha256)
            if earlier is not None:
                return earlier
        reports = writing.reports_of(records, frames)
        _need_known_projects(cursor, reports)
        rows = writing.frames_of(cursor, records) | dict(frames)
        if reports.height:
            rows["report"] = reports
        number = _write(cursor, event, rows)
        if submission and self.accept_at_once:
            decided = Event(kind="report_decided", actor="accept_at_once", at=event.at)
            accepted = Decision(submission_id=number, verdict="accepted")
            _write(cursor, decided, writing.frames_of(cursor, [accepted]))
        return number

    def broken_link(self) -> int | None:
        """The number of the first event whose hash does not follow from its rows and the event before, else None."""
        with self._engine.cursor() as cursor:
            tables = _event_tables(cursor)
            previous = writing.FIRST_HASH
            for number, kind, actor, at, why, _, stated, stored in cursor.execute(
                "FROM store.event ORDER BY event_id"
            ).fetchall():
                content = writing.content_hash(cursor.cursor(), number, tables)
                expected = writing.chained_text(number, kind, actor, at, why, content, previous)
                if (stated, stored) != (previous, expected):
                    return int(number)
                previous = stored
        return None


def _roll_back(cursor: duckdb.DuckDBPyConnection) -> None:
    """Nothing; a conflict found at COMMIT has ended the transaction already, which a second ending would hide."""
    with suppress(duckdb.TransactionException):
        cursor.execute("ROLLBACK")


def _write(cursor: duckdb.DuckDBPyConnection, event: Event, rows: Mapping[str, pl.DataFrame]) -> int:
    last = cursor.execute(
        "SELECT e.event_id, e.hash, e.at FROM store.event e ORDER BY e.event_id DESC LIMIT 1"
    ).fetchall()
    number, previous = (last[0][0] + 1, last[0][1]) if last else (1, writing.FIRST_HASH)
    if last:  # a clock set back must not change what was known on a day already asked about
        event = event.model_copy(update={"at": max(event.at, last[0][2])})
    writing.insert(cursor, number, rows)
    content = writing.content_hash(cursor, number, rows)
    cursor.execute(
        "INSERT INTO store.event VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        [
            number,
            event.kind,
            event.actor,
            event.at,
            event.why,
            content,
            previous,
            writing.chained(number, event, content, previous),
        ],
    )
    return int(number)


def _already_sent(cursor: duckdb.DuckDBPyConnection, checksum: str) -> int | None:
    found = cursor.execute(
        """SELECT s.event_id FROM store.submission s
           WHERE s.file_sha256 = $1 AND coalesce((
               SELECT arg_max(d.verdict, d.event_id) FROM store.decision d WHERE d.submission_id = s.event_id), 'pending')
               NOT IN ('returned', 'withdrawn')
           ORDER BY s.event_id LIMIT 1""",
        [checksum],
    ).fetchall()
    return int(found[0][0]) if found else None


def _need_known_projects(cursor: duckdb.DuckDBPyConnection, reports: pl.DataFrame) -> None:
    if not reports.height:
        return
    cursor.register("reported", reports.to_arrow())
    unknown = cursor.execute(
        """SELECT project_id FROM reported WHERE project_id NOT IN (
               SELECT project_id FROM library_row(TIMESTAMP '9999-12-31')) ORDER BY 1 LIMIT 1"""
    ).fetchall()
    cursor.unregister("reported")
    if unknown:
        raise PortfolioError("project_unknown", project=unknown[0][0])


def _event_tables(cursor: duckdb.DuckDBPyConnection) -> list[str]:
    found = cursor.execute(
        """SELECT DISTINCT table_name FROM duckdb_columns()
           WHERE database_name = 'store' AND column_name = 'position' ORDER BY 1"""
    ).fetchall()
    return [name for (name,) in found]
