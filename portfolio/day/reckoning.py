"""Reckoning a day: its tables, filled by the macros of sql/ in their order, each a temporary one of one connection."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Protocol, Self

import polars as pl

from portfolio.day.frames import CORE, FURTHER, MACROS, READS, RESTING_ON, YEARLY
from portfolio.store import Store

Counties = tuple[str, ...] | None
"""The counties whose projects a day reads; None for all."""


class Tables(Protocol):
    """Where a day's frames come from. Not safe to share between threads: whoever holds them takes turns."""

    def frame(self, name: str, year: int | None = None) -> pl.DataFrame:
        """The frame of that name in order of all columns; a yearly one's rows of that year."""

    def ask(self, question: str, frames: tuple[str, ...], parameters: Mapping[str, object]) -> pl.DataFrame:
        """The answer to a question; `parameters` fills its `$name`s, `frames` are those of FURTHER that it reads."""


class Reckoning:
    """The tables of one day, worked out by the engine.

    Every macro reads the ledger up to the day's newest event, so what is reckoned later agrees with what was before.
    """

    def __init__(self, store: Store) -> None:
        self._cursor = store.cursor()
        self._filled: set[tuple[str, int | None]] = set()

    @classmethod
    def of_ledger(
        cls,
        store: Store,
        as_of: date,
        newest_event: int,
        counties: Counties,
        touched_since: int | None = None,
    ) -> Self:
        """The core worked out in one transaction: of the counties, or of the families touched since an event."""
        made = cls(store)
        parameters = {"as_of": as_of, "newest_event": newest_event, "counties": counties and list(counties)}
        core = dict(CORE)
        if touched_since is not None:
            core["read"] = "touched_project($as_of, $touched_since, $newest_event)"
            parameters["touched_since"] = touched_since
        ours = store.added_since is None  # else its transaction has begun already
        if ours:
            made._cursor.execute("BEGIN")
        for name, macro in core.items():
            made._fill(name, macro, {key: value for key, value in parameters.items() if f"${key}" in macro})
            made._filled.add((name, None))
        if ours:
            made._cursor.execute("COMMIT")
        return made

    @classmethod
    def of_frames(cls, store: Store, frame: Callable[[str], pl.DataFrame]) -> Self:
        """The core as it was worked out before, under which the rest can be."""
        made = cls(store)
        for name in CORE:
            made._cursor.register(f"{name}_now", frame(name).to_arrow())
            made._filled.add((name, None))
        return made

    def frame(self, name: str, year: int | None = None) -> pl.DataFrame:
        """The frame of that name in order of all columns; a yearly one's rows of that year."""
        if name in MACROS:
            if name in READS:
                self._need(READS[name])
            return self.ask(f"FROM {MACROS[name]} ORDER BY ALL")
        self._need(name, year)
        if year is None:
            return self.ask(f"FROM {name}_now ORDER BY ALL")
        return self.ask(f"FROM {name}_now WHERE year = $of_year ORDER BY ALL", parameters={"of_year": year})

    def ask(
        self, question: str, frames: tuple[str, ...] = (), parameters: Mapping[str, object] | None = None
    ) -> pl.DataFrame:
        """The answer to a question; `parameters` fills its `$name`s, `frames` are those of FURTHER that it reads."""
        for name in frames:
            self._need(name)
        return self._cursor.execute(question, dict(parameters or {})).pl()

    def _need(self, name: str, year: int | None = None) -> None:
        if (name, year) in self._filled:
            return
        if name in READS:
            self._need(READS[name], year if READS[name] in YEARLY else None)
        self._fill(name, FURTHER[name], {} if year is None else {"of_year": year})
        self._filled.add((name, year))

    def _fill(self, name: str, macro: str, parameters: Mapping[str, object]) -> None:
        """Put a table of its own before the empty one of this name; of a yearly one, a further year into it."""
        further = any(filled == name for filled, _ in self._filled)
        if name in RESTING_ON and not self._cursor.execute(f"FROM {RESTING_ON[name]} LIMIT 1").fetchall():
            return
        columns = "$of_year::INTEGER AS year, *" if "of_year" in parameters else "*"
        begin = f"INSERT INTO {name}_now" if further else f"CREATE TEMP TABLE {name}_now AS"
        self._cursor.execute(f"{begin} SELECT {columns} FROM {macro}", parameters)
