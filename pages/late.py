"""滞后项目: who is late, by county and by project, and what stands apart from it."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

import polars as pl
import streamlit as st

from portfolio import queries
from portfolio.charts import late as charts
from portfolio.formats import share_text
from portfolio.web import (
    figures,
    filter_row,
    first_line,
    late_lists,
    pictures,
    rules,
    shell,
    tables,
    timeline,
)
from portfolio.web.cells import CODELISTS, Row
from portfolio.web.compare import asked
from portfolio.web.figures import Figure
from portfolio.web.frame import Frame
from portfolio.web.late_lists import MOVED, WHO
from portfolio.web.tables import Table

UNJUDGED = late_lists.UNKNOWN | {"*": "overview.not_judged"}
LATE = (
    *("late_rank", "dated_count", "project_count", "late_count", "passed_unreported_count", "late_share"),
    *("red_count", "yellow_count", "worst_delay_days", "median_delay_days"),
)
BESIDE = (
    *("judged_count", "due_to_start_count", "started_count", "started_share", "warned_count"),
    *("lapsed_project_count", "postponed_project_count"),
)
# Where the rows behind a county's figure stand on this page.
ANCHORS = {
    "county_code": "#county",
    "late_count": "#list",
    "worst_delay_days": "#list",
    "warned_count": "#warning",
    "passed_unreported_count": "#passed",
    "lapsed_project_count": "#lapsed",
    "postponed_project_count": "#postponed",
}
APART = {
    "passed": "passed_unreported_count",
    "lapsed": "lapsed_project_count",
    "postponed": "postponed_project_count",
}
"""What stands apart from lateness, by its list on the page, and the column that counts its projects."""
Facts = dict[str, Any]
Link = Callable[[Row], str]
STANDINGS = ("late", "warning", "passed_unreported", "after_completion", "done_late")


def draw(frame: Frame) -> None:
    """Draw the page."""
    first_line.draw(frame, frame.say("nav.late"), filter_row.USUAL)
    counties = queries.county_lateness(frame.store, frame.view)
    if counties.is_empty():
        st.info(frame.nothing)
        return
    total = queries.total_lateness(frame.store, frame.view).row(0, named=True)
    standing = queries.milestone_standing(frame.store, frame.view, STANDINGS)
    _cards(frame, total)
    st.html(f'<p class="chosen">{escape(frame.say("late.basis"))}</p>')
    _counties(frame, counties, total)
    if total["late_count"]:
        _spans(frame)
    _list(frame, standing, total)
    late_lists.apart(frame, standing, total["judged_count"])
    late_lists.moved(frame, total["judged_count"])
    late_lists.done(frame, standing)


def _cards(frame: Frame, total: Facts) -> None:
    told = rules.told(frame)

    def meaning(name: str) -> str:
        return frame.say(f"late.card_{name}_meaning", **told)

    n = {"known": total["judged_count"], "all": total["project_count"]}
    light = {state: frame.link("library", state=state) for state in ("red", "yellow")}
    judged = [
        _count(frame, total["late_count"], "late", meaning=_late_meaning(frame, total), rows="#list", **n),
        *(
            _count(frame, total[f"{name}_count"], name, meaning=meaning(name), rows=rows, **n)
            for name, rows in light.items()
        ),
        _count(frame, total["warned_count"], "warning", meaning=meaning("warning"), rows="#warning", **n),
        _started(frame, total),
    ]
    apart = [
        _count(frame, total[column], name, meaning=meaning(name), rows=f"#{name}")
        for name, column in APART.items()
    ]
    figures.row(frame, [*judged, *apart])


def _late_meaning(frame: Frame, total: Facts) -> str:
    if total["late_share"] is None:
        return frame.say("late.card_late_plain")
    told = {"share": share_text(total["late_share"], frame.language), "late": total["late_count"] or 0}
    told |= {"passed": total["passed_unreported_count"], "dated": total["dated_count"]}
    return frame.say("late.card_late_meaning", **told)


def _count(frame: Frame, count: int | None, name: str, **facts: Any) -> Figure:
    told = None if count is None else f"{count:,}"
    unit = frame.say("late.unit_projects")
    return Figure(frame.say(f"late.card_{name}"), told, unit, unknown="overview.not_judged", **facts)


def _started(frame: Frame, total: Facts) -> Figure:
    share, due = total["started_share"], total["due_to_start_count"] or 0
    meaning = frame.say("late.card_started_meaning", started=total["started_count"] or 0, due=due)
    return Figure(
        frame.say("late.card_started"),
        None if share is None else share_text(share, frame.language),
        known=due,
        all=total["project_count"],
        meaning=meaning if due else "",
        rows=_starts(frame) if due else "#county",
        unknown="overview.not_judged",
    )


def _starts(frame: Frame, **place: str) -> str:
    """The address of the projects due to start, and whether each of them did: 县市区对比 lists them."""
    return f"{frame.link('compare', measure='started', **place)}#rows"


def _counties(frame: Frame, counties: pl.DataFrame, total: Facts) -> None:
    """Draw the counties: the chart of days late, then the table."""
    title = frame.say("late.county_title")
    st.header(title, anchor="county")
    late_lists.say(frame, "county_note", **rules.told(frame))
    projects = _late_projects(frame)
    if not total["judged_count"]:
        figures.missing(
            frame, frame.say("late.lack"), total["project_count"], frame.say("late.lack_fill"), "#passed"
        )
    elif projects.is_empty():
        _none(frame, total)
    else:
        _chart(frame, counties, projects)
    _both(frame, counties, total, title)


def _both(frame: Frame, counties: pl.DataFrame, total: Facts, title: str) -> None:
    """Draw the counties' two tables: what is late, and what is started, warned of or unreported."""
    for columns, heading in ((LATE, title), (BESIDE, frame.say("late.beside_title"))):
        if heading != title:
            st.subheader(heading, anchor=False)
        tables.draw(frame, heading, _county_table(frame, counties, total, columns))


