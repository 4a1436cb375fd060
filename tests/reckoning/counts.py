"""What the store says of fields known and of reports by month, in the shape of the reckoning, and held against it."""

from __future__ import annotations

from datetime import date

import polars as pl

from portfolio import queries
from portfolio.model import View
from portfolio.store import Store

from . import quality
from .ledger import Ledger

COUNTS = ("expected_count", "reported_count", "sent_late_count", "unasked_count")


def of_fields(store: Store, view: View) -> dict[tuple[str, str], tuple[int, int]]:
    """The store's answer in the reckoning's shape."""
    rows = queries.completeness(store, view).iter_rows(named=True)
    return {
        (row["data_field"], row["county_code"]): (row["known_count"], row["project_count"]) for row in rows
    }


def of_months(store: Store, view: View) -> dict[tuple[str, date], tuple[int, ...]]:
    """The store's answer in the reckoning's shape."""
    rows = queries.month_coverage(store, view).iter_rows(named=True)
    return {(row["county_code"], row["month_on"]): tuple(row[name] for name in COUNTS) for row in rows}


def counts_agree(store: Store, ledger: Ledger, view: View) -> None:
    """See that both reckonings say the same, and that the last closed month is the overview's."""
    assert of_fields(store, view) == quality.completeness(ledger, view)
    months = of_months(store, view)
    assert months == quality.month_coverage(ledger, view)
    closed = queries.calendar(store, view)["last_closed_on"].item()
    for row in queries.coverage(store, view).iter_rows(named=True):
        if row["project_count"]:
            told = months[row["county_code"], closed]
            assert told[:2] == (row["expected_count"], row["reported_count"])


def late_share_is_one(store: Store, view: View) -> None:
    """See that by county and on 县市区对比 one 滞后率 stands, with the same two parts and by the same rule of rank."""
    compared = queries.comparison(store, view).filter(pl.col("comparison") == "late")
    ranks = {row["county_code"]: row for row in compared.iter_rows(named=True)}
    for row in queries.county_lateness(store, view).iter_rows(named=True):
        there = ranks[row["county_code"]]
        assert (row["late_share"], row["ranking"]) == (there["value"], there["ranking"])
        assert row["passed_unreported_count"] == (there["silent_part"] or 0)
        assert (row["dated_count"], row["counted_count"]) == (there["known_count"], there["project_count"])


def missing_is_listed(store: Store, view: View) -> None:
    """See that of each field as many projects are listed as are counted without it."""
    for row in queries.completeness(store, view).filter(pl.col("county_code") == "*").iter_rows(named=True):
        listed = queries.field_missing(store, view, row["data_field"])
        assert listed["project_id"].n_unique() == listed.height == row["missing_count"]
