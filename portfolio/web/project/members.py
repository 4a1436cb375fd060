"""The members of a group, and how much of what the group states stands with them."""

from __future__ import annotations

import polars as pl
import streamlit as st

from portfolio import queries
from portfolio.formats import YUAN
from portfolio.queries.listed import list_totals
from portfolio.web import tables
from portfolio.web.frame import Frame
from portfolio.web.project.known import Known, everything
from portfolio.web.register import listing
from portfolio.web.tables import Table

COLUMNS = (
    *("project_id", "name", "state", "rule", "county_code", "investment_amount", "investment_basis"),
    *("completion_share", "delay_days", "delay_standing", "stage", "category"),
)


def draw(frame: Frame, known: Known) -> None:
    """Draw the projects of a group, each with its own state."""
    if known.row["kind"] != "group":
        return
    st.header(frame.say("project.members"), anchor="members")
    view = everything(frame.view)
    parts = queries.children(frame.store, view, known.project_id)
    own = view.model_copy(update={"projects": tuple(parts["project_id"])})
    listed = queries.list_rows(frame.store, own).drop("grouped", "parent_id")
    sums = {"investment_amount": list_totals(listed)["investment_amount"]}
    table = Table(listing.told(frame, listed), COLUMNS, sums, listing.BLANK)
    tables.draw(frame, frame.say("project.members"), table)
    _divided(frame, known)


def _divided(frame: Frame, known: Known) -> None:
    """Draw of each figure that the group states how much of it stands with its members."""
    rows = queries.divided(frame.store, known.view, known.project_id).filter(
        (pl.col("source") == "*") & ((pl.col("kind") == YUAN) | (pl.col("field") == "annual_plan"))
    )
    if rows.is_empty():
        return
    title = frame.say("project.divided")
    st.subheader(title, anchor="divided")
    st.caption(frame.say("project.divided_note"))
    columns = ("figure", "stated_amount", "below_amount", "undivided_amount")
    tables.draw(frame, title, Table(listing.figures(frame, rows), columns))
