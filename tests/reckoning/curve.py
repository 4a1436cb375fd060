"""The year's curve: plan spread over the months, and what the planned projects had done and paid by each month.

A row is a project or group with a plan of the year; what it planned and did are its row amounts. The work of a row
without a plan counts under that of the nearest group above it that has one. Figures of a month are known from the first
report of the year to the last, its own or one of those rows'; in between a month without a report keeps what was known.
The numbers count projects.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from portfolio.model import FundingEntry, ProgressEntry, Project, View

from .days import end_of_month
from .groups import PAID, WORK, Figure, below, has_members, row_amount, row_split
from .ledger import Known, Ledger, Row, current, entries_of, known, reports
from .money import base_without_december, difference, last_december, source_base, sum_known, work_base
from .reviewed import closed_month
from .selection import ancestors, funding_keys, selected_projects

CENT = Decimal("0.01")


@dataclass(frozen=True)
class Cell:
    """One planned row in one month."""

    plan: Decimal
    work: Decimal | None
    paid: Decimal | None
    counts: bool
    """Whether it is a project's."""


def year_curve(ledger: Ledger, view: View) -> list[Row]:
    """One row a month of the last closed month's year and of the year before; none of a year without any plan."""
    facts = known(ledger, view)
    closed = closed_month(facts).year
    return [row for year in (closed - 1, closed) for row in _curve(facts, year)]


def _curve(facts: Known, year: int) -> list[Row]:
    figure = Figure("annual_plan", year=year)
    amounts = {
        name: row_amount(facts, project, figure, facts.as_of) for name, project in facts.library.items()
    }
    plans = {name: amount for name, amount in amounts.items() if amount is not None}
    rows = [one for one in selected_projects(facts) if one.project_id in plans and one.kind != "service"]
    if not rows:
        return []
    whole = sum_known(plans[project.project_id] for project in rows)
    found: list[Row] = []
    for month in range(1, 13):
        cells = [_cell(facts, _under(facts, project, plans), plans, year, month) for project in rows]
        found.append(_month(end_of_month(year, month), cells) | {"annual_plan_amount": whole})
    return found


def _under(facts: Known, project: Project, plans: dict[str, Decimal]) -> list[Project]:
    """The row with the plan, and those below it without any whose nearest planned group it is."""
    found = [project]
    for one in below(facts, project):
        nearest = next(group for group in ancestors(facts, one) if group.project_id in plans)
        if one.project_id not in plans and nearest.project_id == project.project_id:
            found.append(one)
    return found


def _month(month_on: date, cells: list[Cell]) -> Row:
    return {
        "month_on": month_on,
        "plan_amount": sum_known(cell.plan for cell in cells),
        "matched_plan_amount": sum_known(cell.plan for cell in cells if cell.work is not None),
        "work_done_amount": sum_known(cell.work for cell in cells),
        "paid_amount": sum_known(cell.paid for cell in cells),
        "plan_count": sum(cell.counts for cell in cells),
        "work_done_count": sum(cell.counts and cell.work is not None for cell in cells),
        "paid_count": sum(cell.counts and cell.paid is not None for cell in cells),
    }


def _cell(facts: Known, under: list[Project], plans: dict[str, Decimal], year: int, month: int) -> Cell:
    """The row's plan to that month, and the work done and payments of the year where it is told of them."""
    row = under[0]
    spread = (plans[row.project_id] * month / 12).quantize(CENT, ROUND_HALF_UP)
    told = [day for one in under for day in reports(facts, one.project_id) if day.year == year]
    day = end_of_month(year, month)
    if not told or not min(told) <= day <= max(told):
        return Cell(spread, None, None, row.kind == "project")
    work = sum_known(_work(facts, one, day) for one in under)
    own, *others = (_paid(facts, one, day) for one in under)
    # of its own sources none may be unknown; of the rows that have no plan what is known counts
    known_ones = [amount for part in others for amount in part if amount is not None]
    paid = None if None in own else sum_known([*own, *known_ones])
    return Cell(spread, work, paid, row.kind == "project")


def _work(facts: Known, project: Project, day: date) -> Decimal | None:
    done = row_amount(facts, project, WORK, day)
    stated = current(entries_of(facts, ProgressEntry, project.project_id), "work_done_amount", day)
    if not has_members(facts, project):
        return difference(done, work_base(facts, project, day.year, stated))
    if last_december(day.year) not in reports(facts, project.project_id):
        return difference(done, base_without_december(facts, project, day.year, stated))
    base = row_amount(facts, project, WORK, last_december(day.year))
    return difference(done, base_without_december(facts, project, day.year, stated) if base is None else base)


def _paid(facts: Known, project: Project, day: date) -> list[Decimal | None]:
    """Of each yuan source asked for with a known payment by then its part of the year, None where that is unknown."""
    wanted = facts.view.sources
    of_the_year: dict[str, Decimal | None] = {}
    for source, currency in funding_keys(facts, project):
        entries = entries_of(facts, FundingEntry, project.project_id, source=source, currency=currency)
        paid = current(entries, "paid_amount", day) if currency == "CNY" else None
        if paid is not None:
            base = source_base(facts, project, source, currency, "paid_amount", day)
            of_the_year[source] = difference(paid, base)
    if has_members(facts, project):
        of_the_year = _paid_of_a_group(facts, project, day, unknown=None in of_the_year.values())
    return [amount for source, amount in of_the_year.items() if wanted is None or source in wanted]


def _paid_of_a_group(
    facts: Known, project: Project, day: date, *, unknown: bool
) -> dict[str, Decimal | None]:
    """Its row amount less that of December where it reported then; unknown where any of what it stated is."""
    now, before = (
        row_split(facts, project, PAID, day),
        row_split(facts, project, PAID, last_december(day.year)),
    )
    if last_december(day.year) not in reports(facts, project.project_id):
        before = {}
    return {
        source: None if unknown else amount - before.get(source, Decimal(0)) for source, amount in now.items()
    }
