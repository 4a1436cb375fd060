"""审核, 历史数据: what stood at the ends of past years, as one workbook, previewed and taken in one act by the city."""

from __future__ import annotations

import polars as pl
import streamlit as st

from portfolio import intake, queries
from portfolio.intake import HistoryFile
from portfolio.model import Event, FundingEntry, PortfolioError, ProgressEntry, TakenFile
from portfolio.queries import reported
from portfolio.store import uploads
from portfolio.web import tables
from portfolio.web.access import present
from portfolio.web.doors import uploads as doors
from portfolio.web.doors.downloads import rightful
from portfolio.web.frame import Frame
from portfolio.web.header import exporting
from portfolio.web.reporting import acting
from portfolio.web.tables import Table
from portfolio.web.taking import asked_words, file_problems
from portfolio.web.taking.asked_words import Answers

LARGEST = 20
"""Megabytes that a workbook may have."""
ROUND = "history_round"
BY_MONTH = ("period_on", "project_count", "work_done_amount", "received_amount", "paid_amount")


def draw(frame: Frame) -> None:
    """Draw the section for a reviewer of the city; for anybody else, nothing."""
    if not frame.reader.may("review") or frame.reader.county_code is not None:
        return
    st.header(frame.say("history.head"), anchor="history")
    acting.quiet(frame.say("history.told"))
    with st.expander(frame.say("history.take"), key="history_take"):
        _form(frame)


def _form(frame: Frame) -> None:
    view, key = acting.view(frame), f"history_{st.session_state.get(ROUND, 0)}"
    first = queries.edition(frame.store, view)["horizon_from"][0].year
    made = rightful(frame, lambda: intake.history_template(frame.store, view, first, frame.language))
    name = f"{frame.say('history.title')}.xlsx"
    st.download_button(
        frame.say("history.template"), made, name, exporting.MIME["xlsx"], key=f"{key}_get", on_click="ignore"
    )
    doors.open_here()
    sent = st.file_uploader(
        frame.say("history.upload"), ["xlsx", "xls", "csv"], max_upload_size=LARGEST, key=f"{key}_file"
    )
    if sent is None:
        return
    data = sent.getvalue()
    taken = reported.file_taken(frame.store, uploads.checksum(data), "history_taken")
    if taken is not None:
        st.info(frame.say("history.known", number=taken))
        return
    key = f"{key}_{uploads.checksum(data)[:12]}"
    answers: Answers = st.session_state.setdefault(f"{key}_answers", {})
    found = intake.read_history(data, sent.name, frame.store, view, answers)
    if found.questions:
        st.warning(frame.say("ledger.asked", count=len(found.questions)))
        asked_words.draw(frame, found.questions, answers, key, "history")
    asked_words.again(frame, answers, key)
    file_problems.draw(frame, found.problems, "history")
    if found.errors or found.questions:
        return
    _preview(frame, found)
    warned = len(found.problems)
    sure = not warned or st.checkbox(frame.say("ledger.warned", count=warned), key=f"{key}_sure")
    why = st.text_input(frame.say("plans.why"), key=f"{key}_why", max_chars=300).strip()
    unready = not (sure and found.months)
    if st.button(frame.say("history.confirm"), type="primary", disabled=unready, key=f"{key}_confirm"):
        _take(frame, found, data, why)


def _preview(frame: Frame, found: HistoryFile) -> None:
    """Draw by month how many projects are told of and what they come to."""
    rows = [
        {
            "period_on": one.period_on,
            "project_id": one.project_id,
            "work_done_amount": one.work_done_amount if isinstance(one, ProgressEntry) else None,
            "received_amount": one.received_amount if isinstance(one, FundingEntry) else None,
            "paid_amount": one.paid_amount if isinstance(one, FundingEntry) else None,
        }
        for month in found.months
        for one in month
    ]
    acting.quiet(frame.say("history.counts", months=len(found.months), rows=len(rows), same=found.same))
    if not rows:
        return
    by_month = reported.by_month(
        pl.DataFrame(rows, schema_overrides=dict.fromkeys(BY_MONTH[2:], pl.Decimal(18, 2)))
    )
    title = frame.say("history.preview")
    told = by_month.with_columns(period_precision=pl.lit("month"))
    tables.draw(frame, title, Table(told, BY_MONTH, unknown={"*": "table.dash"}))


def _take(frame: Frame, found: HistoryFile, data: bytes, why: str) -> None:
    try:
        present.need(frame.reader, frame.filters.workspace)
        kept = uploads.keep(frame.store, data, found.file_name)
        head = TakenFile(file_name=found.file_name, file_sha256=kept)
        event = Event(
            kind="history_taken", actor=frame.reader.login, at=acting.moment(frame), why=why or None
        )
        number = frame.store.append_each([(event, [head, *found.words], found.months)], frame.reader)
    except PortfolioError as refusal:
        st.error(acting.plain(acting.sentence(frame, refusal)))
        return
    st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1
    acting.remember("success", frame.say("history.done", number=number, months=len(found.months)))
    st.rerun()
