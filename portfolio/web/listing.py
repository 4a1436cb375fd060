"""The list of projects as chosen and sorted: for 项目库, its downloads, and the neighbours of a project."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import polars as pl

from portfolio import queries
from portfolio.model import View
from portfolio.web.cells import CODELISTS
from portfolio.web.frame import Frame
from portfolio.web.tables import LIMIT, Table

COLUMNS = (
    *("project_id", "name", "state", "rule", "county_code", "investment_amount", "investment_basis"),
    *("completion_share", "delay_days", "delay_standing", "stage", "category"),
)
UNKNOWN = {
    "investment_amount": "table.not_stated",
    "investment_basis": "table.not_stated",
    "county_code": "table.not_stated",
    "delay_days": "library.not_counted",
    "parent_id": "library.no_group",
}
FLAGS = {"late": "late", "passed": "passed_unreported"}
"""What alone may be asked for, and the column that says whether a project is it."""
STANDINGS = ("late", "passed", "no_due", "on_time", "not_counted")


def view(frame: Frame) -> View:
    """The View of the list: that of the filters, narrowed to the projects that alone are asked for."""
    only = frame.filters.only
    if not only:
        return frame.view
    if only == "no_investment":
        found = queries.field_missing(frame.store, frame.view, "investment")
    else:
        found = queries.project_state(frame.store, frame.view).filter(pl.col(FLAGS[only]))
    return frame.view.model_copy(update={"projects": tuple(found["project_id"])})


def rows(frame: Frame) -> pl.DataFrame:
    """One row a chosen project, service or group, in the order that the address asks for.

    A group's investment is what it states beyond its members, so that the list adds up.
    """
    if queries.is_large(frame.store, frame.view):
        return told(frame, queries.list_rows(frame.store, frame.view, order(frame), frame.filters.only))
    chosen = view(frame)
    return ordered(frame, told(frame, _added_up(frame, queries.project_state(frame.store, chosen), chosen)))


def names(frame: Frame) -> pl.DataFrame:
    """Number and name of the same rows in the same order."""
    if queries.is_large(frame.store, frame.view):
        return queries.list_names(frame.store, frame.view, order(frame), frame.filters.only)
    listed = rows(frame) if frame.filters.sort else queries.project_state(frame.store, view(frame))
    return listed["project_id", "name"]


def shown(frame: Frame, counted: pl.DataFrame) -> Table:
    """The table of the rows that the page shows; `counted` says what all of them are.

    Of a large library no more is read than is shown: the engine sorts, and what is taken away is read when it is.
    """
    if not queries.is_large(frame.store, frame.view):
        return table(rows(frame))
    first = queries.list_rows(frame.store, frame.view, order(frame), frame.filters.only, LIMIT)
    return replace(
        _listed(told(frame, first), total(counted), grouped=number(counted, "member") > 0),
        all=number(counted, "row"),
        whole=lambda: table(rows(frame)),
    )


def order(frame: Frame) -> queries.Order:
    """How the engine is to sort the list, as `ordered` does."""
    column = frame.filters.sort.lstrip("-")
    codes = None
    if column in CODELISTS:
        codes = tuple(frame.labels(CODELISTS[column]))
    elif column == "delay_standing":
        codes = tuple(sorted(STANDINGS, key=lambda name: frame.say(f"library.{name}").encode("gb18030")))
    return queries.Order(column, frame.filters.sort.startswith("-"), codes)


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
    keys = pl.Series("key", _keys(frame, column, listed[column]), dtype=_key_type(column, listed))
    down = frame.filters.sort.startswith("-")
    sorted_rows = listed.with_columns(keys).sort("key", descending=down, nulls_last=True, maintain_order=True)
    return sorted_rows.drop("key")


def _keys(frame: Frame, column: str, values: pl.Series) -> list[object]:
    if column in CODELISTS:
        places = {code: place for place, code in enumerate(frame.labels(CODELISTS[column]))}
        return [None if value is None else places.get(value, len(places)) for value in values]
    if values.dtype == pl.String:
        return [None if value is None else value.encode("gb18030") for value in values]
    return values.to_list()


def _key_type(column: str, listed: pl.DataFrame) -> pl.DataType | type[pl.DataType]:
    """Codes sort by their place in the codelist, Chinese by its standard order (by sound), the rest by value."""
    if column in CODELISTS:
        return pl.Int64
    return pl.Binary if listed[column].dtype == pl.String else listed[column].dtype


def table(listed: pl.DataFrame) -> Table:
    """The rows as the list's table, sorted by links in its headings."""
    return _listed(listed, _sum(listed), grouped=bool(listed["parent_id"].is_not_null().any()))


def _listed(rows: pl.DataFrame, total: Decimal | None, *, grouped: bool) -> Table:
    columns = (*COLUMNS, "parent_id") if grouped else COLUMNS
    return Table(rows, columns, {"investment_amount": total}, UNKNOWN, sort_page="library")


def number(counted: pl.DataFrame, of: str) -> int:
    """How many there are `of` (row, judged, late, passed, member, known, undivided) in rows counted as by list_count."""
    return int(counted[f"{of}_count"].sum())


def total(counted: pl.DataFrame, column: str = "investment_amount") -> Decimal | None:
    """The amount added up, of rows counted as by list_count; None where none is known."""
    amounts = counted[column].drop_nulls().to_list()
    return sum(amounts, Decimal(0)) if amounts else None


def totalled(frame: Frame, listed: pl.DataFrame, view: View) -> Table:
    """The rows that `view` selects as a table, their investment added up where each yuan is counted once."""
    rows = _added_up(frame, listed, view)
    return Table(rows, COLUMNS, {"investment_amount": _sum(rows)}, UNKNOWN)


def _added_up(frame: Frame, listed: pl.DataFrame, view: View) -> pl.DataFrame:
    """The rows with what of their investment is added up: of a group what it states beyond its members."""
    amounts = queries.amount_rows(frame.store, view, "investment").select("project_id", "amount")
    joined = listed.join(amounts, on="project_id", how="left", maintain_order="left")
    return joined.with_columns(investment_amount="amount").drop("amount")


def _sum(rows: pl.DataFrame) -> Decimal | None:
    """The investment of all rows; None where none is known."""
    amounts = rows["investment_amount"].drop_nulls().to_list()
    return sum(amounts, Decimal(0)) if amounts else None


def figures(frame: Frame, rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with the name of their `field` as `figure`, of the annual plan with its year (`kind`)."""
    names = [
        frame.say(f"column.{field}_amount") + (f" {kind}" if field == "annual_plan" else "")
        for field, kind in rows.select("field", "kind").iter_rows()
    ]
    return rows.with_columns(pl.Series("figure", names, dtype=pl.String)).drop("field", "kind")
