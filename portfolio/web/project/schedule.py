"""The project's milestones: what was due, what is forecast, what is done, how late, and who said so."""

from __future__ import annotations

import polars as pl
import streamlit as st

from portfolio import queries
from portfolio.charts import project as charts
from portfolio.formats import date_text
from portfolio.web import tables
from portfolio.web.elements import pictures
from portfolio.web.frame import Frame
from portfolio.web.project import origins
from portfolio.web.project.known import Known, Row
from portfolio.web.tables import Table

STANDINGS = ("late", "passed_unreported", "warning", "after_completion", "done_late")
COLUMNS = (
    *("milestone", "standing", "original_due_on", "due_on", "forecast_on", "done_on"),
    *("late_days", "slip_days", "approved_count", "postponed_days", "postponement_count"),
)
ADJUSTED = (
    *("milestone", "approval", "approved_on", "before_on", "due_on", "late_approval_days"),
    *("handed_on", "filed_late"),
)
"""What is told of each approval that moved a due day."""
LINES = ("dashed", "thick_red", "thick_grey")
"""What the lines of the chart mean, one sentence a line so that a telephone shows them whole."""
UNKNOWN = {
    "original_due_on": "project.no_due",
    "due_on": "project.no_due",
    "done_on": "project.no_day",
    "forecast_on": "project.no_forecast",
    "late_days": "project.no_days",
    "slip_days": "project.no_days",
    "postponed_days": "project.not_postponed",
    "late_approval_days": "project.no_days",
}
STATED = (
    "milestone",
    "label",
    "due_on",
    "forecast_on",
    "word",
    "done_on",
    "approval",
    "approved_on",
    "reason",
    "title",
)
SELDOM = ("label", "forecast_on", "word", "approval", "approved_on", "reason")
"""Columns that are left out where no statement of the project says anything in them."""
STATED_UNKNOWN = {
    **dict.fromkeys(("due_on", "forecast_on", "word", "done_on", "label", "reason"), "project.not_said"),
    "approval": "project.no_approval",
    "approved_on": "project.no_approval",
}


def draw(frame: Frame, known: Known) -> None:
    """Draw the milestones and the approvals that moved them."""
    st.header(frame.say("project.milestones"), anchor="milestones")
    rows = _told(frame, known)
    if rows.is_empty():
        st.html(origins.missing(frame, "project.fill_milestones"))
        return
    tables.draw(frame, frame.say("project.milestones"), Table(rows, COLUMNS, unknown=UNKNOWN))
    _adjustments(frame, known)


def timeline(frame: Frame, known: Known) -> None:
    """Draw the milestones on a line of time; nothing where there is none."""
    rows = _told(frame, known)
    if not rows.is_empty():
        _strip(frame, rows)


def _adjustments(frame: Frame, known: Known) -> None:
    """Draw each approval that moved a due day, where there is any: late then, or handed in late."""
    rows = queries.adjustments(frame.store, known.view)
    if rows.is_empty():
        return
    title = frame.say("project.adjustments")
    st.html(f'<h4 class="part">{title}</h4><p class="chosen">{frame.say("project.adjustments_note")}</p>')
    tables.draw(frame, title, Table(rows[[*ADJUSTED, "due_precision"]], ADJUSTED, unknown=UNKNOWN))


def _told(frame: Frame, known: Known) -> pl.DataFrame:
    """One row a milestone, its standing in words."""
    rows = known.milestones
    judged = queries.milestone_standing(frame.store, known.view, STANDINGS)
    kept = judged.select("milestone", pl.col("standing").alias("judged"), "forecast_slip_days")
    joined = rows.join(kept, on="milestone", how="left", maintain_order="left")
    told = [_standing(frame, row) for row in joined.iter_rows(named=True)]
    return joined.with_columns(pl.Series("standing", told, dtype=pl.String))


def _standing(frame: Frame, row: Row) -> str:
    facts = {"days": row["late_days"], "slip": row["forecast_slip_days"]}
    told = frame.say(f"project.is_{_standing_key(row)}", **facts)
    return told + frame.say("change.stopped", days=row["stopped_days"]) if row["stopped_days"] else told


