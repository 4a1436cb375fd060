"""县市区对比: figures by county with their ranks, with and without the largest project, now and month by month.

What is compared, by which measures of money, and which end is better stands in codes/comparison.csv.
"""

from __future__ import annotations

import polars as pl

from portfolio.day import month_days
from portfolio.model import View
from portfolio.queries.naming import english
from portfolio.queries.ranks import known_shares, merit_of, placed, ranking
from portfolio.queries.select import Selection, select
from portfolio.queries.spending import curve_sums, elapsed_share
from portfolio.queries.sums import (
    WHOLE,
    by_county_and_whole,
    count_of,
    known_sum,
    less_as_shown,
    ordered,
    rate,
)
from portfolio.store import Store

FACTS = (
    *("comparison", "unit", "better", "sort_order", "of_money", "by_source", "known_by"),
    pl.col("known_of").alias("known_of_measure"),
)
"""What the codelist says of a comparison that its figures rest on."""
LIMITS = ("county_minimum_count", "county_known_share")
ONE_ROW = pl.Decimal(18, 2)
"""What an amount of one row fits (an entry of 10^14 yuan is refused); sums are wider."""


def comparison(store: Store, view: View) -> pl.DataFrame:
    """One row a comparison and county, `*` for the whole selection: value, n, rank, and all without the largest project.

    In the order of the comparisons; the ranked first, the best in front; then by the edition's order, the whole last.
    Equal values share a rank (sharing_count of them); none has one where no end is better or only one county is ranked.
    """
    selection = select(store, view)
    sides = sides_of(selection)
    figures = _figures(selection, sides)
    rows = _ranked(_without_largest(selection, sides, figures))
    merit = pl.when(pl.col("ranking") == "ranked").then(-pl.col("merit"))
    placed = ordered(
        rows, "sort_order", pl.col("county_code") == WHOLE, "ranking", merit, "county_order", "county_code"
    )
    return placed.drop("sort_order", "county_order", "merit")


def comparison_rows(store: Store, view: View, comparison: str) -> pl.DataFrame:
    """The rows that the figures of `comparison` add up, with their part and whole, for counts whether it is met."""
    selection = select(store, view)
    sides = sides_of(selection, comparison).filter(pl.col("part").is_not_null())
    rows = selection.projects.join(sides.select("project_id", "part", "whole"), on="project_id").with_columns(
        rate("part", "whole").alias("part_share"), (pl.col("part") > 0).alias("met")
    )
    rows = _with_parts(selection, rows) if comparison == "idle" else rows
    return ordered(rows, "county_code", "project_id")


OLD = ("aged_unpaid_amount", "aged_untold_amount")
"""The two parts of old money that count against a county: unpaid, and of which no payment was ever told."""


