"""The Store: the only writer of a workspace's ledger and the one place its questions are put to the engine."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import duckdb
import polars as pl

from portfolio.model import Entry, Event, Reader, Record, View
from portfolio.store import accepting, chaining, gate, writing
from portfolio.store.answers import Answers, parameters_key
from portfolio.store.arranging import arrange
from portfolio.store.keeping import Knowledge, Part
from portfolio.store.opening import MEMORY, connect, quoted
from portfolio.store.snapshots import Snapshots, knowledge
from portfolio.store.writing import Happening

__all__ = ["MEMORY", "Store"]

Answer = TypeVar("Answer")
RACES = 8
"""How often a writer that lost a race to another process tries again."""


class Store:
    """One workspace's ledger. Safe to share between threads: every call works on a cursor of its own."""

    def __init__(self, path: Path = MEMORY) -> None:
        """Open (and if new, lay out) the store at `path`.

        Raises PortfolioError folder_unwritable, store_held, store_newer or store_broken.
        """
        self.path = path
        self._engine = connect(path)
        with self._engine.cursor() as cursor:
            self._newest = chaining.newest_event(cursor)
            self._last_known = (
                (self._newest, datetime.max),
                knowledge(cursor, datetime.max, self._newest),
            )
        self._writing = threading.Lock()
        self._answers = Answers()
        self._snapshots = Snapshots(self._engine)

    def close(self) -> None:
        """Nothing; the file is released for another process."""
        self._engine.close()

    def read(self, question: str, parameters: Mapping[str, object] | None = None) -> pl.DataFrame:
        """The answer to one SQL question as a frame; `parameters` fill its `$name`s."""
        named = dict(parameters or {})
        key = (question, parameters_key(named), self.version())
        return self._answers.of(key, lambda: self._read(question, named))

    def _read(self, question: str, named: Mapping[str, object]) -> pl.DataFrame:
        with self._engine.cursor() as cursor:
            return _frame(cursor, question, named)

    def version(self) -> int:
        """The number of the newest event, 0 for an empty ledger: changes whenever an answer may.

        Nobody but this object writes the ledger, so it is looked up only after writing.
        """
        return self._newest

    def knowledge(self, view: View) -> Knowledge:
        """What is known by the view's moment, and by its newest event where it names one."""
        newest = self._newest if view.newest_event is None else min(view.newest_event, self._newest)
        asked = (newest, view.known_at)
        last, known = self._last_known
        if last != asked:
            with self._engine.cursor() as cursor:
                known = knowledge(cursor, view.known_at, newest)
            self._last_known = (asked, known)
        return known

    def counties_read(self, view: View, known: Knowledge) -> tuple[str, ...] | None:
        """The counties whose projects must be read to answer the view; None for all, as always in a small library."""
        with self._engine.cursor() as cursor:
            return self._snapshots.counties(cursor, view, known)

    def rows(
        self,
        question: str,
        view: View,
        known: Knowledge,
        told: Mapping[str, object] | None = None,
        parts: Sequence[Part] = (),
    ) -> pl.DataFrame:
        """The answer to a question that names no filter: `$snapshot` is that of the view's day and the counties it reads.

        `told` fills what else it names; `parts` are those of the snapshot that it reads.
        """
        with self._engine.cursor() as cursor, self._snapshots.using(cursor, view, known, parts) as number:
            return _frame(cursor, question, {"snapshot": number, **(told or {})})

    @property
    def kept(self) -> bool:
        """Whether what was worked out outlives the process, in a file beside the store: of a large library."""
        return self._snapshots.kept

    def prepare(self, view: View) -> bool:
        """Whether there is anything to prepare: then the view's snapshot stands in its file whole, with every part."""
        if self.kept:
            with self._engine.cursor() as cursor:
                self._snapshots.prepare(cursor, view, self.knowledge(view))
        return self.kept

    def append(
        self,
        event: Event,
        records: Sequence[Record | Entry] = (),
        frames: Mapping[str, pl.DataFrame] | None = None,
        by: Reader | None = None,
    ) -> int:
        """The event's number, once it and all its rows are stored, or none of them.

        An event dated before the newest one gets that one's moment, so that any past day stays as it was.

        `frames` holds rows in bulk by table name. A file already reported (same checksum, not returned or
        withdrawn) stores nothing and gives the number it had. `by` is whoever sends it; once an account exists
        nothing of a person's is stored without. Where the city has chosen so, a report without a warning is
        accepted with it. Raises ValueError for unknown codes, PortfolioError
        project_unknown for an entry about a project that the library in force lacks, and what gate.refuse raises.
        """
        writing.refuse_unknown_codes(records)
        return self._in_turn(lambda cursor: self._append(cursor, event, records, frames or {}, by))

    def append_all(self, happenings: Sequence[Happening]) -> int:
        """The newest event's number, once all these events and their rows are stored in this order, or none.

        As so many calls of `append`, some thirty times faster; the first gets the number after `version()`, the
        others follow. A submission with a checksum is refused with ValueError: whether its file was sent before
        is for `append` to say.
        """
        writing.refuse_unknown_codes([record for _, records in happenings for record in records])
        writing.refuse_checksums([record for _, records in happenings for record in records])
        return self._in_turn(lambda cursor: self._append_all(cursor, happenings))

    def _in_turn(self, write: Callable[[duckdb.DuckDBPyConnection], Answer]) -> Answer:
        """The number that `write` gives inside one transaction, tried again when another process was faster."""
        with self._writing, self._engine.cursor() as cursor:
            for race in range(RACES):
                try:
                    cursor.execute("BEGIN")
                    cursor.execute("UPDATE store.guard SET turn = turn + 1 WHERE name = 'ledger'")
                    number = write(cursor)
                    cursor.execute("COMMIT")
                except duckdb.TransactionException:
                    _roll_back(cursor)
                    if race == RACES - 1:
                        raise
                except BaseException:
                    _roll_back(cursor)
                    raise
                else:
                    self._newest = chaining.newest_event(cursor)  # stored by now: nothing here may try again
                    return number
        raise AssertionError("unreachable: the last race either returns or raises")

    def _append(
        self,
        cursor: duckdb.DuckDBPyConnection,
        event: Event,
        records: Sequence[Record | Entry],
        frames: Mapping[str, pl.DataFrame],
        by: Reader | None,
    ) -> int:
        submission = writing.submission_in(records)
        if submission and submission.file_sha256:
            earlier = chaining.already_sent(cursor, submission)
            if earlier is not None:
                return earlier
        reports = writing.reports_of(records, frames)
        chaining.need_known_projects(cursor, reports)
        gate.refuse(cursor, event, records, reports, by)
        rows = writing.frames_of(cursor, records) | dict(frames)
        if reports.height:
            rows["report"] = reports
        number = chaining.write(cursor, event, rows)
        if submission and accepting.asked_for(cursor) and accepting.clean(records, frames):
            decided, accepted = accepting.acceptance(number, event)
            chaining.write(cursor, decided, writing.frames_of(cursor, accepted))
        return number

    def _append_all(self, cursor: duckdb.DuckDBPyConnection, happenings: Sequence[Happening]) -> int:
        last, previous, at = chaining.newest(cursor)
        whole = accepting.with_acceptances(cursor, happenings, last + 1)
        numbered = list(enumerate(whole, start=last + 1))
        chaining.need_known_projects(
            cursor, writing.reports_of([one for _, (_, of) in numbered for one in of], {})
        )
        frames = writing.numbered_frames(cursor, [(number, of) for number, (_, of) in numbered])
        frames |= writing.numbered_reports(numbered)
        writing.insert_numbered(cursor, frames)
        contents = writing.content_hashes(cursor, last + 1, last + len(numbered), frames)
        rows = []
        for number, (event, _) in numbered:
            at = max(event.at, at)
            row = chaining.event_row(number, event.model_copy(update={"at": at}), contents[number], previous)
            previous = str(row[-1])
            rows.append(row)
        writing.insert_events(cursor, rows)
        return last + len(numbered)

    def arrange(self) -> None:
        """Nothing; a large ledger's rows are put in order of project: no answer changes, one county's come sooner."""
        self._in_turn(arrange)

    def copy_to(self, file: Path) -> None:
        """Nothing; the new file `file`, below the store's folder, holds every table as one transaction saw it."""
        name = f"copy_{secrets.token_hex(4)}"
        with self._engine.cursor() as cursor:
            cursor.execute(f"ATTACH {quoted(file)} AS {name}")
            try:
                cursor.execute(f"COPY FROM DATABASE store TO {name}")
            finally:
                cursor.execute(f"DETACH {name}")

    def broken_link(self) -> int | None:
        """The number of the first event whose hash does not follow from its rows and the event before, else None.

        What is appended meanwhile is for the next time.
        """
        with self._engine.cursor() as cursor:
            tables = writing.event_tables(cursor)
            previous = writing.FIRST_HASH
            newest = chaining.newest(cursor)[0]
            contents = writing.content_hashes(cursor, 1, newest, tables)
            for number, kind, actor, at, why, _, stated, stored in cursor.execute(
                "FROM store.event WHERE event_id <= $1 ORDER BY event_id", [newest]
            ).fetchall():
                expected = writing.chained_text(number, kind, actor, at, why, contents[number], previous)
                if (stated, stored) != (previous, expected):
                    return int(number)
                previous = stored
        return None


def _frame(
    cursor: duckdb.DuckDBPyConnection, question: str, parameters: Mapping[str, object]
) -> pl.DataFrame:
    """The answer to a question as a frame."""
    return cursor.execute(question, dict(parameters)).pl()


def _roll_back(cursor: duckdb.DuckDBPyConnection) -> None:
    """Nothing; a conflict found at COMMIT has ended the transaction already, which a second ending would hide."""
    with suppress(duckdb.TransactionException):
        cursor.execute("ROLLBACK")
