"""A table as comma-separated text for programs: one line of headings, then the rows, and nothing else."""

from __future__ import annotations

import csv
import io

import polars as pl

from portfolio.codes import Language
from portfolio.exports.cells import Lists, Reader
from portfolio.exports.facts import Facts, has_foreign
from portfolio.exports.sheet import sheet
from portfolio.exports.sums import Totals
from portfolio.exports.texts import guarded
from portfolio.words import say


def comma_separated(
    frame: pl.DataFrame, facts: Facts, totals: Totals | None = None, lists: Lists | None = None
) -> bytes:
    """The rows on screen as CSV: UTF-8 with a byte-order mark, amounts exact in 万元, days as ISO has them, unknown empty.

    The sum is left out, and still refused where it is wrong. Text that a spreadsheet would run (=1+1) stands behind an
    apostrophe; numbers and the numbers of projects stand as they are.
    """
    table = sheet(frame, facts, totals, lists)
    reader = Reader(facts.language, lists or {}, facts.blanks)
    beside = _beside(frame, table.names)
    columns = [*table.columns, *(list(reader.column(frame, name)) for name in beside)]
    heads = [reader.heading(name).text for name in (*table.names, *beside)]
    units = [_unit(name, has_foreign(frame)) for name in (*table.names, *beside)]
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow([guarded(_head(facts.language, *told)) for told in zip(heads, units, strict=True)])
    writer.writerows([cell.plain for cell in row] for row in zip(*columns, strict=True))
    return file.getvalue().encode("utf-8-sig")


def _head(language: Language, name: str, unit: str) -> str:
    return say(language, f"export.in_{unit}", name=name) if unit else name


def _unit(name: str, foreign: bool) -> str:
    """The unit that a column's heading has to name, since its numbers do not."""
    if name.endswith("_amount"):
        return "foreign" if foreign else "amount"
    if name.endswith("pacing_share"):
        return "points"
    return "share" if name.endswith("_share") else ""


def _beside(frame: pl.DataFrame, shown: list[str]) -> list[str]:
    """What a plain number cannot say and the screen does: about how much, in which currency, outside the sum."""
    sought = [f"{name.removesuffix('_amount')}_qualifier" for name in shown if name.endswith("_amount")]
    told = [name for name in sought if name in frame.columns and set(frame[name]) - {None, "exact"}]
    told += ["currency"] if has_foreign(frame) else []
    told += ["in_total"] if "in_total" in frame.columns and not frame["in_total"].all() else []
    return [name for name in told if name not in shown]
