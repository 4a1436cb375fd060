"""Who reported the last closed month and who did not: whom to chase, and who only waits for review."""

from __future__ import annotations

import polars as pl
import streamlit as st

from portfolio import queries
from portfolio.web import tables
from portfolio.web.cells import CODELISTS
from portfolio.web.frame import Frame
from portfolio.web.headline import Known
from portfolio.web.tables import Table

COLUMNS = ("project_id", "name", "county_code", "owner_unit", "state", "last_period_on")
LISTS = CODELISTS | {"standing": "followup"}
UNKNOWN = {"last_period_on": "overview.never_reported", "*": "table.not_stated"}


def owed(known: Known) -> pl.DataFrame:
    """Of the unreported those who still owe a report: what they sent, if anything, went back to them."""
    return known.unreported.filter(pl.col("standing") != "pending")


def draw(frame: Frame, known: Known) -> None:
    """Draw the list of those whose report is missing, then of those who reported."""
    st.subheader(frame.say("overview.chase"), anchor="chase")
    rows, pending = known.unreported, known.pending
    key = "none" if rows.is_empty() else "pending" if pending else "told"
    facts = {"month": known.month, "count": rows.height, "pending": pending, "owed": rows.height - pending}
    st.caption(frame.say(f"overview.chase_{key}", **facts))
    if not rows.is_empty():
        _list(frame, rows, frame.say("overview.chase"), (*COLUMNS, "standing"))
    _reported(frame, known)


def _reported(frame: Frame, known: Known) -> None:
    rows = queries.month_reported(frame.store, frame.view)
    if rows.is_empty():
        return
    title = frame.say("overview.reported")
    st.subheader(title, anchor="reported")
    st.caption(frame.say("overview.reported_told", month=known.month, count=rows.height))
    _list(frame, rows, title, COLUMNS)


def _list(frame: Frame, rows: pl.DataFrame, title: str, columns: tuple[str, ...]) -> None:
    shown = rows.with_columns(last_period_precision=pl.lit("month"))[[*columns, "last_period_precision"]]
    tables.draw(frame, title, Table(shown, columns, unknown=UNKNOWN, codelists=LISTS))
