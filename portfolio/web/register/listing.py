"""The one table of projects as chosen, ordered and windowed: for 项目台账, its downloads, and a project's neighbours."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import polars as pl

from portfolio import queries
from portfolio.model import View
from portfolio.queries.listed import list_totals
from portfolio.web.frame import Frame
from portfolio.web.tables import Table
from portfolio.web.tables.cells import CODELISTS

CHOICES = (
    *("project_id", "name", "county_code", "owner_unit", "category", "service_area"),
    *("stage", "state", "rule", "milestone", "due_on", "delay_days", "delay_standing"),
    *("forecast_on", "reason", "obstacle_what", "remedy", "responsible", "remedy_due_on"),
    *("investment_amount", "investment_basis", "planned_funding_amount", "allocated_amount"),
    *("not_arrived_amount", "received_amount", "paid_amount", "unpaid_amount", "aged_unpaid_amount"),
    *("payment_untold_amount", "unfunded_gap_amount", "annual_plan_amount", "work_done_year_amount"),
    *("behind_amount", "completion_share", "pacing_share", "physical_share", "last_period_on"),
    *("year_forecast_amount", "forecast_share"),
    *("approved_count", "parent_id", "stated_in", "note"),
)
"""The columns that 项目台账 may show, in their usual order."""
SIDES = {"forecast_share": {"year_forecast_amount", "annual_plan_amount"}}
"""A rate that is shown only beside its own two sides."""
NAMING = ("project_id", "name")
"""What stands in every table, first."""
LATE = (
    *("county_code", "milestone", "due_on", "delay_days", "forecast_on", "reason", "remedy"),
    *("owner_unit", "responsible", "remedy_due_on", "unpaid_amount"),
)
MONEY = ("county_code", "owner_unit", "investment_amount", "planned_funding_amount")
YEAR = ("county_code", "owner_unit", "annual_plan_amount", "work_done_year_amount", "completion_share")
USUAL = {
    "": (
        *("county_code", "owner_unit", "state", "milestone", "due_on", "delay_days", "investment_amount"),
        "completion_share",
    ),
    "late": LATE,
    "passed": LATE,
    "warned": LATE,
    "behind": (*YEAR, "behind_amount", "pacing_share", "reason", "responsible"),
    "unpaid": (
        *("county_code", "owner_unit", "received_amount", "paid_amount", "unpaid_amount"),
        *("aged_unpaid_amount", "payment_untold_amount", "state", "responsible"),
    ),
    "not_arrived": (
        *("county_code", "owner_unit", "allocated_amount", "received_amount", "not_arrived_amount"),
        *("state", "responsible"),
    ),
    "over": (
        *("county_code", "owner_unit", "stage", "investment_amount", "investment_basis", "paid_amount"),
        "note",
    ),
    "unreported": (*YEAR, "state", "last_period_on", "responsible"),
    "gap": (*MONEY, "unfunded_gap_amount", "received_amount", "stage"),
    "doubtful": ("county_code", "owner_unit", "state", "investment_amount", "stated_in", "note"),
    "planned": (*YEAR, "behind_amount", "pacing_share", "last_period_on"),
    "no_investment": ("county_code", "owner_unit", "state", "category", "stage", "stated_in"),
}
"""Standard view to the columns that it shows where the address names none, behind NAMING."""
ORDERS = {
    "late": "-delay_days",
    "passed": "due_on",
    "warned": "due_on",
    "behind": "-behind_amount",
    "planned": "-behind_amount",
    "unpaid": "-unpaid_amount",
    "not_arrived": "-not_arrived_amount",
    "unreported": "last_period_on",
    "gap": "-unfunded_gap_amount",
}
"""Standard view to what it is sorted by where the address names nothing."""
WINDOW = 100
"""How many rows stand on one page of the table."""
STANDINGS = ("late", "passed", "no_due", "on_time", "not_counted")


def asked(frame: Frame) -> Frame:
    """The frame with the sorting that its standard view has where the address names none."""
    order = frame.filters.sort or ORDERS.get(frame.filters.only, "")
    return replace(frame, filters=replace(frame.filters, sort=order))


def view(frame: Frame) -> View:
    """The View of the list: that of the filters, narrowed to the projects that alone are asked for."""
    if not frame.filters.only:
        return frame.view
    found = queries.list_rows(frame.store, frame.view, frame.filters.only)
    return frame.view.model_copy(update={"projects": tuple(found["project_id"])})


def rows(frame: Frame) -> pl.DataFrame:
    """One row a chosen project, service or group, in the order that the address asks for.

    A group's amounts are what it states beyond its members, so that the list adds up.
    """
    listed = queries.list_rows(frame.store, frame.view, frame.filters.only).drop("grouped")
    return ordered(frame, told(frame, listed))


def names(frame: Frame) -> pl.DataFrame:
    """Number and name of the same rows in the same order."""
    return rows(frame)["project_id", "name"]


def told(frame: Frame, states: pl.DataFrame) -> pl.DataFrame:
    """The rows of project_state with their lateness in words; days that count nowhere are not shown as days late."""
    late, passed, days = pl.col("late"), pl.col("passed_unreported"), pl.col("delay_days")
    standing = pl.when(late).then(pl.lit("late")).when(passed).then(pl.lit("passed"))
    standing = standing.when(days.is_null()).then(pl.lit("no_due")).when(days == 0).then(pl.lit("on_time"))
    words = {name: frame.say(f"library.{name}") for name in STANDINGS}
    return states.with_columns(
        standing.otherwise(pl.lit("not_counted")).replace_strict(words).alias("delay_standing"),
        pl.when(late | (days == 0)).then(days).alias("delay_days"),
        pl.when(pl.col("investment_amount").is_not_null())
        .then(pl.col("investment_qualifier").fill_null("exact"))
        .alias("investment_qualifier"),
    )


def ordered(frame: Frame, listed: pl.DataFrame) -> pl.DataFrame:
    """The rows sorted as the address asks, blanks last; else as the library has them, a group before its members."""
    column = frame.filters.sort.lstrip("-")
    if column not in listed.columns:
        return listed
    down = frame.filters.sort.startswith("-")
    return listed.sort(
        _key(frame, column, listed[column]), descending=down, nulls_last=True, maintain_order=True
    )


def _key(frame: Frame, column: str, values: pl.Series) -> pl.Series:
    """What rows sort by: codes by their place in the codelist, Chinese by its standard order (by sound), else the value."""
    if column in CODELISTS:
        codes = list(frame.labels(CODELISTS[column]))
    elif values.dtype == pl.String:
        codes = sorted(values.unique().drop_nulls(), key=lambda text: str(text).encode("gb18030"))
    else:
        return values
    places = {code: place for place, code in enumerate(codes)}
    return values.replace_strict(places, default=len(codes), return_dtype=pl.Int64).zip_with(
        values.is_not_null(), pl.Series([None], dtype=pl.Int64)
    )


def columns(frame: Frame, listed: pl.DataFrame) -> tuple[str, ...]:
    """The columns that the address names, in its order; else those of the standard view that tell the rows apart."""
    named = [name for name in frame.filters.columns.split(",") if name in CHOICES and name not in NAMING]
    if named:
        told = [name for name in dict.fromkeys(named) if SIDES.get(name, set()) <= {*named}]
        return (*NAMING, *told)
    usual = USUAL[frame.filters.only]
    return (*NAMING, *(name for name in usual if listed.height < 2 or not _constant(listed[name])))


def _constant(values: pl.Series) -> bool:
    """Whether all rows say the same, or nothing."""
    return values.n_unique() < 2


def table(frame: Frame, listed: pl.DataFrame) -> Table:
    """The window of the rows that the address asks for, with the sums of all of them; taken away, it is all of them."""
    shown = columns(frame, listed)
    sums = {name: total for name, total in list_totals(listed).items() if name in shown}
    first = (window(frame, listed.height) - 1) * WINDOW

    def whole() -> Table:
        return Table(listed, shown, sums or None, BLANK)

    return replace(
        whole(),
        rows=listed.slice(first, WINDOW),
        first=first,
        sort_page="library",
        all=listed.height,
        whole=whole,
    )


BLANK = "register.blank"
"""The word for whatever is unknown in 项目台账, with one note below it."""


def window(frame: Frame, count: int, size: int = WINDOW) -> int:
    """Which page of so many rows is asked for, from 1."""
    text = frame.filters.window
    return min(max(int(text), 1), windows(count, size)) if text.isdecimal() else 1


def windows(count: int, size: int = WINDOW) -> int:
    """How many pages so many rows fill; one where there is none."""
    return max(-(-count // size), 1)


def number(counted: pl.DataFrame, of: str) -> int:
    """How many there are `of` (row, judged, late, passed, member, known, undivided) in rows counted as by list_count."""
    return int(counted[f"{of}_count"].sum())


def total(counted: pl.DataFrame, column: str = "investment_amount") -> Decimal | None:
    """The amount added up, of rows counted as by list_count; None where none is known."""
    amounts = counted[column].drop_nulls().to_list()
    return sum(amounts, Decimal(0)) if amounts else None


def figures(frame: Frame, rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with the name of their `field` as `figure`, of the annual plan with its year (`kind`)."""
    names = [
        frame.say(f"column.{field}_amount") + (f" {kind}" if field == "annual_plan" else "")
        for field, kind in rows.select("field", "kind").iter_rows()
    ]
    return rows.with_columns(pl.Series("figure", names, dtype=pl.String)).drop("field", "kind")
