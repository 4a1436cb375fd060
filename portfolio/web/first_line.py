"""The first line of a page: name, menus of filters, what is chosen as chips to take off, what takes the page away."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date

import streamlit as st

from portfolio.web import filter_row
from portfolio.web.filters import CODED
from portfolio.web.frame import Frame
from portfolio.web.reporting.acting import plain

ALWAYS = ("county", "category")
"""The filters that have a menu of their own; the others stand under 更多."""


def draw(frame: Frame, title: str, show: Collection[str], export: Callable[[], None] | None = None) -> None:
    """Draw the line: filters named in `show`; `export` draws the buttons at its end."""
    with st.container(key="first_line", horizontal=True, vertical_alignment="center", gap="small"):
        st.title(title, anchor=False, width="content")
        for name in ALWAYS:
            if name in show:
                with st.popover(_menu(frame, name), key=f"menu_{name}"):
                    filter_row.pills(frame, name)
        if "q" in show:
            with st.container(key="search", width=220):
                filter_row.widget(frame, "q", label_visibility="collapsed")
        with st.popover(frame.say("filter.more"), key="menu_more"):
            for name in filter_row.ALL:
                if name in show and name not in (*ALWAYS, "q"):
                    filter_row.widget(frame, name)
        with st.container(key="taken", horizontal=True, gap="xsmall"):
            _chosen(frame)
        if export:
            export()


def _menu(frame: Frame, name: str) -> str:
    """The menu's name, with how many are chosen in it."""
    count = len(frame.filters.chosen(name))
    return frame.say(f"filter.{name}") + (f" {count}" if count else "")


def _chosen(frame: Frame) -> None:
    """Draw one chip a chosen value, whose click takes it off; nothing where nothing is chosen."""
    for name in CODED:
        labels, codes = frame.labels(name), frame.filters.chosen(name)
        for code in codes:
            left = ",".join(one for one in codes if one != code)
            _chip(frame.filters.as_of, labels[code], name, left, code)
    if frame.filters.search:
        _chip(frame.filters.as_of, frame.filters.search, "q", "")
    if frame.filters.as_of != frame.filters.today:
        _chip(frame.filters.as_of, frame.say("app.as_of", day=frame.day(frame.filters.as_of)), "asof", "")


def _chip(as_of: date, words: str, name: str, left: str, code: str = "") -> None:
    st.button(
        f"{plain(words)} ×",
        key=f"chip_{name}_{code}",
        type="tertiary",
        on_click=_leave,
        args=(name, left, as_of.isoformat()),
    )


def _leave(name: str, left: str, as_of: str) -> None:
    """Put what is left of the filter into the address, on the same day unless it is the day that goes."""
    st.query_params.setdefault("asof", as_of)
    st.query_params.pop("window", None)
    if left:
        st.query_params[name] = left
    else:
        st.query_params.pop(name, None)
