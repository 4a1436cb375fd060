"""The plan's indicators: as printed, what became known of them, and the projects of their service areas.

Indicators are the city's, so of the view's filters only the service area applies to them.
"""

from __future__ import annotations

import polars as pl

from portfolio.model import View
from portfolio.queries.naming import called
from portfolio.queries.select import of_areas
from portfolio.store import Store


def indicators(store: Store, view: View) -> pl.DataFrame:
    """One row an indicator: as printed, as numbers, `course`, newest value, shares; by area, 约束性 first."""
    order = "area_order, nature <> 'binding', indicator_no"
    rows = _read(store, view, f"FROM indicator_standing($as_of, $newest_event) ORDER BY {order}")
    return of_areas(rows, view).drop("area_order")


def indicator_facts(store: Store, view: View) -> pl.DataFrame:
    """One row a fact that a public page states of an indicator; of each the newest page first."""
    order = "indicator_no, stated_on DESC NULLS LAST, evidence_no"
    return of_areas(_read(store, view, f"FROM indicator_fact($as_of, $newest_event) ORDER BY {order}"), view)


def indicator_reports(store: Store, view: View) -> pl.DataFrame:
    """One row an indicator of which a value was ever reported: the current one, who sent it when, file and cell."""
    return _read(store, view, "FROM indicator_report($as_of, $newest_event) ORDER BY indicator_no")


def _read(store: Store, view: View, question: str) -> pl.DataFrame:
    """The answer for all areas, worked out once a day: there are few indicators, and many choices of filters."""
    return called(store, view, store.read_known(view, question, as_of=view.as_of))
