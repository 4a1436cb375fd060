"""停缓建、复工、调出 of the project: what was decided under which document, what the owner only says, and deciding it."""

from __future__ import annotations

from datetime import date

import polars as pl
import streamlit as st

from portfolio.codes import label
from portfolio.model import PortfolioError, ProjectChange
from portfolio.queries import changes as queries
from portfolio.web import tables
from portfolio.web.elements import fold
from portfolio.web.frame import Frame
from portfolio.web.project.known import Known
from portfolio.web.reporting import acting, papers
from portfolio.web.tables import Table

COLUMNS = ("change", "effective_on", "document_number", "body", "change_reason", "actor", "stored_on")
LISTS = {"change": "project_change"}
ROUND = "project_change_round"
"""How many changes were stored in this session: the form begins anew after each."""


def may_decide(frame: Frame) -> bool:
    """Whether the reader decides changes of projects: a reviewer of the city."""
    return frame.reader.may("review") and frame.reader.county_code is None


def draw(frame: Frame, known: Known) -> None:
    """Draw the section where there is anything to see in it, or to do for this reader."""
    if known.row["kind"] != "project":
        return
    rows = queries.project_changes(frame.store, known.view, known.project_id)
    claimed = queries.claimed_stages(frame.store, known.view).filter(project_id=known.project_id)
    if rows.is_empty() and claimed.is_empty() and not may_decide(frame):
        return
    st.header(frame.say("change.title"), anchor="changes")
    acting.quiet(frame.say("change.told"))
    for row in claimed.iter_rows(named=True):
        month = acting.month_name(frame, f"{row['period_on']:%Y-%m}")
        st.warning(
            frame.say("change.claimed", stage=label("stage", row["claimed"], frame.language), month=month)
        )
    if rows.height:
        tables.draw(frame, frame.say("change.title"), _table(frame, rows))
    if may_decide(frame):
        fold.draw(frame.say("change.decide"), "change", lambda: _form(frame, known))


def _table(frame: Frame, rows: pl.DataFrame) -> Table:
    actors = [acting.person(frame, name) for name in rows["actor"]]
    told = rows.rename({"reason": "change_reason"}).with_columns(
        pl.Series("actor", actors, dtype=pl.String), stored_on=pl.col("stored_at").dt.date()
    )
    return Table(told, COLUMNS, unknown="table.dash", codelists=LISTS)


def _form(frame: Frame, known: Known) -> None:
    """Draw the fields; nothing is stored before the button."""
    key = f"change_{known.project_id}_{st.session_state.get(ROUND, 0)}"
    kinds = frame.labels("project_change")
    columns = st.columns(4)
    with columns[0]:
        kind = st.selectbox(frame.say("change.kind"), list(kinds), 0, kinds.__getitem__, key=f"{key}_kind")
    with columns[1]:
        number = st.text_input(frame.say("change.document"), key=f"{key}_document", max_chars=80).strip()
    with columns[2]:
        body = st.text_input(frame.say("change.body"), key=f"{key}_body", max_chars=80).strip()
    with columns[3]:
        day = st.date_input(
            frame.say("change.day"), frame.filters.today, format="YYYY-MM-DD", key=f"{key}_day"
        )
    reason = st.text_input(frame.say("change.reason"), key=f"{key}_reason", max_chars=300).strip()
    files = papers.of_act(frame, f"{key}_papers")
    if not st.button(frame.say("change.send"), type="primary", key=f"{key}_send"):
        return
    if not (number and body and reason and isinstance(day, date)):
        st.error(frame.say("change.incomplete"))
        return
    told = {"document_number": number, "body": body, "effective_on": day, "reason": reason}
    change = ProjectChange(project_id=known.project_id, change=kind, **told)
    if files is None:
        return
    try:
        kept = papers.kept_of_act(frame.store, files, [known.project_id])
        acting.append(frame, "project_changed", [change, *kept], why=reason)
    except PortfolioError as refusal:
        st.error(acting.plain(acting.sentence(frame, refusal)))
        return
    st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1
    acting.remember(
        "success", frame.say("change.done", kind=kinds[kind], day=frame.day(day), document=number)
    )
    st.rerun()
