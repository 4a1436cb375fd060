"""管理, 填报单位 and 分工: which units report, what each answers for, and what nobody answers for."""

from __future__ import annotations

import re

import polars as pl
import streamlit as st

from portfolio.model import Assignment, PortfolioError, Unit
from portfolio.queries import people
from portfolio.web import tables
from portfolio.web.access.admin_parts import LISTS, act, append, head, key, sure
from portfolio.web.frame import Frame
from portfolio.web.tables import Table

UNIT_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,19}")
BETWEEN = re.compile(r"[\s,，、;；]+")
"""What stands between the numbers of a pasted list."""


def draw(frame: Frame) -> None:
    """Draw both sections."""
    held = people.units(frame.store)
    _units(frame, held)
    _assignments(frame, held)


def _units(frame: Frame, held: pl.DataFrame) -> None:
    head(frame, "units")
    columns = ("unit_code", "unit_name", "county_code", "project_count", "account_count", "is_active")
    rows = held.rename({"name": "unit_name", "active": "is_active"})
    if held.height:
        tables.show(frame, Table(rows, columns, unknown="table.dash", codelists=LISTS))
    with st.expander(frame.say("admin.unit_add"), expanded=not held.height, key="admin_open_unit_add"):
        with st.form(key("unit_add"), border=False):
            code = st.text_input(frame.say("column.unit_code"), max_chars=20, key=key("unit_code"))
            name = st.text_input(frame.say("admin.unit_name"), max_chars=60, key=key("unit_name"))
            county = _county(frame, "unit_new", None)
            sent = st.form_submit_button(frame.say("admin.unit_add_button"), type="primary")
        if sent:
            act(frame, "units", lambda: _unit_added(frame, code.strip(), name, county))
    if held.height:
        with st.expander(frame.say("admin.unit_change"), key="admin_open_unit_change"):
            _change_unit(frame, held)


def _unit_added(frame: Frame, code: str, name: str, county: str | None) -> list[str]:
    if not UNIT_CODE.fullmatch(code):
        raise PortfolioError("unit_unfit", unit=code)
    if code in people.units(frame.store)["unit_code"]:
        raise PortfolioError("unit_held", unit=code)
    append(frame, "unit_changed", [Unit(unit_code=code, name=_name(name), county_code=county)])
    return [frame.say("admin.unit_added", unit=name)]


def _name(name: str) -> str:
    if not name.strip():
        raise PortfolioError("name_missing")
    return name.strip()


def _change_unit(frame: Frame, held: pl.DataFrame) -> None:
    code = _choose_unit(frame, "unit_changed", held)
    if code is None:
        return
    row = held.row(by_predicate=pl.col("unit_code") == code, named=True)
    with st.form(key(f"unit_change_{code}"), border=False):
        name = st.text_input(
            frame.say("admin.unit_name"), value=row["name"], max_chars=60, key=key(f"un_{code}")
        )
        county = _county(frame, f"unit_{code}", row["county_code"])
        active = st.checkbox(frame.say("admin.active"), value=row["active"], key=key(f"ua_{code}"))
        st.caption(
            frame.say("admin.unit_holds", projects=row["project_count"], accounts=row["account_count"])
        )
        sent = st.form_submit_button(frame.say("admin.save"), type="primary")
    if sent:
        act(frame, "units", lambda: _unit_changed(frame, code, name, county, active))


def _unit_changed(frame: Frame, code: str, name: str, county: str | None, active: bool) -> list[str]:
    changed = Unit(unit_code=code, name=_name(name), county_code=county, active=active)
    append(frame, "unit_changed", [changed])
    return [frame.say("admin.unit_changed", unit=changed.name)]


def _choose_unit(frame: Frame, name: str, held: pl.DataFrame) -> str | None:
    names: dict[str, str] = dict(held.select("unit_code", "name").iter_rows())
    chosen: str | None = st.selectbox(
        frame.say("column.unit_name"),
        list(names),
        index=None,
        format_func=lambda code: names.get(code, code),
        placeholder=frame.say("admin.choose"),
        key=key(name),
    )
    return chosen


def _county(frame: Frame, name: str, chosen: str | None) -> str | None:
    codes = ["", *(code for code in frame.counties if code != "000000")]
    labels = {"": frame.say("admin.no_county"), **frame.counties}
    found = st.selectbox(
        frame.say("column.unit_county_code"),
        codes,
        index=codes.index(chosen) if chosen in codes else 0,
        format_func=lambda code: labels[code],
        key=key(f"county_of_{name}"),
    )
    return found or None


