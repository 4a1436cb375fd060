"""The shape of a worked example: a ledger, a view and what each question must answer in part.

Expected answers go by question and then by the row's key; only the columns named are compared.
None in a row's place says that there is no such row.
"""

from __future__ import annotations

from typing import Any

from portfolio.model import View

from .ledger import Ledger

Told = dict[str, Any]
Expected = dict[str, dict[Any, Any]]
Example = tuple[Ledger, View, Expected]
PROJECT = "01-01"

KEYS: dict[str, tuple[str, ...]] = {
    "project_state": ("project_id",),
    "milestones": ("project_id", "milestone"),
    "funding_rows": ("project_id", "source", "currency"),
    "money_by_county": ("county_code", "measure"),
    "completion_by_county": ("county_code",),
    "funding_rates_by_county": ("county_code",),
    "late_by_county": ("county_code",),
    "coverage": ("county_code",),
    "year_curve": ("month_on",),
    "source_year": ("source", "year"),
    "standings": ("project_id", "milestone"),
    "comparison": ("comparison", "county_code"),
    "calendar": ("calendar",),
    "overruns": ("project_id", "overrun"),
    "owed": ("project_id",),
    "published_totals": ("total_no",),
    "treasury_rows": ("project_id", "source", "figure"),
    "year_forecasts": ("project_id",),
}
"""The columns by which a row of each question is named; a key of one column stands bare."""


def project_is(told: dict[str, Any], project_id: str = PROJECT) -> Expected:
    """The expectation that the project's row has these values."""
    return {"project_state": {project_id: told}}


def milestone_is(name: str, told: dict[str, Any], project_id: str = PROJECT) -> Expected:
    """The expectation that the milestone's row has these values."""
    return {"milestones": {(project_id, name): told}}


def funding_is(told: dict[tuple[str, str], dict[str, Any]], project_id: str = PROJECT) -> Expected:
    """The expectation that the project's funding rows, by source and currency, have these values."""
    return {"funding_rows": {(project_id, *key): row for key, row in told.items()}}


def calendar_is(told: dict[str, Any]) -> Expected:
    """The expectation that the day's calendar has these values."""
    return {"calendar": {"*": told}}


def reported_are(*counts: int, county: str = "421221") -> Expected:
    """The expectation of the county's projects: expected, reported, reported of a later month only, overdue."""
    names = ("expected_count", "reported_count", "reported_later_count", "overdue_count")
    return {"coverage": {county: dict(zip(names, counts, strict=True))}}
