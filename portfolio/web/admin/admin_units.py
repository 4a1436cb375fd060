"""管理, 填报单位 and 分工: which units report, what each answers for, and what nobody answers for."""

from __future__ import annotations

import re

import polars as pl
import streamlit as st

from portfolio.model import PortfolioError, Unit
from portfolio.queries import people
from portfolio.web import tables
from portfolio.web.admin import admin_assigning
from portfolio.web.admin.admin_parts import LISTS, act, append, choose_county, choose_unit, head, key
from portfolio.web.frame import Frame
from portfolio.web.tables import Table

UNIT_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,19}")


def draw(frame: Frame) -> None:
    """Draw both sections."""
    units = people.units(frame.store)
    _units(frame, units)
    admin_assigning.draw(frame, units)


def _units(frame: Frame, units: pl.DataFrame) -> None:
    head(frame, "units")
    columns = ("unit_code", "unit_name", "county_code", "project_count", "account_count", "is_active")
    rows = units.rename({"name": "unit_name", "active": "is_active"})
    if units.height:
        tables.show(frame, Table(rows, columns, unknown="table.dash", codelists=LISTS))
    with st.expander(frame.say("admin.unit_add"), expanded=not units.height, key="admin_open_unit_add"):
        with st.form(key("unit_add"), border=False):
            code = st.text_input(frame.say("column.unit_code"), max_chars=20, key=key("unit_code"))
            name = st.text_input(frame.say("admin.unit_name"), max_chars=60, key=key("unit_name"))
            county = choose_county(frame, "unit_new", None)
            sent = st.form_submit_button(frame.say("admin.unit_add_button"), type="primary")
        if sent:
            act(frame, "units", lambda: _unit_added(frame, code.strip(), name, county))
    if units.height:
        with st.expander(frame.say("admin.unit_change"), key="admin_open_unit_change"):
            _change_unit(frame, units)


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


def _change_unit(frame: Frame, units: pl.DataFrame) -> None:
    code = choose_unit(frame, "unit_changed", units)
    if code is None:
        return
    row = units.row(by_predicate=pl.col("unit_code") == code, named=True)
    with st.form(key(f"unit_change_{code}"), border=False):
        name = st.text_input(
            frame.say("admin.unit_name"), value=row["name"], max_chars=60, key=key(f"un_{code}")
        )
        county = choose_county(frame, f"unit_{code}", row["county_code"])
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
