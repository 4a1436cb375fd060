"""Asks every question cold and warm, of the nation and of one county, and holds the three answers side by side."""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from time import perf_counter, process_time
from typing import TypeVar

import pandas as pd
import polars as pl

from benchmarks.national import by_pandas, by_sqlite
from benchmarks.national.making import AS_OF, KNOWN_AT
from benchmarks.national.questions import QUESTIONS, Question, Row
from portfolio.model import View
from portfolio.store import Store

Answer = TypeVar("Answer")


@dataclass
class Measured:
    """The seconds of one question, of the nation or of one county; None where SQLite gave up.

    `cold` is asked of a store just opened, `again` of the same store once more: from the Day that it holds.
    """

    page: str
    county: str | None
    cold: float
    again: float
    pandas: float = 0.0
    sqlite: float | None = None
    differences: list[str] = field(default_factory=list)


def measure(
    file: Path, base: Path, frames: dict[str, pd.DataFrame], county: str, patience: float
) -> Iterator[Measured]:
    """One row a page, of one county and then of the nation. SQLite gives up a question after `patience` seconds."""
    with sqlite3.connect(base) as opened:
        for chosen in (county, None):
            for question, told, row in list(_by_us(file, chosen)):
                _by_the_others(row, question, told, opened, frames, patience)
                yield row


def _by_us(file: Path, county: str | None) -> Iterator[tuple[Question, pl.DataFrame, Measured]]:
    """Each question, what of our answer is compared, and its seconds on a store opened for it alone."""
    view = View(as_of=AS_OF, known_at=KNOWN_AT, counties=None if county is None else (county,))
    for question in QUESTIONS:
        store = Store(file)
        told, cold, again = _asked(question, store, view)
        store.close()
        yield question, told, Measured(question.page, county, cold, again)


def _by_the_others(
    row: Measured,
    question: Question,
    told: pl.DataFrame,
    base: sqlite3.Connection,
    frames: dict[str, pd.DataFrame],
    patience: float,
) -> None:
    """Add to the row the seconds of pandas and SQLite and what their answers differ in."""
    ask = by_pandas.QUESTIONS[question.name]
    of_pandas, row.pandas = _timed(lambda: ask(by_pandas.of_county(frames, row.county)))
    row.differences += _differences("pandas", told, of_pandas)
    of_sqlite, seconds = by_sqlite.answer(base, question.name, row.county, patience)
    if of_sqlite is not None:
        row.sqlite = seconds
        row.differences += _differences("SQLite", told, of_sqlite)


def _asked(question: Question, store: Store, view: View) -> tuple[pl.DataFrame, float, float]:
    """What of the answer is compared, the seconds of the first asking and of the second."""
    answer, cold = _timed(lambda: question.ask(store, view))
    _, again = _timed(lambda: question.ask(store, view))
    return question.told(answer), cold, again


def _timed(ask: Callable[[], Answer]) -> tuple[Answer, float]:
    answer, seconds, _ = timed(ask)
    return answer, seconds


def timed(ask: Callable[[], Answer]) -> tuple[Answer, float, float]:
    """The answer, the seconds by the clock, and the processor's: neighbours on the machine lengthen the first more."""
    begun, worked = perf_counter(), process_time()
    answer = ask()
    return answer, perf_counter() - begun, process_time() - worked


def _differences(way: str, ours: pl.DataFrame, theirs: Iterable[Row]) -> list[str]:
    """What differs between our rows and another way's, at most three sentences."""
    here, there = sorted(map(_plain, ours.rows())), sorted(map(_plain, theirs))
    if len(here) != len(there):
        return [f"{way}: {len(there)} rows, ours {len(here)}"]
    unequal = (f"{way}: {b}, ours {a}" for a, b in zip(here, there, strict=True) if a != b)
    return [sentence for sentence, _ in zip(unequal, range(3), strict=False)]


def _plain(row: Row) -> tuple[str, ...]:
    return tuple(_word(value) for value in row)


def _word(value: object) -> str:
    """A value as it is compared: numbers to nine digits, blanks alike whatever their kind."""
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, (Decimal, int, float)) or hasattr(value, "item"):
        number = float(value)  # type: ignore[arg-type]
        return "" if math.isnan(number) else f"{number:.9g}" if abs(number) < 1 else f"{number:.2f}"
    return "" if value is None else str(value)
