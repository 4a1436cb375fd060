"""What a person's event brings: the one row that its rules look at, by record, and figures of that report's own month."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from portfolio.model import Entry, Event, Reader, Record, Submission

ONE_EACH = {
    "report_submitted": "submission",
    "report_decided": "decision",
    "correction_proposed": "correction",
    "correction_decided": "correction_decision",
}
"""Kind of event to the table of which it brings exactly one row (but for BY_PROJECT): who may append it is asked of it."""
BY_PROJECT = frozenset({"report_decided"})
"""Of these one row a project, where it is about projects one by one: the rules look at each."""
BY_RECORD = frozenset(ONE_EACH.values()) | {"account", "attachment"}
"""Tables whose rows the write rules look at, one by one: a person's event brings none of them in bulk."""


def refuse_loose(
    event: Event,
    records: Sequence[Record | Entry],
    frames: Mapping[str, pl.DataFrame],
    by: Reader | None,
) -> None:
    """Raise ValueError for rows that the write rules would not look at. No page and no command sends such a thing."""
    if by is None:
        # nobody's: of an operator's command, or of the demonstration
        return
    months = {record.period_on for record in records if isinstance(record, Submission)}
    for table, rows in frames.items():
        if months and "period_on" in rows.columns and set(rows["period_on"].drop_nulls()) - months:
            raise ValueError(f"a report of {min(months)} tells of another month in {table}")
    if bulk := BY_RECORD & frames.keys():
        raise ValueError(f"rows of {', '.join(sorted(bulk))} come one by one")
    table = ONE_EACH.get(event.kind, "")
    brought = sum(record.table == table for record in records)
    if table and (brought == 0 or (brought > 1 and event.kind not in BY_PROJECT)):
        raise ValueError(f"{event.kind} brings one row of {table}")
