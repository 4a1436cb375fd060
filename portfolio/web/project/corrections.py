"""Corrections of the project's slips of the pen: both values, who and why, their papers, and deciding those that wait."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any, Literal

import polars as pl
import streamlit as st

from portfolio.model import CorrectionDecision, PortfolioError
from portfolio.queries import corrections as queries
from portfolio.web import tables
from portfolio.web.elements import fold
from portfolio.web.frame import Frame
from portfolio.web.project import correcting, records
from portfolio.web.project.known import Known
from portfolio.web.reporting import acting, papers
from portfolio.web.tables import Table

Row = Mapping[str, Any]
Verdict = Literal["accepted", "refused", "withdrawn"]
ONE = (
    *("correction_no", "figure", "old", "new", "mended_months", "correction_reason", "proposed_by"),
    *("proposed_at", "verdict", "accepted_by", "decided_at", "attachment_count"),
)
MANY = ("project_id", "name", "county_code", *ONE[1:8], "accepted_by", "decided_at", "attachment_count")
PENDING = (*MANY[:-3], "attachment_count")
LISTS = {"verdict": "verdict", "county_code": "county"}
UNKNOWN = {
    "accepted_by": "correction.not_decided",
    "decided_at": "correction.not_decided",
    "*": "table.not_stated",
}
BYTES = "application/octet-stream"
"""As what a paper is handed out, whatever it is: a browser saves it and opens nothing in our place."""


def draw(frame: Frame, known: Known) -> None:
    """Draw the section where there is anything to see in it, or to do for this reader."""
    rows = queries.corrections_of(frame.store, frame.view, known.project_id)
    may = frame.reader.may("correct")
    if rows.is_empty() and not may:
        return
    title = frame.say("correction.title")
    st.header(title, anchor="corrections")
    if rows.height:
        acting.quiet(frame.say("correction.note"))
        tables.draw(frame, title, table(frame, rows, ONE))
        _papers(frame, rows)
    if may:
        for row in _waiting(frame, known).iter_rows(named=True):
            _decision(frame, row)
        fold.draw(frame.say("correction.propose"), "correct", lambda: correcting.draw(frame, known))


def table(frame: Frame, rows: pl.DataFrame, columns: tuple[str, ...]) -> Table:
    """The corrections as a table, both values in words; a number opens the project's page."""
    told = [_told(frame, row) for row in rows.iter_rows(named=True)]
    words = pl.DataFrame(
        told, schema=dict.fromkeys(("figure", "old", "new", "mended_months"), pl.String), orient="row"
    )
    people = {
        column: pl.Series([acting.person(frame, name) for name in rows[f"{by}_by_name"]], dtype=pl.String)
        for column, by in (("proposed_by", "proposed"), ("accepted_by", "decided"))
    }
    shown = rows.select(
        pl.col("correction_id").alias("correction_no"),
        *("project_id", "name", "county_code", "proposed_at", "decided_at", "verdict", "attachment_count"),
        pl.col("reason").alias("correction_reason"),
    ).with_columns(**people)
    links = {
        "name": lambda row: (
            frame.link("project", project=str(row["project_id"]), tab="reports") + "#corrections"
        )
    }
    whole = pl.concat([shown, words], how="horizontal")
    return Table(whole, columns, unknown=UNKNOWN, codelists=LISTS, links=links)


def _told(frame: Frame, row: Row) -> tuple[str, str, str, str]:
    return records.figure(frame, row), stated(frame, row), right(frame, row), months(frame, row)


def stated(frame: Frame, row: Row) -> str:
    """What the mended statements said, in words."""
    return records.stated(frame, {**row, "value": row["stated"], "value_precision": row["stated_precision"]})


def right(frame: Frame, row: Row) -> str:
    """What is right, in words; that nothing was to be stated where there is no value."""
    if row["value"] is None:
        return frame.say("correction.nothing")
    precision = row["value_precision"] or row["stated_precision"]
    return records.stated(frame, {**row, "value_precision": precision})


def months(frame: Frame, row: Row) -> str:
    """Of which months' reports, and how many statements."""
    first, last = (f"{row[f'{end}_period_on']:%Y-%m}" for end in ("first", "last"))
    one, many = (acting.month_name(frame, month) for month in (first, last))
    span = one if first == last else frame.say("correction.span", first=one, last=many)
    return frame.say("correction.months", span=span, count=row["statement_count"])


