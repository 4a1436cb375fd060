"""导出, once a page: its main table at one click, its other tables and the csv of each behind a menu."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from html import escape
from typing import NamedTuple

import streamlit as st

from portfolio.web.doors.downloads import rightful
from portfolio.web.elements import fold
from portfolio.web.frame import Frame

KINDS = ("xlsx", "csv")
MIME = {"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "csv": "text/csv"}


class Offer(NamedTuple):
    """One table that can be taken away: its title on the page, and by kind its file (made when taken) and name."""

    title: str
    file: Callable[[str], bytes]
    name: Callable[[str], str]


_OFFERED: ContextVar[list[Offer] | None] = ContextVar("portfolio_export", default=None)
"""What this run of a page offers; none outside of a run, as in a fragment."""


@contextmanager
def menu(frame: Frame) -> Iterator[None]:
    """Let a page offer its tables while it lasts, then draw the buttons of all of them in its first line."""
    offers: list[Offer] = []
    token = _OFFERED.set(offers)
    try:
        yield
    finally:
        _OFFERED.reset(token)
    if offers:
        with frame.line.place if frame.line else st.container():
            _button(frame, offers[0], "xlsx", frame.say("export.menu"), "export_main")
            fold.menu(frame.say("export.more"), "export_more", lambda: _more(frame, offers))


def offer(table: Offer, *, main: bool = False) -> None:
    """Offer a table; the page's main one is the first, or the one that says so."""
    if (offers := _OFFERED.get()) is not None:
        offers.insert(0 if main else len(offers), table)


def _more(frame: Frame, offers: list[Offer]) -> None:
    """Draw what is in the menu: every table in both forms, the main one first."""
    for place, one in enumerate(offers):
        with st.container(key=f"export_offer_{place}", horizontal=True, vertical_alignment="center"):
            st.html(f'<p class="offer">{escape(one.title)}</p>')
            for kind in KINDS:
                _button(frame, one, kind, frame.say(f"export.{kind}"), f"export_{kind}_{place}")
    st.html(f'<p class="foot">{escape(frame.say("export.csv_note"))}</p>')


def _button(frame: Frame, table: Offer, kind: str, label: str, key: str) -> None:
    make = rightful(frame, lambda: table.file(kind))
    st.download_button(label, make, table.name(kind), MIME[kind], key=key, on_click="ignore")
