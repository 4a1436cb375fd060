"""A ledger as it would stand if a report were accepted now: a transaction of the real one that is never committed.

What is added lies with the transaction, not with its tables: nobody else sees it, the file never holds it, and whoever
appends meanwhile neither waits nor fails for it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from typing import NoReturn

import duckdb
import polars as pl

from portfolio.model import Decision, Event, Submission
from portfolio.store import chaining, hindrances, writing
from portfolio.store.answers import Answers
from portfolio.store.catalogs import FileCatalog
from portfolio.store.store import Store, answer

ACTOR = "trial"


class Supposed(Store):
    """The store and what is supposed, for questions of one thread while `supposing` lasts; it takes no event."""

    def __init__(self, store: Store, inside: duckdb.DuckDBPyConnection, added_since: int) -> None:
        """`inside` is the connection of the transaction; what is supposed came after the event `added_since`."""
        self.path = store.path
        self.added_since = added_since
        self._inside = inside
        self._catalog = FileCatalog(store.path)
        self._hearing = threading.Lock()
        self._newest = chaining.newest(inside)[0]
        self._answers = Answers()

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """The connection of the transaction, which alone sees what is supposed."""
        return self._inside

    def _read(self, question: str, named: Mapping[str, object]) -> pl.DataFrame:
        return answer(self._inside, question, named)

    def append(self, *_: object, **__: object) -> NoReturn:
        """Raise NotImplementedError: what is supposed is never written."""
        raise NotImplementedError("what is supposed is never written")

    def _in_turn(self, write: Callable[[duckdb.DuckDBPyConnection], object]) -> NoReturn:
        self.append(write)


@contextmanager
def supposing(
    store: Store, entries: Mapping[str, pl.DataFrame], period_on: date, at: datetime
) -> Iterator[Supposed]:
    """The store as if a report of these entries on the month had been sent and accepted at `at`."""
    with hindrances.as_refusals(), store.cursor() as inside:
        inside.execute("BEGIN")
        try:
            before = chaining.newest(inside)[0]
            _accept(inside, {table: rows for table, rows in entries.items() if rows.height}, period_on, at)
            yield Supposed(store, inside, before)
        finally:
            hindrances.roll_back(inside)


def _accept(
    inside: duckdb.DuckDBPyConnection, entries: Mapping[str, pl.DataFrame], period_on: date, at: datetime
) -> None:
    rows = writing.frames_of(inside, [Submission(period_on=period_on)]) | dict(entries)
    if entries:
        rows["report"] = writing.reports_of([], entries)
    sent = chaining.write(inside, Event(kind="report_submitted", actor=ACTOR, at=at), rows)
    decision = writing.frames_of(inside, [Decision(submission_id=sent, verdict="accepted")])
    chaining.write(inside, Event(kind="report_decided", actor=ACTOR, at=at), decision)
