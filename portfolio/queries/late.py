"""Milestones and lateness, by county and by milestone."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import polars as pl

from portfolio.model import View
from portfolio.queries.asking import ask, rows_of
from portfolio.store import Store


def milestones(store: Store, view: View) -> pl.DataFrame:
    """One row a milestone of the selected projects: due, forecast, done, days late, slip."""
    return ask(store, view, "project_milestone", "project_id, sort_order")


def milestone_standing(store: Store, view: View, standings: Iterable[str]) -> pl.DataFrame:
    """One row a milestone whose standing is one of `standings`, the longest late first.

    Standings: late, passed_unreported (时限已过、未填报), warning (预警), after_completion, done_late.
    """
    frame = ask(store, view, "late_milestone", "late_days DESC NULLS LAST, project_id, milestone")
    return frame.filter(pl.col("standing").is_in(list(standings)))


def county_delay(store: Store, view: View) -> pl.DataFrame:
    """One row a county: judged, late, worst and median days, 预警, 时限已过未填报, 开工率's two sides, 样本不足."""
    return ask(store, view, "county_delay", "county_code")


def county_lateness(store: Store, view: View) -> pl.DataFrame:
    """One row a county, those that are ranked first, the largest late share first; then by the edition's order."""
    return _lateness(store, view, "county", ("level", "sort_order"))


def total_lateness(store: Store, view: View) -> pl.DataFrame:
    """One row: the counts of county_lateness over the selection, 开工率, the most days late."""
    return _lateness(
        store, view, "all", ("level", "county_code", "ranking", "sort_order", "median_delay_days")
    )


def _lateness(store: Store, view: View, level: str, without: Collection[str]) -> pl.DataFrame:
    """The level's rows without these columns; both levels are one question, whose answer is kept."""
    order = "level, ranking, CASE WHEN ranking = 'ranked' THEN late_share END DESC, sort_order"
    answer = ask(store, view, "lateness", order)
    of_level = rows_of(answer, "level", level)
    return of_level[[name for name in answer.columns if name not in without]]


def rescheduled(store: Store, view: View) -> pl.DataFrame:
    """One row a milestone whose due day was moved, with approval or without."""
    return ask(store, view, "rescheduled_milestone", "slip_days DESC NULLS LAST, project_id, milestone")


def project_spans(store: Store, view: View) -> pl.DataFrame:
    """One row a project from start to completion: planned, forecast, done; the longest late first, then in library order."""
    return ask(store, view, "project_span", "late DESC NULLS LAST, delay_days DESC NULLS LAST, project_id")
