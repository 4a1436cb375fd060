"""交办: an item given in one small form, from a project, a county or a slide; only the city's reviewer may."""

from __future__ import annotations

from datetime import date, timedelta
from html import escape
from typing import Any

import streamlit as st

from portfolio.model import ActionItem, PortfolioError
from portfolio.queries import actions as queries
from portfolio.queries import people
from portfolio.web.frame import Frame
from portfolio.web.reporting import acting

USUAL = timedelta(days=14)
"""How long an item takes where nobody says."""
RECENT = timedelta(days=7)
"""So long after a meeting what is given is taken to be of it."""
TURN = "give_turn"
"""How many were given in this session: each opens a new, closed form."""


def may(frame: Frame) -> bool:
    """Whether the reader gives items: the city's reviewer."""
    return frame.reader.may("review") and frame.reader.county_code is None


def button(frame: Frame, name: str, *, project: str | None = None, county: str | None = None) -> None:
    """Draw the button under which the form about the project or county stands, which is called `name`."""
    if not may(frame):
        return
    key = f"give_{project or county}_{st.session_state.get(TURN, 0)}"
    fold = st.popover(
        frame.say("action.give"), key=key, help=frame.say("action.give_help"), on_change="rerun"
    )
    if fold.open:
        with fold:
            st.html(f'<p class="chosen">{escape(frame.say("action.give_to", name=name))}</p>')
            _form(frame, project, county)


def _form(frame: Frame, project: str | None, county: str | None) -> None:
    """Draw the form: what, who, by when, at which meeting. Who and the meeting stand there already where they are known."""
    today = frame.filters.today
    meeting, held = _meeting(frame, today)
    with st.form("give_item", border=False):
        what = st.text_input(frame.say("action.what"), key="give_what", max_chars=200).strip()
        who = st.text_input(
            frame.say("action.who"), _who(frame, project, county), key="give_who", max_chars=100
        ).strip()
        unit = _unit(frame, county) if county is not None else None
        due = st.date_input(
            frame.say("action.due"), today + USUAL, min_value=today, format="YYYY-MM-DD", key="give_due"
        )
        left, right = st.columns([3, 2])
        at = left.text_input(frame.say("action.meeting"), meeting, key="give_meeting", max_chars=60).strip()
        on = right.date_input(frame.say("action.meeting_on"), held, format="YYYY-MM-DD", key="give_on")
        given = st.form_submit_button(frame.say("action.give"), type="primary")
    if not given:
        return
    if not what or not who:
        st.error(frame.say("action.give_incomplete"))
        return
    about = {"project_id": project, "county_code": county, "unit_code": unit}
    item = ActionItem(
        what=what,
        responsible=who,
        due_on=due,
        meeting=at or None,
        meeting_on=on if at else None,
        **about,
    )
    try:
        number = acting.append(frame, "action_given", [item])
    except PortfolioError as refusal:
        st.error(acting.plain(acting.sentence(frame, refusal)))
        return
    st.session_state[TURN] = st.session_state.get(TURN, 0) + 1
    acting.remember("success", frame.say("action.given", number=number, day=frame.day(due)))
    st.rerun()


def _who(frame: Frame, project: str | None, county: str | None) -> str:
    """The unit that answers for the project and whom to call there; of a county its name."""
    if project is None:
        return frame.counties.get(str(county), "")
    rows = people.calls(frame.store).filter(project_id=project).rows(named=True)
    if rows:
        return " ".join(str(one) for one in _call(rows[0]) if one)
    names = people.answering(frame.store).filter(project_id=project)["unit_name"].to_list()
    return str(names[0]) if names else ""


def _call(row: dict[str, Any]) -> tuple[object, object]:
    return row["unit_name"], row["person"] or row["unit_person"]


def _unit(frame: Frame, county: str) -> str | None:
    """Draw the choice of the unit that answers a county's item; None: its reviewer does."""
    units = people.units(frame.store)
    own = {
        row["unit_code"]: row["name"]
        for row in units.iter_rows(named=True)
        if row["active"] and row["county_code"] == county
    }
    chosen: str | None = st.selectbox(
        frame.say("action.unit"),
        [None, *own],
        format_func=lambda code: frame.say("action.unit_none") if code is None else frame.called(own[code]),
        key="give_unit",
    )
    return chosen


def _meeting(frame: Frame, today: date) -> tuple[str, date]:
    """The meeting at which something was given last, where it was just held; else none, and today."""
    rows = queries.meetings(frame.store, acting.view(frame)).rows(named=True)
    if rows and rows[0]["meeting_on"] and today - rows[0]["meeting_on"] <= RECENT:
        return str(rows[0]["meeting"]), rows[0]["meeting_on"]
    return "", today
