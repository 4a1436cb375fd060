"""The Store: the only writer of a workspace's ledger and the one place its questions are put to the engine."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import duckdb
import polars as pl

from portfolio.model import Entry, Event, Reader, Record, View
from portfolio.store import (
    accepting,
    bringing,
    chaining,
    copying,
    correction_rules,
    head,
    hindrances,
    opening,
    several,
    watching,
    write_rules,
    writing,
)
from portfolio.store.answers import Answers
from portfolio.store.arranging import arrange
from portfolio.store.catalogs import MEMORY, Catalog, FileCatalog
from portfolio.store.opening import connect
from portfolio.store.turns import Turns
from portfolio.store.watching import Watch
from portfolio.store.writing import Happening

__all__ = ["MEMORY", "Store"]

Answer = TypeVar("Answer")
RACES = 8
"""How often a writer that lost a race to another process tries again."""
_log = logging.getLogger(__name__)


class Store:
    """One workspace's ledger. Safe to share between threads: every call works on a cursor of its own."""

    added_since: int | None = None
    """The event after which all is only supposed (supposing.py); None for a ledger in which all happened."""

    def __init__(
        self, path: Path = MEMORY, heads: Sequence[Path] = (), catalog: Catalog | None = None
    ) -> None:
        """Open (and if new, lay out) the store at `path`, whose head is kept beside it and in the files `heads`.

        `catalog` says where its tables live; without one it is the file at `path`.
        Raises PortfolioError folder_unwritable, store_newer, store_broken, what attaching the catalog does (store_held), and
        store_behind, store_rewritten or head_damaged where the store does not hold what its head tells of; then it is left
        as it was.
        """
        self.path = path
        self._catalog = catalog or FileCatalog(path)
        self._heads = () if path == MEMORY else (head.file_of(path), *heads)
        self._opened = connect(self._catalog)
        self._engine = self._opened.cursor()
        try:
            with opening.as_refusals(path), self._engine.cursor() as cursor:
                self._newest = self._compared_with_head(cursor)
        except BaseException:
            self._opened.close()
            raise
        self._hearing = threading.Lock()
        self._watch: Watch | None = None
        self._turns = Turns()
        self._answers = Answers()

    def close(self) -> None:
        """Release the file for another process, whoever still holds a cursor; once more changes nothing.

        The file is whole then, without a log beside it (detaching writes that into it, whoever reads): who copies the
        file alone has every event. What is being appended is waited for. Every reader's cursor is closed before: one that
        is in the middle of its answer when its file is detached takes the process with it.
        """
        with self._turns.alone():
            self._engine.close()
            try:
                with suppress(duckdb.ConnectionException):
                    self._opened.execute("DETACH store")
            except duckdb.Error:  # a full disk: the log stays beside the file, and the next opening reads it
                _log.exception("the log of %s could not be written into it", self.path)
            self._opened.close()

    def _compared_with_head(self, cursor: duckdb.DuckDBPyConnection) -> int:
        """As `_headed`, once no head tells of what the store does not hold."""
        head.refuse_loss(self.path, self._heads, cursor)
        return self._headed(cursor)

    def _headed(self, cursor: duckdb.DuckDBPyConnection) -> int:
        """The number of the newest event, once its heads tell of it; a store in memory has none."""
        number, hash_, _ = chaining.newest(cursor)
        head.write(self._heads, head.Head(number, hash_))
        return number

    def read(self, question: str, parameters: Mapping[str, object] | None = None) -> pl.DataFrame:
        """The answer to one SQL question as a frame; `parameters` fill its `$name`s."""
        return self._answers.of(question, self.version(), dict(parameters or {}), self._read)

    def _read(self, question: str, named: Mapping[str, object]) -> pl.DataFrame:
        with hindrances.as_refusals(), self._engine.cursor() as cursor:
            return answer(cursor, question, named)

    def watch_clock(self) -> Watch:
        """The watch under which every append stands from now on: a server's, which runs for months."""
        with self._engine.cursor() as cursor:
            self._watch = self._watch or Watch(watching.latest(cursor))
        return self._watch

    def is_there(self) -> bool:
        """Whether what was opened still stands at its place, as far as a look from outside tells."""
        return self._catalog.exists()

    def version(self) -> int:
        """The number of the newest event, 0 for an empty ledger: changes whenever an answer may.

        Of a file nobody but this object writes, so that it is looked up only after writing; a catalog that others write
        too says how often it is asked.
        """
        return self._heard_of(self._catalog.newest(self._newest, self._asked_newest))

    def _heard_of(self, number: int) -> int:
        """The newest number heard of, this one included: threads that heard of different ones never go back."""
        with self._hearing:
            self._newest = max(self._newest, number)
            return self._newest

    def _asked_newest(self) -> int:
        with hindrances.as_refusals(), self._engine.cursor() as cursor:
            return chaining.newest(cursor)[0]

    def newest_known(self, view: View) -> int:
        """The number of the newest event that the view knows: by its moment, and by number where it names one.

        No event is dated before an earlier one, so this names all that an answer rests on.
        """
        newest = self.version()
        if view.newest_event is not None:
            newest = min(view.newest_event, newest)
        known = self.read(
            "SELECT coalesce(max(event_id), 0) AS event_id FROM store.event e WHERE e.at <= $known_at",
            {"known_at": view.known_at},
        )
        return min(newest, int(known.item()))

    def read_known(self, view: View, question: str, **parameters: object) -> pl.DataFrame:
        """The answer to a question that names `$newest_event`: the view's; `parameters` fills what else it names."""
        return self.read(question, {"newest_event": self.newest_known(view), **parameters})

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A connection to the ledger and its macros with temporary tables of its own, for one day's reckoning."""
        return self._engine.cursor()

    def append(
        self,
        event: Event,
        records: Sequence[Record | Entry] = (),
        frames: Mapping[str, pl.DataFrame] | None = None,
        by: Reader | None = None,
    ) -> int:
        """The event's number, once it and all its rows are stored, or none of them.

        An event dated before the newest one gets that one's moment, so that any past day stays as it was; its own is kept
        in `event_clock`.

        `frames` holds rows in bulk by table name. A file already reported (same checksum, not returned,
        withdrawn or taken back) stores nothing and gives the number it had. `by` is whoever sends it; once an account exists
        nothing of a person's is stored without. Where the city has chosen so, a report without a warning is
        accepted with it. Raises ValueError for unknown codes, for unfit corrections and for rows
        that do not belong to the event (write_rules.refuse_foreign, bringing.refuse_loose), PortfolioError
        project_unknown for an entry about a project that no edition holds, store_exchanged where the file was
        deleted or exchanged since it was opened, clock_ahead or clock_behind where a watch does not
        believe the clock, disk_full, disk_readonly, store_unreadable or store_stopped where disk or file fail, and what
        write_rules.refuse raises.
        """
        writing.refuse_unknown_codes(records)
        correction_rules.refuse_unfit(records)
        write_rules.refuse_foreign(event, records, frames or {})
        bringing.refuse_loose(event, records, frames or {}, by)
        if self._watch is not None and event.kind != watching.CONFIRMED:
            self._watch.refuse()
        with hindrances.as_refusals():
            return self._turns.together(
                lambda cursor: self._append(cursor, event, records, frames or {}, by), self._transact
            )

    def append_all(self, happenings: Sequence[Happening]) -> int:
        """The newest event's number, once all these events and their rows are stored in this order, or none.

        As so many calls of `append`, some thirty times faster; the first gets the number after `version()`, the
        others follow. A submission with a checksum is refused with ValueError: whether its file was sent before
        is for `append` to say.
        """
        several.refuse_unfit(happenings)
        return self._in_turn(lambda cursor: self._append_all(cursor, happenings))

    def _in_turn(self, write: Callable[[duckdb.DuckDBPyConnection], Answer]) -> Answer:
        """What `write` gives inside a transaction of its own, tried again when another process was faster."""
        with hindrances.as_refusals(), self._turns.alone():
            return self._transact(write)

    def _transact(self, write: Callable[[duckdb.DuckDBPyConnection], Answer]) -> Answer:
        with self._catalog.turn(), self._engine.cursor() as cursor:
            for race in range(RACES):
                try:
                    cursor.execute("BEGIN")
                    cursor.execute("UPDATE store.guard SET turn = turn + 1 WHERE name = 'ledger'")
                    answer = write(cursor)
                    self._catalog.need_unchanged()
                    cursor.execute("COMMIT")
                except duckdb.TransactionException as fault:
                    hindrances.roll_back(cursor)
                    if race == RACES - 1 or not hindrances.is_race(fault):
                        raise
                except BaseException:
                    hindrances.roll_back(cursor)
                    raise
                else:
                    self._heard_of(self._headed(cursor))  # stored by now: nothing here may try again
                    return answer
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
        write_rules.refuse(cursor, event, records, reports, by)
        rows = writing.frames_of(cursor, records) | dict(frames)
        if reports.height:
            rows["report"] = reports
        number = chaining.write(cursor, event, rows)
        if submission and accepting.asked_for(cursor) and accepting.clean(records, frames):
            decided, accepted = accepting.acceptance(number, event)
            chaining.write(cursor, decided, writing.frames_of(cursor, accepted))
        return number

    def _append_all(self, cursor: duckdb.DuckDBPyConnection, happenings: Sequence[Happening]) -> int:
        last = chaining.newest(cursor)[0]
        return several.append(cursor, accepting.with_acceptances(cursor, happenings, last + 1))

    def append_each(self, acts: Sequence[several.Act], by: Reader | None) -> int:
        """The first event's number, once all acts are stored in this order, or nothing is.

        An act is an event with its records and, of history, the entries of each month, which become a report accepted
        with it, in the same name. Raises what `append` does for each event.
        """
        several.refuse_unfit([one for act in acts for one in several.with_months(act, 0)])
        if self._watch is not None:
            self._watch.refuse()
        return self._in_turn(lambda cursor: several.append_acts(cursor, acts, by))

    def arrange(self) -> None:
        """Put a large ledger's rows in order of project: no answer changes, one county's come sooner."""
        self._in_turn(arrange)

    def copy_to(self, file: Path) -> None:
        """Write every table, as one transaction sees it, into the new file `file`, below the store's folder."""
        with self._engine.cursor() as cursor:
            copying.copy(cursor, file)

    def broken_link(self) -> int | None:
        """The number of the first event whose hash does not follow from its rows and the event before, else None.

        What is appended meanwhile is for the next time.
        """
        with self._engine.cursor() as cursor:
            return chaining.broken_link(cursor)


def answer(cursor: duckdb.DuckDBPyConnection, question: str, named: Mapping[str, object]) -> pl.DataFrame:
    """The answer to a question as a frame."""
    return cursor.execute(question, dict(named)).pl()