def _none(frame: Frame, total: Facts) -> None:
    judged, of = total["judged_count"], total["project_count"]
    late_lists.say(frame, "none" if judged else "none_judged", judged=judged, unknown=of - judged)


def _late_projects(frame: Frame) -> pl.DataFrame:
    """The late projects, the longest late first, with county and milestone in words."""
    rows = queries.project_state(frame.store, frame.view).filter("late")
    rows = rows.sort("delay_days", descending=True, maintain_order=True)
    county, milestone = frame.labels("county"), frame.labels("milestone")
    words = {
        "label": [county.get(code, code) for code in rows["county_code"]],
        "milestone": [milestone.get(code) for code in rows["delay_milestone"]],
        "href": [frame.link("project", project=project) for project in rows["project_id"]],
    }
    return rows.with_columns(pl.Series(name, told, dtype=pl.String) for name, told in words.items())


def _chart(frame: Frame, counties: pl.DataFrame, projects: pl.DataFrame) -> None:
    told = rules.told(frame)
    named = counties.with_columns(
        label=pl.col("county_code").replace_strict(frame.labels("county"), default=pl.col("county_code"))
    )
    red_days = float(told["late_red_days"])
    pictures.draw(frame, "county", charts.by_county(named, projects, red_days, frame.language))
    late_lists.say(frame, "chart_note", **told)


def _county_table(frame: Frame, counties: pl.DataFrame, total: Facts, columns: tuple[str, ...]) -> Table:
    totals = {name: total[name] for name in columns if name.endswith(("_count", "_share"))}

    def here(anchor: str) -> Link:
        return lambda row: frame.link("late", county=str(row["county_code"])) + anchor

    def lit(state: str | None) -> Link:
        return lambda row: frame.link("library", county=str(row["county_code"]), state=state)

    links = {name: here(anchor) for name, anchor in ANCHORS.items()}
    links |= {"red_count": lit("red"), "yellow_count": lit("yellow"), "project_count": lit(None)}

    def starts(row: Row) -> str:
        return _starts(frame, county=str(row["county_code"]))

    links |= dict.fromkeys(("due_to_start_count", "started_count"), starts)

    def dated(row: Row) -> str:
        return frame.link("compare", measure="late", county=str(row["county_code"])) + "#rows"

    links |= dict.fromkeys(("late_rank", "dated_count", "late_share"), dated)
    places = [asked.late_place(frame, row) for row in counties.iter_rows(named=True)]
    told = counties.with_columns(late_rank=pl.Series(places, dtype=pl.String))
    return Table(told, ("county_code", *columns), totals, UNJUDGED, CODELISTS, links)


def _spans(frame: Frame) -> None:
    """Draw the late projects by bands of days, and each from start to completion."""
    rows = queries.project_spans(frame.store, frame.view).filter("late")
    timeline.bands(frame, rows)
    title = frame.say("late.gantt_title")
    st.header(title, anchor="gantt")
    timeline.draw(frame, rows, title, folded=True)


def _list(frame: Frame, standing: pl.DataFrame, total: Facts) -> None:
    """Draw every late milestone."""
    rows = late_lists.of(standing, "late")
    title = frame.say("late.list_title")
    st.header(title, anchor="list")
    if rows.is_empty():
        _none(frame, total)
        return
    late_lists.say(frame, "list_note", projects=total["late_count"], milestones=rows.height)
    columns = (
        *("project_id", "name", "county_code", "state", "reporting_overdue"),
        *("milestone", "due_on", "late_days"),
    )
    tables.draw(frame, title, late_lists.listed(rows, (*columns, "forecast_on", *WHO, *MOVED)))


draw(shell.enter())
