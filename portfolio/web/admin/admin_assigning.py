"""管理, 填报分工: what each unit answers for, given by county or by project, handed over; what nobody answers for."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
import streamlit as st

from portfolio import clock
from portfolio.model import Assignment, PortfolioError
from portfolio.queries import people
from portfolio.web import tables
from portfolio.web.admin.admin_parts import act, append, choose_county, choose_unit, head, key, literal, sure
from portfolio.web.frame import Frame
from portfolio.web.tables import Table

MOST_OFFERED = 3_000
"""Projects that one list offers; of a larger library one county's are offered at a time."""
BACK = timedelta(days=366)
"""How far back a hand-over may lie that is entered now."""
MOVE, BOTH = "move", "both"


def draw(frame: Frame, units: pl.DataFrame) -> None:
    """Draw what stands, and where it is changed."""
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
    ways = {way: frame.say(f"admin.by_{way}") for way in ("projects", "county")}
    way = st.radio(
        frame.say("admin.assign_by"),
        list(ways),
        format_func=lambda one: ways[one],
        horizontal=True,
        key=key("way"),
    )
    projects = _picked(frame) if way == "projects" else []
    county = choose_county(frame, "assigned", None) if way == "county" else None
    unit = choose_unit(frame, "assigned_unit", active)
    today = clock.today()
    since = st.date_input(
        frame.say("admin.assign_since"),
        today,
        min_value=today - BACK,
        max_value=today,
        format="YYYY-MM-DD",
        key=key("assigned_since"),
    )
    others = _others(frame, unit, projects)
    course = _course(frame, others) if others.height else BOTH
    day = since if isinstance(since, date) and since != today else None
    if st.button(frame.say("admin.assign_button"), type="primary", key=key("assign")):
        ended = others if course == MOVE else others.clear()
        act(frame, "assignments", lambda: _given(frame, unit, county, projects, ended, day))


def _picked(frame: Frame) -> list[str]:
    """The projects chosen from a list that is searched by name."""
    rows = people.projects(frame.store)
    if rows.height > MOST_OFFERED:
        rows = rows.filter(pl.col("county_code") == choose_county(frame, "picked", None)).head(MOST_OFFERED)
    units = dict(people.answering(frame.store).select("project_id", "unit_name").iter_rows())
    nobody = frame.say("admin.nobody")
    names = {
        number: f"{name}（{number}，{units.get(number) or nobody}）"
        for number, name in rows.select("project_id", "name").iter_rows()
    }
    picked = key("picked")
    left = [number for number in people.without_unit(frame.store)["project_id"] if number in names]
    if left:
        st.button(
            frame.say("admin.pick_unassigned", count=len(left)),
            key=key("pick_unassigned"),
            on_click=lambda: st.session_state.update({picked: left}),
        )
    return st.multiselect(
        frame.say("admin.projects"),
        list(names),
        format_func=lambda number: names.get(number, number),
        placeholder=frame.say("admin.projects_hint"),
        select_all=False,
        key=picked,
    )


def _others(frame: Frame, unit: str | None, projects: list[str]) -> pl.DataFrame:
    """What other units were given by name of these projects."""
    given = people.assignments(frame.store)
    mine = pl.col("project_id").is_in(projects)
    return given.filter(mine & (pl.col("unit_code") != unit)) if unit else given.clear()


def _course(frame: Frame, others: pl.DataFrame) -> str:
    """Whether the projects go over from the units that have them, or both answer."""
    names = frame.say("filter.value_separator").join(_label(frame, row) for row in others.to_dicts())
    st.warning(literal(frame.say("admin.held_by_others", told=names)))
    courses = {course: frame.say(f"admin.course_{course}") for course in (MOVE, BOTH)}
    return st.radio(
        frame.say("admin.course"), list(courses), format_func=courses.__getitem__, key=key("course")
    )


def _given(
    frame: Frame,
    unit: str | None,
    county: str | None,
    projects: list[str],
    ended: pl.DataFrame,
    since: date | None,
) -> list[str]:
    if unit is None:
        raise PortfolioError("unit_unknown", unit="")
    if not county and not projects:
        raise PortfolioError("assignment_empty")
    over = [
        Assignment(unit_code=row["unit_code"], project_id=row["project_id"], active=False, given_on=since)
        for row in ended.iter_rows(named=True)
    ]
    given = [Assignment(unit_code=unit, project_id=number, given_on=since) for number in projects]
    if county:
        given = [Assignment(unit_code=unit, county_code=county, given_on=since)]
    append(frame, "assignment_changed", [*over, *given])
    name = people.unit_name(frame.store, unit)
    if county:
        return [frame.say("admin.assigned_county", unit=name, county=frame.counties.get(county, county))]
    done = [frame.say("admin.assigned", unit=name, count=len(projects))]
    return [*done, frame.say("admin.handed_over", count=len(over))] if over else done


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
    whole_county = frame.say(
        "admin.whole_of", county=frame.counties.get(row["county_code"], row["county_code"] or "")
    )
    of = f"{row['project_id']} {row['project_name'] or ''}" if row["project_id"] else whole_county
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
