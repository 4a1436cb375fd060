"""The list of projects: what it adds up to, and of a large library its first rows as sorted, without all the others."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from portfolio.model import View
from portfolio.queries.asking import FILTERS
from portfolio.store import Store

ONLY = ("", "late", "passed", "no_investment")
"""What alone may be listed; "" for everything."""
SHOWN = ("delay_days", "delay_standing", "investment_qualifier")
"""Of what the list shows something else than the row's own value, and sorts by that."""
KEYS = ("value_key", "text_key", "code_key")
"""What rows are sorted by; one of them is known."""


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
    """The `first` rows of the list in this order, else all, sorted by the engine: as project_state.

    A group's investment is what it states beyond its members.
    """
    limit = "" if first is None else f" LIMIT {int(first)}"
    return _sorted(store, view, order, "list_sorted", only, limit)


def list_names(store: Store, view: View, order: Order, only: str = "") -> pl.DataFrame:
    """Number and name of every row of the list in this order. The engine sorts them."""
    return _sorted(store, view, order, "list_name", only)


def _sorted(store: Store, view: View, order: Order, macro: str, only: str, limit: str = "") -> pl.DataFrame:
    types = store.ask(f"FROM {_macro('list_row', only)} LIMIT 0", view).schema
    column, sorts_as, way = "project_id", "value", "ASC"
    if order.column in types.keys() | set(SHOWN):
        column = f"shown_{order.column}" if order.column in SHOWN else order.column
        of_text = types.get(order.column) == pl.String
        sorts_as = "code" if order.codes is not None else "text" if of_text else "value"
        way = "DESC" if order.down else "ASC"
    listed = _macro(macro, only, f"'{column}', '{sorts_as}', $codes, ")
    by = ", ".join(f"{key} {way} NULLS LAST" for key in KEYS)
    return store.ask(
        f"FROM {listed} ORDER BY {by}, project_id{limit}", view, codes=list(order.codes or ())
    ).drop(KEYS)


def _macro(name: str, only: str, how: str = "") -> str:
    if only not in ONLY:
        raise ValueError(only)
    return f"{name}($snapshot, '{only}', {how}{FILTERS})"
