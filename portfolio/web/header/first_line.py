"""The first line of every page: name, city, period and day, menus of filters, what is chosen as chips, 导出, the reader."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import date
from html import escape

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from portfolio.web import filters as address
from portfolio.web import finals
from portfolio.web.filters import CODED
from portfolio.web.frame import Frame
from portfolio.web.header import filter_row, noticing, period
from portfolio.web.overview import known
from portfolio.web.reporting.acting import plain

ALWAYS = ("county", "category")
"""The filters that have a menu of their own; the others stand under 更多."""
SEARCHED = ("library", "followup")
"""The pages on which the search stands open in the line; on the others it is under 更多."""
OWN = (*ALWAYS, "asof")
"""The filters that do not stand under 更多."""


def begin(frame: Frame, reader: Callable[[], None]) -> Frame:
    """Draw what stands in the line of every page, `reader` at its end; the frame knows the places left for the page."""
    with st.container(key="first_line", horizontal=True, vertical_alignment="center", gap="small"):
        places = {"title": st.container(key="line_title", width="content")}
        st.html(_city(frame))
        places["page"] = st.container(
            key="line_page", horizontal=True, vertical_alignment="center", gap="small"
        )
        places["export"] = st.container(key="line_export", width="content")
        reader()
    return replace(frame, places=places)


def draw(
    frame: Frame, title: str, show: Collection[str] = (), export: Callable[[], None] | None = None
) -> None:
    """Fill the line: the page's `title`, the filters named in `show`; `export` offers the page's main table."""
    _place(frame, "title").title(plain(title), anchor=False)
    with _place(frame, "page"):
        if "asof" in show:
            _when(frame)
        for name in ALWAYS:
            if name in show:
                with st.popover(_menu(frame, name), key=f"menu_{name}"):
                    filter_row.pills(frame, name)
        if searched := "q" in show and frame.page in SEARCHED:
            with st.container(key="search", width=190):
                filter_row.widget(frame, "q", label_visibility="collapsed")
        _more(frame, [name for name in show if name not in OWN and not (name == "q" and searched)])
        with st.container(key="taken", horizontal=True, gap="xsmall"):
            _chosen(frame)
    if export:
        export()


def stands(frame: Frame) -> None:
    """Draw in the line the period and the day alone, as words: for a slide, which has a title of its own."""
    with _place(frame, "page"):
        day = frame.say("app.as_of", day=frame.day(frame.filters.as_of))
        told = f"{period.told(frame, frame.view)} · {day}"
        if frame.final:
            told = f"{finals.label(frame, frame.final)} · {told}"
        st.html(f'<p class="as-of">{escape(told)}</p>')


def beside(frame: Frame) -> DeltaGenerator:
    """The place behind the filters, for what a page offers in its first line."""
    return _place(frame, "page")


def _place(frame: Frame, name: str) -> DeltaGenerator:
    """The place that the shell has left in the line; where a page stands without it, simply the page."""
    return frame.places.get(name) or st.container()


def _city(frame: Frame) -> str:
    """The city, and in the demonstration that its figures are made up."""
    mark = ""
    if frame.filters.workspace == "demo":
        mark = f'<span class="mark demo">{escape(frame.say("workspace.demo_mark"))}</span>'
    return f'<p class="place"><span class="city">{escape(frame.city)}</span>{mark}</p>'


def _when(frame: Frame) -> None:
    """Draw the period, and under it the day asked about and the document behind the figures."""
    with st.popover(_when_label(frame), key="menu_when", type="tertiary"):
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
    if finals.stays_live(frame):
        told = f"{frame.say('final.live')} · {told}"
    if asked.as_of != asked.today:
        return told
    return frame.say("period.to_day", period=told, day=period.short(frame, asked.as_of))


def _menu(frame: Frame, name: str) -> str:
    """The menu's name, with how many are chosen in it."""
    count = len(frame.filters.chosen(name))
    return frame.say(f"filter.{name}") + (f" {count}" if count else "")


def _more(frame: Frame, names: Collection[str]) -> None:
    """Draw the menu of these filters, which are set together and then applied, and what takes all of them off.

    No menu without a filter.
    """
    if not names:
        return
    with st.popover(frame.say("filter.more"), key="menu_more"):
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


def _chosen(frame: Frame) -> None:
    """Draw one chip a chosen value, whose click takes it off; nothing where nothing is chosen."""
    for name in CODED:
        labels, codes = frame.labels(name), frame.filters.chosen(name)
        for code in codes:
            left = ",".join(one for one in codes if one != code)
            _chip(frame.filters.as_of, labels[code], name, left, code)
    if frame.filters.search:
        _chip(frame.filters.as_of, frame.filters.search, "q", "")
    if frame.filters.as_of != frame.filters.today and frame.final is None:
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
    if "final" not in st.query_params:
        st.query_params.setdefault("asof", as_of)
    st.query_params.pop("window", None)
    if left:
        st.query_params[name] = left
    else:
        st.query_params.pop(name, None)
