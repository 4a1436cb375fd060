"""管理, 批量设置: one workbook of units, accounts and assignments, looked through and taken in one act."""

from __future__ import annotations

from typing import Any

import polars as pl
import streamlit as st

from portfolio import accounts, clock, intake, passwords
from portfolio.intake import Change, PeopleChanges, PeopleFile
from portfolio.queries import people
from portfolio.web import tables
from portfolio.web.admin.admin_parts import act, head, key
from portfolio.web.doors import uploads
from portfolio.web.doors.downloads import rightful
from portfolio.web.frame import Frame
from portfolio.web.header import exporting
from portfolio.web.tables import Table
from portfolio.web.taking import file_problems

LARGEST = 20
"""Megabytes that a workbook may have."""
CHANGES = ("people_part", "whose", "people_before", "people_after")
ONCE = ("unit_name", "person_name", "login", "once_password")
HANDED = "admin_people_once"
"""Where this session keeps one-time passwords until somebody says that they are put away; nowhere else."""


def draw(frame: Frame) -> None:
    """Draw the section; in the demonstration there are no accounts, and nothing is offered."""
    if frame.filters.workspace == "demo":
        return
    head(frame, "people")
    _handed(frame)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        made = rightful(frame, lambda: intake.people_template(frame.store, frame.language))
        name = frame.say("people.template_file", day=frame.filters.today.isoformat())
        st.download_button(
            frame.say("people.template"),
            made,
            name,
            exporting.MIME["xlsx"],
            key="people_template",
            on_click="ignore",
        )
    uploads.open_here()
    sent = st.file_uploader(
        frame.say("people.upload"), ["xlsx", "xls", "csv"], max_upload_size=LARGEST, key=key("people_file")
    )
    if sent is None:
        return
    file = intake.read_people(sent.getvalue(), sent.name, frame.store)
    file_problems.draw(frame, file.problems, "people")
    if not file.errors:
        _preview(frame, file)


def _preview(frame: Frame, file: PeopleFile) -> None:
    """Draw what would change, and the one confirmation."""
    changes = intake.people_changes(file, frame.store)
    if changes.is_empty:
        st.info(frame.say("people.same"))
        return
    st.markdown(f"**{frame.say('people.preview')}**")
    st.caption(_counts(frame, changes))
    st.caption(frame.say("people.left", projects=changes.without_unit, units=changes.without_account))
    names = _names(frame, changes)
    rows = [
        (
            frame.say(f"people.part_{one.part}"),
            names.get(one.whose, one.whose),
            None if one.before is None else _told(frame, one, one.before, names),
            _told(frame, one, one.after, names),
        )
        for one in changes.changes
    ]
    shown = pl.DataFrame(rows, dict.fromkeys(CHANGES, pl.String), orient="row")
    table = Table(shown, CHANGES, unknown={"people_before": "people.new", "*": "table.dash"})
    tables.draw(frame, frame.say("people.preview"), table)
    warned = len(file.problems)
    sure = not warned or st.checkbox(frame.say("people.warned", count=warned), key=key("people_sure"))
    if st.button(frame.say("people.confirm"), type="primary", disabled=not sure, key=key("people_confirm")):
        act(frame, "people", lambda: _taken(frame, changes))


def _counts(frame: Frame, changes: PeopleChanges) -> str:
    return frame.say(
        "people.counts",
        new_units=changes.count("unit", new=True),
        changed_units=changes.count("unit", new=False),
        new_accounts=changes.count("account", new=True),
        changed_accounts=changes.count("account", new=False),
        duties=changes.count("duty"),
        contacts=changes.count("contact"),
    )


def _names(frame: Frame, changes: PeopleChanges) -> dict[str, str]:
    """Code to name of every unit there is or would be, and number to number and name of every project."""
    units = dict(people.units(frame.store)["unit_code", "name"].iter_rows())
    units |= {unit.unit_code: unit.name for unit in changes.units}
    projects = people.projects(frame.store)["project_id", "name"].iter_rows()
    return units | {number: f"{number} {name}" for number, name in projects}


def _told(frame: Frame, one: Change, fields: Any, names: dict[str, str]) -> str:
    """One side of a change in words."""
    join = frame.say("filter.value_separator").join
    if one.part == "duty":
        return join(names.get(code, code) for code in fields["units"])
    if one.part == "contact":
        call = " ".join(fields[name] for name in ("person", "telephone") if fields[name])
        led = frame.say("people.led", leader=fields["leader"]) if fields["leader"] else None
        return join(part for part in (call, led) if part)
    county = frame.counties.get(fields["county_code"] or "")
    used = None if fields["active"] else frame.say("people.stopped_using")
    if one.part == "unit":
        return join(part for part in (county, used) if part) or frame.say("people.again")
    of = names.get(fields["unit_code"] or "") or county
    if fields["role"] == "reviewer" and of is None:
        of = frame.say("access.whole_city")
    role = frame.labels("role")[fields["role"]]
    return join(part for part in (fields["name"], role, of, used) if part)


def _taken(frame: Frame, changes: PeopleChanges) -> list[str]:
    """Take it, keep the one-time passwords for this session, and say what was done."""
    records = [*changes.units, *changes.assignments, *changes.contacts]
    with st.spinner(frame.say("people.working")):
        once = accounts.take(frame.store, changes.accounts, records, clock.now(), frame.reader)
    if once:
        names = _names(frame, changes)
        st.session_state[HANDED] = [
            (names.get(one.unit_code or ""), one.name, one.login, once[one.login])
            for one in changes.accounts
            if one.login in once
        ]
    return [frame.say("people.done", counts=_counts(frame, changes))]


def _handed(frame: Frame) -> None:
    """Draw the one-time passwords that were just made, to be printed, until they are put away."""
    rows = st.session_state.get(HANDED)
    if not rows:
        return
    title = frame.say("people.passwords", count=len(rows))
    st.subheader(title)
    st.warning(frame.say("people.passwords_told", hours=passwords.ONCE_LASTS_H))
    passwords_shown = pl.DataFrame(rows, dict.fromkeys(ONCE, pl.String), orient="row")
    tables.draw(frame, title, Table(passwords_shown, ONCE, unknown="table.dash"))
    if st.button(frame.say("people.put_away"), key=key("people_put_away")):
        del st.session_state[HANDED]
        st.rerun()
