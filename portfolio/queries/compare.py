"""县市区对比: figures by county with their ranks, with and without the largest project, now and month by month."""

from __future__ import annotations

import polars as pl

from portfolio.model import View
from portfolio.queries.asking import FILTERS, ask
from portfolio.store import Store

ORDERED_BY = ("sort_order", "county_order", "merit")
"""What the order of the counties rests on, and nobody is shown."""


def comparison(store: Store, view: View) -> pl.DataFrame:
    """One row a comparison and county, `*` for the whole selection: value, n, rank, and all without the largest project.

    In the order of the comparisons; the ranked first, the best in front; then by the edition's order, the whole last.
    """
    return _comparison(store, view).drop(ORDERED_BY)


def _comparison(store: Store, view: View) -> pl.DataFrame:
    order = """sort_order, county_code = '*', ranking,
        CASE WHEN ranking = 'ranked' THEN merit END DESC NULLS LAST, county_order, county_code"""
    return ask(store, view, "comparison", order)


def comparison_rows(store: Store, view: View, comparison: str) -> pl.DataFrame:
    """The rows that the figures of `comparison` add up, with their part and whole."""
    question = f"FROM comparison_row($snapshot, $comparison, {FILTERS}) ORDER BY county_code, project_id"
    return store.ask(question, view, comparison=comparison)


def comparison_days(store: Store, view: View) -> pl.DataFrame:
    """Up to twelve rows, the oldest first: a closed month (month_on) and the day its figures are asked for (day_on)."""
    known = {"as_of": view.as_of, "known_at": view.known_at}
    return store.read("FROM comparison_day($as_of, $known_at) ORDER BY month_on", known)


def comparison_history(store: Store, view: View, comparison: str) -> pl.DataFrame:
    """The figures of one comparison (no ranks, nothing without the largest) at each of `comparison_days`, with day_on.

    All days are one question, as known at the view's `known_at`; a past day has no definition of its own. The first
    time a day is asked about, its snapshot is taken.
    """
    days = comparison_days(store, view)["day_on"].to_list()
    question = f"FROM comparison_month($snapshots, $comparison, {FILTERS}) ORDER BY day_on, county_code"
    return store.ask(question, view, days=tuple(days), comparison=comparison)


def county_curves(store: Store, view: View, year: int) -> pl.DataFrame:
    """Twelve rows a county that has a plan for `year`: elapsed, work done and paid as shares of the annual plan."""
    question = f"FROM curve_share($snapshot, $of_year, {FILTERS}) ORDER BY county_code, month_on"
    return store.ask(question, view, of_year=year)
