"""Every question of the reckoning by name, and rows by the columns that name them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from portfolio.model import View

from .beside import treasury_rows
from .comparison import comparison
from .county import (
    completion_by_county,
    coverage,
    funding_rates_by_county,
    late_by_county,
    money_by_county,
    state_counts,
)
from .curve import year_curve
from .example import KEYS
from .ledger import Ledger, Row
from .milestones import milestones
from .owed import overruns, owed
from .published import published_totals
from .reviewed import calendar
from .standing import standings
from .state import project_state
from .unpaid import with_standing
from .year_forecast import year_forecasts
from .years import source_year

ROW_QUESTIONS: dict[str, Callable[[Ledger, View], list[Row]]] = {
    "project_state": project_state,
    "milestones": milestones,
    "funding_rows": with_standing,
    "money_by_county": money_by_county,
    "completion_by_county": completion_by_county,
    "funding_rates_by_county": funding_rates_by_county,
    "late_by_county": late_by_county,
    "coverage": coverage,
    "year_curve": year_curve,
    "source_year": source_year,
    "standings": standings,
    "comparison": comparison,
    "calendar": calendar,
    "overruns": overruns,
    "owed": owed,
    "published_totals": published_totals,
    "treasury_rows": treasury_rows,
    "year_forecasts": year_forecasts,
}


def by_key(question: str, rows: Iterable[Row]) -> dict[Any, Row]:
    """The rows by their naming columns, in whatever order they came; two rows of one name are refused."""
    found: dict[Any, Row] = {}
    for row in rows:
        names = tuple(row[column] for column in KEYS[question])
        key = names[0] if len(names) == 1 else names
        assert key not in found, f"{question} has two rows of {key}"
        found[key] = row
    return found


def answers(ledger: Ledger, view: View) -> dict[str, dict[Any, Any]]:
    """Every answer of the reckoning, by question and by the row's key."""
    found: dict[str, dict[Any, Any]] = {
        question: by_key(question, ask(ledger, view)) for question, ask in ROW_QUESTIONS.items()
    }
    return found | {"state_counts": state_counts(ledger, view)}
