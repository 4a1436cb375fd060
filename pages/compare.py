"""县市区对比: the counties by one figure at a time, with rank, n and the rows behind; for a desk and for a meeting room."""

from __future__ import annotations

from html import escape

import polars as pl
import streamlit as st

from portfolio import queries
from portfolio.charts import compare as charts
from portfolio.charts.vega import Chart
from portfolio.formats import date_text, share_text
from portfolio.web import figures, filter_row, filters, first_line, period, pictures, rules, shell
from portfolio.web.access import present
from portfolio.web.compare import (
    asked,
    behind,
    county,
    figures_table,
    largest,
    months,
    projector,
    tiles,
    withdrawn,
)
from portfolio.web.compare.asked import Compared
from portfolio.web.frame import Frame
from portfolio.web.written import Written


def draw(frame: Frame) -> None:
    """Draw the page, or in projector mode the slide."""
    compared = asked.ask(frame)
    if compared and frame.filters.mode == "projector":
        first_line.stands(frame)
        projector.draw(compared)
        return
    first_line.draw(frame, frame.say("nav.compare"), filter_row.USUAL)
    if compared is None:
        st.info(frame.nothing)
        return
    _choice(compared)
    _glance(compared)
    _one_county(compared)
    figures_table.draw(compared)
    largest.draw(compared)
    months.curves(compared)
    behind.draw(compared)
    withdrawn.draw(compared)
    _history(compared)


def _choice(compared: Compared) -> None:
    """Draw the choice of the figure, and the way to projector mode."""
    frame = compared.frame
    key = filters.key("measure")
    if st.session_state.get(key) != compared.measure:
        st.session_state[key] = compared.measure
    with st.container(key="measures", horizontal=True, vertical_alignment="bottom"):
        st.segmented_control(
            frame.say("compare.measure"),
            compared.measures,
            format_func=frame.labels("comparison").__getitem__,
            key=key,
            required=True,
            wrap=True,
            on_change=filters.write,
            args=("measure", frame.filters.today),
        )
        frame.page_link(
            "compare",
            frame.say("compare.projector"),
            mode="projector",
            measure=compared.measure,
            county=compared.chosen,
        )


def _glance(compared: Compared) -> None:
    """Draw the counties as bars in their order, and beside them the tile map; or what is missing."""
    frame, measure = compared.frame, compared.measure
    whole = compared.whole()
    _explained(compared)
    if not whole["known_count"]:
        fill = frame.say("compare.lack_fill")
        figures.missing(
            frame,
            asked.title(frame, measure),
            whole["project_count"],
            fill,
            frame.link("library"),
        )
    left, right = st.columns([3, 2], gap="medium")
    with left:
        st.subheader(frame.say("compare.bars_title", measure=asked.title(frame, measure)), anchor="bars")
        if whole["known_count"]:
            pictures.draw(frame, "bars", _bars(compared))
        else:
            asked.note(frame, "bars_none")
    with right:
        st.subheader(frame.say("compare.map_title"), anchor="map")
        st.html(Written(tiles.html(compared) + _scale(compared)))
    asked.note(frame, "ranking_note", **rules.told(frame))


def _explained(compared: Compared) -> None:
    """Say what the figure is, which end is better, for which month, and who is not ranked."""
    frame = compared.frame
    calendar = queries.calendar(frame.store, compared.view).row(0, named=True)
    month = calendar["last_closed_on" if compared.measure == "reporting" else "reviewed_to_on"]
    facts = rules.told(frame) | {
        "month": date_text(month, "month", frame.language),
        "year": str(calendar["reviewed_year"]),
        "period": period.told(frame, compared.view),
        "elapsed": share_text(calendar["reviewed_to_on"].month / 12, frame.language),
        "day": frame.day(frame.filters.as_of),
    }
    meaning = frame.say(f"compare.meaning_{compared.measure}", **facts)
    better = asked.better(frame, compared.measure)
    sources = asked.sources_text(compared, compared.measure)
    meaning += frame.say("compare.all_sources_note") if sources else ""
    st.html(f'<p class="found"><b>{escape(better)}</b> {escape(meaning)}</p>')
    if frame.filters.counties:
        names = frame.say("filter.value_separator").join(
            compared.name(code) for code in frame.filters.counties
        )
        asked.note(frame, "chosen_note", names=names)


def _bars(compared: Compared) -> Chart:
    frame, measure = compared.frame, compared.measure
    lines = [
        {
            "label": compared.name(row["county_code"]),
            "reason": " · ".join(
                part for part in (asked.reason(frame, row), asked.parts_text(frame, row)) if part
            ),
            "told": asked.value_text(frame, row),
            "n": asked.n_text(row),
            "chosen": row["county_code"] in frame.filters.counties,
            "href": asked.rows_link(frame, measure, row["county_code"]),
            **{name: row[name] for name in ("rank", "ranking", "unit", "value", "part")},
        }
        for row in compared.of()
    ]
    whole = compared.whole()
    words = {
        "apart": frame.say("compare.apart"),
        "whole": frame.say("compare.whole_is_short", value=asked.value_text(frame, whole)),
        "description": frame.say("compare.bars_description", measure=asked.title(frame, measure)),
    }
    types: dict[str, pl.DataType | type[pl.DataType]] = {
        "rank": pl.Int64,
        "value": pl.Float64,
        "part": pl.Decimal(38, 2),
    }
    heading = (
        frame.say("compare.heading_points") if whole["unit"] == "points" else asked.title(frame, measure)
    )
    rows = pl.DataFrame(lines, schema_overrides=types, infer_schema_length=None)
    return charts.ranked_bars(rows, whole, heading, words, frame.language)


def _scale(compared: Compared) -> str:
    """What the shades of the tiles mean."""
    frame = compared.frame
    sides = (
        ("scale_less", "scale_more")
        if compared.whole()["better"] == "none"
        else ("scale_last", "scale_first")
    )
    low, high = (escape(frame.say(f"compare.{side}")) for side in sides)
    return f'<p class="scale">{low}<i></i>{high}</p>'


def _one_county(compared: Compared) -> None:
    """Draw the sheet of the county that the address chooses."""
    chosen = compared.chosen
    if chosen is None:
        return
    st.header(compared.frame.say("compare.sheet_title", county=compared.name(chosen)), anchor="county")
    st.html(Written(county.html(compared, chosen)))


@st.fragment
def _history(compared: Compared) -> None:
    """Draw the last twelve months, which take a while the first time: last, and by itself."""
    present.need(compared.frame.reader, compared.frame.filters.workspace)
    months.history(compared)


draw(shell.enter())
