"""项目台账: the one table of projects, by standard view, search, columns and order, each kept in the address."""

from __future__ import annotations

from html import escape

import polars as pl
import streamlit as st

from portfolio import codes, queries
from portfolio.formats import known_text, money_text
from portfolio.web import shell, tables
from portfolio.web.elements import timeline
from portfolio.web.frame import Frame
from portfolio.web.header import filter_row, first_line
from portfolio.web.overview import beginning
from portfolio.web.register import choosing, listing, loosening, narrowing


def draw(frame: Frame) -> None:
    """Draw the first line, the standard views, and the table; or which filter to loosen."""
    frame = listing.asked(frame)
    listed = listing.rows(frame)
    table = listing.table(frame, listed)
    title = frame.say("nav.library")

    def export() -> None:
        tables.export(frame, table, title)

    first_line.draw(frame, title, filter_row.ALL, export if listed.height else None)
    narrowing.draw(frame)
    beginning.lead(frame)
    if listed.is_empty():
        st.html(loosening.offers(frame))
        return
    if frame.filters.layout == "gantt":
        narrowing.layout(frame)
        _timeline(frame)
        return
    with st.container(key="above_register", horizontal=True, vertical_alignment="center"):
        st.html(_found(frame))
        narrowing.layout(frame)
        choosing.draw(frame, listing.columns(frame, listed))
    with st.container(key="register"):
        tables.show(frame, table)
    st.html(choosing.windows(frame, listed.height) + _foot(frame))


def _timeline(frame: Frame) -> None:
    """Draw the projects of the list on a line of time: the longest late first, or as the list is sorted."""
    spans = queries.project_spans(frame.store, listing.view(frame))
    if frame.filters.sort:
        order = listing.names(frame).select("project_id")
        spans = order.join(spans, on="project_id", how="inner", maintain_order="left")
    if spans.is_empty():
        st.info(frame.say("library.gantt_none"))
        return
    timeline.draw(frame, spans, frame.say("library.layout_gantt"))


def _found(frame: Frame) -> str:
    """How many there are of each kind, their investment, on how many of the projects it rests."""
    counted = queries.list_count(frame.store, frame.view, frame.filters.only)
    kinds = dict(counted.group_by("kind").agg(pl.col("row_count").sum()).iter_rows())
    told_of = [
        frame.say(f"library.count_{kind}", count=f"{kinds[kind]:,}")
        for kind in codes.labels("kind", "zh")
        if kind in kinds
    ]
    facts = {
        "amount": money_text(listing.total(counted), frame.language),
        "known": known_text(listing.number(counted, "known"), kinds.get("project", 0)),
    }
    told = frame.say("library.found", counted=frame.say("filter.value_separator").join(told_of), **facts)
    return f'<p class="found">{escape(told)}</p>'


def _foot(frame: Frame) -> str:
    """What must be said of the table's amounts: what a blank is, what groups add to them, that no source divides them."""
    told = [frame.say("register.note")]
    if frame.filters.sources:
        told.append(frame.say("library.all_sources"))
    counted = queries.list_count(frame.store, frame.view, frame.filters.only)
    if groups := listing.number(counted, "undivided"):
        amount = money_text(listing.total(counted, "undivided_amount"), frame.language)
        told.append(frame.say("library.undivided", amount=amount, count=groups))
    between = "" if frame.language == "zh" else " "
    return f'<p class="foot">{escape(between.join(told))}</p>'


draw(shell.enter())
