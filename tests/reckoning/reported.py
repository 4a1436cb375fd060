"""Builders of entries: the rows that an owner reports, amounts as whole numbers or text."""

from __future__ import annotations

from datetime import date
from typing import Any

from portfolio.model import (
    AllocationBatch,
    FundingEntry,
    InvestmentEntry,
    MilestoneEntry,
    PlanEntry,
    ProgressEntry,
    StatusEntry,
    TreasuryFigure,
    YearEndBaseEntry,
)

from .builders import Amount, exact

PROJECT = "01-01"


def work(
    period_on: date, done: Amount = None, physical: Amount = None, project: str = PROJECT, **told: Any
) -> ProgressEntry:
    """A row of cumulative work done and physical share."""
    return ProgressEntry(
        project_id=project,
        period_on=period_on,
        work_done_amount=exact(done),
        physical_share=exact(physical),
        **told,
    )


def money(
    period_on: date,
    name: str = "county",
    *,
    planned: Amount = None,
    allocated: Amount = None,
    received: Amount = None,
    paid: Amount = None,
    project: str = PROJECT,
    **told: Any,
) -> FundingEntry:
    """A row of one source's money."""
    return FundingEntry(
        project_id=project,
        period_on=period_on,
        source=name,
        planned_amount=exact(planned),
        allocated_amount=exact(allocated),
        received_amount=exact(received),
        paid_amount=exact(paid),
        **told,
    )


def batch(
    document: str, issued_on: date, amount: Amount, name: str = "special_bond", project: str = PROJECT
) -> AllocationBatch:
    """Money of one document or bond issue."""
    known = exact(amount)
    assert known is not None
    return AllocationBatch(
        project_id=project, source=name, document_number=document, issued_on=issued_on, amount=known
    )


def treasury(
    told_on: date,
    name: str | None = "county",
    *,
    allocated: Amount = None,
    received: Amount = None,
    paid: Amount = None,
    project: str = PROJECT,
) -> TreasuryFigure:
    """What the treasury says of a source by that day; of no source of the project's total."""
    return TreasuryFigure(
        project_id=project,
        source=name,
        told_on=told_on,
        allocated_amount=exact(allocated),
        received_amount=exact(received),
        paid_amount=exact(paid),
    )


def plan(period_on: date, year: int, amount: Amount, project: str = PROJECT) -> PlanEntry:
    """A row of a year's plan."""
    return PlanEntry(project_id=project, period_on=period_on, year=year, planned_amount=exact(amount))


def year_forecast(period_on: date, year: int, amount: Amount, project: str = PROJECT) -> PlanEntry:
    """A row that says only what will be done of a year by its end."""
    return PlanEntry(project_id=project, period_on=period_on, year=year, year_forecast_amount=exact(amount))


def milestone(period_on: date, name: str, project: str = PROJECT, **told: Any) -> MilestoneEntry:
    """A row of one milestone."""
    return MilestoneEntry(project_id=project, period_on=period_on, milestone=name, **told)


def stage(period_on: date, name: Any, project: str = PROJECT) -> StatusEntry:
    """A row of the project's stage."""
    return StatusEntry(project_id=project, period_on=period_on, stage=name)


def invested(
    period_on: date, amount: Amount, basis: Any = "feasibility", project: str = PROJECT
) -> InvestmentEntry:
    """A row of the total investment on a newer basis."""
    known = exact(amount)
    assert known is not None
    return InvestmentEntry(project_id=project, period_on=period_on, amount=known, basis=basis)


def year_end(period_on: date, year: int, project: str = PROJECT, **told: Any) -> YearEndBaseEntry:
    """A row of what stood at that year's end: `done`, or of a `source` what was allocated, received and paid."""
    amounts = {
        field: exact(told.pop(name, None))
        for name, field in (
            ("done", "work_done_amount"),
            ("allocated", "allocated_amount"),
            ("received", "received_amount"),
            ("paid", "paid_amount"),
        )
    }
    return YearEndBaseEntry(
        project_id=project, period_on=period_on, year_end_on=date(year, 12, 31), **amounts, **told
    )
