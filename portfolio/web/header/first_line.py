"""The first line of every page: name, city, period and day, menus of filters, what is chosen as chips, 导出, the reader."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from html import escape

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from portfolio.web import filters as address
from portfolio.web import finals
from portfolio.web.elements import fold
from portfolio.web.filters import CODED
from portfolio.web.frame import Frame, Line
from portfolio.web.header import filter_row, noticing, period
from portfolio.web.overview import known
from portfolio.web.reporting.acting import plain

ALWAYS = ("county", "category")
"""The filters that have a menu of their own; the others stand under 更多."""
SEARCHED = ("library", "followup")
"""The pages on which the search stands open in the line; on the others it is under 更多."""
OWN = (*ALWAYS, "asof")
"""The filters that do not stand under 更多."""


@contextmanager
def around(frame: Frame, title: str, reader: Callable[[], None]) -> Iterator[Frame]:
    """The frame with its line while the page runs; then `reader` at its end, and `title` if the page came to no line."""
    place = st.container(key="first_line", horizontal=True, vertical_alignment="center", gap="small")
    line = Line(place)
    try:
        yield replace(frame, line=line)
    finally:
        with place:
            if not line.titled:
                _named(frame, title)
            reader()


def draw(
    frame: Frame, title: str, show: Collection[str] = (), export: Callable[[], None] | None = None
) -> None:
    """Fill the line: the page's `title`, the filters named in `show`; `export` offers the page's main table."""
    with _begun(frame):
        _named(frame, title)
        with st.container(key="line_page", horizontal=True, vertical_alignment="center", gap="small"):
            _filters(frame, show)
    if export:
        export()


def _filters(frame: Frame, show: Collection[str]) -> None:
    """Draw the period, a menu a filter, and what is chosen."""
    if "asof" in show:
        fold.menu(_when_label(frame), "menu_when", lambda: _when(frame), "tertiary")
    for name in ALWAYS:
        if name in show:
            with st.popover(_menu(frame, name), key=f"menu_{name}"):
                filter_row.pills(frame, name)
    if searched := "q" in show and frame.page in SEARCHED:
        with st.container(key="search", width=190):
            filter_row.widget(frame, "q", label_visibility="collapsed")
    if more := [name for name in show if name not in OWN and not (name == "q" and searched)]:
        fold.menu(frame.say("filter.more"), "menu_more", lambda: _more(frame, more))
    if chips := _chosen(frame):
        st.html(f'<div class="taken">{"".join(chips)}</div>')


def stands(frame: Frame) -> None:
    """Draw in the line the period and the day alone, as words: for a slide, which has a title of its own."""
    with _begun(frame):
        day = frame.say("app.as_of", day=frame.day(frame.filters.as_of))
        told = f"{period.told(frame, frame.view)} · {day}"
        if frame.final:
            told = f"{finals.label(frame, frame.final)} · {told}"
        st.html(f'{_city(frame)}<p class="as-of">{escape(told)}</p>')


def _begun(frame: Frame) -> DeltaGenerator:
    """The place of the line, which has its title from now on; where a page stands without the shell, simply the page."""
    if frame.line is None:
        return st.container()
    frame.line.titled = True
    return frame.line.place


def _named(frame: Frame, title: str) -> None:
    """Draw the page's title and the city's name."""
    st.title(plain(title), anchor=False)
    st.html(_city(frame))


def _city(frame: Frame) -> str:
    """The city, and in the demonstration that its figures are made up."""
    mark = ""
    if frame.filters.workspace == "demo":
        mark = f'<span class="mark demo">{escape(frame.say("workspace.demo_mark"))}</span>'
    return f'<p class="place"><span class="city">{escape(frame.city)}</span>{mark}</p>'


def _when(frame: Frame) -> None:
    """Draw the final months, the day asked about and the document behind the figures."""
    finals.choose(frame, noticing.draw)
    filter_row.widget(frame, "asof")
    if frame.filters.as_of != frame.filters.today:
        frame.page_link(frame.page, frame.say("app.to_today"), asof=None)
    day = frame.say("app.as_of", day=frame.day(frame.filters.as_of))
    told = frame.say("period.reviewed", period=period.told(frame, frame.view))
    lines = (day, told, frame.source)
    st.html("".join(f'<p class="edition">{escape(line)}</p>' for line in lines))


def _when_label(frame: Frame) -> str:
    """The period; on the newest day with it, on any other the day is a chip. Without any report the day alone."""
    asked = frame.filters
    if frame.final:
        return finals.label(frame, frame.final)
    if not known.begun_at_all(frame):
        return frame.say("app.as_of", day=frame.day(asked.as_of))
    told = period.of_line(frame, frame.view)
    if asked.as_of != asked.today:
        return told
    return frame.say("period.to_day", period=told, day=period.short(frame, asked.as_of))


def _menu(frame: Frame, name: str) -> str:
    """The menu's name, with how many are chosen in it."""
    count = len(frame.filters.chosen(name))
    return frame.say(f"filter.{name}") + (f" {count}" if count else "")


def _more(frame: Frame, names: Collection[str]) -> None:
    """Draw these filters, which are set together and then applied, and what takes all of them off."""
    with st.form("more_filters", border=False):
        for name in filter_row.ALL:
            if name in names:
                filter_row.widget(frame, name, at_once=False)
        asked = (tuple(names), frame.filters.today)
        st.form_submit_button(frame.say("filter.apply"), type="primary", on_click=_apply, args=asked)
    if filter_row.chosen(frame) or frame.filters.as_of != frame.filters.today:
        st.button(frame.say("filter.clear"), key="clear_filters", type="tertiary", on_click=address.clear)


def _apply(names: Collection[str], today: date) -> None:
    """Put what is chosen in these filters into the address, all at once."""
    st.query_params.pop("window", None)
    for name in names:
        address.write(name, today)


def _chosen(frame: Frame) -> list[str]:
    """One chip a chosen value, whose click takes it off; none where nothing is chosen."""
    told = []
    for name in CODED:
        labels, codes = frame.labels(name), frame.filters.chosen(name)
        for code in codes:
            told.append(_chip(frame, labels[code], name, [one for one in codes if one != code]))
    if frame.filters.search:
        told.append(_chip(frame, frame.filters.search, "q"))
    if frame.filters.as_of != frame.filters.today and frame.final is None:
        told.append(_chip(frame, frame.say("app.as_of", day=frame.day(frame.filters.as_of)), "asof"))
    return told


def _chip(frame: Frame, words: str, name: str, left: Collection[str] = ()) -> str:
    """A chip as a link to the same view with `left` of the filter."""
    return frame.way(frame.page, f"{words} ×", "chip", window=None, **{name: left or None})
