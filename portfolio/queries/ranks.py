"""Who is ranked by a figure of 县市区对比, and in which place: by one rule for every comparison.

How it is seen that a county knows enough stands in codes/comparison.csv (known_by, known_of).
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from portfolio.queries.sums import WHOLE, as_shown, rate

SHARES = ("share", "points")
"""Units of a figure that is part ÷ whole; any other is the part itself."""
KNOWING = ("known_count", "project_count", "whole", "known_of")
"""What is known and of how much, by count and by the denominator's amount."""
COUNTED = pl.Decimal(18, 2)


def known_shares(prefix: str) -> Sequence[pl.Expr]:
    """How much a county knows of what it is compared by: of its projects, and of the denominator's amount.

    Of an amount below nothing (more was paid than allocated) no share can be told.
    """
    known, of, amount, of_amount = (pl.col(f"{prefix}{name}") for name in KNOWING)
    counted, by_amount = (
        pl.col("known_by") == "count",
        pl.col("known_of_measure").is_not_null() & (of_amount > 0),
    )
    return (
        pl.when(counted).then(rate(known, of)).alias(f"{prefix}known_share"),
        pl.when(counted & by_amount)
        .then(rate(amount.fill_null(0), of_amount))
        .alias(f"{prefix}known_amount_share"),
    )


def ranking(prefix: str) -> pl.Expr:
    """Whether a county is ranked; nothing for the whole.

    ranked; short_of_reports (报送不足): it has projects enough, but too little is known of them; too_small (样本不足):
    too few are known; unranked: the city level, the unnamed. A county may not grow too small by its silence, so
    报送不足 comes before 样本不足.
    """
    known, of, amount, of_amount = (pl.col(f"{prefix}{name}") for name in KNOWING)
    minimum, share = pl.col("county_minimum_count"), pl.col("county_known_share")
    by_amount = (
        pl.col("known_of_measure").is_not_null() & (of_amount > 0) & (amount.fill_null(0) < of_amount * share)
    ).fill_null(value=False)
    short = (pl.col("known_by") == "count") & ((known.cast(COUNTED) < of.cast(COUNTED) * share) | by_amount)
    small = (known < minimum) | pl.col(f"{prefix}value").is_null()
    state = (
        pl.when(~pl.col("ranked").fill_null(value=False))
        .then(pl.lit("unranked"))
        .when(short & (of >= minimum))
        .then(pl.lit("short_of_reports"))
        .when(small)
        .then(pl.lit("too_small"))
        .otherwise(pl.lit("ranked"))
    )
    return pl.when(pl.col("county_code") != WHOLE).then(state)


def merit_of(value: str) -> pl.Expr:
    """What counties are ranked by, the most first: the figure as shown, shares to a tenth of a percent.

    So that what looks equal ranks equal; turned round where less is better.
    """
    figure = pl.when(pl.col("unit").is_in(SHARES)).then(as_shown(value)).otherwise(pl.col(value))
    return figure * pl.when(pl.col("better") == "low").then(-1).otherwise(1)


def placed(rows: pl.DataFrame, prefix: str) -> pl.DataFrame:
    """The rows with the rank of each that is ranked, how many share it and how many are ranked."""
    counting = pl.when(pl.col(f"{prefix}ranking") == "ranked").then(merit_of(f"{prefix}value"))
    return rows.with_columns(counting.alias("counting")).with_columns(_places(prefix))


def _places(prefix: str) -> Sequence[pl.Expr]:
    """Rank, how many share it, and how many are ranked, of the merit that counts (column `counting`)."""
    merit = pl.col("counting")
    ranked = merit.count().over("comparison").cast(pl.Int64)
    takes_places = (pl.col("better") != "none") & (ranked > 1) & merit.is_not_null()
    place = merit.rank("min", descending=True).over("comparison").cast(pl.Int64)
    sharing = pl.len().over("comparison", "counting").cast(pl.Int64)
    return (
        pl.when(takes_places).then(place).alias(f"{prefix}rank"),
        pl.when(takes_places).then(sharing).alias(f"{prefix}sharing_count"),
        ranked.alias(f"{prefix}ranked_count"),
    )
