"""Projects from start to completion on a line of time, and how long those that are late have been: chart and table."""

from __future__ import annotations

from html import escape

import polars as pl
import streamlit as st

from portfolio.charts import gantt
from portfolio.charts import late as charts
from portfolio.web import rules, tables
from portfolio.web.elements import pictures
from portfolio.web.frame import Frame
from portfolio.web.tables import Table
from portfolio.web.tables.cells import CODELISTS

LISTS = CODELISTS | {"delay_milestone": "milestone", "end_milestone": "milestone"}
COLUMNS = (
    *("project_id", "name", "county_code", "state", "start_due_on", "start_done_on", "end_original_on"),
    *("end_due_on", "end_forecast_on", "completed_on", "delay_milestone", "delay_days"),
)
UNKNOWN = {
    **dict.fromkeys(("start_due_on", "end_original_on", "end_due_on", "county_code"), "table.not_stated"),
    **dict.fromkeys(("delay_milestone", "delay_days"), "library.not_counted"),
}
NAMED = ("name", *gantt.SPANS, *gantt.MARKS)


def draw(frame: Frame, rows: pl.DataFrame, title: str, *, folded: bool = False) -> None:
    """Draw the first of the projects on a line of time, and below it the days of all of them.

    `rows` are those of queries.project_spans; `folded` folds the table away.
    """
    shown = min(rows.height, gantt.MOST_PROJECTS)
    st.html(f'<p class="chosen">{escape(frame.say("gantt.note", shown=shown, all=rows.height))}</p>')
    words = {name: frame.say(f"gantt.{name}") for name in NAMED}
    words["day"] = frame.say("app.as_of", day=frame.day(frame.filters.as_of))
    pictures.draw(
        frame,
        "gantt",
        gantt.by_project(_named(frame, rows.head(shown)), frame.filters.as_of, words, _told(frame, rows)),
    )
    tables.draw(frame, title, _table(rows), folded=folded)


def _table(rows: pl.DataFrame) -> Table:
    """The days of each project and how exactly each was stated; no completion where none is completed."""
    exact = [name for name in rows.columns if name.endswith(("_precision", "_past_days"))]
    built = rows["completed_on"].null_count() < rows.height
    columns = [name for name in COLUMNS if built or name != "completed_on"]
    return Table(rows[[*columns, *exact]], columns, unknown=UNKNOWN, codelists=LISTS)


def _named(frame: Frame, rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with `label`, county and days late, and `href`, the project's page."""
    counties = frame.labels("county")
    labels = [
        _label(frame, counties.get(str(row["county_code"]), ""), row) for row in rows.iter_rows(named=True)
    ]
    hrefs = [frame.link("project", project=project) for project in rows["project_id"]]
    return rows.with_columns(
        pl.Series("label", labels, dtype=pl.String), pl.Series("href", hrefs, dtype=pl.String)
    )


def _label(frame: Frame, county: str, row: dict[str, object]) -> str:
    """The county; behind it the light and the days of a project that is late."""
    if not row["late"]:
        return county
    sign = charts.sign(str(row["state"]), frame.language)
    return frame.say("gantt.row", county=county, sign=sign, days=row["delay_days"])


def _told(frame: Frame, rows: pl.DataFrame) -> str:
    """What a screen reader says of the chart: how many, and the longest late."""
    late = rows.filter("late")
    first = late.row(0, named=True) if late.height else {"name": "", "delay_days": 0}
    facts = {"count": rows.height, "late": late.height, "name": first["name"], "days": first["delay_days"]}
    return frame.say("gantt.description" if late.height else "gantt.description_none", **facts)


def bands(frame: Frame, rows: pl.DataFrame) -> None:
    """Draw how many late projects fall in each band of days, by their light."""
    st.subheader(frame.say("late.bands_title"), anchor="bands")
    note = frame.say("late.bands_note", **rules.told(frame))
    st.html(f'<p class="chosen">{escape(note)}</p>')
    counts = rows.filter("late").group_by("delay_band", "state").len("project_count")
    pictures.draw(frame, "bands", charts.bands(counts, frame.language))
