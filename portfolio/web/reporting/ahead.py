"""What accepting a report would do, as its owner saw it before sending: which lights turn, which year's rates move."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import polars as pl
import streamlit as st

from portfolio import intake
from portfolio.intake import Checked
from portfolio.queries import reported
from portfolio.web import tables
from portfolio.web.frame import Frame
from portfolio.web.reporting import acting, deciding, preview
from portfolio.web.tables import Table

HELD = "report_ahead"
RATES = ("project_id", "name", "rate_before_share", "rate_after_share")
UNKNOWN = {"*": "table.not_stated"}


def draw(frame: Frame, row: Mapping[str, object]) -> None:
    """Draw it for a report that waits, of the projects that the reader may decide."""
    if row["verdict"] == "pending":
        show(frame, [row])


def show(frame: Frame, rows: Sequence[Mapping[str, object]]) -> None:
    """Draw it for these reports together."""
    turned, rates = _asked(frame, rows)
    preview.lights(frame, turned)
    if rates.height:
        st.markdown(f"**{acting.plain(frame.say('review.rates'))}**")
        tables.show(frame, Table(rates, RATES, unknown=UNKNOWN))


def _asked(frame: Frame, rows: Sequence[Mapping[str, object]]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The lights that would turn, and the projects whose rate of the year would change; asked once a state of the ledger."""
    numbers = tuple(int(row["submission_id"]) for row in rows)  # type: ignore[call-overload]
    key = (frame.filters.workspace, numbers, frame.store.version())
    held = st.session_state.get(HELD)
    if held is None or held[0] != key:
        months: dict[date, list[Mapping[str, object]]] = {}
        for row in rows:
            months.setdefault(row["period_on"], []).append(row)  # type: ignore[arg-type]
        found = [_found(frame, month, of_month) for month, of_month in sorted(months.items())]
        turned, rates = (pl.concat(parts) for parts in zip(*found, strict=True))
        held = st.session_state[HELD] = (key, (turned, rates))
    told: tuple[pl.DataFrame, pl.DataFrame] = held[1]
    return told


def _found(
    frame: Frame, month: date, rows: Sequence[Mapping[str, object]]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    asked = acting.view(frame)
    entries: dict[str, list[pl.DataFrame]] = {}
    ids: set[str] = set()
    for row in rows:
        number = int(row["submission_id"])  # type: ignore[call-overload]
        left = deciding.waiting(frame, number)["project_id"]
        ids.update(left)
        for table, told in reported.report_entries(frame.store, asked, number):
            entries.setdefault(table, []).append(told.filter(pl.col("project_id").is_in(left.implode())))
    of_all = {table: pl.concat(frames, how="vertical_relaxed") for table, frames in entries.items()}
    unit = str(rows[0]["unit_code"] or "") if len(rows) == 1 else ""
    known = intake.context(frame.store, asked, month, unit, sorted(ids))
    outcome = known.trial.outcome(of_all, sorted(ids))
    none = pl.DataFrame()
    checked = Checked(of_all, (), none, none, {}, before=outcome.before, after=outcome.after)
    before = outcome.before.select("project_id", rate_before_share="completion_share")
    rates = outcome.after.rename({"completion_share": "rate_after_share"}).join(before, on="project_id")
    rates = rates.filter(pl.col("rate_after_share").ne_missing(pl.col("rate_before_share")))
    return intake.outlook(frame.store, asked, checked, known), rates.select(RATES)
