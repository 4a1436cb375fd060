"""The list of 滞后项目 as chosen, ordered and windowed: where each project is stuck, why, who, and by when."""

from __future__ import annotations

from functools import partial

import polars as pl
import streamlit as st

from portfolio import queries
from portfolio.queries.late_list import CHOICES, REASON
from portfolio.web import tables
from portfolio.web.elements import calling
from portfolio.web.frame import Frame
from portfolio.web.register import choosing, listing
from portfolio.web.tables import Table

WINDOW = 15
"""Rows on one page of the list: with them the page ends in two screens."""
WHAT = ("state", "project_id", "name", "county_code", "milestone", "due_on")
WHY = ("forecast_on", "reason", "remedy", "who", "remedy_due_on")
COLUMNS = {
    "": (*WHAT, "late_days", *WHY),
    "passed": (*WHAT, "passed_days", "forecast_on", "last_period_on", "who"),
    "warning": (*WHAT, "forecast_slip_days", *WHY),
    "adjusted": (
        *(*WHAT[:-1], "original_due_on", "due_on", "late_approval_count", "late_approval_days", "late_days"),
        *("forecast_on", "owner_unit"),
    ),
}
"""Choice to its columns, "" for the others."""
UNJUDGED = ("passed", "halted")
"""The choices that can be told of projects of which nobody reported."""
UNKNOWN = {
    **dict.fromkeys(("forecast_on", "reason", "remedy"), "late.untold"),
    "last_period_on": "overview.never_reported",
    "*": "register.blank",
}


def draw(frame: Frame, choice: str, judged: int) -> None:
    """Draw the window of the list that is asked for, and offer all of it; `judged`: how many projects could be judged."""
    rows = listing.ordered(frame, told(frame, queries.late_list(frame.store, frame.view, choice), choice))
    if rows.is_empty():
        none = f"none_{choice}" if choice in CHOICES else "none_late"
        key = none if judged or choice in UNJUDGED else "unreported"
        st.html(f'<section class="missing"><p>{frame.say(f"late.{key}")}</p></section>')
        return
    columns = columns_of(frame, choice)
    tables.export(frame, table(rows, columns), title(frame, choice))
    choosing.window(frame, rows, partial(table, columns=columns), WINDOW, "late_list")


def columns_of(frame: Frame, choice: str) -> tuple[str, ...]:
    """The columns of the choice's list; the telephone behind 责任人 for who is told it.

    A desk's screen has no room for it (register.css): there it stands in the file and on the project's page.
    """
    columns = COLUMNS.get(choice, COLUMNS[""])
    if "who" not in columns or not calling.may(frame):
        return columns
    place = columns.index("who") + 1
    return (*columns[:place], calling.TELEPHONE, *columns[place:])


def title(frame: Frame, choice: str) -> str:
    """What a table of the choice is called when it is taken away: the page's name, or the choice's."""
    if choice == "late":
        return frame.say("nav.late")
    if choice.startswith(REASON):
        return frame.say("late.of_reason", reason=frame.labels("reason")[choice.removeprefix(REASON)])
    return frame.say(f"late.choice_{choice}")


def told(frame: Frame, rows: pl.DataFrame, choice: str) -> pl.DataFrame:
    """The rows with 责任单位 and 责任人 (else whom to call) in one column; days without a report are not days late.

    A telephone that is not the responsible person's has its own name before it.
    """
    rows = calling.with_person(frame, rows)
    unit = pl.col("owner_unit").fill_null(frame.say("table.not_stated"))
    of_unit = pl.col("responsible") == pl.col("owner_unit")
    told = pl.when(of_unit.fill_null(value=False)).then(None).otherwise("responsible")
    person = pl.coalesce(
        told, calling.PERSON, pl.when(of_unit).then(pl.lit("")), pl.lit(frame.say("late.nobody"))
    )
    other = told.is_not_null() & (told != pl.col(calling.PERSON))
    named = rows.with_columns(
        pl.when(other)
        .then(pl.concat_str(calling.PERSON, calling.TELEPHONE, separator=" "))
        .otherwise(calling.TELEPHONE)
        .alias(calling.TELEPHONE),
        who=pl.concat_str(unit, person, separator=" · ").str.strip_suffix(" · "),
        last_period_precision=pl.lit("month"),
    )
    return named.rename({"late_days": "passed_days"}) if choice == "passed" else named


def table(rows: pl.DataFrame, columns: tuple[str, ...]) -> Table:
    """The rows with these columns, and what qualifies the days among them."""
    dates = (name.removesuffix("_on") for name in columns if name.endswith("_on"))
    beside = [f"{date}{end}" for date in dates for end in ("_precision", "_past_days")]
    kept = rows[[*columns, *(name for name in beside if name in rows.columns)]]
    told = (
        UNKNOWN
        if "remedy" in columns
        else UNKNOWN | dict.fromkeys(("forecast_on", "reason"), "register.blank")
    )
    return Table(kept, columns, unknown=told)
