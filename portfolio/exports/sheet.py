"""A table as both files print it: its facts, its headings, its rows, and its sum."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from portfolio.exports.cells import BLANK, Cell, Lists, Reader
from portfolio.exports.facts import Facts
from portfolio.exports.sums import Totals, checked
from portfolio.words import say


@dataclass(frozen=True)
class Sheet:
    """The cells of one table; `total` is empty where nothing is summed."""

    lines: list[Cell]
    headings: list[Cell]
    columns: list[list[Cell]]
    total: list[Cell]

    @property
    def rows(self) -> list[tuple[Cell, ...]]:
        """The rows of the table, without heading and sum."""
        return list(zip(*self.columns, strict=True))


def sheet(frame: pl.DataFrame, facts: Facts, totals: Totals | None, lists: Lists | None) -> Sheet:
    """The frame as cells in the facts' language."""
    reader = Reader(facts.language, lists or {}, facts.blanks)
    return Sheet(
        lines=[reader.told(line) for line in facts.lines(frame)],
        headings=[reader.heading(name) for name in frame.columns],
        columns=reader.columns(frame),
        total=_total(frame, reader, checked(frame, totals, facts.of_whole)) if totals else [],
    )


def _total(frame: pl.DataFrame, reader: Reader, totals: Totals) -> list[Cell]:
    said = next(name for name in frame.columns if name not in totals)
    word = reader.told(say(reader.language, "table.total"))
    return [
        word if name == said else reader.cell(name, totals[name]) if name in totals else BLANK
        for name in frame.columns
    ]