def _standing_key(row: Row) -> str:
    """Which sentence says how the milestone stands."""
    if row["implied"]:
        return "implied"
    if row["done"] and row["late_days"]:
        return "done_at_least" if row["at_least"] else "done_late"
    if row["done"]:
        in_time = "done_coarse" if row["at_least"] else "done_in_time"
        return in_time if row["due_on"] else "done"
    if row["judged"]:
        return str(row["judged"])
    if not row["due_on"]:
        return "without_due"
    return "not_judged" if row["late_days"] else "not_yet_due"


def _strip(frame: Frame, rows: pl.DataFrame) -> None:
    """Draw the line of time of the milestones that have a day."""
    marks = _marks(frame, rows)
    if marks.is_empty():
        return
    labels = {kind: frame.say(f"project.day_{kind}") for kind in charts.DAYS}
    separator = frame.say("filter.pair_separator")
    described = [
        frame.say("filter.pair", name=f"{row['milestone']} {labels[row['day_kind']]}", values=row["told"])
        for row in marks.iter_rows(named=True)
    ]
    late, title = _late(frame, rows), [frame.say(f"project.{line}", day=_as_of(frame)) for line in LINES]
    told = separator.join(described)
    pictures.draw(
        frame,
        "strip",
        charts.strip(marks, late, as_of=frame.filters.as_of, labels=labels, title=title, description=told),
    )


def _as_of(frame: Frame) -> str:
    return frame.day(frame.filters.as_of)


def _marks(frame: Frame, rows: pl.DataFrame) -> pl.DataFrame:
    """One row a day of a milestone: the original due day only where it was moved."""
    found = []
    for row in rows.iter_rows(named=True):
        days = {
            "original": (row["original_due_on"] if row["slip_days"] else None, row["original_due_precision"]),
            "due": (row["due_on"], row["due_precision"]),
            "forecast": (
                None if row["forecast_past_days"] else row["forecast_on"],
                row["forecast_precision"],
            ),
            "lapsed": (row["forecast_on"] if row["forecast_past_days"] else None, row["forecast_precision"]),
            "done": (row["done_on"], row["done_precision"]),
        }
        name = frame.labels("milestone")[row["milestone"]]
        found += [
            {
                "milestone": name,
                "day_kind": kind,
                "day_on": day,
                "told": date_text(day, precision, frame.language),
            }
            for kind, (day, precision) in days.items()
            if day is not None
        ]
    schema = {"milestone": pl.String, "day_kind": pl.String, "day_on": pl.Date, "told": pl.String}
    return pl.DataFrame(found, schema=schema)


def _late(frame: Frame, rows: pl.DataFrame) -> pl.DataFrame:
    """One row a late milestone: from its due day to the day it was done, or to the day asked about."""
    late = rows.filter(pl.col("late_days") > 0)
    names = frame.labels("milestone")
    return late.select(
        pl.col("milestone").replace_strict(names, return_dtype=pl.String),
        pl.col("due_on").alias("from_on"),
        pl.col("done_on").fill_null(frame.filters.as_of).alias("to_on"),
        pl.col("standing").alias("told"),
        (pl.col("done") | (pl.col("judged") == "late")).fill_null(False).alias("counted"),
    )


def statements(frame: Frame, known: Known) -> None:
    """Draw every statement that counts, in the order in which they count, and where each stands."""
    rows = queries.milestone_statements(frame.store, known.view, known.project_id)
    if rows.is_empty():
        return
    st.header(frame.say("project.statements"), anchor="statements")
    title = [_stated_in(frame, known, row) for row in rows.iter_rows(named=True)]
    told = rows.with_columns(pl.Series("title", title, dtype=pl.String))
    columns = [name for name in STATED if name not in SELDOM or told[name].null_count() < told.height]
    tables.draw(
        frame,
        frame.say("project.statements_file"),
        Table(told, columns, unknown=STATED_UNKNOWN, links={"title": lambda row: str(row["url"] or "")}),
    )


def _stated_in(frame: Frame, known: Known, row: Row) -> str:
    if row["origin"] == "plan":
        return origins.plan(frame, known.stated["stated_in"])
    return origins.page(frame, row) if row["origin"] == "public_page" else origins.report(frame, row)
