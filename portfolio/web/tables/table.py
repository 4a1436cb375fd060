"""What a table is: its rows, which of their columns stand in which order, what is added up, what a blank says."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from portfolio.exports import qualifies
from portfolio.web.frame import Frame
from portfolio.web.tables.cells import CODELISTS, Labels, Row

LIMIT = 500
"""Rows shown; a browser stays quick, and the downloads hold them all."""


@dataclass(frozen=True)
class Table:
    """What is shown and taken away alike.

    `columns` chooses and orders; `totals` (column to sum, over all rows) makes the 合计 row; `unknown` is the
    words key for a blank, for every column or one a column ("*" for the rest); `codelists` names the list of
    each column that holds codes; `links` makes, from a row, the address that a column's cell opens.
    """

    rows: pl.DataFrame
    columns: Sequence[str] | None = None
    totals: Mapping[str, object] | None = None
    unknown: str | Mapping[str, str] = "table.not_reported"
    codelists: Mapping[str, str] = field(default_factory=lambda: CODELISTS)
    links: Mapping[str, Callable[[Row], str]] = field(default_factory=dict)
    limit: int = LIMIT
    sort_page: str | None = None
    """The page that keeps the sorting in its address and sorts the rows itself; None: the browser sorts."""
    of_whole: Collection[str] = ()
    """The columns whose total is a figure of the whole, not the sum of the rows."""
    all: int | None = None
    """How many rows there are in all; None: `rows` are all of them."""
    first: int = 0
    """How many of all rows stand before the first of these."""
    whole: Callable[[], Table] | None = None
    """Makes the table of all rows, for whoever takes it away; None: this is it."""

    @property
    def shown(self) -> list[str]:
        """The columns on screen: those named, else all but those that only qualify another."""
        return list(self.columns or (name for name in self.rows.columns if not qualifies(name)))

    def blank(self, column: str) -> str:
        """The words key for a blank in `column`."""
        if isinstance(self.unknown, str):
            return self.unknown
        return self.unknown.get(column, self.unknown.get("*", "table.not_reported"))

    def labels(self, frame: Frame) -> Labels:
        """Column to its labels in the reader's language, for the columns that hold codes."""
        lists = {name: self.codelists.get(name) or _precision(name) for name in self.rows.columns}
        return {name: frame.labels(codelist) for name, codelist in lists.items() if codelist}


def _precision(column: str) -> str | None:
    return "precision" if column.endswith("_precision") else None
