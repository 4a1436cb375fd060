"""The questions that pages, exports and the command line ask: each names a macro of sql/ and returns its frame.

Amounts are yuan, shares 0 to 1, days whole days, unknown is null. Every question takes the view's day, knowledge,
filters and scope; what a row and a column mean stands in the comment of the macro it names.
"""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from portfolio.model import View
from portfolio.store import Store

FILTERS = "$counties, $areas, $categories, $projects, $scope, $sources, $stages, $states, $search"


def _ask(store: Store, view: View, macro: str, order: str = "ALL") -> pl.DataFrame:
    return store.ask(f"FROM {macro}($snapshot, {FILTERS}) ORDER BY {order}", view)


def project_state(store: Store, view: View) -> pl.DataFrame:
    """One row a selected project, service or group: facts, this year's figures, state, rule, in library order."""
    return _ask(store, view, "selected", "project_id").drop("snapshot_id")


def milestones(store: Store, view: View) -> pl.DataFrame:
    """One row a milestone of the selected projects: due, forecast, done, days late, slip."""
    return _ask(store, view, "project_milestone", "project_id, sort_order")


def milestone_standing(store: Store, view: View, standings: Iterable[str]) -> pl.DataFrame:
    """One row a milestone whose standing is one of `standings`, the longest late first.

    Standings: late, passed_unreported (时限已过、未填报), warning (预警), after_completion, done_late.
    """
    frame = _ask(store, view, "late_milestone", "late_days DESC NULLS LAST, project_id, milestone")
    return frame.filter(pl.col("standing").is_in(list(standings)))


def funding_rows(store: Store, view: View) -> pl.DataFrame:
    """One row a project and source, in its own currency: planned, 下达, 到位, 支付, idle."""
    return _ask(store, view, "project_funding", "project_id, source")


def total_amount(store: Store, view: View) -> pl.DataFrame:
    """One row a measure over the whole selection: amount, known_count, project_count."""
    return _ask(store, view, "total_amount", "measure")


def county_amount(store: Store, view: View) -> pl.DataFrame:
    """One row a county and measure: amount, known_count, project_count."""
    return _ask(store, view, "county_amount", "county_code, measure")


def category_amount(store: Store, view: View) -> pl.DataFrame:
    """One row a category and measure: amount, known_count, project_count."""
    return _ask(store, view, "category_amount", "category, measure")


def state_count(store: Store, view: View) -> pl.DataFrame:
    """One row a county and state: project_count (projects and services; groups are not counted)."""
    return _ask(store, view, "state_count", "county_code, state")


def coverage(store: Store, view: View) -> pl.DataFrame:
    """One row a county: projects expected to report the last closed month, and those that did."""
    return _ask(store, view, "coverage", "county_code")


def county_delay(store: Store, view: View) -> pl.DataFrame:
    """One row a county: judged, late, worst and median days, 预警, 时限已过未填报, 开工率's two sides, 样本不足."""
    return _ask(store, view, "county_delay", "county_code")


def source_amount(store: Store, view: View) -> pl.DataFrame:
    """One row a county, source and currency: planned, 下达, 到位, 支付, paid this year, idle."""
    return _ask(store, view, "source_amount", "county_code, source, currency")


def source_year(store: Store, view: View) -> pl.DataFrame:
    """One row a source and year: yuan received and paid in that year."""
    return _ask(store, view, "source_year", "source, year")


def year_curve(store: Store, view: View, year: int) -> pl.DataFrame:
    """Twelve rows: plan by 序时, work done and paid of `year` to each month's end, with the projects each rests on."""
    question = f"FROM year_curve($snapshot, $of_year, {FILTERS}) ORDER BY month_on"
    return store.ask(question, view, of_year=year)


def history(store: Store, view: View, project_id: str) -> pl.DataFrame:
    """One row a value ever reported of the project, newest first: who, when, verdict, file, sheet, cell."""
    question = "FROM history($project, $as_of, $known_at) ORDER BY event_id DESC, kind, part, field"
    return store.read(
        question, {"project": project_id, "as_of": view.as_of, "known_at": view.known_at}
    )


def library_rows(store: Store, view: View, project_ids: Iterable[str]) -> pl.DataFrame:
    """The library's rows of these projects as the edition states them, with their lists; outside the scope: none."""
    allowed = project_state(store, view.model_copy(update={"projects": tuple(project_ids)}))
    rows = store.read(
        "FROM library_row($known_at) WHERE list_contains($ids, project_id) ORDER BY project_id",
        {"known_at": view.known_at, "ids": allowed["project_id"].to_list()},
    )
    return rows.drop("event_id", "position")


def children(store: Store, view: View, project_id: str) -> pl.DataFrame:
    """One row a project of the group `project_id`, as project_state."""
    return project_state(store, view).filter(pl.col("parent_id") == project_id)


def edition(store: Store, view: View) -> pl.DataFrame:
    """At most one row: the edition in force, its title, city, document and the day it was taken."""
    return store.read("FROM edition_in_force($known_at)", {"known_at": view.known_at})


def counties(store: Store, view: View) -> pl.DataFrame:
    """One row a county of the edition in its order: code, names, level, ranked, tile, belts."""
    return store.read("FROM county_row($known_at) ORDER BY sort_order", {"known_at": view.known_at})


def thresholds(store: Store, view: View) -> pl.DataFrame:
    """One row a rule: name, value in force on the day, effective_on."""
    return store.read(
        "FROM threshold_in_force($as_of, $known_at) ORDER BY name",
        {"as_of": view.as_of, "known_at": view.known_at},
    )


def calendar(store: Store, view: View) -> pl.DataFrame:
    """One row: last_closed_on (the last month whose reports have closed) and idle_since_on."""
    return store.read(
        "FROM calendar($as_of, $known_at)", {"as_of": view.as_of, "known_at": view.known_at}
    )
