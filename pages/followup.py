"""填报情况: who owes what of a month, unit by unit; by county, project by project, and the reminder, in tabs."""

from __future__ import annotations

from datetime import date
from functools import partial
from html import escape
from typing import Any

import polars as pl
import streamlit as st

from portfolio.formats import date_text
from portfolio.queries import people
from portfolio.queries import reporting as queries
from portfolio.web import filters, shell, tables
from portfolio.web.elements import quick_choices, tabs
from portfolio.web.frame import Frame
from portfolio.web.header import first_line
from portfolio.web.register import choosing, listing
from portfolio.web.reporting import acting, reminder
from portfolio.web.tables import Table
from portfolio.web.tables.cells import CODELISTS

LISTS = CODELISTS | {"standing": "followup", "unit_county_code": "county"}
COUNTS = (
    *("expected_count", "accepted_count", "reported_share", "pending_count", "returned_count"),
    *("unsent_count", "later_count", "sent_late_count", "overdue_days"),
)
ROWS = (
    *("project_id", "name", "county_code", "unit_name", "owner_unit", "standing", "overdue_days"),
    *("sent_late", "last_period_on", "state"),
)
UNKNOWN = {
    "unit_name": "followup.no_unit",
    "last_period_on": "overview.never_reported",
    "overdue_days": "followup.not_overdue",
    "reported_share": "followup.none_owed",
    "owner_unit": "table.not_stated",
    "contact": "table.dash",
    "telephone": "table.dash",
    "*": "table.not_stated",
}
CALLS = ("contact", "telephone")
"""Whom to call, where anybody is named."""
RARE = ("returned_count", "later_count", "sent_late_count")
"""Counts that are shown where there is anything to count."""
WINDOW = 15
"""Rows on one page of the list of projects."""
SECTIONS = ("missing", "later", "returned", "pending", "accepted")
"""The standings in the order of their lists: what has to be chased first."""


def draw(frame: Frame) -> None:
    """Draw the page."""
    first_line.draw(frame, frame.say("nav.followup"), ("asof", "county", "q"))
    known = queries.months(frame.store, frame.view)
    days = {f"{day:%Y-%m}": day for day in known["period_on"]}
    if not days:
        st.info(frame.say("followup.no_month"))
        return
    with st.container(key="answer_and_year", horizontal=True, vertical_alignment="center"):
        place = st.container()
        month = _month(frame, _closed_first(known))
    period = known.row(by_predicate=pl.col("period_on") == days[month], named=True)
    counts = queries.followup_counts(frame.store, frame.view, days[month])
    with place:
        st.html(f'<p class="answer">{escape(_answer(frame, period, counts, month))}</p>')
    if counts.is_empty():
        return
    rows = queries.followup_rows(frame.store, frame.view, days[month])
    parts: dict[str, tabs.Part] = {
        "units": partial(_units, frame, counts),
        "counties": partial(_counties, frame, counts, month),
        "projects": partial(_projects, frame, rows),
        "remind": partial(_remind, frame, rows, days[month], period["closes_on"]),
    }
    tabs.draw(frame, parts)


def _month(frame: Frame, months: list[str]) -> str:
    """The month of the address, chosen in a list of these; the first where the address names none of them."""
    key = filters.key("month")
    value = frame.filters.month if frame.filters.month in months else months[0]
    if st.session_state.get(key) != value:
        st.session_state[key] = value
    st.selectbox(
        frame.say("followup.month"),
        months,
        format_func=lambda month: acting.month_name(frame, month),
        key=key,
        on_change=filters.write,
        args=("month", frame.filters.today),
        label_visibility="collapsed",
        width=150,
    )
    return value


def _answer(frame: Frame, period: dict[str, Any], counts: pl.DataFrame, month: str) -> str:
    """Whether the month is open, and how many owe, sent, wait and did not send."""
    state = _state(frame, period)
    if counts.is_empty():
        nobody = frame.say("followup.nobody_owes", month=acting.month_name(frame, month))
        return frame.say("followup.answered", answer=nobody, state=state)
    total = counts.row(by_predicate=pl.col("part") == "all", named=True)
    labels = frame.labels("followup")
    told = [
        frame.say("late.answer_reason", reason=labels[standing], count=count)
        for standing in SECTIONS[::-1]
        if (count := total[f"{standing}_count"])
    ]
    separator = frame.say("filter.value_separator")
    owed = frame.say("followup.answer", expected=total["expected_count"], told=separator.join(told))
    late = total["overdue_days"]
    days = frame.say("followup.answer_late", days=late) if late else ""
    told_of = owed + days + frame.say("late.answer_end")
    return frame.say("followup.answered", answer=told_of, state=state)


def _closed_first(known: pl.DataFrame) -> list[str]:
    """The months, the newest first; but before it the newest that has closed, which is the one that is chased."""
    months = [f"{day:%Y-%m}" for day in known["period_on"]]
    closed = [f"{day:%Y-%m}" for day in known.filter(pl.col("state") != "open")["period_on"]]
    return [*closed[:1], *(month for month in months if month not in closed[:1])]


