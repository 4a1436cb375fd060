"""Amounts and funding: sums with what they rest on, and the rows behind them."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from portfolio.model import View
from portfolio.queries.asking import FILTERS, ask, rows_of
from portfolio.queries.projects import project_state
from portfolio.store import Store


def total_amount(store: Store, view: View, *measures: str) -> pl.DataFrame:
    """One row a measure (of `measures`, or every one) over the whole selection, as amount_sum."""
    return _amounts(store, view, "all", measures).drop("code")


def county_amount(store: Store, view: View, *measures: str) -> pl.DataFrame:
    """One row a county and measure (of `measures`, or every one), as amount_sum."""
    return _amounts(store, view, "county", measures).rename({"code": "county_code"})


def category_amount(store: Store, view: View, *measures: str) -> pl.DataFrame:
    """One row a category and measure (of `measures`, or every one), as amount_sum."""
    return _amounts(store, view, "category", measures).rename({"code": "category"})


def _amounts(store: Store, view: View, level: str, measures: Sequence[str]) -> pl.DataFrame:
    """The level's rows; the three levels are one question, whose answer is kept."""
    wanted = "|".join(map(_named, measures)) or ".*"
    question = f"FROM amount_sum($snapshot, '{wanted}', {FILTERS}) ORDER BY level, code, measure"
    of_level = rows_of(store.ask(question, view), "level", level)
    return of_level.drop("level")


def _named(measure: str) -> str:
    """The measure as a question names it, since only the columns that it names are read; ValueError for no name at all."""
    if not measure.isidentifier():
        raise ValueError(f"{measure!r} is no measure")
    return measure


def amount_rows(store: Store, view: View, measure: str) -> pl.DataFrame:
    """The rows behind a sum: one a selected row that knows `measure`, with its facts as project_state.

    `amount` is what of the row is added up: of a group what it states beyond its members, and so are its investment and
    planned funding; the largest first.
    """
    question = f"FROM amount_row($snapshot, '{_named(measure)}', {FILTERS}) ORDER BY amount DESC, project_id"
    known = store.ask(question, view)
    facts = project_state(store, view)
    stated = [name for name in known.columns if name in facts.columns and name != "project_id"]
    return known.join(facts.drop(stated), on="project_id", how="left", maintain_order="left").select(
        *facts.columns, "amount"
    )


def basis_count(store: Store, view: View) -> pl.DataFrame:
    """One row an investment_basis, the most frequent first: row_count, the rows whose investment is counted on it."""
    return ask(store, view, "basis_count", "row_count DESC, investment_basis")


def funding_rows(store: Store, view: View) -> pl.DataFrame:
    """One row a project and source, in its own currency: planned, 下达, 到位, 支付, idle."""
    return ask(store, view, "project_funding", "project_id, source")


def funding_sum(store: Store, view: View) -> pl.DataFrame:
    """One row a county and source, `*` for all: planned, 下达, 到位, 支付, idle, 资金到位率, 资金支付率, each with its n."""
    return ask(store, view, "funding_sum", "county_code, source")


def source_amount(store: Store, view: View) -> pl.DataFrame:
    """One row a county, source and currency: planned, 下达, 到位, 支付, paid this year, idle."""
    return ask(store, view, "source_amount", "county_code, source, currency")


def source_year(store: Store, view: View) -> pl.DataFrame:
    """One row a source and year: yuan received and paid in that year."""
    return ask(store, view, "source_year", "source, year")


def unsourced(store: Store, view: View) -> pl.DataFrame:
    """One row a county: projects and investment whose source is named with an amount, without one, or 未注明."""
    return _unsourced(store, view).slice(1)


def total_unsourced(store: Store, view: View) -> pl.DataFrame:
    """One row: unsourced over the whole selection; a sum of unknown investment alone is unknown, not nothing."""
    return _unsourced(store, view).head(1)


def _unsourced(store: Store, view: View) -> pl.DataFrame:
    """The whole (`*`), then one row a county: one question, whose answer is kept."""
    return ask(store, view, "unsourced", "county_code <> '*', county_code")


def source_naming(store: Store, view: View) -> pl.DataFrame:
    """One row a selected project or group: `naming` is with_amount, named or not_stated (未注明)."""
    return ask(store, view, "source_naming", "project_id")


def idle_rows(store: Store, view: View) -> pl.DataFrame:
    """One row a row and source with money 到位超一年未支付, the largest first."""
    return ask(store, view, "idle_row", "idle_amount DESC, project_id, source")
