"""总览: where the year stands, which county and which project drags, and who is needed; for an owner, their own month."""

from __future__ import annotations

import streamlit as st

from portfolio import queries
from portfolio.web import shell, tables
from portfolio.web.frame import Frame
from portfolio.web.header import filter_row, first_line
from portfolio.web.overview import beginning, coordinating, counties, known, own_month, saying, todo


def draw(frame: Frame) -> None:
    """Draw the page."""
    title = frame.say("nav.overview")
    kinds = set(queries.project_state(frame.store, frame.view)["kind"])
    if frame.reader.unit_code is not None:
        first_line.draw(frame, title, filter_row.USUAL)
        own_month.draw(frame)
    elif "project" not in kinds:
        first_line.draw(frame, title, filter_row.USUAL)
        st.info(frame.say("overview.no_projects") if kinds else frame.nothing)
    elif not known.begun(frame):
        by_county = beginning.table(frame, "county_code", "county")
        first_line.draw(frame, title, filter_row.USUAL, lambda: tables.export(frame, by_county, title))
        beginning.draw(frame)
    else:
        _steered(frame, title)


def _steered(frame: Frame, title: str) -> None:
    """Draw what leaders and the bureau see of projects that are reported on."""
    found = known.ask(frame)
    first_line.draw(
        frame, title, filter_row.USUAL, lambda: tables.export(frame, counties.table(found), title)
    )
    saying.draw(found)
    counties.draw(found)
    if frame.view.sources:
        st.caption(frame.say("overview.by_source"))
    coordinating.draw(frame)
    todo.draw(found)


draw(shell.enter())
