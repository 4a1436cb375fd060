"""其中已调出: by county how many projects were taken out, and 资金到位率 and the year's rate with and without them."""

from __future__ import annotations

import polars as pl
import streamlit as st

from portfolio import queries
from portfolio.queries import changes
from portfolio.web import tables
from portfolio.web.compare.asked import Compared
from portfolio.web.reporting import acting
from portfolio.web.tables import Table

COLUMNS = (
    *("county_code", "withdrawn_count", "received_with_share", "received_without_share"),
    *("withdrawn_unpaid_amount", "withdrawn_work_amount", "withdrawn_plan_amount"),
    *("completion_share", "with_withdrawn_share", "with_withdrawn_rank"),
)
YEAR = COLUMNS[5:]


def draw(compared: Compared) -> None:
    """Draw the counties of which any project is taken out; nothing where there is none."""
    frame = compared.frame
    rows = changes.withdrawn_by_county(frame.store, compared.view)
    if rows.is_empty():
        return
    year = queries.pace(frame.store, compared.view).filter(pl.col("level") == "county")
    told = rows.join(year.select("code", *YEAR), left_on="county_code", right_on="code", how="left")
    title = frame.say("change.withdrawn_title")
    st.subheader(title, anchor=False)
    acting.quiet(frame.say("change.withdrawn_note"))
    links = {
        "withdrawn_count": lambda row: frame.link(
            "library", county=str(row["county_code"]), state="withdrawn"
        )
    }
    tables.draw(frame, title, Table(told, COLUMNS, unknown="table.dash", links=links))
