"""The year under review: plan, work done and payment, and who has no plan."""

from __future__ import annotations

import polars as pl

from portfolio.model import View
from portfolio.queries.asking import FILTERS, ask
from portfolio.store import Store


def year_curve(store: Store, view: View, year: int) -> pl.DataFrame:
    """Twelve rows: plan by 序时, work done and paid of `year` to each month's end, with the projects each rests on."""
    question = f"FROM year_curve($snapshot, $of_year, {FILTERS}) ORDER BY month_on"
    return store.ask(question, view, of_year=year)


def pace(store: Store, view: View) -> pl.DataFrame:
    """One row a county, a category, and the whole (`level`, `code`): 投资完成率, 较序时进度, 年度支付进度.

    Ranked counties come first; the slowest first.
    """
    return ask(store, view, "pace", "level, ranking, pacing_share NULLS LAST, code")


def pace_rows(store: Store, view: View) -> pl.DataFrame:
    """The rows behind `pace`: one a row that knows its plan, work done or payment of the year; the slowest first."""
    return ask(store, view, "pace_row", "pacing_share NULLS LAST, project_id")


def plan_years(store: Store, view: View) -> pl.DataFrame:
    """One row a year that has a plan, newest first, and the year under review among them."""
    return ask(store, view, "plan_year", "year DESC")


def plan_missing(store: Store, view: View) -> pl.DataFrame:
    """One row a project without a plan for the year under review; those that owe one first."""
    return ask(store, view, "plan_missing", "plan_expected DESC, project_id")


def payment_flags(store: Store, view: View) -> pl.DataFrame:
    """One row a project paid ahead of the work or below its floor, the most paid against the work first."""
    return ask(store, view, "payment_flag", "paid_of_work_share DESC NULLS LAST, project_id")


def payment_judged(store: Store, view: View) -> pl.DataFrame:
    """One row: how many projects could be judged on payment against work, and how many are flagged."""
    return ask(store, view, "payment_judged")
