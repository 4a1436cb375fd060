"""One county: where it stands, what drags it and who sees to it, its measures, its money and its reports."""

from __future__ import annotations

from dataclasses import replace
from html import escape

import streamlit as st

from portfolio import queries
from portfolio.web import shell, tables
from portfolio.web.actions import giving
from portfolio.web.compare import asked, one_county
from portfolio.web.frame import Frame
from portfolio.web.header import filter_row, first_line
from portfolio.web.overview import beginning, coordinating, known, saying
from portfolio.web.reporting import acting
from portfolio.web.tables import Table

SHOW = tuple(name for name in filter_row.USUAL if name != "county")
"""The filters of the page: of counties it has its own."""


def draw(frame: Frame) -> None:
    """Draw the county that the address names, or the choice of one."""
    place = frame.filters.place
    if place not in frame.counties:
        _choice(frame, place)
        return
    first_line.draw(frame, frame.counties[place], SHOW)
    acting.told()
    with first_line.beside(frame):
        giving.button(frame, frame.counties[place], county=place)
    filters, view = (
        replace(frame.filters, counties=(place,)),
        frame.view.model_copy(update={"counties": (place,)}),
    )
    of_county = replace(frame, filters=filters, view=view)
    if queries.project_state(frame.store, view).is_empty():
        st.info(of_county.nothing)
    elif not known.begun(of_county):
        _beginning(of_county)
    else:
        _reported(of_county)


def _reported(frame: Frame) -> None:
    """Draw two screens: what drags and who sees to it; the measures with their ranks, money, lateness and reports."""
    compared, found = asked.ask(frame), known.ask(frame)
    assert compared is not None, "the county has projects"
    county = frame.filters.counties[0]
    saying.draw(found, one_county.standing(found, county))
    coordinating.of_county(frame)
    one_county.draw(compared, found, county)
    tables.export(frame, coordinating.table(frame), frame.say("overview.coordinate_county"))
    measures = Table(one_county.table(compared, county), codelists={"comparison": "comparison"})
    tables.download(frame, measures, frame.say("county.measures"))


def _beginning(frame: Frame) -> None:
    """Draw what is known of the county before anybody has reported, and the next step."""
    beginning.say(frame)
    beginning.next_step(frame)
    table = beginning.table(frame, "category", "category")
    tables.show(frame, table)
    tables.export(frame, table, frame.counties[frame.filters.counties[0]])


def _choice(frame: Frame, place: str) -> None:
    """Draw the counties to choose from; where the address names one that is none, say so."""
    first_line.draw(frame, frame.say("nav.county"), ("asof",))
    if place:
        st.warning(frame.say("county.unknown", place=place))
    if queries.project_state(frame.store, frame.view).is_empty():
        st.info(frame.nothing)
        return
    links = "".join(
        f'<a href="{escape(frame.county_link(code))}">{escape(name)}</a>'
        for code, name in frame.counties.items()
    )
    told = escape(frame.say("county.choose"))
    st.html(f'<p class="answer">{told}</p><nav class="chips" aria-label="{told}">{links}</nav>')


draw(shell.enter())
