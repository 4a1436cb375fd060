"""审核: the reports that wait, one of them beside what it would replace, and the months that may be reported."""

from __future__ import annotations

import polars as pl
import streamlit as st

from portfolio.queries import actions, changes, corrections
from portfolio.queries import reporting as queries
from portfolio.web import shell, tables
from portfolio.web.actions import giving
from portfolio.web.elements import figures
from portfolio.web.elements.figures import Figure
from portfolio.web.frame import Frame
from portfolio.web.funding import plan_lists
from portfolio.web.header import first_line
from portfolio.web.project import corrections as mending
from portfolio.web.project.changes import may_decide
from portfolio.web.reporting import (
    acting,
    ahead,
    deciding,
    detail,
    filling,
    finalising,
    listed,
    opening,
    standing_in,
)
from portfolio.web.tables import Table
from portfolio.web.tables.cells import CODELISTS
from portfolio.web.taking import history

CLAIMED = ("project_id", "name", "county_code", "owner_unit", "claimed", "period_on", "state")
AT_ONCE = "accept_at_once"
RECENT = 50
"""Decided reports that are listed; the record holds them all."""


def draw(frame: Frame) -> None:
    """Draw the page."""
    first_line.draw(frame, frame.say("nav.review"))
    acting.told()
    filling.receipt(frame)
    row = detail.found(frame)
    if row is None:
        _list(frame)
        return
    frame.page_link("review", frame.say("review.back"), number=None)
    detail.head(frame, row)
    detail.parts(frame, row)
    detail.remarks(frame, int(row["submission_id"]))  # type: ignore[call-overload]
    entries = detail.entries(frame, row)
    detail.handed_in(frame, row)
    ahead.draw(frame, row)
    detail.sent_file(frame, row)
    deciding.form(frame, row, entries)


def _answers(frame: Frame) -> None:
    """Lead to the answers to 督办事项 that wait for a word."""
    waits = actions.action_total(actions.actions(frame.store, acting.view(frame)))["waits_count"]
    if waits and giving.may(frame):
        frame.page_link("actions", frame.say("action.to_review", count=waits), choice="waits")


def _list(frame: Frame) -> None:
    asked = acting.view(frame)
    pending = queries.pending_reports(frame.store, asked)
    _cards(frame, pending)
    st.header(frame.say("review.pending"), anchor="pending")
    if pending.is_empty():
        acting.quiet(frame.say("review.pending_none"))
    else:
        acting.quiet(frame.say("review.pending_note"))
        tables.show(frame, listed.reports(frame, pending, "review", listed.PENDING))
        _accept_clean(frame, pending)
    _answers(frame)
    _corrections(frame)
    _claimed(frame)
    decided = queries.reports(frame.store, asked).filter(pl.col("verdict") != "pending").head(RECENT)
    if decided.height:
        st.header(frame.say("review.recent"), anchor="recent")
        acting.quiet(frame.say("review.recent_note", count=decided.height))
        table = listed.reports(frame, decided.sort("decided_at", descending=True), "review")
        tables.show(frame, table)
        tables.download(frame, table, frame.say("review.recent"))
    opening.draw(frame)
    finalising.draw(frame)
    standing_in.draw(frame)
    plan_lists.draw(frame)
    history.draw(frame)


def _corrections(frame: Frame) -> None:
    """Draw the corrections that wait, where there are any; each is decided on its project's page."""
    rows = corrections.pending_corrections(frame.store, acting.view(frame))
    if rows.is_empty():
        return
    st.header(frame.say("review.corrections", count=rows.height), anchor="corrections")
    acting.quiet(frame.say("review.corrections_note"))
    tables.show(frame, mending.table(frame, rows, mending.PENDING))


def _claimed(frame: Frame) -> None:
    """Draw the projects that owners call suspended or withdrawn, for whoever decides that on the project's page."""
    rows = changes.claimed_stages(frame.store, acting.view(frame))
    if rows.is_empty() or not may_decide(frame):
        return
    st.header(frame.say("change.pending", count=rows.height), anchor="claimed")
    acting.quiet(frame.say("change.pending_note"))
    links = {
        "name": lambda row: frame.link("project", project=str(row["project_id"]), tab="reports") + "#changes"
    }
    lists = CODELISTS | {"claimed": "stage"}
    tables.show(frame, Table(rows, CLAIMED, codelists=lists, links=links))


def _cards(frame: Frame, pending: pl.DataFrame) -> None:
    all_ = pending.height
    late, warned = (
        pending.filter(condition).height for condition in (pl.col("sent_late"), pl.col("warning_count") > 0)
    )
    rows = "#pending" if all_ else None
    shown = [
        Figure(frame.say("review.card_pending"), f"{all_:,}", frame.say("review.unit"), rows=rows),
        Figure(
            frame.say("review.card_warned"), frame.say("followup.of_all", count=warned, all=all_), rows=rows
        ),
        Figure(frame.say("review.card_late"), frame.say("followup.of_all", count=late, all=all_), rows=rows),
    ]
    figures.row(frame, shown)


def _accept_clean(frame: Frame, pending: pl.DataFrame) -> None:
    """Draw the button that accepts every report without a warning that this reviewer may decide."""
    numbers = deciding.clean(frame, pending)["submission_id"].to_list()
    if not numbers:
        acting.quiet(frame.say("review.none_clean"))
        return
    key = (frame.filters.workspace, frame.store.version(), *numbers)
    with st.container(key="accept_clean"):
        if st.button(frame.say("review.accept_clean", count=len(numbers)), key="accept_clean_button"):
            st.session_state[AT_ONCE] = key
        if st.session_state.get(AT_ONCE) == key:
            _at_once(frame, deciding.clean(frame, pending))


def _at_once(frame: Frame, reports: pl.DataFrame) -> None:
    """Draw what accepting these reports together would do, and the button that does it."""
    counts = {"count": reports.height, "projects": int(reports["waiting_count"].sum())}
    st.warning(acting.plain(frame.say("review.at_once", **counts)))
    tables.show(frame, listed.reports(frame, reports, "review", listed.AT_ONCE))
    ahead.show(frame, reports.rows(named=True))
    if st.button(frame.say("review.at_once_confirm", **counts), key="accept_clean_confirm", type="primary"):
        deciding.accept_all(frame, reports["submission_id"].to_list())
        st.rerun()


draw(shell.enter())
