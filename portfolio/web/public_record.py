"""What public pages say of the selected projects: the newest fact of each, with its page."""

from __future__ import annotations

import polars as pl
import streamlit as st

from portfolio import queries
from portfolio.formats import date_text, grouped
from portfolio.web import tables
from portfolio.web.frame import Frame
from portfolio.web.headline import Answer
from portfolio.web.tables import Table

COLUMNS = ("project_id", "name", "county_code", "state", "fact", "published_on", "fact_count", "page_title")


def draw(frame: Frame) -> None:
    """Draw what public pages say of the selected projects."""
    st.subheader(frame.say("overview.public"), anchor="public")
    rows = queries.public_summary(frame.store, frame.view)
    if rows.is_empty():
        st.caption(frame.say("overview.public_none"))
        return
    only = rows.filter(pl.col("state") == "public_only").height
    st.caption(frame.say("overview.public_told", count=rows.height, only=only))
    facts = pl.Series("fact", [_fact(frame, row) for row in rows.iter_rows(named=True)])
    shown = rows.with_columns(
        facts, pl.col("stated_on").alias("published_on"), pl.col("title").alias("page_title")
    )
    tables.draw(
        frame,
        frame.say("overview.public"),
        Table(shown, COLUMNS, unknown="table.not_stated", links={"page_title": lambda row: str(row["url"])}),
    )


def _fact(frame: Frame, row: Answer) -> str:
    """The newest fact in words: 完成规模：9.6万平方米（2025年）."""
    value = "" if row["fact_value"] is None else f"{grouped(row['fact_value'])}{row['fact_unit'] or ''}"
    what = frame.say("filter.value_separator").join(
        part for part in (row["fact_label"], value, row["fact_funding"]) if part
    )
    kind = frame.labels("evidence_kind")[row["fact_kind"]]
    if row["held_on"] is None:
        return frame.say("overview.fact", kind=kind, what=what)
    day = date_text(row["held_on"], row["held_precision"], frame.language)
    return frame.say("overview.fact_on", kind=kind, what=what, day=day)
