"""Amounts and funding: sums with what they rest on, and the rows behind them.

What is added up are row amounts: a leaf's own, and of a group what it states beyond its members.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from portfolio.model import View
from portfolio.queries.select import Selection, select
from portfolio.queries.sums import WHOLE, by_county_and_whole, count_of, known_sum, ordered, quotient
from portfolio.store import Store

AMOUNT = "_amount"
KNOWN = (
    *("planned_funding", "allocated", "received", "paid", "not_arrived", "unpaid", "payment_untold"),
    *("aged_received", "aged_open", "long_unpaid", "two_year_unpaid"),
)
"""Money split by source of which it is told on how many projects each sum rests."""
COUNTED = {name: f"{'planned' if name == 'planned_funding' else name}_known_count" for name in KNOWN} | {
    "receipt_planned": "receipt_count",
    "payment_paid": "payment_count",
    "disbursed_allocated": "disbursed_count",
    "budget_available": "budget_count",
}
"""Money split by source to the name of its count of projects."""
PROJECT = pl.col("kind") == "project"


def total_amount(store: Store, view: View, *measures: str) -> pl.DataFrame:
    """One row a measure (of `measures`, or every one) over the whole selection: amount, known_count, project_count.

    Beside it undivided_amount and undivided_count: what groups state beyond their members (未分解到项目), of how many.
    """
    return _amounts(select(store, view), measures)


def county_amount(store: Store, view: View, *measures: str) -> pl.DataFrame:
    """The same, one row a county and measure."""
    return _amounts(select(store, view), measures, "county_code")


def category_amount(store: Store, view: View, *measures: str) -> pl.DataFrame:
    """The same, one row a category and measure."""
    return _amounts(select(store, view), measures, "category")


def _amounts(selection: Selection, measures: Sequence[str], *by: str) -> pl.DataFrame:
    rows = selection.projects.select("project_id", "kind", "county_code", "category").join(
        selection.day.frame("amount"), on="project_id"
    )
    names = sorted(map(_named, measures) if measures else _measures(rows))
    totals = [pl.struct(_totals(name)).alias(name) for name in names]
    sums = rows.group_by(by).agg(totals) if by else rows.select(totals)
    if rows.is_empty():
        sums = sums.clear()
    rated = sums.unpivot(names, index=list(by), variable_name="measure", value_name="told").unnest("told")
    return ordered(rated, *by, "measure")


def _totals(measure: str) -> list[pl.Expr]:
    amount, grouped = pl.col(f"{measure}{AMOUNT}"), pl.col("grouped")
    return [
        known_sum(amount).alias("amount"),
        count_of(PROJECT & amount.is_not_null()).alias("known_count"),
        count_of(PROJECT).alias("project_count"),
        known_sum(amount.filter(grouped)).alias("undivided_amount"),
        count_of(grouped & (amount != 0)).alias("undivided_count"),
    ]


def _measures(rows: pl.DataFrame) -> list[str]:
    """The measures of a frame: the names of its columns of yuan."""
    return [name.removesuffix(AMOUNT) for name in rows.columns if name.endswith(AMOUNT)]


def _named(measure: str) -> str:
    """The measure; ValueError for no name at all."""
    if not measure.isidentifier():
        raise ValueError(f"{measure!r} is no measure")
    return measure


def amount_rows(store: Store, view: View, measure: str) -> pl.DataFrame:
    """The rows behind a sum: one a selected row that knows `measure`, with its facts as project_state.

    `amount` is what of the row is added up: of a group what it states beyond its members, and so are its investment and
    planned funding; the largest first.
    """
    selection = select(store, view)
    amounts = selection.day.frame("amount").select(
        "project_id",
        "investment_amount",
        "planned_funding_amount",
        pl.col(f"{_named(measure)}{AMOUNT}").alias("amount"),
    )
    stated = selection.projects.drop("investment_amount", "planned_funding_amount")
    rows = stated.join(amounts.drop_nulls("amount"), on="project_id", maintain_order="left")
    return ordered(rows.select(*selection.projects.columns, "amount"), "-amount", "project_id")


def basis_count(store: Store, view: View) -> pl.DataFrame:
    """One row an investment_basis, the most frequent first: row_count, the rows whose investment is counted on it."""
    rows = select(store, view).beside("amount", "investment_amount")
    known = rows.filter(pl.col("investment_amount_right").is_not_null())
    counted = known.group_by("investment_basis").agg(pl.len().cast(pl.Int64).alias("row_count"))
    return ordered(counted, "-row_count", "investment_basis")


def funding_rows(store: Store, view: View) -> pl.DataFrame:
    """One row a project and source, in its own currency: planned, 下达, 到位, 支付, and what lies unpaid, as stated."""
    selection = select(store, view)
    named = selection.projects.select("project_id", "name", "county_code")
    rows = selection.of_sources(selection.day.frame("funding")).join(named, on="project_id")
    return ordered(rows, "project_id", "source")


STANDING = (
    *("not_arrived", "unpaid", "payment_untold", "aged_received", "aged_unpaid", "aged_untold"),
    *("long_unpaid", "two_year_unpaid"),
)
"""What lies between 下达, 到位 and 支付, and how long; split by source."""
BUDGET = ("budget_paid", "budget_available", "year_allocated", "carried_over")
"""The year's budget money of fiscal sources and bonds: paid, and of how much, which is new or carried over."""


