"""The 合计 row: what it says is the sum of the rows above it, or it is refused."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal

import polars as pl

from portfolio.exports.cells import qualifies
from portfolio.formats import EXACT, YUAN, decimal

Totals = dict[str, object]
_ADDED = ("_amount", "_count", "_days")


def checked(frame: pl.DataFrame, totals: Totals, of_whole: Collection[str] = ()) -> Totals:
    """The totals as they may be printed; ValueError where one is not the sum of its rows (a fault of ours).

    `of_whole` names the columns whose total is a figure of the whole and no sum, such as the most days late.
    A column `in_total` (boolean) says which rows count, where others stand in one table with them; another currency is
    never added to yuan. Where no row knows the figure, neither does the total.
    """
    unknown = [name for name in totals if name not in frame.columns]
    if unknown or not {name for name in frame.columns if not qualifies(name)} - set(totals):
        raise ValueError(f"a total needs its column and one column beside it: {unknown}")
    counted = _counted(frame)
    return {
        name: total if name in of_whole else _checked(counted, name, total) for name, total in totals.items()
    }


def _counted(frame: pl.DataFrame) -> pl.DataFrame:
    if "in_total" in frame.columns:
        frame = frame.filter(pl.col("in_total"))
    return frame.filter(pl.col("currency") == YUAN) if "currency" in frame.columns else frame


def _checked(frame: pl.DataFrame, name: str, total: object) -> object:
    if not name.endswith(_ADDED):
        return total
    rows = [decimal(value) for value in frame[name].drop_nulls().to_list()]
    told = decimal(total) if isinstance(total, Decimal | int | float) else None
    if told != _sum(rows) if rows else told:
        raise ValueError(f"the total of {name} is {told} and its rows add up to {_sum(rows)}")
    return total if rows or not frame.height else None


def _sum(rows: list[Decimal]) -> Decimal:
    total = Decimal(0)
    for row in rows:
        total = EXACT.add(total, row)
    return total
