"""The only place where known amounts are added and shares are rounded.

Polars adds up nothing known to 0.00 and rounds half to even; here the sum of nothing known is unknown, and a half is
rounded away from zero, as the engine does.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

WHOLE = "*"
"""What stands for the whole selection where a row is of one county."""


def known_sum(value: str | pl.Expr) -> pl.Expr:
    """The sum of what is known; unknown where nothing is."""
    column = pl.col(value) if isinstance(value, str) else value
    return pl.when(column.count() > 0).then(column.sum())


def whole_sum(value: str) -> pl.Expr:
    """The sum where every part is known; unknown where any is not."""
    column = pl.col(value)
    return pl.when(column.null_count() == 0).then(column.sum())


def count_of(condition: str | pl.Expr) -> pl.Expr:
    """In how many rows the condition holds; unknown is not holding."""
    column = pl.col(condition) if isinstance(condition, str) else condition
    return column.sum().cast(pl.Int64)


def makes_up(value: str, share: float) -> pl.Expr:
    """Whether a row is among the fewest first rows that make up `share` of all; the largest have to come first."""
    column = pl.col(value).cast(pl.Float64)
    return column.cum_sum() - column < column.sum() * share


def how_many(*conditions: str) -> pl.Expr:
    """How many of these conditions hold in a row; unknown is not holding."""
    return pl.sum_horizontal(conditions).cast(pl.Int64)


def rate(part: str | pl.Expr, whole: str | pl.Expr) -> pl.Expr:
    """part ÷ whole as a share to nine places; unknown where either is, or where the whole is nothing."""
    return rounded(quotient(part, whole), 9)


def quotient(part: str | pl.Expr, whole: str | pl.Expr) -> pl.Expr:
    """part ÷ whole, not rounded; unknown where either is, or where the whole is nothing."""
    above, below = ((pl.col(one) if isinstance(one, str) else one).cast(pl.Float64) for one in (part, whole))
    return pl.when(below != 0).then(above / below)


def rounded(value: pl.Expr, places: int) -> pl.Expr:
    """The value to so many places, a half away from zero."""
    return value.round(places, mode="half_away_from_zero")


def by_county_and_whole(
    rows: pl.DataFrame, totals: Sequence[pl.Expr], *more: str, empty: bool = False
) -> pl.DataFrame:
    """The totals of each county (and each of `more` in it), and of all counties together under `*`.

    Of no row at all there is no whole, unless `empty` asks for one.
    """
    county = rows.group_by("county_code", *more).agg(totals)
    if rows.is_empty() and not empty:
        return county
    whole = rows.group_by(*more).agg(totals) if more else rows.select(totals)
    return pl.concat([whole.with_columns(pl.lit(WHOLE).alias("county_code")).select(county.columns), county])


def less_as_shown(share: str | pl.Expr, other: str | pl.Expr) -> pl.Expr:
    """The one share less the other, both as they are shown, so that what stands side by side subtracts."""
    return rounded(as_shown(share) - as_shown(other), 3)


def as_shown(share: str | pl.Expr) -> pl.Expr:
    """The share as it is shown, to a tenth of a percent: by its decimals, so that what looks equal is equal."""
    column = pl.col(share) if isinstance(share, str) else share
    return rounded(column.cast(pl.Decimal(38, 9)), 3).cast(pl.Float64)


def ordered(rows: pl.DataFrame, *by: str | pl.Expr, first: Sequence[bool] | None = None) -> pl.DataFrame:
    """The rows in this order, unknown last (`first`: unknown first), equal ones as they were; "-name" is descending."""
    down = [isinstance(one, str) and one.startswith("-") for one in by]
    columns = [one.removeprefix("-") if isinstance(one, str) else one for one in by]
    nulls = [not one for one in first] if first else [True] * len(by)
    return rows.sort(columns, descending=down, nulls_last=nulls, maintain_order=True)