def unpaid_rows(store: Store, view: View) -> pl.DataFrame:
    """One row a row of the library and source with 到位未支付 or 支付未报, the oldest money first, then the largest.

    By its row amounts: a group's is what it states beyond its members, which may be below nothing. `age_basis` says
    whether batches give the age; `remainder` what is left after two budget years is called.
    """
    selection = select(store, view)
    shown = selection.projects.select("project_id", "name", "county_code", "owner_unit", "last_period_on")
    lying = (pl.col("unpaid_amount") != 0) | (pl.col("payment_untold_amount") != 0)
    amounts = selection.of_sources(selection.day.frame("source")).filter(lying)
    money = amounts.select(
        *("project_id", "source", "currency"),
        pl.col("planned_funding_amount").alias("planned_amount"),
        *("allocated_amount", "received_amount", "paid_amount", "paid_year_amount", "aged_open_amount"),
        *(f"{name}{AMOUNT}" for name in STANDING),
        *("age_basis", "remainder"),
    )
    rows = money.join(shown, on="project_id")
    return ordered(rows, "-aged_open_amount", "-unpaid_amount", "project_id", "source")


def standing_rows(store: Store, view: View) -> pl.DataFrame:
    """One row a selected row of the library, source and currency: its row amounts, what lies unpaid and since when."""
    selection = select(store, view)
    return ordered(selection.of("source"), "project_id", "source")


def funding_sum(store: Store, view: View) -> pl.DataFrame:
    """One row a county and source, `*` for all: planned to paid, what lies between, their rates, each with its n.

    Beside a rate stand its own two sides (disbursed_, receipt_, payment_): the sums of those that know both.

    naming_count projects (or a group above them) name the source, with or without an amount.
    """
    selection = select(store, view)
    parts = selection.of_sources(selection.of("part"))
    measures = _measures(parts)
    each_project = (
        parts.filter(PROJECT)
        .group_by("project_id", "county_code")
        .agg(pl.col("named").any(), *(pl.col(f"{name}{AMOUNT}").count().alias(name) > 0 for name in COUNTED))
    )
    of_source = [count_of("named").alias("naming_count")] + [
        count_of(PROJECT & pl.col(f"{name}{AMOUNT}").is_not_null()).alias(count)
        for name, count in COUNTED.items()
    ]
    of_all = [count_of("named").alias("naming_count")] + [
        count_of(name).alias(count) for name, count in COUNTED.items()
    ]
    sums = [known_sum(f"{name}{AMOUNT}") for name in measures]
    by_source = by_county_and_whole(parts, [*sums, *of_source], "source")
    places = by_county_and_whole(selection.projects, [count_of(PROJECT).alias("project_count")], empty=True)
    together = (
        places.select("county_code")
        .join(by_county_and_whole(parts, sums), on="county_code", how="left")
        .join(by_county_and_whole(each_project, of_all), on="county_code", how="left")
        .with_columns(pl.lit(WHOLE).alias("source"))
    )
    rows = pl.concat([together.select(by_source.columns), by_source]).join(
        places, on="county_code", how="left"
    )
    counts = ["naming_count", *COUNTED.values()]
    added = rows.with_columns(pl.col(counts).fill_null(0)).select(
        *("county_code", "source", "naming_count", "project_count"),
        pl.col("planned_funding_amount").alias("planned_amount"),
        *("allocated_amount", "received_amount", "paid_amount", "aged_open_amount"),
        *(f"{name}{AMOUNT}" for name in (*STANDING, *BUDGET)),
        (pl.col("budget_available_amount") - pl.col("year_allocated_amount").fill_null(0))
        .sub(pl.col("carried_over_amount").fill_null(0))
        .alias("budget_undated_amount"),
        quotient("disbursed_received_amount", "disbursed_allocated_amount").alias("disbursed_share"),
        quotient("aged_open_amount", "aged_received_amount").alias("aged_share"),
        quotient("budget_paid_amount", "budget_available_amount").alias("budget_share"),
        quotient("receipt_received_amount", "receipt_planned_amount").alias("received_share"),
        quotient("payment_paid_amount", "payment_received_amount").alias("paid_share"),
        *("disbursed_received_amount", "disbursed_allocated_amount", "receipt_planned_amount"),
        *("receipt_received_amount", "payment_received_amount", "payment_paid_amount"),
        *COUNTED.values(),
    )
    return ordered(added, "county_code", "source")