def _papers(frame: Frame, rows: pl.DataFrame) -> None:
    """Draw the papers of the corrections in a fold; one that is not what it was is told and not handed out."""
    with_papers = rows.filter(pl.col("attachment_count") > 0)
    if with_papers.is_empty():
        return
    count = sum(with_papers["attachment_count"].to_list())
    fold.draw(frame.say("correction.papers", count=count), "papers", lambda: _handed_out(frame, with_papers))


def _handed_out(frame: Frame, rows: pl.DataFrame) -> None:
    for number in rows["correction_id"]:
        for paper in queries.attachments(frame.store, frame.view, number).iter_rows(named=True):
            _paper(frame, paper)


def _paper(frame: Frame, paper: Row, place: str = "") -> None:
    name = frame.say("correction.paper", number=paper["event_id"], file=paper["file_name"])
    papers.hand_out(frame, paper, name, place)


def handed_in(frame: Frame, known: Known) -> None:
    """Draw the papers that owners handed in with reports about the project, the newest first."""
    rows = queries.papers_of_reports(frame.store, known.view, known.project_id)
    if rows.height:
        st.header(frame.say("project.papers", count=rows.height), anchor="papers")
        papers.opened(frame, rows, "p")


def of_acts(frame: Frame, known: Known) -> None:
    """Draw the papers under which the city changed the project, the newest first."""
    rows = queries.papers_of_acts(frame.store, known.view, known.project_id)
    if rows.height:
        st.header(frame.say("project.act_papers", count=rows.height), anchor="act_papers")
        for paper in rows.iter_rows(named=True):
            papers.hand_out(frame, paper, str(paper["file_name"]), "a")


def _waiting(frame: Frame, known: Known) -> pl.DataFrame:
    """What waits of this project as known now, whatever day the address asks about."""
    return queries.pending_corrections(frame.store, acting.view(frame)).filter(
        pl.col("project_id") == known.project_id
    )


def may_decide(frame: Frame, row: Row) -> str | None:
    """None where this reader may decide the correction, else the key of the sentence that says why not."""
    if row["proposed_by"] == frame.reader.login:
        return "correction.own"
    if not frame.reader.may("review") or frame.reader.county_code is not None:
        return "correction.city_decides"
    return None


def _decision(frame: Frame, row: Row) -> None:
    """Draw one correction that waits: what it would change, and the buttons of whoever may decide it."""
    number = int(row["correction_id"])
    with st.container(key=f"correction_{number}", border=True):
        figure, old, new, when = _told(frame, row)
        by = acting.person(frame, row["proposed_by_name"])
        told = frame.say("correction.waits", number=number, figure=figure, old=old, new=new, months=when)
        why = frame.say("correction.why", by=by, reason=row["reason"])
        st.html(f"<p><strong>{escape(told)}</strong></p><p>{escape(why)}</p>")
        for paper in queries.attachments(frame.store, acting.view(frame), number).iter_rows(named=True):
            _paper(frame, paper, "w")
        refused = may_decide(frame, row)
        if refused is not None:
            acting.quiet(frame.say(refused))
        if refused == "correction.own" and st.button(
            frame.say("correction.withdraw"), key=f"withdraw_{number}"
        ):
            _decide(frame, number, "withdrawn")
        if refused is None:
            _buttons(frame, number)


def _buttons(frame: Frame, number: int) -> None:
    word = st.text_input(frame.say("correction.word"), key=f"word_{number}", max_chars=300)
    with st.container(horizontal=True):
        if st.button(frame.say("correction.accept"), key=f"accept_correction_{number}", type="primary"):
            _decide(frame, number, "accepted", word)
        if st.button(frame.say("correction.refuse"), key=f"refuse_correction_{number}"):
            if word.strip():
                _decide(frame, number, "refused", word)
            else:
                st.error(frame.say("correction.word_needed"))


def _decide(frame: Frame, number: int, verdict: Verdict, word: str = "") -> None:
    """Store the decision, and let the next run say what came of it."""
    decision = CorrectionDecision(correction_id=number, verdict=verdict, reason=word.strip() or None)
    try:
        acting.append(frame, "correction_decided", [decision])
    except PortfolioError as refusal:
        acting.remember_refusal(frame, refusal)
    else:
        acting.remember("success", frame.say(f"correction.done_{verdict}", number=number))
    st.rerun()
