"""One item: what, who, by when; every answer with its proof and what was said of it; and the reviewer's word."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

import streamlit as st

from portfolio.model import ActionDecision, ActionVerdict, PortfolioError
from portfolio.queries import actions as queries
from portfolio.queries import corrections
from portfolio.web.actions import answering, giving, listed
from portfolio.web.elements import fold
from portfolio.web.frame import Frame
from portfolio.web.reporting import acting, detail, papers
from portfolio.web.tables.cells import Row


def draw(frame: Frame, number: str) -> bool:
    """Whether there is such an item to draw, which the reader may see."""
    asked = acting.view(frame)
    rows = queries.one_action(frame.store, asked, int(number)) if number.isdigit() else None
    if rows is None or rows.is_empty():
        return False
    row = rows.row(0, named=True)
    frame.page_link("actions", frame.say("action.back"), number=None)
    _head(frame, row)
    _history(frame, row)
    judges = giving.may(frame) and row["action_state"] in ("open", "overdue")
    if judges:
        _word(frame, row)
    if answering.may(frame, row):
        if judges:
            fold.draw(frame.say("action.answering_for"), "answering", lambda: answering.form(frame, row))
        else:
            st.header(frame.say("action.answering"), anchor="answering")
            answering.form(frame, row)
    return True


def _head(frame: Frame, row: Mapping[str, Any]) -> None:
    """Draw the item: its state, and of what, by whom, by when, at which meeting."""
    state = frame.labels("action_state")[str(row["action_state"])]
    late = frame.say("action.late", days=row["late_days"]) if row["late_days"] else ""
    word = frame.labels("action_word").get(str(row["action_word"]), "")
    place = frame.counties.get(str(row["county_code"]), str(row["county_code"]))
    of = place
    if row["project_id"] is not None:
        href = escape(frame.link("project", project=str(row["project_id"]), number=None))
        of = f'<a href="{href}">{escape(str(row["name"] or row["project_id"]))}</a> · {escape(place)}'
    given_on, by = frame.day(row["given_on"]), acting.person(frame, row["given_by"])
    meeting = listed.meeting(frame, row) or "—"
    told = {
        "state": escape(" · ".join(part for part in (state, late, word) if part)),
        "of": of,
        "who": escape(str(row["responsible"])),
        "due": escape(frame.day(row["due_on"])),
        "meeting": escape(meeting),
        "given": escape(frame.say("action.given_on", day=given_on, by=by)),
    }
    cells = "".join(
        f"<div><dt>{escape(frame.say(f'action.head_{name}'))}</dt><dd>{text}</dd></div>"
        for name, text in told.items()
    )
    st.html(f'<h2 id="item">{escape(str(row["what"]))}</h2><div class="glance"><dl>{cells}</dl></div>')
    if row["action_state"] == "closed" and not row["proved"]:
        st.warning(frame.say("action.unproved_now"))


def _history(frame: Frame, row: Mapping[str, Any]) -> None:
    """Draw the answers and what was decided, in their order."""
    number, asked = int(row["action_id"]), acting.view(frame)
    answers = queries.action_answers(frame.store, asked, number)
    decisions = queries.action_decisions(frame.store, asked, number).rows(named=True)
    if answers.is_empty() and not decisions:
        acting.quiet(frame.say("action.no_answer"))
    happened = sorted(
        [
            *((one["answer_id"], _answer, one) for one in answers.iter_rows(named=True)),
            *((one["decision_id"], _decision, one) for one in decisions),
        ],
        key=lambda one: one[0],
    )
    for _, tell, one in happened:
        tell(frame, one)


def _answer(frame: Frame, one: Mapping[str, Any]) -> None:
    by = acting.person(frame, one["answered_by"])
    told = frame.say("action.answered", at=detail.moment(frame, one["answered_at"]), by=by, said=one["said"])
    st.html(f'<p class="chosen">{escape(told)}</p>')
    if one["submission_id"] is not None:
        about = papers.proves(frame, one["entry"], one["part"])
        key = "row_counts" if one["proved"] or one["paper_count"] else "row_waits"
        acting.quiet(frame.say(f"action.{key}", number=one["submission_id"], about=about))
    found = corrections.attachments(frame.store, acting.view(frame), one["answer_id"])
    for paper in found.iter_rows(named=True):
        papers.hand_out(frame, paper, str(paper["file_name"]), "action_")
    if not one["offers_proof"]:
        acting.quiet(frame.say("action.without_proof"))


def _decision(frame: Frame, one: Mapping[str, Any]) -> None:
    facts = {
        "at": detail.moment(frame, one["decided_at"]),
        "by": acting.person(frame, one["decided_by"]),
        "why": one["reason"] or "",
    }
    told = frame.say(f"action.decided_{one['verdict']}", **facts)
    st.html(f'<p class="chosen">{escape(told)}</p>')


def _word(frame: Frame, row: Row) -> None:
    """Draw where the reviewer closes the item, sends the answer back, or drops the item."""
    st.header(frame.say("action.word"), anchor="word")
    waits = row["action_word"] == "waits"
    own = waits and row["answered_by"] == frame.reader.login
    if own:
        acting.quiet(frame.say("error.own_answer"))
    elif waits and not row["proved"]:
        acting.quiet(frame.say("action.unproved_yet"))
    why = st.text_input(frame.say("action.reason"), key="action_reason", max_chars=200).strip()
    with st.container(horizontal=True):
        if st.button(
            frame.say("action.close"),
            key="action_close",
            type="primary",
            disabled=not waits or own or not row["proved"],
        ):
            _decide(frame, row, "closed", why)
        if st.button(frame.say("action.send_back"), key="action_send_back", disabled=not waits or own):
            _decide(frame, row, "sent_back", why)
        if st.button(frame.say("action.drop"), key="action_drop"):
            _decide(frame, row, "dropped", why)


def _decide(frame: Frame, row: Row, verdict: ActionVerdict, why: str) -> None:
    answer = None if verdict == "dropped" else row["answer_id"]
    word = ActionDecision(action_id=row["action_id"], answer_id=answer, verdict=verdict, reason=why or None)
    try:
        acting.append(frame, "action_decided", [word])
    except PortfolioError as refusal:
        st.error(acting.plain(acting.sentence(frame, refusal)))
        return
    acting.remember("success", frame.say(f"action.done_{verdict}"))
    st.rerun()
