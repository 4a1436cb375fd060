"""The lists of milestones on 滞后项目: near late, past their day unreported, forecast anew, put off, moved, done late."""

from __future__ import annotations

from html import escape

import polars as pl
import streamlit as st

from portfolio import queries
from portfolio.web import rules, tables
from portfolio.web.frame import Frame
from portfolio.web.tables import Table

FACTS = ("project_id", "name", "county_code", "milestone")
WHO = ("reason", "owner_unit")
MOVED = ("approved_count", "postponed_days", "postponement_count")
APPROVED = ("approved_count", "late_approval_count", "late_approval_days", "late_filed_count")
UNKNOWN = {
    "owner_unit": "table.not_stated",
    "county_code": "table.not_stated",
    "median_delay_days": "late.not_reckoned",
    "postponed_days": "project.not_postponed",
    "late_approval_days": "project.no_days",
}
# What no figure of the page leads to and no light rests on: long, and folded under its title and its count.
FOLDED = ("after", "approved", "done")
# What only a project's own reports can tell: without any, nobody can say that there is none.
TOLD_BY_REPORTS = ("warning", "lapsed", "postponed", "approved")


def of(standing: pl.DataFrame, name: str) -> pl.DataFrame:
    """The milestones of that standing."""
    return standing.filter(pl.col("standing") == name)


def say(frame: Frame, key: str, **facts: object) -> None:
    """Draw a quiet sentence."""
    st.html(f'<p class="chosen">{escape(frame.say(f"late.{key}", **facts))}</p>')


def apart(frame: Frame, standing: pl.DataFrame, judged: int) -> None:
    """Draw what is not late but near it: warnings, passed and unreported, after completion."""
    forecast = ("due_on", "forecast_on", "forecast_slip_days")
    silent = ("project_id", "name", "county_code", "reporting_overdue", "milestone")
    _plain(frame, of(standing, "warning"), "warning", (*silent, *forecast, *WHO, *MOVED), judged)
    passed = of(standing, "passed_unreported").rename({"late_days": "passed_days"})
    columns = ("project_id", "name", "county_code", "state", "milestone", "due_on", "passed_days")
    _plain(frame, passed, "passed", (*columns, "forecast_on", "owner_unit"))
    _plain(
        frame,
        of(standing, "after_completion"),
        "after",
        (*FACTS, "due_on", "late_days", "forecast_on", *WHO),
    )


def moved(frame: Frame, judged: int) -> None:
    """Draw what must be forecast anew, what was put off without approval, and what was moved with it."""
    lapsed = queries.lapsed(frame.store, frame.view)
    reported = ("reporting_overdue", "due_on", "late_days", "forecast_on", *WHO)
    _plain(frame, lapsed, "lapsed", (*FACTS, *reported), judged)
    postponed = queries.postponed(frame.store, frame.view)
    columns = (*FACTS, "original_due_on", "due_on", "forecast_on", "late_days", *MOVED, "owner_unit")
    _plain(frame, postponed, "postponed", columns, judged)
    approved = queries.rescheduled(frame.store, frame.view)
    days = ("original_due_on", "due_on", "slip_days", "forecast_on", "late_days")
    _plain(frame, approved, "approved", (*FACTS, *days, *APPROVED), judged)


def _plain(frame: Frame, rows: pl.DataFrame, name: str, columns: tuple[str, ...], judged: int = 1) -> None:
    """Draw one list under its title, or the sentence that says it is empty."""
    told = rules.told(frame)
    title = frame.say(f"late.{name}_title", **told)
    st.header(title, anchor=name)
    if rows.is_empty():
        say(frame, "unreported" if name in TOLD_BY_REPORTS and not judged else f"{name}_none")
        return
    say(frame, f"{name}_note", **told, projects=rows["project_id"].n_unique(), milestones=rows.height)
    tables.draw(frame, title, listed(rows, columns), folded=name in FOLDED)


def listed(rows: pl.DataFrame, columns: tuple[str, ...]) -> Table:
    """The list with its columns, how exactly each of its dates was stated and how long past; no other column leaves."""
    dates = (name.removesuffix("_on") for name in columns if name.endswith("_on"))
    beside = [f"{date}{end}" for date in dates for end in ("_precision", "_past_days")]
    return Table(
        rows[[*columns, *(name for name in beside if name in rows.columns)]], columns, unknown=UNKNOWN
    )


def done(frame: Frame, standing: pl.DataFrame) -> None:
    """Draw the milestones that are done, and were late."""
    _plain(
        frame,
        of(standing, "done_late"),
        "done",
        (*FACTS, "due_on", "done_on", "late_days", "at_least", *MOVED),
    )
