"""县市区: the counties in their order and why one of them stands where it does; a slide for a meeting room."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from portfolio.web import shell, tables
from portfolio.web.access import present
from portfolio.web.compare import (
    asked,
    behind,
    colours,
    figures_table,
    months,
    moved,
    projector,
    ranking,
    saying,
    taking,
    tiles,
    why,
    withdrawn,
)
from portfolio.web.compare.asked import Compared
from portfolio.web.elements import tabs
from portfolio.web.elements.written import Written
from portfolio.web.frame import Frame
from portfolio.web.header import filter_row, first_line
from portfolio.web.overview import beginning, known


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
    elif not known.begun(compared.of_all):
        _beginning(compared)
    else:
        _compared(compared)


def _compared(compared: Compared) -> None:
    """Draw the sentence, the ranking beside the county looked at, and what else there is behind tabs."""
    saying.draw(compared)

    def figures() -> None:
        figures_table.draw(compared)
        withdrawn.draw(compared)

    def history() -> None:
        moved.draw(compared)
        months.curves(compared)
        _history(compared)
        _export(compared)

    parts: dict[str, tabs.Part] = {
        "ranking": lambda: _ranking(compared),
        "figures": figures,
        "months": history,
        "map": lambda: _map(compared),
        "rows": lambda: behind.draw(compared),
    }
    tabs.draw(compared.frame, parts)


def _ranking(compared: Compared) -> None:
    """Draw the counties in their order, and beside them why one of them stands where it does."""
    if compared.frame.filters.counties:
        names = compared.frame.say("filter.value_separator").join(
            compared.name(code) for code in compared.frame.filters.counties
        )
        asked.note(compared.frame, "chosen_note", names=names)
    st.html(Written(f'<div class="compare-desk">{ranking.html(compared)}{why.html(compared)}</div>'))
    _export(compared)


def _export(compared: Compared) -> None:
    """Offer the ranking, which is what the tabs without a table of their own show as well."""
    tables.export(compared.frame, taking.table(compared), compared.frame.say("nav.compare"))


def _map(compared: Compared) -> None:
    """Draw the counties as they lie, and offer their ranking."""
    st.html(Written(tiles.html(compared) + colours.legend(compared)))
    _export(compared)


def _beginning(compared: Compared) -> None:
    """Draw what is known before anybody has reported: the counties' projects and amounts, and the next step."""
    frame, counted = compared.of_all, replace(compared, measure="projects")
    beginning.say(frame)
    beginning.next_step(frame)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        table = beginning.table(frame, "county_code", "county")
        tables.show(frame, table)
        tables.export(frame, table, frame.say("nav.compare"))
    with right:
        st.html(Written(tiles.html(counted) + colours.legend(counted)))


@st.fragment
def _history(compared: Compared) -> None:
    """Draw the last twelve months, which take a while the first time: last, and by itself."""
    present.need(compared.frame.reader, compared.frame.filters.workspace)
    months.history(compared)


draw(shell.enter())
