"""A unit's own reports: what became of each, the reviewer's reason and remarks, withdrawing and sending anew."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from portfolio.queries import reporting as queries
from portfolio.web import tables
from portfolio.web.frame import Frame
from portfolio.web.reporting import acting, deciding, detail, listed

COLUMNS = (
    "report_no",
    "period_on",
    "sent_by",
    "sent_at",
    "project_count",
    "sent_late",
    "verdict",
    "decided_at",
    "reason",
)


def draw(frame: Frame, unit_code: str) -> None:
    """Draw the list of the unit's reports."""
    title = frame.say("report.mine")
    st.header(title, anchor="mine")
    rows = queries.reports_of_unit(frame.store, acting.view(frame), unit_code)
    if rows.is_empty():
        acting.quiet(frame.say("report.mine_none"))
        return
    acting.quiet(frame.say("report.mine_note"))
    table = listed.reports(frame, rows, "report", COLUMNS)
    tables.show(frame, table)
    tables.download(frame, table, title)


def one(frame: Frame, row: Mapping[str, object]) -> None:
    """Draw one of the unit's reports, and what its sender may still do about it."""
    frame.page_link("report", frame.say("report.back"), number=None)
    if row["unit_code"] != frame.reader.unit_code:
        st.warning(frame.say("error.report_unknown", number=row["submission_id"]))
        return
    detail.head(frame, row)
    _next(frame, row)
    detail.parts(frame, row)
    detail.remarks(frame, int(row["submission_id"]))  # type: ignore[call-overload]
    detail.entries(frame, row)
    detail.handed_in(frame, row)
    detail.sent_file(frame, row)


def _next(frame: Frame, row: Mapping[str, object]) -> None:
    """Draw what may be done now: withdraw what waits, mend and resend what came back."""
    number = int(row["submission_id"])  # type: ignore[call-overload]
    month = f"{row['period_on']:%Y-%m}"
    if row["verdict"] == "pending":
        acting.quiet(frame.say("report.pending_next"))
        if st.button(frame.say("report.withdraw"), key=f"withdraw_{number}"):
            deciding.decide(frame, number, "withdrawn")
            st.rerun()
        if deciding.standing(frame, number, "returned").height:
            frame.page_link("report", frame.say("report.resend_some"), number=None, month=month)
    elif row["verdict"] == "partly":
        frame.page_link("report", frame.say("report.resend_some"), number=None, month=month)
    elif row["verdict"] in ("returned", "withdrawn", "taken_back"):
        frame.page_link("report", frame.say("report.resend"), number=None, month=month)
    else:
        frame.page_link("report", frame.say("report.correct"), number=None, month=month)