def _state(frame: Frame, period: dict[str, Any]) -> str:
    facts = {
        "month": date_text(period["period_on"], "month", frame.language),
        "closes": frame.day(period["closes_on"]),
        "until": frame.day(period["until_on"]) if period["until_on"] else "",
        "why": period["why"],
    }
    return frame.say(f"followup.state_{period['state']}", **facts)


def _remind(frame: Frame, rows: pl.DataFrame, period_on: date, closes_on: date) -> None:
    """Draw the reminder to copy, and the same as a list to download."""
    owed = reminder.owed(rows)
    if unassigned := owed.filter(pl.col("unit_code").is_null()).height:
        acting.quiet(frame.say("followup.list_unassigned", count=unassigned))
    owed = owed.filter(pl.col("unit_code").is_not_null())
    if owed.is_empty():
        acting.quiet(frame.say("followup.list_none"))
        return
    acting.quiet(frame.say("followup.list_how"))
    calls = people.unit_contacts(frame.store)
    owed = owed.join(calls, on="unit_code", how="left", maintain_order="left")
    names = dict(owed.select("unit_code", "unit_name").unique(maintain_order=True).iter_rows())
    unit = st.selectbox(
        frame.say("followup.list_unit"),
        list(names),
        index=None,
        key="remind_unit",
        format_func=lambda code: names.get(code, code),
        placeholder=frame.say("followup.list_all"),
    )
    if unit:
        owed = owed.filter(unit_code=unit)
    st.code(reminder.text(frame, owed, period_on, closes_on), language=None, wrap_lines=True, height=280)
    tables.export(frame, _table(owed), frame.say("followup.list_title"))


def _units(frame: Frame, counts: pl.DataFrame) -> None:
    """Draw the counts by unit, those that owe most first."""
    units = counts.filter(pl.col("part") == "unit").sort(
        "missing_count", descending=True, maintain_order=True
    )
    told = units.with_columns(last_period_precision=pl.lit("month"))
    told = told.join(people.unit_contacts(frame.store), on="unit_code", how="left", maintain_order="left")
    calls = tuple(name for name in CALLS if told[name].null_count() < told.height)
    _counts(frame, "units", told, ("unit_name", *calls, *COUNTS, "last_period_on"), None, {})


def _counties(frame: Frame, counts: pl.DataFrame, month: str) -> None:
    """Draw the counts by county with their sums."""
    total = counts.row(by_predicate=pl.col("part") == "all", named=True)
    totals = {name: total["missing_count" if name == "unsent_count" else name] for name in COUNTS}
    place = {code: number for number, code in enumerate(frame.counties)}
    counties = counts.filter(pl.col("part") == "county").sort(
        pl.col("county_code").replace_strict(place, default=len(place))
    )
    links = {
        "county_code": lambda row: frame.link(
            "followup", county=row["county_code"], month=month, tab="projects"
        )
    }
    _counts(frame, "counties", counties, ("county_code", *COUNTS), totals, links)


def _counts(
    frame: Frame,
    name: str,
    rows: pl.DataFrame,
    columns: tuple[str, ...],
    totals: dict[str, object] | None,
    links: dict[str, Any],
) -> None:
    shown = rows.rename({"missing_count": "unsent_count"})
    columns = tuple(name for name in columns if name not in RARE or shown[name].sum())
    totals = totals and {name: total for name, total in totals.items() if name in columns}
    table = Table(shown, columns, totals, UNKNOWN, LISTS, links, of_whole=("overdue_days",))
    tables.export(frame, table, frame.say(f"followup.{name}_title"))
    with st.container(key="followup_counts"):
        tables.show(frame, table)
    acting.quiet(frame.say(f"followup.{name}_note"))


def _projects(frame: Frame, rows: pl.DataFrame) -> None:
    """Draw the projects of one standing, or all of them, those that have to be chased first in front."""
    labels = {"all": frame.say("filter.all")} | {name: frame.labels("followup")[name] for name in SECTIONS}
    counts = {name: rows.filter(standing=name)["project_id"].n_unique() for name in SECTIONS}
    counts["all"] = rows["project_id"].n_unique()
    offered = [name for name in labels if counts[name]]
    choice = frame.filters.choice if frame.filters.choice in offered else offered[0]
    quick_choices.draw(
        frame,
        frame.say("followup.standings"),
        offered,
        choice,
        lambda name: f"{labels[name]} {counts[name]}",
        ("window",),
    )
    order = {name: number for number, name in enumerate(SECTIONS)}
    first = rows.sort(pl.col("standing").replace_strict(order, default=len(order)), maintain_order=True)
    mine = listing.ordered(frame, first if choice == "all" else first.filter(standing=choice))
    tables.export(frame, _table(mine), labels[choice] if choice != "all" else frame.say("nav.followup"))
    choosing.window(frame, mine, _table, WINDOW, "changes_list")


def _table(rows: pl.DataFrame) -> Table:
    shown = rows.with_columns(last_period_precision=pl.lit("month"))
    return Table(shown.select(*ROWS, "last_period_precision"), ROWS, unknown=UNKNOWN, codelists=LISTS)


draw(shell.enter())
