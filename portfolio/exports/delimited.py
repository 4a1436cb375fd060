"""A table as comma-separated text that a spreadsheet opens by a double click, in China too."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

import polars as pl

from portfolio.exports.cells import Cell, Lists
from portfolio.exports.facts import Facts
from portfolio.exports.sheet import sheet
from portfolio.exports.sums import Totals
from portfolio.exports.texts import guarded


def comma_separated(
    frame: pl.DataFrame, facts: Facts, totals: Totals | None = None, lists: Lists | None = None
) -> bytes:
    """The frame with its facts and sum as CSV: UTF-8 with a byte-order mark, amounts exact in 万元.

    Text that a spreadsheet would run (=1+1) or rewrite (06-03, 0042) stands behind an apostrophe.
    """
    table = sheet(frame, facts, totals, lists)
    file = io.StringIO(newline="")
    writer = csv.writer(file, quoting=csv.QUOTE_ALL)
    writer.writerows([_shown(line)] for line in table.lines)
    writer.writerow([_shown(heading) for heading in table.headings])
    writer.writerows([_shown(cell) for cell in row] for row in (*table.rows, *_sum_row(table.total)))
    return file.getvalue().encode("utf-8-sig")


def _sum_row(total: Sequence[Cell]) -> list[Sequence[Cell]]:
    return [total] if total else []


def _shown(cell: Cell) -> str:
    return guarded(cell.text) if isinstance(cell.value, str) else cell.text