def _with_parts(selection: Selection, rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with both parts of their old money, by the sources asked for; a group's row amounts."""
    parts = selection.of_sources(selection.day.frame("part"))
    summed = parts.group_by("project_id").agg(known_sum(name) for name in OLD)
    return rows.drop(OLD).join(summed, on="project_id", how="left", maintain_order="left")


def comparison_days(store: Store, view: View) -> pl.DataFrame:
    """Up to twelve rows, the oldest first: a closed month (month_on) and the day its figures are asked for (day_on)."""
    return store.read_known(
        view, "FROM comparison_day($as_of, $newest_event) ORDER BY month_on", as_of=view.as_of
    )


def comparison_history(store: Store, view: View, comparison: str) -> pl.DataFrame:
    """The figures of one comparison (no ranks, nothing without the largest) at each of `comparison_days`, with day_on.

    As known at the view's `known_at`, and beside a final month as each was made final; a past day has no definition
    of its own.
    """
    days = comparison_days(store, view)["day_on"].to_list()
    figures = []
    for day in month_days(store, view, days):
        selection = Selection(day, view.model_copy(update={"as_of": day.as_of}), english(store))
        rows = _figures(selection, sides_of(selection, comparison))
        figures.append(rows.with_columns(pl.lit(day.as_of).alias("day_on")))
    shown = ("comparison", "county_code", "part", "whole", "project_count", "known_count")
    rows = pl.concat(figures).select(*shown, "day_on", "unit", "value", "ranking")
    return ordered(rows, "day_on", "county_code")


def county_curves(store: Store, view: View, year: int) -> pl.DataFrame:
    """Twelve rows a county that has a plan for `year`: elapsed, work done and paid as shares of the annual plan.

    Work of all that take part in the year's rate, payments of those whose payments are known that month.
    """
    rows = curve_sums(select(store, view), year).filter(pl.col("county_code") != WHOLE)
    curves = rows.select(
        "county_code",
        "month_on",
        (pl.col("month_on").dt.month().cast(pl.Float64) / 12).alias("elapsed_share"),
        rate("work_done_amount", "annual_plan_amount").alias("work_share"),
        rate("paid_amount", "paid_plan_amount").alias("paid_share"),
        *("annual_plan_amount", "plan_count", "work_done_count", "paid_count"),
    )
    return ordered(curves, "county_code", "month_on")


def sides_of(selection: Selection, only: str | None = None) -> pl.DataFrame:
    """One row a selected row and comparison (or of one alone): part, whole, size, known, is_asked, tells.

    With a source filter, the money that is split by source is that of those sources.
    """
    rows = selection.projects.select("project_id", "county_code", "kind")
    for name in ("amount", "counted"):
        rows = rows.join(selection.day.frame(name), on="project_id", how="left", maintain_order="left")
    divided = _of_sources(selection, rows) if selection.divides_money else rows
    measures = selection.day.frame("comparison")
    comparisons = measures if only is None else measures.filter(comparison=only)
    return pl.concat(
        [_side(divided if row["by_source"] else rows, row) for row in comparisons.iter_rows(named=True)]
    )


def _of_sources(selection: Selection, rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with their money that is split by source cut down to that of the sources asked for."""
    parts = selection.of_sources(selection.day.frame("part"))
    split = [name for name in parts.columns if name.endswith("_amount")]
    summed = parts.group_by("project_id").agg(known_sum(name) for name in split)
    return rows.drop(split, strict=False).join(summed, on="project_id", how="left", maintain_order="left")


def _side(rows: pl.DataFrame, columns: dict[str, str | None]) -> pl.DataFrame:
    """Both sides of one comparison of each row."""

    def amount(measure: str | None) -> pl.Expr:
        named = f"{measure}_amount"
        return pl.col(named) if named in rows.columns else pl.lit(None, pl.Decimal(38, 2))

    counts = amount(columns["asked"]).is_not_null() if columns["asked"] else pl.lit(value=True)
    known, is_project = amount(columns["basis"]).is_not_null(), pl.col("kind") == "project"
    return rows.select(
        pl.lit(columns["comparison"]).alias("comparison"),
        "project_id",
        "county_code",
        amount(columns["part"]).cast(ONE_ROW).alias("part"),
        amount(columns["whole"]).cast(ONE_ROW).alias("whole"),
        amount(columns["size"]).cast(ONE_ROW).alias("size"),
        amount(columns["known_of"]).cast(ONE_ROW).alias("known_of"),
        amount(columns["silent"]).cast(ONE_ROW).alias("silent_part"),
        (is_project & counts).alias("is_asked"),
        (is_project & known).alias("known"),
        (known & (is_project | (pl.col("kind") == "group"))).alias("tells"),
    )


TOTALS = (
    known_sum(pl.col("part").cast(pl.Decimal(38, 2))),
    known_sum(pl.col("whole").cast(pl.Decimal(38, 2))),
    known_sum(pl.col("known_of").cast(pl.Decimal(38, 2))),
    known_sum(pl.col("silent_part").cast(pl.Decimal(38, 2))),
    count_of("is_asked").alias("project_count"),
    count_of("known").alias("known_count"),
    count_of("tells").alias("told_count"),
)


def _figures(selection: Selection, sides: pl.DataFrame) -> pl.DataFrame:
    """One row a comparison and county, `*` for all: its sums, value, ranking, and what its order rests on."""
    facts = selection.day.frame("comparison").select(*FACTS)
    counties = selection.day.frame("county").rename({"sort_order": "county_order"})
    summed = by_county_and_whole(sides, TOTALS, "comparison")
    rows = summed.join(facts, on="comparison").join(counties, on="county_code", how="left")
    limits = [pl.lit(selection.rules[name]).alias(name) for name in LIMITS]
    fields = pl.col("ranked").fill_null(value=False)
    return (
        rows.with_columns(
            *limits,
            pl.lit(elapsed_share(selection)).alias("elapsed_share"),
        )
        .with_columns(
            _value("told_count", "part", "whole").alias("value"),
            count_of(fields).over("comparison").alias("field_count"),
            (pl.lit(selection.divides_money) & pl.col("of_money") & ~pl.col("by_source")).alias(
                "all_sources"
            ),
        )
        .with_columns(*known_shares(""), ranking("").alias("ranking"))
    )


def compared(selection: Selection, comparison: str) -> pl.DataFrame:
    """One row a county, `*` for all: value, n and rank of one comparison, nothing without the largest."""
    return placed(_figures(selection, sides_of(selection, comparison)), "")


def late_ranking(selection: Selection) -> pl.DataFrame:
    """One row a county: whether it is ranked by 滞后率, its rank, how many share it and how many are ranked."""
    rows = compared(selection, "late").filter(pl.col("county_code") != WHOLE)
    return rows.select(
        *("county_code", "ranking", "ranked_count"),
        *(pl.col(name).alias(f"late_{name}") for name in ("rank", "sharing_count")),
    )


def _value(amount_name: str, part: str, whole: str) -> pl.Expr:
    """The figure that is compared; unknown where nothing tells of it.

    A share, that share less the elapsed one (both as shown), or an amount or count as it is.
    """
    share = rate(part, whole)
    figure = (
        pl.when(pl.col("unit") == "points")
        .then(less_as_shown(share, "elapsed_share"))
        .when(pl.col("unit") == "share")
        .then(share)
        .otherwise(pl.col(part).cast(pl.Float64))
    )
    return pl.when(pl.col(amount_name) > 0).then(figure)


def _without_largest(selection: Selection, sides: pl.DataFrame, figures: pl.DataFrame) -> pl.DataFrame:
    """The figures beside the same without each county's largest project or group (with its members)."""
    places = ("comparison", "county_code")
    sized = sides.filter(pl.col("size") > 0)
    largest = (
        sized.filter(pl.col("size") == pl.col("size").max().over(places))
        .group_by(places)
        .agg(pl.col("project_id").min().alias("largest_id"), pl.col("size").first().alias("largest_amount"))
    )
    members = selection.day.frame("member").rename({"member_id": "largest_id"})
    taken = sides.join(largest.join(members, on="largest_id"), on=[*places, "project_id"])
    out = taken.group_by(places).agg(TOTALS)
    names = selection.called(selection.day.frame("project")).select(
        largest_id="project_id", largest_name="name"
    )
    rows = (
        figures.join(largest, on=places, how="left")
        .join(out, on=places, how="left", suffix="_out")
        .join(names, on="largest_id", how="left")
    )
    counts = ("project_count", "known_count", "told_count", "known_of")
    of_county = pl.col("county_code") != WHOLE
    rows = rows.with_columns(
        pl.when(of_county).then(pl.col(name) - pl.col(f"{name}_out").fill_null(0)).alias(f"without_{name}")
        for name in counts
    )
    some = pl.col("without_told_count") > 0
    rows = rows.with_columns(
        pl.when(some).then(pl.col(name) - pl.col(f"{name}_out").fill_null(0)).alias(f"without_{name}")
        for name in ("part", "whole", "silent_part")
    )
    known = pl.col("largest_id").is_not_null()
    rows = rows.with_columns(
        pl.when(known)
        .then(_value("without_told_count", "without_part", "without_whole"))
        .alias("without_value")
    )
    ranked = pl.when(known).then(ranking("without_"))
    return rows.with_columns(*known_shares("without_"), ranked.alias("without_ranking"))


RESULT = (
    *("comparison", "county_code", "part", "whole", "project_count", "known_count", "unit", "sort_order"),
    *("county_order", "value", "largest_id", "largest_amount", "without_project_count"),
    *("without_known_count", "without_part", "without_whole", "silent_part", "known_share"),
    *("known_amount_share", "without_silent_part", "without_known_share"),
    *("without_known_amount_share", "field_count", "all_sources", "largest_name", "without_value"),
    *("better", "ranking", "without_ranking"),
    *("rank", "without_rank", "ranked_count", "without_ranked_count", "merit", "sharing_count"),
    "without_sharing_count",
)


def _ranked(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with their places, of the figure and of that without the largest."""
    rows = rows.with_columns(merit_of("value").alias("merit"))
    for prefix in ("", "without_"):
        rows = placed(rows, prefix)
    return rows.select(RESULT)
