"""规划指标: baseline, newest value, target and what is left of it, area by area; public facts and contradictions in tabs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from html import escape

import polars as pl
import streamlit as st

from portfolio import queries
from portfolio.web import filters, links, shell, tables
from portfolio.web.elements import tabs
from portfolio.web.frame import Frame
from portfolio.web.header import first_line
from portfolio.web.indicators import indicator_details
from portfolio.web.indicators.indicator_details import opened, quiet, standing_of
from portfolio.web.indicators.indicator_words import gap, gap_text, printed, value_text
from portfolio.web.overview import beginning
from portfolio.web.register import choosing, listing
from portfolio.web.tables import Table
from portfolio.web.tables.cells import CODELISTS, Row

LISTS = CODELISTS | {"nature": "nature"}
COLUMNS = (
    *("indicator_no", "indicator", "service_area", "nature", "unit_printed", "baseline_printed"),
    *("newest", "target_printed", "gap_told", "area_project_count"),
)
WINDOW = 18
"""Rows on one page of the table."""
PRINTED = ("unit_printed", "baseline_printed", "target_printed")
"""What the plan prints: in English with our words for its units."""
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
    st.html(f'<p class="answer">{escape(_answer(frame, rows))}</p>')
    beginning.lead(frame)
    parts: dict[str, tabs.Part] = {
        "list": partial(_list, frame, rows, states),
        "facts": partial(indicator_details.facts, frame, rows),
        "doubts": partial(indicator_details.doubts, frame),
    }
    tabs.draw(frame, parts)


def _of_the_city(frame: Frame) -> tuple[Frame, bool]:
    """The frame without the filters that an indicator does not know, and whether any of them was chosen."""
    strange = [name for name in filters.CODED if name not in KEPT]
    dropped = any(frame.filters.chosen(name) for name in strange) or bool(frame.filters.search)
    kept = links.changed(frame.filters, **dict.fromkeys((*strange, "q")))
    blank = {filters.CODED[name]: None for name in strange} | {"search": None}
    return replace(frame, filters=kept, view=frame.view.model_copy(update=blank)), dropped


def _answer(frame: Frame, rows: pl.DataFrame) -> str:
    """How many there are, of how many a value is known, how many have reached their target, how many are in doubt."""
    gaps = [gap(row) for row in rows.iter_rows(named=True)]
    facts = {
        "all": rows.height,
        "binding": rows.filter(nature="binding").height,
        "known": rows["value"].count(),
        "reached": sum(left is not None and left <= 0 for left in gaps),
        "doubted": rows.filter(pl.col("contradiction_count") > 0).height,
    }
    return frame.say("indicators.answer" if facts["known"] else "indicators.answer_unknown", **facts)


def _list(frame: Frame, rows: pl.DataFrame, states: pl.DataFrame) -> None:
    """Draw the indicators by area, a window at a time, and offer all of them."""
    told = listing.ordered(frame, _told(frame, rows, states))
    tables.export(frame, _table(frame, told), frame.say("nav.indicators"))
    choosing.window(frame, told, partial(_table, frame), WINDOW, "changes_list")
    years = {"baseline": frame.edition.horizon_from.year - 1, "target": frame.edition.horizon_to.year}
    quiet(frame, "basis", **years)


def _told(frame: Frame, rows: pl.DataFrame, states: pl.DataFrame) -> pl.DataFrame:
    """The rows with newest value and gap in words, and how many projects their area has."""
    each = list(rows.iter_rows(named=True))
    counts = {code: sum(standing_of(states, code).values()) for code in frame.labels("area")}
    stated = {
        name: pl.Series(name, [printed(row[name], frame.language) for row in each], dtype=pl.String)
        for name in PRINTED
    }
    return rows.rename({"name": "indicator"}).with_columns(
        *stated.values(),
        pl.Series("newest", [value_text(row, frame.language) for row in each], dtype=pl.String),
        pl.Series("gap_told", [gap_text(row, frame.language) for row in each], dtype=pl.String),
        area_project_count=pl.col("service_area").replace_strict(counts, default=0, return_dtype=pl.Int64),
    )


def _table(frame: Frame, rows: pl.DataFrame) -> Table:
    """The indicators as a table; each opens by its name."""

    def area(row: Row) -> str:
        return frame.link("library", area=row["service_area"])

    opens: dict[str, Callable[[Row], str]] = {
        "indicator": lambda row: opened(frame, row["indicator_no"]),
        "area_project_count": area,
    }
    return Table(rows[list(COLUMNS)], COLUMNS, unknown="table.dash", codelists=LISTS, links=opens)


draw(shell.enter())
