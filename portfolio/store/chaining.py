"""The chain of events: its end, the next one appended behind it, what must hold before, and where it is broken."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

import duckdb
import polars as pl

from portfolio.model import Event, PortfolioError, Submission
from portfolio.store import writing
from portfolio.store.writing import Happening

CLOCK = "event_clock"
"""The table of what the clock said where that is not the moment that an event got."""


def newest(cursor: duckdb.DuckDBPyConnection) -> tuple[int, str, datetime]:
    """The newest event's number, hash and moment; what stands before the first where there is none."""
    last = cursor.execute(
        "SELECT e.event_id, e.hash, e.at FROM store.event e ORDER BY e.event_id DESC LIMIT 1"
    ).fetchall()
    return last[0] if last else (0, writing.FIRST_HASH, datetime.min)


def write(cursor: duckdb.DuckDBPyConnection, event: Event, rows: Mapping[str, pl.DataFrame]) -> int:
    """The event's number, once it and its rows stand behind the newest event."""
    last, previous, at = newest(cursor)
    # a clock set back must not change what was known on a day already asked about
    if event.at < at:
        rows = {**rows, CLOCK: pl.DataFrame({"true_at": [event.at]}, schema={"true_at": pl.Datetime("us")})}
        event = event.model_copy(update={"at": at})
    writing.insert(cursor, last + 1, rows)
    content = writing.content_hash(cursor, last + 1, writing.with_columns(cursor, rows))
    cursor.execute(
        "INSERT INTO store.event VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        event_row(last + 1, event, content, previous),
    )
    return last + 1


def moved(events: Iterable[tuple[int, Happening]], at: datetime) -> dict[str, pl.DataFrame]:
    """The `event_clock` rows of many events behind one of the moment `at` by table name, none where each is later."""
    moves = []
    for number, (event, _) in events:
        if event.at < at:
            moves.append((number, 0, event.at))
        at = max(event.at, at)
    schema = {"event_id": pl.Int64(), "position": pl.Int32(), "true_at": pl.Datetime("us")}
    return {CLOCK: pl.DataFrame(moves, schema=schema, orient="row")} if moves else {}


def event_row(number: int, event: Event, content: str, previous: str) -> list[object]:
    """The event as its table holds it, chained to the event before by its hash."""
    values = [number, event.kind, event.actor, event.at, event.why]
    return [*values, content, previous, writing.chained(number, event, content, previous)]


def broken_link(cursor: duckdb.DuckDBPyConnection) -> int | None:
    """The number of the first event whose hash does not follow from its rows and the event before, else None."""
    tables = writing.event_tables(cursor)
    previous = writing.FIRST_HASH
    last = newest(cursor)[0]
    contents = writing.content_hashes(cursor, 1, last, tables)
    for number, kind, actor, at, why, _, stated, stored in cursor.execute(
        "FROM store.event WHERE event_id <= $1 ORDER BY event_id", [last]
    ).fetchall():
        expected = writing.chained_text(number, kind, actor, at, why, contents[number], previous)
        if (stated, stored) != (previous, expected):
            return int(number)
        previous = stored
    return None


def already_sent(cursor: duckdb.DuckDBPyConnection, sent: Submission) -> int | None:
    """The number of the report that this file of this unit for this month already is, if it waits or counts."""
    rows = cursor.execute(
        """SELECT s.event_id FROM store.submission s
           JOIN submission_state(9223372036854775807) t ON t.submission_id = s.event_id
           WHERE s.file_sha256 = $1 AND s.period_on = $2 AND s.unit_code IS NOT DISTINCT FROM $3
               AND t.verdict IN ('pending', 'accepted')
           ORDER BY s.event_id LIMIT 1""",
        [sent.file_sha256, sent.period_on, sent.unit_code],
    ).fetchall()
    return int(rows[0][0]) if rows else None


def need_known_projects(cursor: duckdb.DuckDBPyConnection, reports: pl.DataFrame) -> None:
    """Raise PortfolioError project_unknown for a report about what no edition holds."""
    if not reports.height:
        return
    cursor.register("reported", reports.to_arrow())
    unknown = cursor.execute(
        """SELECT project_id FROM reported WHERE project_id NOT IN (
               SELECT project_id FROM known_row(9223372036854775807)) ORDER BY 1 LIMIT 1"""
    ).fetchall()
    cursor.unregister("reported")
    if unknown:
        raise PortfolioError("project_unknown", project=unknown[0][0])
