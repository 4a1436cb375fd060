"""The year's curve: plan spread over the months, and what had been done and paid under the plans by each month.

The rows are those that take part in the year's rate, and a month's work is the rate's numerator as that month knew it:
a silent row stands with its last figure. Months that have not closed are unknown, as are those in which no row knew
its work. What was paid is of the rows that know it, in the year under review of those that know it whole. The numbers
count projects.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from portfolio.model import Project, View

from . import figures, treasury
from .bases import last_december, sum_known
from .counted import paid_under
from .days import end_of_month
from .groups import PAID, has_members, row_split
from .ledger import Known, Ledger, Row, known, reports
from .of_year import PAID as PAID_AMOUNT
from .of_year import paid_of_total, paid_of_year
from .rate import Year, due_by, has_reported, the_year, work_of_year
from .reviewed import closed_month, reviewed
from .selection import funding_keys, selected_projects
from .state import project_row


@dataclass(frozen=True)
class Cell:
    """One row that takes part, in one month."""

    plan: Decimal
    work: Decimal | None
    paid: Decimal | None
    reported_plan: Decimal
    """Its plan of the year if it reported that very month, else 0."""
    counts: bool
    """Whether it is a project's."""


def year_curve(ledger: Ledger, view: View) -> list[Row]:
    """One row a month of the last closed month's year and of the year before; none of a year without any plan."""
    facts = known(ledger, view)
    closed = closed_month(facts).year
    return [row for year in (closed - 1, closed) for row in _curve(facts, year)]


def _curve(facts: Known, year: int) -> list[Row]:
    of = the_year(facts, year)
    rows = [one.project_id for one in selected_projects(facts) if one.project_id in of.rated]
    if not rows:
        return []
    paying = _paying(facts, of) if year == reviewed(facts).year else set(rows)
    whole = sum_known(of.rated[name].plan for name in rows)
    found: list[Row] = []
    for month in range(1, 13):
        cells = [_cell(facts, of, name, end_of_month(year, month), paying) for name in rows]
        found.append(_month(end_of_month(year, month), cells) | {"annual_plan_amount": whole})
    return found


def _paying(facts: Known, of: Year) -> set[str]:
    """The rows whose payments of the year are known whole, as 年度支付进度 counts them."""
    rows = {name: project_row(facts, project) for name, project in facts.library.items()}
    return {name for name, paid in paid_under(facts, rows, of).items() if paid is not None}


def _month(month_on: date, cells: list[Cell]) -> Row:
    return {
        "month_on": month_on,
        "plan_amount": sum_known(cell.plan for cell in cells),
        "reported_plan_amount": sum_known(cell.reported_plan for cell in cells),
        "work_done_amount": sum_known(cell.work for cell in cells),
        "paid_amount": sum_known(cell.paid for cell in cells),
        "plan_count": sum(cell.counts for cell in cells),
        "work_done_count": sum(cell.counts and cell.work is not None for cell in cells),
        "paid_count": sum(cell.counts and cell.paid is not None for cell in cells),
    }


def _cell(facts: Known, of: Year, name: str, day: date, paying: set[str]) -> Cell:
    """The row's plan to that month, and the work done and payments of the year where the month has closed."""
    family, row = of.under[name], of.rated[name]
    spread, counts = due_by(row.plan, day), family[0].kind == "project"
    if day > of.month_on:
        return Cell(spread, None, None, Decimal(0), counts)
    work = sum_known(work_of_year(facts, one, day) for one in family)
    own, *others = (_paid(facts, one, day) for one in family)
    # of its own sources none may be unknown; of the rows that have no plan what is known counts
    known_ones = [amount for part in others for amount in part if amount is not None]
    paid = None if None in own or name not in paying else sum_known([*own, *known_ones])
    told = row.plan if has_reported(facts, family, day) else Decimal(0)
    return Cell(spread, work, paid, told, counts)


def _paid(facts: Known, project: Project, day: date) -> list[Decimal | None]:
    """Of each yuan source asked for with a known payment by then its part of the year, None where that is unknown."""
    wanted = facts.view.sources
    whole = paid_of_total(facts, project, day, day.year)
    of_the_year: dict[str, Decimal | None] = {}
    rest = [] if whole is None else [(treasury.REST, "CNY")]
    for source, currency in {*funding_keys(facts, project), *rest}:
        key = project, source, currency
        told = currency == "CNY" and figures.source_figure(facts, *key, PAID_AMOUNT, day) is not None
        if told or (whole is not None and source == treasury.REST and currency == "CNY"):
            of_the_year[source] = paid_of_year(facts, *key, day, day.year).amount
    if whole is not None:
        of_the_year = {source: amount for source, amount in of_the_year.items() if amount is not None}
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
