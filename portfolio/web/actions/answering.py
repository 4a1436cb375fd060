"""Answering an item: what was done, the row of a report that proves it, or papers; by whoever owes it."""

from __future__ import annotations

from typing import Any

import polars as pl
import streamlit as st

from portfolio import codes
from portfolio.formats import date_text
from portfolio.model import ActionAnswer, PortfolioError
from portfolio.queries import actions as queries
from portfolio.queries import people
from portfolio.store import attachments
from portfolio.web import tables
from portfolio.web.actions import listed
from portfolio.web.doors import uploads
from portfolio.web.elements import fold
from portfolio.web.frame import Frame
from portfolio.web.reporting import acting, papers
from portfolio.web.tables.cells import Row

MOST = 5
"""Papers of one answer."""


def may(frame: Frame, row: Row) -> bool:
    """Whether the reader may answer the item: an owner their unit's, a county's reviewer the county's, the city's all."""
    if row["action_state"] in ("closed", "dropped"):
        return False
    reader = frame.reader
    if reader.may("review"):
        return reader.county_code in (None, row["county_code"])
    if not reader.may("report") or reader.unit_code is None:
        return False
    mine = queries.actions_of_unit(frame.store, acting.view(frame), reader.unit_code)
    return row["action_id"] in mine["action_id"]


def of_unit(frame: Frame, unit: str) -> None:
    """Draw the unit's items that are not ended, and the form that answers one of them; nothing where there is none."""
    rows = queries.actions_of_unit(frame.store, acting.view(frame), unit)
    rows = rows.filter(pl.col("action_state").is_in(["open", "overdue"]))
    if rows.is_empty():
        return
    st.header(frame.say("action.mine", count=rows.height), anchor="actions")
    tables.show(frame, listed.table(frame, rows, listed.MINE))
    fold.draw(frame.say("action.answering"), "answer_item", lambda: _choose(frame, rows))


def _choose(frame: Frame, rows: pl.DataFrame) -> None:
    """Draw the choice of the item and the form that answers it."""
    owed = {row["action_id"]: row for row in rows.iter_rows(named=True)}
    number = st.selectbox(
        frame.say("action.choose"),
        list(owed),
        format_func=lambda one: f"{owed[one]['what']} · {owed[one]['name'] or ''}",
        key="action_chosen",
    )
    form(frame, owed[number])


def form(frame: Frame, row: Row) -> None:
    """Draw where the item is answered."""
    number = row["action_id"]
    turn = f"{number}_{st.session_state.get('action_turn', 0)}"
    said = st.text_area(frame.say("action.said"), key=f"action_said_{turn}", max_chars=500, height=80).strip()
    rows = _rows(frame, row)
    told: dict[int | None, str] = {
        place: _row_told(frame, one) for place, one in enumerate(rows.rows(named=True))
    }
    place = st.selectbox(
        frame.say("action.row"),
        [None, *told],
        format_func=lambda one: frame.say("action.row_none") if one is None else told[one],
        key=f"action_row_{turn}",
    )
    uploads.open_here()
    files: Any = st.file_uploader(
        frame.say("action.papers", most=MOST, size=attachments.LARGEST // 1024 // 1024),
        type=None,
        accept_multiple_files=True,
        key=f"action_papers_{turn}",
    )
    acting.quiet(frame.say("action.proof_note"))
    if st.button(frame.say("action.answer_send"), key=f"action_send_{turn}", disabled=not said):
        chosen = None if place is None else rows.row(place, named=True)
        _send(frame, row, said, chosen, list(files or ()))


def _rows(frame: Frame, row: Row) -> pl.DataFrame:
    """The rows that an answer may rest on: of the project, or of all projects of the county, since the item was given."""
    asked = acting.view(frame)
    if row["project_id"] is not None:
        projects = [str(row["project_id"])]
    else:
        every = people.projects(frame.store).filter(county_code=row["county_code"])
        projects = every["project_id"].to_list()
    return queries.proving_rows(frame.store, asked, projects, row["given_on"])  # type: ignore[arg-type]


def _row_told(frame: Frame, row: Row) -> str:
    month = date_text(row["period_on"], "month", frame.language)  # type: ignore[arg-type]
    about = papers.proves(frame, str(row["entry"]), None if row["part"] is None else str(row["part"]))
    verdict = codes.label("verdict", str(row["verdict"]), frame.language)
    return frame.say(
        "action.row_told", number=row["submission_id"], month=month, project=row["project_id"], about=about
    ) + frame.say("action.row_verdict", verdict=verdict)


def _send(frame: Frame, row: Row, said: str, chosen: Row | None, files: list[Any]) -> None:
    place = str(row["project_id"] or row["county_code"])
    rests = {
        name: None if chosen is None else chosen[name]
        for name in ("project_id", "submission_id", "entry", "part")
    }
    if len(files) > MOST:
        st.error(frame.say("action.papers_many", most=MOST))
        return
    try:
        kept = [attachments.keep(frame.store, file.getvalue(), file.name, place) for file in files]
        answer = ActionAnswer(action_id=row["action_id"], said=said, **rests)
        acting.append(frame, "action_answered", [answer, *kept])
    except PortfolioError as refusal:
        st.error(acting.plain(acting.sentence(frame, refusal)))
        return
    st.session_state["action_turn"] = st.session_state.get("action_turn", 0) + 1
    proved = "sent_with" if kept or chosen is not None else "sent_without"
    acting.remember("success" if proved == "sent_with" else "warning", frame.say(f"action.{proved}"))
    st.rerun()
