"""A main question of each page: how our Store is asked, and what of its answer is compared with the other two."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from portfolio import queries
from portfolio.model import View
from portfolio.store import Store
from portfolio.web.tables import LIMIT

Row = tuple[object, ...]


@dataclass(frozen=True)
class Question:
    """One page's main question: `ask` is what the page asks, `told` the columns that the others answer too."""

    page: str
    name: str
    ask: Callable[[Store, View], pl.DataFrame]
    told: Callable[[pl.DataFrame], pl.DataFrame]


def _first_page(store: Store, view: View) -> pl.DataFrame:
    """What 项目库 asks: its first rows, and above them in a row `*` what all of them are and add up to."""
    counted = queries.list_count(store, view)
    rows = queries.list_rows(store, view).head(LIMIT)
    sums = counted.select(
        pl.lit("*").alias("project_id"),
        pl.col("investment_amount").sum().alias("received_amount"),
        pl.col("row_count").sum().alias("paid_amount"),
        pl.col("known_count").sum().alias("work_done_amount"),
        pl.lit(None, pl.String).alias("stage"),
    )
    amounts = pl.col("received_amount", "paid_amount", "work_done_amount").cast(pl.Float64)
    return pl.concat([told.with_columns(amounts) for told in (sums, rows.select(sums.columns))])


def _known(frame: pl.DataFrame) -> pl.DataFrame:
    counties = frame.filter(pl.col("county_code") != "*")
    by_field = counties.pivot(on="data_field", index="county_code", values="known_count")
    return by_field.select("county_code", "work_done", "received")


QUESTIONS = (
    Question(
        "总览",
        "money",
        queries.total_amount,
        lambda frame: frame.filter(
            pl.col("measure").is_in(["received", "paid", "work_done", "investment"])
        ).select("measure", "amount"),
    ),
    Question(
        "项目库",
        "list",
        _first_page,
        lambda frame: frame,
    ),
    Question(
        "资金来源",
        "sources",
        queries.funding_sum,
        lambda frame: frame.filter((pl.col("county_code") == "*") & (pl.col("source") != "*")).select(
            "source", "planned_amount", "allocated_amount", "received_amount", "paid_amount"
        ),
    ),
    Question(
        "支出进度",
        "pace",
        queries.pace,
        lambda frame: frame.filter(
            (pl.col("level") == "county") & pl.col("annual_plan_amount").is_not_null()
        ).select("code", "annual_plan_amount", "work_done_year_amount"),
    ),
    Question(
        "滞后项目",
        "late",
        queries.county_delay,
        lambda frame: frame.filter(pl.col("late_count") > 0).select(
            "county_code", "late_count", "worst_delay_days"
        ),
    ),
    Question(
        "县市区对比",
        "compare",
        queries.comparison,
        lambda frame: frame.filter(
            (pl.col("comparison") == "received") & (pl.col("county_code") != "*")
        ).select("county_code", "value"),
    ),
    Question("数据质量", "known", queries.completeness, _known),
)
"""The pages in the order of the menu."""
