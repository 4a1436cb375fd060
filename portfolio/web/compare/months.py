"""Small multiples: each county's year against the elapsed share, and the figure at the last twelve closings."""

from __future__ import annotations

from html import escape

import polars as pl
import streamlit as st

from portfolio import queries
from portfolio.charts import small as charts
from portfolio.web.compare import asked
from portfolio.web.compare.asked import Compared
from portfolio.web.elements import figures, pictures
from portfolio.web.header import period

ACROSS = 4
"""How many small charts stand side by side on a wide screen."""


def curves(compared: Compared) -> None:
    """Draw each county's work done and paid as shares of its annual plan, on one scale."""
    frame = compared.frame
    year = period.reviewed_year(frame, compared.view)
    st.header(frame.say("compare.curves_title", year=year), anchor="curves")
    counties = _counties(compared)
    rows = queries.county_curves(frame.store, compared.view, year)
    if rows.is_empty() or not rows["work_done_count"].sum():
        what, fill = frame.say("compare.curves_title", year=year), frame.say("spending.lack_pace_fill")
        figures.missing(
            frame, what, compared.whole()["project_count"], fill, frame.link("spending", tab="projects")
        )
        return
    asked.note(frame, "curves_note")
    st.html(_legend(compared, ("elapsed", "work", "paid", "fewer")))
    top = charts.top_of(rows)
    of_county = _apart(rows)
    drawn = [county for county in counties if county in of_county]
    for county, column in zip(drawn, _grid(len(drawn)), strict=True):
        mine = of_county[county]
        with column:
            st.html(_head(compared, county, _last_of(compared, mine)))
            chart = charts.curve(mine, top, compared.name(county), frame.language)
            pictures.draw(frame, f"curve {county}", chart)


def _last_of(compared: Compared, mine: pl.DataFrame) -> str:
    """Which month the curve of work done ends in, and on how many projects that month rests."""
    say, planned = compared.frame.say, mine["plan_count"].max()
    known = [row for row in mine.iter_rows(named=True) if row["work_share"] is not None]
    if not known:
        return say("compare.curve_none", planned=planned)
    month = say(f"spending.month_{known[-1]['month_on'].month}")
    return say("compare.curve_n", month=month, n=known[-1]["work_done_count"], planned=planned)


def history(compared: Compared) -> None:
    """Draw the figure of each county at the last twelve closings, as known now, on one scale."""
    frame = compared.frame
    title = frame.say("compare.history_title", measure=asked.title(frame, compared.measure))
    st.header(title, anchor="months")
    if not compared.whole()["known_count"]:
        figures.missing(
            frame,
            asked.title(frame, compared.measure),
            compared.whole()["project_count"],
            frame.say("compare.lack_fill"),
            frame.link("library"),
        )
        return
    with st.spinner(frame.say("compare.history_wait")):
        rows = queries.comparison_history(frame.store, compared.view, compared.measure)
        months = queries.comparison_days(frame.store, compared.view)
    rows = rows.join(months, on="day_on")
    asked.note(frame, "history_note_final" if frame.final else "history_note")
    st.html(_legend(compared, ("own", "whole", "few")))
    of_county = _apart(rows)
    past = charts.past(rows, frame.language)
    now_rows = compared.of()
    for now, column in zip(now_rows, _grid(len(now_rows)), strict=True):
        county = now["county_code"]
        mine = of_county.get(county, rows.clear())
        told = f"{asked.value_text(frame, now)} · {asked.n_text(now)}"
        with column:
            st.html(_head(compared, county, told))
            chart = charts.history(mine, past, compared.name(county))
            pictures.draw(frame, f"history {county}", chart)


def _apart(rows: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """County to its own rows."""
    return {str(mine["county_code"][0]): mine for mine in rows.partition_by("county_code")}


def _counties(compared: Compared) -> list[str]:
    """The counties in the order of their rank."""
    return [row["county_code"] for row in compared.of()]


def _grid(count: int) -> list[st.delta_generator.DeltaGenerator]:
    """A place for each of `count` small charts."""
    return [column for _ in range(0, count, ACROSS) for column in st.columns(ACROSS)][:count]


def _head(compared: Compared, county: str, told: str) -> str:
    current = ' aria-current="true"' if county in compared.frame.filters.counties else ""
    href = escape(compared.frame.county_link(county))
    name = f'<a href="{href}" target="_self">{escape(compared.name(county))}</a>'
    return f'<p class="small-head"{current}><b>{name}</b><span>{escape(told)}</span></p>'


def _legend(compared: Compared, names: tuple[str, ...]) -> str:
    items = "".join(
        f'<li class="{name}"><i></i>{escape(compared.frame.say(f"compare.legend_{name}"))}</li>'
        for name in names
    )
    return f'<ul class="legend">{items}</ul>'
