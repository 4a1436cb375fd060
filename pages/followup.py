"""填报情况: who has reported a month, whose report waits or came back, who owes one, and whom to remind."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import streamlit as st

from portfolio.formats import date_text
from portfolio.queries import reporting as queries
from portfolio.web import figures, first_line, shell, tables
from portfolio.web.cells import CODELISTS
from portfolio.web.figures import Figure
from portfolio.web.frame import Frame
from portfolio.web.reporting import acting, reminder
from portfolio.web.tables import Table

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
    "*": "table.not_stated",
}
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
    month = acting.chosen_month(frame, _closed_first(known), frame.say("followup.month"))
    period = known.row(by_predicate=pl.col("period_on") == days[month], named=True)
    _state(frame, period)
    counts = queries.followup_counts(frame.store, frame.view, days[month])
    if counts.is_empty():
        st.info(frame.say("followup.nobody_owes", month=acting.month_name(frame, month)))
        return
    rows = queries.followup_rows(frame.store, frame.view, days[month])
    _cards(frame, counts.row(by_predicate=pl.col("part") == "all", named=True))
    _remind(frame, rows, days[month], period["closes_on"])
    _grouped(frame, counts, month)
    for standing in SECTIONS:
        _list(frame, rows, standing)


def _closed_first(known: pl.DataFrame) -> list[str]:
    """The months, the newest first; but before it the newest that has closed, which is the one that is chased."""
    months = [f"{day:%Y-%m}" for day in known["period_on"]]
    closed = [f"{day:%Y-%m}" for day in known.filter(pl.col("state") != "open")["period_on"]]
    return [*closed[:1], *(month for month in months if month not in closed[:1])]


def _state(frame: Frame, period: dict[str, Any]) -> None:
    facts = {
        "month": date_text(period["period_on"], "month", frame.language),
        "closes": frame.day(period["closes_on"]),
        "until": frame.day(period["until_on"]) if period["until_on"] else "",
        "why": period["why"],
    }
    acting.quiet(frame.say(f"followup.state_{period['state']}", **facts))


def _cards(frame: Frame, total: dict[str, Any]) -> None:
    """Draw how many of all owe, sent, wait; each leads to its list."""
    expected = total["expected_count"]
    shown = [Figure(frame.say("column.expected_count"), f"{expected:,}", frame.say("unit.project_count"))]
    for standing in SECTIONS[::-1]:
        count = total[f"{standing}_count"]
        shown.append(
            Figure(
                frame.labels("followup")[standing],
                frame.say("followup.of_all", count=count, all=expected),
                meaning=frame.say(f"followup.card_{standing}", days=total["overdue_days"] or 0),
                rows=f"#{standing}" if count else None,
            )
        )
    figures.row(frame, shown)


def _remind(frame: Frame, rows: pl.DataFrame, period_on: date, closes_on: date) -> None:
    """Draw the reminder to copy, and the same as a list to download."""
    title = frame.say("followup.list_title")
    st.header(title, anchor="remind")
    owed = reminder.owed(rows)
    if owed.is_empty():
        acting.quiet(frame.say("followup.list_none" if rows.height else "followup.list_nothing"))
        return
    acting.quiet(frame.say("followup.list_how"))
    st.code(reminder.text(frame, owed, period_on, closes_on), language=None, wrap_lines=True, height=280)
    tables.download(frame, _table(owed), title)


def _grouped(frame: Frame, counts: pl.DataFrame, month: str) -> None:
    """Draw the counts by county and by unit."""
    total = counts.row(by_predicate=pl.col("part") == "all", named=True)
    totals = {name: total["missing_count" if name == "unsent_count" else name] for name in COUNTS}
    place = {code: number for number, code in enumerate(frame.counties)}
    counties = counts.filter(pl.col("part") == "county").sort(
        pl.col("county_code").replace_strict(place, default=len(place))
    )
    links = {"county_code": lambda row: frame.link("followup", county=row["county_code"], month=month)}
    _counts(frame, "counties", counties, ("county_code", *COUNTS), totals, links)
    units = counts.filter(pl.col("part") == "unit").sort(
        "missing_count", descending=True, maintain_order=True
    )
    acting_units = units.with_columns(last_period_precision=pl.lit("month"))
    _counts(frame, "units", acting_units, ("unit_name", *COUNTS, "last_period_on"), None, {})


def _counts(
    frame: Frame,
    name: str,
    rows: pl.DataFrame,
    columns: tuple[str, ...],
    totals: dict[str, object] | None,
    links: dict[str, Any],
) -> None:
    title = frame.say(f"followup.{name}_title")
    st.header(title, anchor=name)
    acting.quiet(frame.say(f"followup.{name}_note"))
    shown = rows.rename({"missing_count": "unsent_count"})
    table = Table(shown, columns, totals, UNKNOWN, LISTS, links, of_whole=("overdue_days",))
    tables.show(frame, table)
    tables.download(frame, table, title)


def _list(frame: Frame, rows: pl.DataFrame, standing: str) -> None:
    """Draw the projects of one standing, none for an empty one."""
    mine = rows.filter(pl.col("standing") == standing)
    if mine.is_empty():
        return
    title = frame.say(f"followup.{standing}_title")
    st.header(title, anchor=standing)
    table = _table(mine)
    if standing == "accepted":
        with st.expander(frame.say("followup.accepted_show", count=mine["project_id"].n_unique())):
            tables.show(frame, table)
    else:
        tables.show(frame, table)
    tables.download(frame, table, title)


def _table(rows: pl.DataFrame) -> Table:
    shown = rows.with_columns(last_period_precision=pl.lit("month"))
    return Table(shown.select(*ROWS, "last_period_precision"), ROWS, unknown=UNKNOWN, codelists=LISTS)


draw(shell.enter())
