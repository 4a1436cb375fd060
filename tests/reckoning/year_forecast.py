"""预计全年完成 a second time: what the newest word of a year says will be done by its end. It is told, never ranked."""

from __future__ import annotations

from decimal import Decimal

from portfolio.model import PlanEntry, Project, View

from .groups import Figure, has_members, row_amount
from .ledger import Known, Ledger, Row, current, entries_of, known
from .money import as_float, quotient
from .rate import is_out
from .reviewed import reviewed
from .selection import selected_projects


def forecast_of(facts: Known, project: Project, year: int) -> Decimal | None:
    """What the row itself says will be done in that year; a blank changes nothing, a clearing takes it back."""
    told = entries_of(facts, PlanEntry, project.project_id, year=year)
    amount: Decimal | None = current(told, "year_forecast_amount", facts.as_of)
    return amount


def year_forecasts(ledger: Ledger, view: View) -> list[Row]:
    """One row a selected row: of the year under review its plan as it is added up, its forecast, one by the other.

    A group with members has no forecast of its own beside theirs; a row that was taken out has none either.
    """
    facts = known(ledger, view)
    year = reviewed(facts).year
    found: list[Row] = []
    for project in selected_projects(facts):
        out = is_out(facts, project.project_id, year)
        plan = None if out else row_amount(facts, project, Figure("annual_plan", year=year), facts.as_of)
        silent = out or has_members(facts, project)
        forecast = None if silent else forecast_of(facts, project, year)
        found.append(
            {
                "project_id": project.project_id,
                "annual_plan_amount": plan,
                "year_forecast_amount": forecast,
                "forecast_share": as_float(quotient(forecast, plan)),
            }
        )
    return found
