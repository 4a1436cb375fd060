"""督办事项: what was given to whom by when, how it stands, by county and by unit; one of them with its answers."""

from __future__ import annotations

from html import escape

import polars as pl
import streamlit as st

from portfolio.queries import actions as queries
from portfolio.web import shell, tables
from portfolio.web.actions import listed, one
from portfolio.web.elements import quick_choices, tabs
from portfolio.web.frame import Frame
from portfolio.web.header import first_line
from portfolio.web.reporting import acting

EVERY = "all"
CHOICES = (EVERY, "overdue", "open", "waits", "closed", "dropped")
SHOW = ("county", "asof")
"""An item is a project's or a county's: other filters say nothing of the second."""


def draw(frame: Frame) -> None:
    """Draw the page: one item where the address names one, else the list."""
    first_line.draw(frame, frame.say("nav.actions"), SHOW)
    acting.told()
    if frame.filters.number and one.draw(frame, frame.filters.number):
        return
    if frame.filters.number:
        st.warning(frame.say("error.action_unknown", number=frame.filters.number))
    rows = queries.actions(frame.store, frame.view)
    st.html(f'<p class="answer">{escape(listed.sentence(frame, rows))}</p>')
    if rows.is_empty():
        acting.quiet(frame.say("action.none_next"))
        return
    chosen = _chosen(frame, rows)
    tabs.draw(
        frame,
        {
            "list": lambda: _list(frame, chosen),
            "counties": lambda: _by(frame, rows, "county_code"),
            "units": lambda: _by(frame, rows, "unit_name"),
        },
    )
    about, told = escape(frame.say("action.about")), escape(frame.say("action.basis"))
    st.html(f'<details class="about foot"><summary>ⓘ {about}</summary><p>{told}</p></details>')


def _chosen(frame: Frame, rows: pl.DataFrame) -> pl.DataFrame:
    """Draw the choices with their counts; the rows of the one that is chosen."""
    total = queries.action_total(rows)
    counts = {name: total[f"{name}_count"] for name in CHOICES[1:]} | {EVERY: rows.height}
    choice = frame.filters.choice if frame.filters.choice in CHOICES else EVERY
    offered = [name for name in CHOICES if counts[name] or name == choice]
    quick_choices.draw(
        frame,
        frame.say("action.choices"),
        offered,
        choice,
        lambda name: f"{frame.say(f'action.choice_{name}')} {counts[name]}",
        ("sort", "window", "tab"),
    )
    if choice == EVERY:
        return rows
    column = "action_word" if choice == "waits" else "action_state"
    return rows.filter(pl.col(column) == choice)


def _list(frame: Frame, rows: pl.DataFrame) -> None:
    table = listed.table(frame, rows)
    tables.export(frame, table, frame.say("nav.actions"))
    with st.container(key="late_list"), st.container(key="register"):
        tables.show(frame, table)


def _by(frame: Frame, rows: pl.DataFrame, column: str) -> None:
    table = listed.by(rows, column)
    tables.export(frame, table, frame.say("nav.actions"))
    tables.show(frame, table)


draw(shell.enter())
