"""The library in force and its rules: document, counties, contradictions, thresholds, calendar."""

from __future__ import annotations

from decimal import Decimal

import polars as pl

from portfolio.model import View
from portfolio.queries.select import select
from portfolio.store import Store

CALENDAR = (
    "last_closed_on",
    "reviewed_year",
    "reviewed_to_on",
    "plan_issued",
    "first_opened_on",
    "unpaid_since_on",
    "idle_since_on",
    "two_years_since_on",
)
"""The columns of the day that say which months and which year are meant."""


def edition(store: Store, view: View) -> pl.DataFrame:
    """At most one row: the edition in force, its title, city, document and the day it was taken."""
    return store.read_known(view, "FROM edition_in_force($as_of, $newest_event)", as_of=view.as_of)


def counties(store: Store, view: View) -> pl.DataFrame:
    """One row a county of the edition in its order: code, names, level, ranked, tile, belts."""
    return store.read_known(
        view, "FROM county_row($as_of, $newest_event) ORDER BY sort_order", as_of=view.as_of
    )


def contradictions(store: Store, view: View) -> pl.DataFrame:
    """One row a disagreement inside the library in force, both places as printed."""
    return store.read_known(
        view, "FROM contradiction_row($as_of, $newest_event) ORDER BY contradiction_no", as_of=view.as_of
    )


def added_codes(store: Store, view: View) -> pl.DataFrame:
    """One row a code that any edition adds to a codelist, in the list's order: codelist, code, zh, en."""
    return store.read_known(view, "FROM added_code_row($newest_event) ORDER BY codelist, sort_order, code")


def scale_words(store: Store, view: View) -> dict[tuple[str, str, Decimal], str]:
    """Project, measure and value of each size that is not exact, and how it was worded (a code of qualifier)."""
    rows = store.read_known(view, "FROM scale_word_row($as_of, $newest_event)", as_of=view.as_of)
    return {(row[0], row[1], row[2]): row[3] for row in rows.iter_rows()}


def thresholds(store: Store, view: View) -> pl.DataFrame:
    """One row a rule: name, value in force on the day, effective_on."""
    return store.read_known(
        view, "FROM threshold_in_force($as_of, $newest_event) ORDER BY name", as_of=view.as_of
    )


def rules_begin(store: Store, view: View) -> pl.DataFrame:
    """One row: begins_on, the first day on which any rule has a number."""
    return store.read_known(view, "FROM rules_begin($newest_event)")


def calendar(store: Store, view: View) -> pl.DataFrame:
    """One row: last_closed_on (the last month whose reports have closed), the year under review and its last month
    (reviewed_year, reviewed_to_on; plan_issued is false while it is the year before), first_opened_on
    (the first month that an accepted report told of; NULL for none), unpaid_since_on,
    idle_since_on, two_years_since_on.
    """
    return select(store, view).day.frame("day").select(CALENDAR)
