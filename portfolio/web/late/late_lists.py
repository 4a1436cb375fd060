"""What 滞后项目 knows beside its list: why, since when put off, and what is not done after completion."""

from __future__ import annotations

from html import escape

import polars as pl
import streamlit as st

from portfolio import queries
from portfolio.queries.late_list import CHOICES, REASON
from portfolio.web import rules, tables
from portfolio.web.elements import timeline
from portfolio.web.frame import Frame
from portfolio.web.late import late_table
from portfolio.web.tables import Table

FACTS = ("project_id", "name", "county_code", "milestone")
WHO = ("reason", "owner_unit")
MOVED = ("approved_count", "postponed_days", "postponement_count")
APPROVED = ("approved_count", "late_approval_count", "late_approval_days", "late_filed_count")
SUMMED = ("project_count", "investment_amount", "behind_amount", "unpaid_amount")
UNKNOWN = {
    "postponed_days": "project.not_postponed",
    "late_approval_days": "project.no_days",
    "reason": "late.untold",
    "*": "table.not_stated",
}
# Long, and history: folded under its title and its count.
FOLDED = ("approved", "done")
# What only a project's own reports can tell: without any, nobody can say that there is none.
TOLD_BY_REPORTS = ("postponed", "approved")


def reasons(frame: Frame) -> None:
    """Draw the reasons of the late projects with how many they hold up and how much, and how long these are late."""
    rows = queries.late_reasons(frame.store, frame.view)
    if rows.is_empty():
        say(frame, "none_late")
        return
    totals: dict[str, object] = {"project_count": rows["project_count"].sum()}
    totals |= {name: _sum(rows[name]) for name in SUMMED[1:]}
    say(frame, "reasons_note", known=rows["investment_amount_known_count"].sum(), all=totals["project_count"])
    columns = ("reason", *SUMMED)
    links = {"project_count": lambda row: _of_reason(frame, row["reason"])}
    table = Table(rows.select(columns), columns, totals, late_table.UNKNOWN, links=links)
    tables.draw(frame, frame.say("tab.late.reasons"), table)
    timeline.bands(frame, queries.project_spans(frame.store, frame.view).filter("late"))


def _of_reason(frame: Frame, reason: object) -> str:
    """The address of the late projects of the reason, or of those without one."""
    return frame.link("late", choice=f"{REASON}{reason}" if reason else "unexplained", tab=None, window=None)


def _sum(values: pl.Series) -> object:
    return None if values.null_count() == values.len() else values.sum()


def gantt(frame: Frame, choice: str) -> None:
    """Draw the projects of the choice from start to completion on a line of time."""
    listed = queries.late_list(frame.store, frame.view, choice).select("project_id")
    spans = queries.project_spans(frame.store, frame.view)
    rows = listed.join(spans, on="project_id", how="inner", maintain_order="left")
    if rows.is_empty():
        say(frame, f"none_{choice}" if choice in CHOICES else "none_late")
        return
    title = frame.say("tab.late.gantt")
    if choice != "late":
        title = frame.say("export.part", page=title, title=late_table.title(frame, choice))
    timeline.draw(frame, rows, title, folded=True)


def slips(frame: Frame, judged: int) -> None:
    """Draw what was put off without approval, what was moved with it, and what was done late."""
    postponed = queries.postponed(frame.store, frame.view)
    columns = (*FACTS, "original_due_on", "due_on", "forecast_on", "late_days", *MOVED, "owner_unit")
    _plain(frame, postponed, "postponed", columns, judged)
    approved = queries.rescheduled(frame.store, frame.view)
    days = ("original_due_on", "due_on", "slip_days", "forecast_on", "late_days")
    _plain(frame, approved, "approved", (*FACTS, *days, *APPROVED), judged)
    done = queries.milestone_standing(frame.store, frame.view, ["done_late"])
    _plain(frame, done, "done", (*FACTS, "due_on", "done_on", "late_days", "at_least", *MOVED))


def after(frame: Frame) -> None:
    """Draw what of acceptance, handing over and settlement is past its day after completion."""
    rows = queries.milestone_standing(frame.store, frame.view, ["after_completion"])
    _plain(frame, rows, "after", (*FACTS, "due_on", "late_days", "forecast_on", *WHO))


def say(frame: Frame, key: str, **facts: object) -> None:
    """Draw a quiet sentence."""
    st.html(f'<p class="chosen">{escape(frame.say(f"late.{key}", **facts))}</p>')


def _plain(frame: Frame, rows: pl.DataFrame, name: str, columns: tuple[str, ...], judged: int = 1) -> None:
    """Draw one list under its title, or the sentence that says it is empty."""
    title = frame.say(f"late.{name}_title")
    st.subheader(title, anchor=name)
    if rows.is_empty():
        say(frame, "unreported" if name in TOLD_BY_REPORTS and not judged else f"{name}_none")
        return
    told = rules.told(frame)
    say(frame, f"{name}_note", **told, projects=rows["project_id"].n_unique(), milestones=rows.height)
    listed = late_table.table(rows, columns)
    tables.draw(frame, title, Table(listed.rows, columns, unknown=UNKNOWN), folded=name in FOLDED)
