"""The first line of a page: its name, the filters as menus, what is chosen as chips that can be taken off, and 导出."""

from __future__ import annotations

from collections.abc import Callable, Collection
from html import escape

import streamlit as st

from portfolio.web import filter_row
from portfolio.web.filters import CODED
from portfolio.web.frame import Frame

ALWAYS = ("county", "category")
"""The filters that have a menu of their own; the others stand under 更多."""


def draw(frame: Frame, title: str, show: Collection[str], export: Callable[[], None] | None = None) -> None:
    """Draw the line: filters named in `show`; `export` draws what the menu 导出 holds."""
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
        st.html(_chosen(frame))
        if export:
            with st.popover(frame.say("filter.export"), key="menu_export"):
                export()


def _menu(frame: Frame, name: str) -> str:
    """The menu's name, with how many are chosen in it."""
    count = len(frame.filters.chosen(name))
    return frame.say(f"filter.{name}") + (f" {count}" if count else "")


def _chosen(frame: Frame) -> str:
    """One chip a chosen value, each a link that takes it off; nothing where nothing is chosen."""
    chips = []
    for name in CODED:
        labels, codes = frame.labels(name), frame.filters.chosen(name)
        chips += [
            _chip(frame, labels[code], name, tuple(one for one in codes if one != code)) for code in codes
        ]
    if frame.filters.search:
        chips.append(_chip(frame, frame.filters.search, "q", None))
    if frame.filters.as_of != frame.filters.today:
        chips.append(_chip(frame, frame.say("app.as_of", day=frame.day(frame.filters.as_of)), "asof", None))
    return f'<p class="chips taken">{"".join(chips)}</p>'


def _chip(frame: Frame, words: str, name: str, left: object) -> str:
    href = frame.link(frame.page, **{name: left or None}, window=None)
    told = escape(frame.say("filter.take_off", name=words))
    return f'<a href="{escape(href)}" title="{told}" aria-label="{told}">{escape(words)} <b aria-hidden="true">×</b></a>'
