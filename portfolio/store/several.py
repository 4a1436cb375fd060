"""Several events stored in one transaction, numbered and chained in their order."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from portfolio.model import Decision, Entry, Event, Reader, Record, Submission, TakenFile
from portfolio.store import chaining, correction_rules, write_rules, writing
from portfolio.store.writing import Happening

Act = tuple[Event, Sequence[Record], Sequence[Sequence[Entry]]]
"""An event with its records and the entries of each month that it brings."""


def refuse_unfit(happenings: Sequence[Happening]) -> None:
    """Raise ValueError for unknown codes, unfit corrections, checksums of submissions and rows of another kind of event."""
    records = [record for _, of in happenings for record in of]
    writing.refuse_unknown_codes(records)
    writing.refuse_checksums(records)
    for event, of_event in happenings:
        correction_rules.refuse_unfit(of_event)
        write_rules.refuse_foreign(event, of_event, ())


def append(cursor: duckdb.DuckDBPyConnection, happenings: Sequence[Happening]) -> int:
    """The newest event's number, once all are written in the transaction of the cursor.

    Raises PortfolioError project_unknown for an entry about a project that no edition holds.
    """
    last, previous, at = chaining.newest(cursor)
    numbered = list(enumerate(happenings, start=last + 1))
    chaining.need_known_projects(
        cursor, writing.reports_of([one for _, (_, of) in numbered for one in of], {})
    )
    frames = writing.numbered_frames(cursor, [(number, of) for number, (_, of) in numbered])
    frames |= writing.numbered_reports(numbered)
    frames |= chaining.moved(numbered, at)
    writing.insert_numbered(cursor, frames)
    tables = writing.with_columns(cursor, frames)
    contents = writing.content_hashes(cursor, last + 1, last + len(numbered), tables)
    rows = []
    for number, (event, _) in numbered:
        at = max(event.at, at)
        row = chaining.event_row(number, event.model_copy(update={"at": at}), contents[number], previous)
        previous = str(row[-1])
        rows.append(row)
    writing.insert_events(cursor, rows)
    return last + len(numbered)


def append_acts(cursor: duckdb.DuckDBPyConnection, acts: Sequence[Act], by: Reader | None) -> int:
    """The first event's number. Raises what write_rules.refuse does for each act's event, in the order of the acts."""
    first = chaining.newest(cursor)[0] + 1
    for act in acts:
        event, records, _ = act
        write_rules.refuse(cursor, event, records, writing.reports_of((), {}), by)
        append(cursor, with_months(act, chaining.newest(cursor)[0] + 1))
    return first


def with_months(act: Act, number: int) -> list[Happening]:
    """The act's event, to be numbered so, and behind it each month's report with its acceptance, by the same person."""
    event, records, months = act
    happenings: list[Happening] = [(event, records)]
    name = next((one.file_name for one in records if isinstance(one, TakenFile)), None)
    for entries in months:
        sent = event.model_copy(update={"kind": "report_submitted"})
        decided = event.model_copy(update={"kind": "report_decided"})
        submission = Submission(period_on=entries[0].period_on, file_name=name)
        happenings.append((sent, [submission, *entries]))
        happenings.append(
            (decided, [Decision(submission_id=number + len(happenings) - 1, verdict="accepted")])
        )
    return happenings
