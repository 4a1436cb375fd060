"""What has gone over its estimate or budget, and what projects owe: days of new starts, words of red ones."""

from __future__ import annotations

import polars as pl

from portfolio.model import View
from portfolio.queries.select import select
from portfolio.queries.sums import how_many, ordered
from portfolio.store import Store

SHOWN = ("project_id", "name", "county_code", "category", "owner_unit", "state", "stage", "rule")
DAYS = ("start_day_owed", "completion_day_owed")
WORDS = ("reason_owed", "remedy_owed", "responsible_owed", "deadline_owed")
"""What a report of a red project owes: 原因、措施、责任人、期限."""


def overruns(store: Store, view: View) -> pl.DataFrame:
    """One row a selected project and rule of 超概 that it breaks, the largest amount over first.

    overrun (estimate, work_done, paid), base_amount (可研估算, else 初设概算), reached_amount, over_amount, over_share.
    """
    rows = _beside(store, view, "overrun")
    return ordered(rows, "-over_amount", "project_id", "overrun")


def owed(store: Store, view: View) -> pl.DataFrame:
    """One row a selected project that is being built or red, whether or not it owes anything."""
    return _beside(store, view, "owed", "delay_days", "delay_milestone", "last_period_on")


def days_owed(store: Store, view: View) -> pl.DataFrame:
    """One row a selected project in 新开工 or 续建 without its start or its completion day."""
    return ordered(owed(store, view).filter(pl.any_horizontal(DAYS)), "county_code", "project_id")


def words_owed(store: Store, view: View) -> pl.DataFrame:
    """One row a selected red project that lacks 原因, 措施, 责任人 or 期限; those that lack most first."""
    rows = owed(store, view).with_columns(how_many(*WORDS).alias("owed_count"))
    return ordered(rows.filter(pl.col("owed_count") > 0), "-owed_count", "-delay_days", "project_id")


def _beside(store: Store, view: View, name: str, *columns: str) -> pl.DataFrame:
    selection = select(store, view)
    projects = selection.projects.select(*SHOWN, *columns)
    return projects.join(selection.day.frame(name), on="project_id", maintain_order="left")
