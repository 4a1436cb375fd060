"""The city's choice to accept clean reports at once: read in the transaction that stores the report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import duckdb
import polars as pl

from portfolio.model import Decision, Entry, Event, Record, Remark, Setting
from portfolio.store.writing import Happening, submission_in

SETTING = "accept_clean_at_once"
ACTOR = "accept_at_once"
"""Who accepts where nobody did: the setting itself."""


def asked_for(cursor: duckdb.DuckDBPyConnection) -> bool:
    """Whether the ledger's newest word on the setting is yes."""
    values = cursor.execute(
        "SELECT value FROM setting_in_force(9223372036854775807) WHERE name = $1", [SETTING]
    ).fetchall()
    return values == [("yes",)]


def clean(records: Sequence[Record | Entry], frames: Mapping[str, pl.DataFrame] | None = None) -> bool:
    """Whether the report carries no warning, explained or not."""
    bulk = (frames or {}).get("remark")
    warned = any(isinstance(record, Remark) and record.kind == "warning" for record in records)
    return not warned and (bulk is None or bulk.filter(pl.col("kind") == "warning").is_empty())


def acceptance(submission_id: int, event: Event) -> Happening:
    """The acceptance of the report that `event` brought, at the same moment."""
    decided = Event(kind="report_decided", actor=ACTOR, at=event.at)
    return decided, [Decision(submission_id=submission_id, verdict="accepted")]


def with_acceptances(
    cursor: duckdb.DuckDBPyConnection, happenings: Sequence[Happening], first: int
) -> list[Happening]:
    """The happenings, numbered from `first`, each clean submission followed by its acceptance while the setting says so."""
    chosen = asked_for(cursor)
    happenings_out: list[Happening] = []
    for event, records in happenings:
        happenings_out.append((event, records))
        for record in records:
            if isinstance(record, Setting) and record.name == SETTING:
                chosen = record.value == "yes"
        if chosen and submission_in(records) and clean(records):
            happenings_out.append(acceptance(first + len(happenings_out) - 1, event))
    return happenings_out
