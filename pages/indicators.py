"""规划指标: each indicator from its baseline to its target, what became known of it, the projects of its area."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import polars as pl
import streamlit as st

from portfolio import queries
from portfolio.charts import indicators as charts
from portfolio.web import (
    figures,
    filters,
    first_line,
    indicator_details,
    links,
    pictures,
    shell,
    tables,
    tally,
)
from portfolio.web.cells import CODELISTS, Row
from portfolio.web.figures import Figure
from portfolio.web.frame import Frame
from portfolio.web.indicator_details import opened, quiet, standing_of
from portfolio.web.tables import Table

LISTS = CODELISTS | {name: name for name in ("nature", "direction", "course")}
PRINTED = ("unit_printed", "baseline_printed", "target_printed")
COLUMNS = (
    *("indicator_no", "indicator", "service_area", "nature", *PRINTED, "direction"),
    *("baseline_value", "target_value", "baseline_share", "newest", "covered_share"),
    *("fact_count", "contradiction_count", "area_project_count", "stated_in", "note"),
)
SHORT = ("indicator_no", "indicator", "nature", *PRINTED, "direction", "course", "newest")
UNKNOWN = {
    "unit_printed": "indicators.not_printed",
    "baseline_printed": "indicators.not_printed",
    "target_printed": "indicators.not_printed",
    "baseline_value": "indicators.no_number",
    "target_value": "indicators.no_number",
    "baseline_share": "indicators.not_compared",
    "covered_share": "late.not_reckoned",
    "newest": "indicators.no_value",
    "note": "project.no_note",
}
KEPT = ("area",)
"""The filters that mean something of an indicator of the whole city."""


def draw(given: Frame) -> None:
    """Draw the page."""
    frame, dropped = _of_the_city(given)
    first_line.draw(frame, frame.say("nav.indicators"), ("asof", *KEPT))
    if dropped:
        quiet(frame, "dropped")
    rows = queries.indicators(frame.store, frame.view)
    if rows.is_empty():
        st.info(frame.say("indicators.none"))
        return
    states = queries.area_states(frame.store, frame.view)
    indicator_details.draw(frame, rows, states)
    _cards(frame, rows)
    years = {"baseline": frame.edition.horizon_from.year - 1, "target": frame.edition.horizon_to.year}
    quiet(frame, "basis", **years)
    _areas(frame, rows, states)
    _table(frame, rows, states)
    indicator_details.facts(frame, rows)
    indicator_details.doubts(frame)


def _of_the_city(frame: Frame) -> tuple[Frame, bool]:
    """The frame without the filters that an indicator does not know, and whether any of them was chosen."""
    strange = [name for name in filters.CODED if name not in KEPT]
    dropped = any(frame.filters.chosen(name) for name in strange) or bool(frame.filters.search)
    kept = links.changed(frame.filters, **dict.fromkeys((*strange, "q")))
    blank = {filters.CODED[name]: None for name in strange} | {"search": None}
    return replace(frame, filters=kept, view=frame.view.model_copy(update=blank)), dropped


def _cards(frame: Frame, rows: pl.DataFrame) -> None:
    binding = _counted(rows, "nature", "binding")
    printed, known = (rows[name].count() for name in ("baseline_printed", "value"))
    doubted = sum(count > 0 for count in rows["contradiction_count"])
    of = {"all": rows.height}

    def card(name: str, count: int, rows: str, unit: str = "unit", **facts: int) -> Figure:
        say = frame.say(f"indicators.card_{name}"), f"{count:,}", frame.say(f"indicators.{unit}")
        return Figure(*say, meaning=frame.say(f"indicators.card_{name}_meaning", **of, **facts), rows=rows)

    toward = _counted(rows, "course", "toward")
    figures.row(
        frame,
        [
            card("all", rows.height, "#table", binding=binding, expected=rows.height - binding),
            card("baseline", int(printed), "#table", toward=toward),
            card("value", int(known), "#facts", facts=int(rows["fact_count"].sum())),
            card("doubt", doubted, "#doubts"),
        ],
    )


def _counted(rows: pl.DataFrame, column: str, value: str) -> int:
    """How many of the rows have this value."""
    return rows[column].to_list().count(value)


def _areas(frame: Frame, rows: pl.DataFrame, states: pl.DataFrame) -> None:
    """Draw each service area: its projects by state, and its indicators' way."""
    quiet(frame, "chart_note")
    end = charts.reach(rows)
    for code, name in frame.labels("area").items():
        own = rows.filter(service_area=code)
        if own.is_empty():
            continue
        st.header(name, anchor=code)
        _projects(frame, own, states, code)
        if charts.drawable(own):
            _journey(frame, own, end, code)
        else:
            quiet(frame, "nothing_to_draw")
            tables.show(frame, _listed(frame, own, SHORT))


def _journey(frame: Frame, own: pl.DataFrame, end: float, code: str) -> None:
    opens = pl.Series("href", [opened(frame, number) for number in own["indicator_no"]], dtype=pl.String)
    linked = own.with_columns(opens)
    pictures.draw(frame, f"journey_{code}", charts.journey(linked, end, frame.language))


def _projects(frame: Frame, own: pl.DataFrame, states: pl.DataFrame, code: str) -> None:
    """Say how many indicators the area has, and count its projects by state, each count a link."""
    binding = _counted(own, "nature", "binding")
    counts = standing_of(states, code)
    quiet(frame, "area", count=own.height, binding=binding, projects=sum(counts.values()))
    if counts:
        tally.states(frame, counts, area=code)


def _table(frame: Frame, rows: pl.DataFrame, states: pl.DataFrame) -> None:
    """Draw every indicator with all that is printed and known of it."""
    title = frame.say("indicators.table_title")
    st.header(title, anchor="table")
    quiet(frame, "table_note", all=rows.height, printed=rows["baseline_printed"].count())
    counts = {code: sum(standing_of(states, code).values()) for code in frame.labels("area")}
    count = pl.col("service_area").replace_strict(counts, default=0, return_dtype=pl.Int64)
    tables.draw(frame, title, _listed(frame, rows.with_columns(count.alias("area_project_count")), COLUMNS))


def _listed(frame: Frame, rows: pl.DataFrame, columns: tuple[str, ...]) -> Table:
    """The indicators as a table; each opens by its name and by its counts."""
    told = [charts.value_text(row, frame.language) for row in rows.iter_rows(named=True)]
    shown = rows.rename({"name": "indicator"}).with_columns(pl.Series("newest", told, dtype=pl.String))

    def one(row: Row) -> str:
        return opened(frame, row["indicator_no"])

    links: dict[str, Callable[[Row], str]] = dict.fromkeys(
        ("indicator", "fact_count", "contradiction_count"), one
    )
    links["area_project_count"] = lambda row: frame.link("library", area=row["service_area"])
    return Table(shown[list(columns)], columns, unknown=UNKNOWN, codelists=LISTS, links=links)


draw(shell.enter())
