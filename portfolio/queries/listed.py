"""The list of projects: what it adds up to, and of a large library its first rows as sorted, without all the others."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from portfolio.model import View
from portfolio.queries.asking import FILTERS
from portfolio.store import Store

ONLY = ("", "late", "passed", "no_investment")
"""What alone may be listed; "" for everything."""
SHOWN = {
    "delay_days": "shown_delay_days(late, delay_days)",
    "delay_standing": "delay_standing(late, passed_unreported, delay_days)",
    "investment_qualifier": "shown_qualifier(investment_amount, investment_qualifier)",
}
"""What the list shows in place of a row's own value, and sorts by."""


@dataclass(frozen=True)
class Order:
    """How the list is sorted: by a column, blanks last, equal ones as the library has them; by that alone for "".

    `codes` are the column's codes in the order of their list: others follow them. A text without such a list sorts as
    Chinese does (GB18030), the rest by value.
    """

    column: str = ""
    down: bool = False
    codes: tuple[str, ...] | None = None


def list_count(store: Store, view: View, only: str = "") -> pl.DataFrame:
    """One row a kind and state of what is listed: row_count, late, passed, members, investment with what it rests on."""
    return store.ask(f"FROM {_macro('list_count', only)} ORDER BY kind, state", view)


def list_rows(
    store: Store, view: View, order: Order, only: str = "", first: int | None = None
) -> pl.DataFrame:
    """The `first` rows of the list in this order, else all: as project_state, with in_total. The engine sorts them."""
    limit = "" if first is None else f" LIMIT {int(first)}"
    return _sorted(store, view, order, "l.*", only, limit)


def list_names(store: Store, view: View, order: Order, only: str = "") -> pl.DataFrame:
    """Number and name of every row of the list in this order. The engine sorts them."""
    return _sorted(store, view, order, "l.project_id, l.name", only)


def _sorted(store: Store, view: View, order: Order, columns: str, only: str, limit: str = "") -> pl.DataFrame:
    listed = _macro("list_row", only)
    types = store.ask(f"FROM {listed} LIMIT 0", view).schema
    if order.column not in types.keys() | SHOWN.keys():
        return store.ask(f"SELECT {columns} FROM {listed} l ORDER BY project_id{limit}", view)
    value, way = SHOWN.get(order.column, order.column), "DESC" if order.down else "ASC"
    if order.codes is None:
        key = f"gb18030({value})" if types.get(order.column) == pl.String else value
        question = f"SELECT {columns} FROM {listed} l ORDER BY {key} {way} NULLS LAST, project_id{limit}"
        return store.ask(question, view)
    key = f"place_in_list({value}, o.place, $codes)"
    question = f"""SELECT {columns} FROM {listed} l LEFT JOIN place_of_code($codes) o ON o.code = {value}
                   ORDER BY {key} {way} NULLS LAST, project_id{limit}"""
    return store.ask(question, view, codes=list(order.codes))


def _macro(name: str, only: str) -> str:
    if only not in ONLY:
        raise ValueError(only)
    return f"{name}($snapshot, '{only}', {FILTERS})"
