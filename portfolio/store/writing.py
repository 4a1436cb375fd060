"""Turning an event and its records into rows, and the hash that chains every event to the one before it."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache

import duckdb
import polars as pl

from portfolio import codes
from portfolio.model import Entry, Event, Record, Submission
from portfolio.store.frozen import hashed_text

Happening = tuple[Event, Sequence[Record | Entry]]
"""An event with its records, not yet numbered."""
FIRST_HASH = "0" * 64
CODED = {
    "source": "source",
    "milestone": "milestone",
    "basis": "basis",
    "stage": "stage",
    "due_precision": "precision",
    "done_precision": "precision",
}
"""Which codelist each coded field of an entry takes its values from."""
REASONED = {"milestone_entry", "obstacle_entry"}
"""The entries whose reason is a code; a plan's reason is free text."""
TYPES: dict[str, pl.DataType] = {
    "VARCHAR": pl.String(),
    "DATE": pl.Date(),
    "TIMESTAMP": pl.Datetime("us"),
    "BOOLEAN": pl.Boolean(),
    "BIGINT": pl.Int64(),
    "INTEGER": pl.Int32(),
    "DECIMAL(18,2)": pl.Decimal(18, 2),
    "DECIMAL(9,8)": pl.Decimal(9, 8),
    "VARCHAR[]": pl.List(pl.String()),
}


def refuse_unknown_codes(records: Iterable[Record | Entry]) -> None:
    """Raise ValueError naming the first code that its codelist lacks (misuse: intake checks people's files)."""
    for record in records:
        for field, codelist in coded_fields(type(record)):
            code = getattr(record, field)
            if code is not None and code not in codes.labels(codelist, "zh"):
                raise ValueError(f"{code!r} is not in codelist {codelist}")


@cache
def coded_fields(kind: type[Record | Entry]) -> tuple[tuple[str, str], ...]:
    """The fields of one kind of record that hold codes, each with its codelist."""
    lists = CODED | ({"reason": "reason"} if kind.table in REASONED else {})
    return tuple((field, codelist) for field, codelist in lists.items() if field in kind.model_fields)


def refuse_checksums(records: Iterable[Record | Entry]) -> None:
    """Raise ValueError for a submission that names its file's checksum."""
    if any(isinstance(record, Submission) and record.file_sha256 for record in records):
        raise ValueError("a submission with a checksum is appended on its own")


def frames_of(
    engine: duckdb.DuckDBPyConnection, records: Iterable[Record | Entry]
) -> dict[str, pl.DataFrame]:
    """Table name to frame of its rows, typed as the table is, in the order given; event_id is left out."""
    numbered = numbered_frames(engine, [(0, list(records))])
    return {table: frame.drop("event_id", "position") for table, frame in numbered.items()}


def numbered_frames(
    engine: duckdb.DuckDBPyConnection, events: Iterable[tuple[int, Sequence[Record | Entry]]]
) -> dict[str, pl.DataFrame]:
    """Table name to frame of the rows of many events, each with its event's number and its place in the event."""
    grouped: dict[str, list[dict[str, object]]] = defaultdict(list)
    for number, records in events:
        counted: dict[str, int] = defaultdict(int)
        for record in records:
            grouped[record.table].append(
                _row(record) | {"event_id": number, "position": counted[record.table]}
            )
            counted[record.table] += 1
    return {table: pl.DataFrame(rows, schema=_schema(engine, table)) for table, rows in grouped.items()}


def _row(record: Record | Entry) -> dict[str, object]:
    row = dict(record)
    if isinstance(record, Entry):
        row["cleared"] = list(record.cleared)
        row["cells"] = None if record.cells is None else list(record.cells)
    return row


def _schema(engine: duckdb.DuckDBPyConnection, table: str) -> dict[str, pl.DataType]:
    return {name: TYPES[kind] for name, kind in _described(engine, table).items()}


def _described(engine: duckdb.DuckDBPyConnection, table: str) -> dict[str, str]:
    """The table's columns in the order in which they were added, each with its type."""
    return {name: kind for name, kind, *_ in engine.execute(f"DESCRIBE store.{table}").fetchall()}


