"""A unit's month is filled in: the month, the template, the file or the form on screen, its check, the sending."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

import polars as pl
import streamlit as st

from portfolio import intake
from portfolio.intake import Context
from portfolio.queries import reporting as queries
from portfolio.web.doors import uploads
from portfolio.web.doors.downloads import rightful
from portfolio.web.frame import Frame
from portfolio.web.header import exporting
from portfolio.web.reporting import acting, detail, preview, remarked, typing, work

LARGEST = 20
"""Megabytes of a file that is taken and read; the uploader's own line says the same, and a larger one is refused there."""
WAYS = ("screen", "file")


def receipt(frame: Frame) -> None:
    """Draw the receipt of the report just sent: its number and checksums, and what comes next."""
    number = st.session_state.pop(preview.RECEIPT, None)
    if number is None:
        return
    rows = queries.one_report(frame.store, acting.view(frame), number)
    if rows.is_empty():
        return
    row = rows.row(0, named=True)
    with st.container(key="receipt", border=True):
        st.success(frame.say("report.receipt", number=number))
        detail.head(frame, row)


def draw(frame: Frame, unit: str) -> None:
    """Draw where the unit's months that may be reported are filled in."""
    months = queries.unit_months(frame.store, acting.view(frame), unit).filter("is_open")
    if months.is_empty():
        st.info(frame.say("report.no_month"))
        return
    # the month that has just ended is reported; the running one counts only from its last day
    ordered = months.sort("has_ended", descending=True, maintain_order=True)
    days = {f"{day:%Y-%m}": day for day in ordered["period_on"]}
    st.header(frame.say("report.first"), anchor="month")
    month = acting.chosen_month(frame, list(days), frame.say("followup.month"))
    _state(frame, months.row(by_predicate=pl.col("period_on") == days[month], named=True), month)
    known = work.known(frame, days[month], unit)
    if known.projects.is_empty():
        st.info(frame.say("report.no_project_assigned", unit=frame.called(known.unit_name)))
        return
    st.header(frame.say("report.second"), anchor="fill")
    found = _found(frame, known, days[month])
    if found is not None:
        preview.draw(frame, found)


def _state(frame: Frame, period: dict[str, Any], month: str) -> None:
    key = "late" if period["is_late"] else "open"
    until = (
        period["until_on"] if period["state"] == "reopened" and period["until_on"] else period["closes_on"]
    )
    facts = {
        "month": acting.month_name(frame, month),
        "until": frame.day(until),
        "closes": frame.day(period["closes_on"]),
    }
    acting.quiet(frame.say(f"report.month_{key}", **facts))
    if not period["has_ended"]:
        acting.quiet(frame.say("report.month_running", **facts))


def _template(frame: Frame, known: Context) -> None:
    # a file is made without a page around it
    remarks = remarked.on_fields(frame, known.unit_code, known.period_on)
    acting.quiet(
        frame.say("report.template_note", count=known.projects.height, unit=frame.called(known.unit_name))
    )
    st.download_button(
        frame.say("report.template"),
        rightful(frame, partial(intake.template, known, frame.language, remarks)),
        intake.file_title(known, frame.language),
        exporting.MIME["xlsx"],
        key="report_template",
        on_click="ignore",
    )


def _found(frame: Frame, known: Context, period_on: date) -> work.Work | None:
    """The report as checked, from the file or the table on screen; None while there is none."""
    way = "file"
    if known.projects.filter(pl.col("kind") != "service").height:
        names = {name: frame.say(f"report.way_{name}") for name in WAYS}
        usual = WAYS.index("screen" if typing.is_usual(frame, known) else "file")
        way = st.radio(
            frame.say("report.way"),
            WAYS,
            usual,
            format_func=names.__getitem__,
            horizontal=True,
            key="report_way",
        )
    if way == "screen":
        said = typing.draw(frame, known)
        return None if said is None else work.of_typed(frame, known, said)
    _template(frame, known)
    turn = st.session_state.get("report_turn", 0)
    acting.quiet(frame.say("report.upload_help", most=LARGEST))
    uploads.open_here()
    sent = st.file_uploader(
        frame.say("report.upload"),
        # any kind: what is no workbook is refused in words, with what to do
        type=None,
        max_upload_size=LARGEST,
        key=f"report_file_{period_on:%Y%m}_{turn}",
    )
    return None if sent is None else work.of_file(frame, known, sent.getvalue(), sent.name)