def _assignments(frame: Frame, units: pl.DataFrame) -> None:
    head(frame, "assignments")
    active = units.filter(pl.col("active"))
    given = people.assignments(frame.store)
    if given.height:
        rows = given.rename({"project_name": "name"})
        columns = ("unit_name", "county_code", "project_id", "name")
        words = {"project_id": "admin.whole_county", "name": "admin.whole_county"}
        tables.show(frame, Table(rows, columns, unknown=words | {"*": "table.dash"}))
    with st.expander(frame.say("admin.assign"), key="admin_open_assign"):
        _give(frame, active)
    if given.height:
        with st.expander(frame.say("admin.take_back"), key="admin_open_take_back"):
            _take_back(frame, given)
    left = people.without_unit(frame.store)
    with st.expander(frame.say("admin.without_unit", count=left.height), key="admin_open_without_unit"):
        tables.show(frame, Table(left, ("project_id", "name", "county_code", "category")))


def _give(frame: Frame, active: pl.DataFrame) -> None:
    if not active.height:
        st.info(frame.say("admin.units_none"))
        return
    ways = {way: frame.say(f"admin.by_{way}") for way in ("county", "projects")}
    way = st.radio(
        frame.say("admin.assign_by"),
        list(ways),
        format_func=lambda one: ways[one],
        horizontal=True,
        key=key("way"),
    )
    with st.form(key("assign"), border=False):
        unit = _choose_unit(frame, "assigned_unit", active)
        county, pasted = None, ""
        if way == "county":
            county = _county(frame, "assigned", None)
        else:
            pasted = st.text_area(
                frame.say("admin.numbers"),
                key=key("numbers"),
                help=frame.say("admin.numbers_hint"),
                max_chars=100_000,
            )
        sent = st.form_submit_button(frame.say("admin.assign_button"), type="primary")
    if sent:
        act(frame, "assignments", lambda: _given(frame, unit, county, pasted))


def _given(frame: Frame, unit: str | None, county: str | None, pasted: str) -> list[str]:
    if unit is None:
        raise PortfolioError("unit_unknown", unit="")
    numbers = list(dict.fromkeys(number for number in BETWEEN.split(pasted) if number))
    unknown = people.unknown_projects(frame.store, numbers)
    if unknown:
        raise PortfolioError("projects_unknown", projects="、".join(unknown[:20]))
    if not county and not numbers:
        raise PortfolioError("assignment_empty")
    records = [Assignment(unit_code=unit, project_id=number) for number in numbers]
    if county:
        records = [Assignment(unit_code=unit, county_code=county)]
    append(frame, "assignment_changed", records)
    name = people.unit_name(frame.store, unit)
    if county:
        return [frame.say("admin.assigned_county", unit=name, county=frame.counties.get(county, county))]
    return [frame.say("admin.assigned", unit=name, count=len(numbers))]


def _take_back(frame: Frame, given: pl.DataFrame) -> None:
    rows = given.to_dicts()
    labels = [_label(frame, row) for row in rows]
    chosen = st.multiselect(
        frame.say("admin.take_which"),
        range(len(rows)),
        format_func=lambda number: labels[number],
        placeholder=frame.say("admin.choose"),
        select_all=False,
        key=key("taken"),
    )
    if chosen and sure(frame, "take", frame.say("admin.take_sure", count=len(chosen)), "take_button"):
        act(frame, "assignments", lambda: _taken(frame, [rows[number] for number in chosen]))


def _label(frame: Frame, row: dict[str, str]) -> str:
    whole = frame.say(
        "admin.whole_of", county=frame.counties.get(row["county_code"], row["county_code"] or "")
    )
    of = f"{row['project_id']} {row['project_name'] or ''}" if row["project_id"] else whole
    return f"{row['unit_name']}：{of}"


def _taken(frame: Frame, rows: list[dict[str, str]]) -> list[str]:
    records = [
        Assignment(
            unit_code=row["unit_code"],
            project_id=row["project_id"],
            county_code=None if row["project_id"] else row["county_code"],
            active=False,
        )
        for row in rows
    ]
    append(frame, "assignment_changed", records)
    return [frame.say("admin.taken", count=len(records))]
