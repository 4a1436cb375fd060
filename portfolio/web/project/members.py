"""The members of a group, and how much of what the group states stands with them."""

from __future__ import annotations

import polars as pl
import streamlit as st

from portfolio import queries
from portfolio.formats import YUAN
from portfolio.web import listing, tables
from portfolio.web.frame import Frame
from portfolio.web.project.known import Known, everything
from portfolio.web.tables import Table


def draw(frame: Frame, known: Known) -> None:
    """Draw the projects of a group, each with its own state."""
    if known.row["kind"] != "group":
        return
    st.header(frame.say("project.members"), anchor="members")
    view = everything(frame.view)
    parts = queries.children(frame.store, view, known.project_id)
    own = view.model_copy(update={"projects": tuple(parts["project_id"])})
    rows = listing.told(frame, parts).drop("parent_id")
    tables.draw(frame, frame.say("project.members"), listing.totalled(frame, rows, own))
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
