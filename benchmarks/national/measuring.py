"""Asks every question cold and warm, of the nation and of one county, and holds the three answers side by side."""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Callable, Iterable
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
from portfolio.store.answers import Answers

Answer = TypeVar("Answer")


@dataclass
class Measured:
    """The seconds of one question, of the nation or of one county; None where a way gave up.

    `cold_work` is the processor's time, which neighbours on the machine lengthen less than they do the clock's.
    """

    page: str
    county: str | None
    cold: float
    cold_work: float
    warm: float
    sqlite: float | None
    pandas: float
    differences: list[str] = field(default_factory=list)


def measure(
    store: Path, base: Path, frames: dict[str, pd.DataFrame], county: str, patience: float
) -> list[Measured]:
    """One row a page and width (one county, the nation). An SQLite question is given up after `patience` seconds."""
    with sqlite3.connect(base) as opened:
        return [
            _measure(store, opened, frames, question, chosen, patience)
            for chosen in (county, None)
            for question in QUESTIONS
        ]


def _measure(
    file: Path,
    base: sqlite3.Connection,
    frames: dict[str, pd.DataFrame],
    question: Question,
    county: str | None,
    patience: float,
) -> Measured:
    view = View(as_of=AS_OF, known_at=KNOWN_AT, counties=None if county is None else (county,))
    store = Store(file)
    store._answers = Answers(room=0)  # warm is to be the engine's answer, not a kept one
    try:
        worked = process_time()
        ours, cold = _timed(lambda: question.ask(store, view))
        cold_work = process_time() - worked
        _, warm = _timed(lambda: question.ask(store, view))
    finally:
        store.close()
    of_pandas, pandas = _timed(
        lambda: by_pandas.QUESTIONS[question.name](by_pandas.of_county(frames, county))
    )
    of_sqlite, sqlite = by_sqlite.answer(base, question.name, county, patience)
    told = question.told(ours)
    measured = Measured(
        question.page, county, cold, cold_work, warm, None if of_sqlite is None else sqlite, pandas
    )
    measured.differences = _differences("pandas", told, of_pandas)
    if of_sqlite is not None:
        measured.differences += _differences("SQLite", told, of_sqlite)
    return measured


def _timed(ask: Callable[[], Answer]) -> tuple[Answer, float]:
    begun = perf_counter()
    answer = ask()
    return answer, perf_counter() - begun


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