def source_amount(store: Store, view: View) -> pl.DataFrame:
    """One row a county, source and currency: planned, 下达, 到位, 支付, paid this year, 到位未支付."""
    selection = select(store, view)
    places = selection.projects.select("project_id", "county_code", "kind")
    rows = selection.of_sources(selection.day.frame("source")).join(places, on="project_id")
    leaf = pl.col("kind") != "group"
    by = ("county_code", "source", "currency")
    sums = rows.group_by(by).agg(
        pl.col("project_id").n_unique().cast(pl.Int64).alias("project_count"),
        known_sum("planned_funding_amount").alias("planned_amount"),
        *(known_sum(f"{name}{AMOUNT}") for name in ("allocated", "received", "paid", "paid_year", "unpaid")),
        count_of(leaf & pl.col("planned_funding_amount").is_not_null()).alias("planned_known_count"),
        count_of(leaf & pl.col("received_amount").is_not_null()).alias("received_known_count"),
        count_of(leaf & pl.col("paid_amount").is_not_null()).alias("paid_known_count"),
    )
    return ordered(sums, *by)


def source_year(store: Store, view: View) -> pl.DataFrame:
    """One row a source and year: yuan received and paid as the step from the last known year-end before.

    Of those that reported in that year, each with the number known; a first report, and one after silence, holds
    earlier years too.
    """
    selection = select(store, view)
    steps = selection.of_sources(selection.of("step"))
    leaf = ~pl.col("grouped")
    sums = steps.group_by("source", "year").agg(
        known_sum("received_step").alias("received_amount"),
        known_sum("paid_step").alias("paid_amount"),
        count_of(leaf & pl.col("received_step").is_not_null()).alias("received_known_count"),
        count_of(leaf & pl.col("paid_step").is_not_null()).alias("paid_known_count"),
        count_of(leaf).alias("project_count"),
    )
    return ordered(sums, "source", "year")


def source_naming(store: Store, view: View) -> pl.DataFrame:
    """One row a selected project or group: `naming` is with_amount, named or not_stated (未注明); its row investment."""
    return _naming(select(store, view))


def _naming(selection: Selection) -> pl.DataFrame:
    invested = selection.day.frame("amount").select("project_id", "investment_amount")
    rows = (
        selection.projects.filter(pl.col("kind") != "service")
        .drop("investment_amount")
        .join(invested, on="project_id", maintain_order="left")
        .join(selection.day.frame("naming"), on="project_id", maintain_order="left")
    )
    shown = ("project_id", "name", "kind", "county_code", "category", "owner_unit", "stage", "state")
    return rows.select(*shown, "investment_amount", "investment_basis", "naming")


NAMINGS = {"not_stated": "unsourced", "named": "without_amount", "with_amount": "with_amount"}
"""How a source of money is named, and what the projects that name it so are called in columns."""


def unsourced(store: Store, view: View) -> pl.DataFrame:
    """One row a county: projects and investment whose source is named with an amount, without one, or 未注明."""
    return _unsourced(store, view).filter(pl.col("county_code") != WHOLE)


def total_unsourced(store: Store, view: View) -> pl.DataFrame:
    """One row: unsourced over the whole selection; a sum of unknown investment alone is unknown, not nothing."""
    return _unsourced(store, view).filter(county_code=WHOLE)


def _unsourced(store: Store, view: View) -> pl.DataFrame:
    naming, amount = pl.col("naming"), pl.col("investment_amount")
    totals = [
        count_of(PROJECT).alias("project_count"),
        *(count_of(PROJECT & (naming == code)).alias(f"{name}_count") for code, name in NAMINGS.items()),
        count_of(PROJECT & amount.is_not_null()).alias("known_count"),
        known_sum(amount).alias("investment_amount"),
        *(invested(naming == code).alias(f"{name}_amount") for code, name in NAMINGS.items()),
    ]
    return ordered(by_county_and_whole(_naming(select(store, view)), totals, empty=True), "county_code")


def invested(amount: pl.Expr) -> pl.Expr:
    """Yuan of the rows asked for: nothing (0) where no such project is, unknown only where a project's is.

    (That of a group without an amount stands in its members.)
    """
    nothing = pl.when(count_of(amount & PROJECT) == 0).then(pl.lit(0, pl.Decimal(38, 2)))
    return pl.coalesce(known_sum(pl.col("investment_amount").filter(amount)), nothing)
