"""The month's list of corrections on 数据质量: what was mended, from what to what, by whom and why."""

from __future__ import annotations

from html import escape

import streamlit as st

from portfolio.formats import date_text
from portfolio.queries import corrections as queries
from portfolio.web import tables
from portfolio.web.frame import Frame
from portfolio.web.project import corrections


def draw(frame: Frame) -> None:
    """Draw the corrections accepted in the month of the address, or in the newest that has any; nothing before the first."""
    months = queries.correction_months(frame.store, frame.view)
    if not months:
        return
    st.header(frame.say("correction.title"), anchor="corrections")
    named = {f"{day:%Y-%m}": day for day in months}
    asked = frame.filters.month or next(iter(named))
    _quiet(frame.say("correction.note"))
    links = " ".join(
        f'<a href="{escape(frame.link("quality", month=month, tab="records"))}">'
        f"{escape(date_text(day, 'month', frame.language))}</a>"
        for month, day in named.items()
    )
    st.html(f'<p class="chosen">{escape(frame.say("correction.month_choose"))} {links}</p>')
    if asked not in named:
        _quiet(frame.say("correction.month_none", month=asked))
        return
    rows = queries.month_corrections(frame.store, frame.view, named[asked])
    month = date_text(named[asked], "month", frame.language)
    title = frame.say("correction.month_title", month=month, count=rows.height)
    st.subheader(title, anchor=False)
    tables.draw(frame, title, corrections.table(frame, rows, corrections.MANY))


def _quiet(text: str) -> None:
    st.html(f'<p class="chosen">{escape(text)}</p>')
