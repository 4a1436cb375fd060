"""A table as both files hold it: its headings, its rows, and its sum."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from portfolio.exports.cells import BLANK, Cell, Lists, Reader
from portfolio.exports.facts import Facts
from portfolio.exports.sums import Totals, checked
from portfolio.words import say


@dataclass(frozen=True)
class Sheet:
    """The cells of one table, by the columns `names`; `total` is empty where nothing is summed."""

    names: list[str]
    headings: list[Cell]
    columns: list[list[Cell]]
    total: list[Cell]

    @property
    def rows(self) -> list[tuple[Cell, ...]]:
        """The rows of the table, without heading and sum."""
        return list(zip(*self.columns, strict=True))


def sheet(frame: pl.DataFrame, facts: Facts, totals: Totals | None, lists: Lists | None) -> Sheet:
    """The columns on screen as cells in the facts' language; ValueError where a total is not the sum of its rows."""
    reader = Reader(facts.language, lists or {}, facts.blanks)
    names = facts.shown(frame)
    return Sheet(
        names=names,
        headings=[reader.heading(name) for name in names],
        columns=[list(reader.column(frame, name)) for name in names],
        total=_total(names, reader, checked(frame, totals, facts.of_whole)) if totals else [],
    )


def _total(names: list[str], reader: Reader, totals: Totals) -> list[Cell]:
    said = next(name for name in names if name not in totals)
    word = reader.told(say(reader.language, "table.total"))
    return [
        word if name == said else reader.cell(name, totals[name]) if name in totals else BLANK
        for name in names
    ]
