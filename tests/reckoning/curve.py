"""The year's curve: plan spread over the months, and what the planned projects had done and paid by each month.

A row is a project or group with a plan of the year that no group above it has a plan for. Its figures of a month
are known from its first report of the year to its last; in between a month without a report keeps what was known.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from portfolio.model import FundingEntry, ProgressEntry, Project, View

from .days import end_of_month, last_closed_month
from .ledger import Known, Ledger, Row, current, entries_of, known, reports
from .money import annual_plan, difference, paid_base, sum_known, work_base
from .selection import ancestors, funding_keys, selected_projects

CENT = Decimal("0.01")


@dataclass(frozen=True)
class Cell:
    """One planned row in one month."""

    plan: Decimal
    work: Decimal | None
    paid: Decimal | None


def year_curve(ledger: Ledger, view: View) -> list[Row]:
    """One row a month of the year under review and of the year before; none of a year without any plan."""
    facts = known(ledger, view)
    reviewed = last_closed_month(facts.as_of, facts.limits["report_close_days"]).year
    return [row for year in (reviewed - 1, reviewed) for row in _curve(facts, year)]


def _curve(facts: Known, year: int) -> list[Row]:
    plans = {project.project_id: plan for project, plan in _planned(facts, year)}
    rows = [project for project in selected_projects(facts) if _is_drawn(facts, project, plans)]
    if not rows:
        return []
    whole = sum_known(plans[project.project_id] for project in rows)
    found: list[Row] = []
    for month in range(1, 13):
        cells = [_cell(facts, project, plans[project.project_id], year, month) for project in rows]
        found.append(_month(end_of_month(year, month), cells) | {"annual_plan_amount": whole})
    return found


def _planned(facts: Known, year: int) -> list[tuple[Project, Decimal]]:
    """Every row of the library, selected or not, with a known plan of the year."""
    every = [(project, annual_plan(facts, project, year)) for project in facts.library.values()]
    return [(project, plan) for project, plan in every if plan is not None]


def _is_drawn(facts: Known, project: Project, plans: dict[str, Decimal]) -> bool:
    held = any(group.project_id in plans for group in ancestors(facts, project))
    return project.project_id in plans and not held and project.kind != "service"


def _month(month_on: date, cells: list[Cell]) -> Row:
    return {
        "month_on": month_on,
        "plan_amount": sum_known(cell.plan for cell in cells),
        "matched_plan_amount": sum_known(cell.plan for cell in cells if cell.work is not None),
        "work_done_amount": sum_known(cell.work for cell in cells),
        "paid_amount": sum_known(cell.paid for cell in cells),
        "plan_count": len(cells),
        "work_done_count": sum(cell.work is not None for cell in cells),
        "paid_count": sum(cell.paid is not None for cell in cells),
    }


def _cell(facts: Known, project: Project, plan: Decimal, year: int, month: int) -> Cell:
    """The row's plan to that month, and its work done and payments of the year where it tells of them."""
    spread = (plan * month / 12).quantize(CENT, ROUND_HALF_UP)
    told = [day for day in reports(facts, project.project_id) if day.year == year]
    day = end_of_month(year, month)
    if not told or not min(told) <= day <= max(told):
        return Cell(spread, None, None)
    return Cell(spread, _work(facts, project, day), _paid(facts, project, day))


def _work(facts: Known, project: Project, day: date) -> Decimal | None:
    entries = entries_of(facts, ProgressEntry, project.project_id)
    return difference(current(entries, "work_done_amount", day), work_base(facts, project, day.year))


def _paid(facts: Known, project: Project, day: date) -> Decimal | None:
    """Over the yuan sources asked for with a known payment by then; unknown if the year's part of one is."""
    wanted = facts.view.sources
    of_the_year: list[Decimal | None] = []
    for source, currency in funding_keys(facts, project):
        if currency != "CNY" or (wanted is not None and source not in wanted):
            continue
        entries = entries_of(facts, FundingEntry, project.project_id, source=source, currency=currency)
        paid = current(entries, "paid_amount", day)
        if paid is not None:
            of_the_year.append(difference(paid, paid_base(facts, project, source, currency, day.year)))
    return None if None in of_the_year else sum_known(of_the_year)