def reports_of(records: Iterable[Record | Entry], frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """One row a project and month that the entries report on, whatever they state."""
    typed = pl.DataFrame(
        [
            (entry.project_id, entry.period_on)
            for entry in records
            if isinstance(entry, Entry) and entry.table != "indicator_entry"
        ],
        schema={"project_id": pl.String, "period_on": pl.Date},
        orient="row",
    )
    bulk = [
        frame.select("project_id", "period_on")
        for table, frame in frames.items()
        if table.endswith("_entry") and table != "indicator_entry"
    ]
    return pl.concat([typed, *bulk]).unique(maintain_order=True)


def numbered_reports(events: Iterable[tuple[int, Happening]]) -> dict[str, pl.DataFrame]:
    """The `report` rows of many events by table name, none where no event reports."""
    frames = [
        frame.with_row_index("position").with_columns(
            pl.col("position").cast(pl.Int32), pl.lit(number, pl.Int64).alias("event_id")
        )
        for number, (_, records) in events
        if (frame := reports_of(records, {})).height
    ]
    return {"report": pl.concat(frames)} if frames else {}


def insert(engine: duckdb.DuckDBPyConnection, event_id: int, frames: Mapping[str, pl.DataFrame]) -> None:
    """Add each frame's rows to its table under the event, numbered in their order."""
    for table, frame in frames.items():
        numbered = frame.with_row_index("position").with_columns(
            pl.col("position").cast(pl.Int32), pl.lit(event_id, pl.Int64).alias("event_id")
        )
        insert_numbered(engine, {table: numbered})


def insert_numbered(engine: duckdb.DuckDBPyConnection, frames: Mapping[str, pl.DataFrame]) -> None:
    """Add each frame's rows, which carry their event and position, to its table."""
    for table, frame in frames.items():
        engine.register("batch", frame.to_arrow())
        engine.execute(f"INSERT INTO store.{table} BY NAME FROM batch")
        engine.unregister("batch")


def insert_events(engine: duckdb.DuckDBPyConnection, rows: Sequence[Sequence[object]]) -> None:
    """Add the rows, each with all columns of an event in their order, to the events."""
    insert_numbered(engine, {"event": pl.DataFrame(rows, schema=_schema(engine, "event"), orient="row")})


def content_hash(
    engine: duckdb.DuckDBPyConnection, event_id: int, tables: Mapping[str, Sequence[str]]
) -> str:
    """The SHA-256 over the event's rows as the tables hold them, table by table in name order."""
    return content_hashes(engine, event_id, event_id, tables)[event_id]


def content_hashes(
    engine: duckdb.DuckDBPyConnection, first: int, last: int, tables: Mapping[str, Sequence[str]]
) -> dict[int, str]:
    """Event number to the SHA-256 over its rows in the tables, which name their columns, for `first` to `last`."""
    digests = {number: hashlib.sha256() for number in range(first, last + 1)}
    for table, columns in sorted(tables.items()):
        hashes = engine.execute(
            f"""SELECT event_id, string_agg(sha256({hashed_text(table, columns)}), '' ORDER BY position)
                FROM store.{table} t WHERE event_id BETWEEN $1 AND $2 GROUP BY event_id""",
            [first, last],
        ).fetchall()
        for number, rows in hashes:
            digests[number].update(f"{table}:{rows}".encode())
    return {number: digest.hexdigest() for number, digest in digests.items()}


def with_columns(engine: duckdb.DuckDBPyConnection, tables: Iterable[str]) -> dict[str, list[str]]:
    """The tables, each with its columns."""
    return {table: list(_described(engine, table)) for table in tables}


def chained(event_id: int, event: Event, content: str, previous: str) -> str:
    """The event's own hash: over its number, its words, its rows' hash and the hash before it."""
    return chained_text(event_id, event.kind, event.actor, event.at, event.why, content, previous)


def chained_text(
    event_id: int, kind: str, actor: str, at: datetime, why: str | None, content: str, previous: str
) -> str:
    """As `chained`, from an event's columns as they were stored."""
    text = "\x1f".join([str(event_id), kind, actor, at.isoformat(), why or "", content, previous])
    return hashlib.sha256(text.encode()).hexdigest()


def submission_in(records: Iterable[Record | Entry]) -> Submission | None:
    """The submission among the records, if the event is one."""
    return next((record for record in records if isinstance(record, Submission)), None)


def event_tables(cursor: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    """The tables whose rows belong to an event, each with its columns: as `with_columns`, in one question."""
    rows = cursor.execute(
        """SELECT table_name, list(column_name ORDER BY column_index) FROM duckdb_columns()
           WHERE database_name = 'store' GROUP BY table_name HAVING bool_or(column_name = 'position') ORDER BY 1"""
    ).fetchall()
    return dict(rows)
