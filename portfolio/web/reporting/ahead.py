"""What accepting a report would do, as its owner saw it before sending: which lights turn, which year's rates move."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import polars as pl
import streamlit as st

from portfolio import intake
from portfolio.intake import Checked
from portfolio.queries import reported
from portfolio.web import tables
from portfolio.web.frame import Frame
from portfolio.web.reporting import acting, preview
from portfolio.web.tables import Table

HELD = "report_ahead"
RATES = ("project_id", "name", "rate_before_share", "rate_after_share")
UNKNOWN = {"*": "table.not_stated"}


def draw(frame: Frame, row: Mapping[str, object]) -> None:
    """Draw it for a report that waits, where the reader sees the whole of it."""
    if row["verdict"] != "pending" or row["seen_count"] != row["project_count"]:
        return
    turned, rates = _asked(frame, row)
    preview.lights(frame, turned)
    if rates.height:
        st.markdown(f"**{acting.plain(frame.say('review.rates'))}**")
        tables.show(frame, Table(rates, RATES, unknown=UNKNOWN))


def _asked(frame: Frame, row: Mapping[str, object]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The lights that would turn, and the projects whose rate of the year would change; asked once a state of the ledger."""
    number = int(row["submission_id"])  # type: ignore[call-overload]
    key = (frame.filters.workspace, number, frame.store.version())
    held = st.session_state.get(HELD)
    if held is None or held[0] != key:
        held = st.session_state[HELD] = (key, _found(frame, row, number))
    found: tuple[pl.DataFrame, pl.DataFrame] = held[1]
    return found


def _found(frame: Frame, row: Mapping[str, object], number: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    month: date = row["period_on"]  # type: ignore[assignment]
    asked = acting.view(frame)
    entries = dict(reported.report_entries(frame.store, asked, number))
    ids = pl.concat([rows["project_id"] for rows in entries.values()]).unique().sort().to_list()
    known = intake.context(frame.store, asked, month, str(row["unit_code"] or ""), ids)
    outcome = known.trial.outcome(entries, ids)
    none = pl.DataFrame()
    checked = Checked(entries, (), none, none, {}, before=outcome.before, after=outcome.after)
    before = outcome.before.select("project_id", rate_before_share="completion_share")
    rates = outcome.after.rename({"completion_share": "rate_after_share"}).join(before, on="project_id")
    rates = rates.filter(pl.col("rate_after_share").ne_missing(pl.col("rate_before_share")))
    return intake.outlook(frame.store, asked, checked, known), rates.select(RATES)
