"""Which columns 项目台账 shows, in which order, and which of its pages: kept in the address."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from html import escape

import polars as pl
import streamlit as st

from portfolio.web import filters as address
from portfolio.web import tables
from portfolio.web.elements import fold
from portfolio.web.frame import Frame
from portfolio.web.register import listing
from portfolio.web.tables import Table

KEY = address.key("columns")


def draw(frame: Frame, shown: Sequence[str]) -> None:
    """Draw the menu of columns: they stand in the order in which they are chosen."""
    chosen = [name for name in shown if name not in listing.NAMING]
    offered = [name for name in listing.CHOICES if name not in listing.NAMING]
    label = frame.say("register.columns", count=len(shown))
    fold.menu(label, "menu_columns", lambda: _choice(frame, chosen, offered))


def _choice(frame: Frame, chosen: Sequence[str], offered: Sequence[str]) -> None:
    """Draw the choice among the columns `offered`, and the way back to the usual ones."""
    if st.session_state.get(KEY) != chosen:
        st.session_state[KEY] = chosen
    st.multiselect(
        frame.say("register.columns_label"),
        offered,
        format_func=lambda name: frame.say(f"column.{name}"),
        key=KEY,
        on_change=address.write,
        args=("columns", frame.filters.today),
        select_all=False,
    )
    href = frame.link("library", columns=None)
    st.html(f'<a href="{escape(href)}">{escape(frame.say("register.columns_usual"))}</a>')


def window(
    frame: Frame, rows: pl.DataFrame, table: Callable[[pl.DataFrame], Table], size: int, look: str
) -> None:
    """Draw the window of `rows` that is asked for as `table` makes it, under the key `look`, and links to the others."""
    page, first = frame.page, (listing.window(frame, rows.height, size) - 1) * size
    part = replace(table(rows.slice(first, size)), first=first, all=rows.height, sort_page=page)
    with st.container(key=look), st.container(key="register"):
        tables.show(frame, part)
    if pages := windows(frame, rows.height, page, size):
        st.html(pages)


def windows(frame: Frame, count: int, page: str = "library", size: int = listing.WINDOW) -> str:
    """Links to the windows of so many rows on `page`, as HTML; nothing where one holds them all."""
    last, now = listing.windows(count, size), listing.window(frame, count, size)
    if last == 1:
        return ""
    links = []
    for number in range(1, last + 1):
        href = frame.link(page, window=str(number) if number > 1 else None)
        current = ' aria-current="page"' if number == now else ""
        links.append(f'<a href="{escape(href)}"{current}>{number}</a>')
    label = escape(frame.say("register.pages"))
    return f'<nav class="chips windows" aria-label="{label}"><span>{label}</span>{"".join(links)}</nav>'
