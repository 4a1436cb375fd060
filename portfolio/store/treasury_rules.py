"""What figures of the treasury must be before they are stored: with a head, of projects and sources that there are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import duckdb

from portfolio import codes
from portfolio.model import (
    Entry,
    PortfolioError,
    Project,
    Record,
    TreasuryFigure,
    TreasuryLine,
    TreasuryList,
    TreasurySpan,
)
from portfolio.model.fields import LARGEST

AMOUNTS = ("allocated_amount", "received_amount", "paid_amount")


def refuse_unfit(records: Iterable[Record | Entry | Project]) -> None:
    """Raise ValueError for figures that no door lets through: without head or rows, of no source, out of bounds."""
    listed = list(records)
    heads = [one for one in listed if isinstance(one, TreasuryList)]
    rows = [one for one in listed if isinstance(one, TreasuryFigure)]
    lines = [one for one in listed if isinstance(one, TreasuryLine)]
    spans = {one.figure: one for one in listed if isinstance(one, TreasurySpan)}
    if not heads and not rows and not lines and not spans:
        return
    if len(heads) != 1 or not (rows or lines):
        raise ValueError("figures of the treasury have one head and some rows")
    if any(
        one.figure not in spans or not spans[one.figure].from_on <= one.day_on <= spans[one.figure].until_on
        for one in lines
    ):
        raise ValueError("a line of the ledger is of a day that its file holds")
    known = codes.labels("source", "zh")
    sources = {*(one.source for one in rows), *(one.source for one in lines)} - {None}
    if not sources <= known.keys():
        raise ValueError("a figure of the treasury is of a source that there is")
    amounts = [getattr(one, name) or 0 for one in rows for name in AMOUNTS] + [one.amount for one in lines]
    if any(abs(amount) > LARGEST for amount in amounts):
        raise ValueError("an amount of the treasury is out of bounds")


def refuse(cursor: duckdb.DuckDBPyConnection, records: Sequence[Record | Entry]) -> None:
    """Raise PortfolioError plan_project_unknown for a number that no edition ever named."""
    rows = [one for one in records if isinstance(one, TreasuryFigure | TreasuryLine)]
    if not rows:
        return
    known = {name for (name,) in cursor.execute("SELECT DISTINCT project_id FROM store.project").fetchall()}
    strange = next((one.project_id for one in rows if one.project_id not in known), None)
    if strange is not None:
        raise PortfolioError("plan_project_unknown", project=strange)
