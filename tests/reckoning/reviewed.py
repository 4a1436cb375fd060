"""The calendar of a view: the last closed month, the year under review, and a project's own share of a year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from portfolio.model import View

from .days import end_of_month, last_closed_month
from .issued import plan_in_force
from .ledger import Known, Ledger, Row, known


@dataclass(frozen=True)
class Reviewed:
    """The year under review, the last of its months that is told of, and whether that closed month's own year has a plan."""

    year: int
    to_on: date
    plan_issued: bool


def january_closes(facts: Known) -> bool:
    """Whether January is a month of its own; where it is one with February it has no closing day."""
    return facts.settings["january_with_february"] == "no"


def closed_month(facts: Known) -> date:
    """The last closed month of the day asked about."""
    return last_closed_month(facts.as_of, facts.limits["report_close_days"], january_closes(facts))


def reviewed(facts: Known) -> Reviewed:
    """The year of the last closed month once any project has a plan of it; until then the whole year before."""
    closed = closed_month(facts)
    if any(_has_plan(facts, project_id, closed.year) for project_id in facts.library):
        return Reviewed(closed.year, closed, plan_issued=True)
    return Reviewed(closed.year - 1, end_of_month(closed.year - 1, 12), plan_issued=False)


def _has_plan(facts: Known, project_id: str, year: int) -> bool:
    return plan_in_force(facts, project_id, year) is not None


def calendar(ledger: Ledger, view: View) -> list[Row]:
    """One row: the last closed month and the year under review."""
    facts = known(ledger, view)
    year = reviewed(facts)
    return [
        {
            "calendar": "*",
            "last_closed_on": closed_month(facts),
            "reviewed_year": year.year,
            "reviewed_to_on": year.to_on,
            "plan_issued": year.plan_issued,
        }
    ]


def own_elapsed(month_on: date, start_due_on: date | None, completion_due_on: date | None) -> Fraction | None:
    """How much of its year a project had by that month's end, in whole months, that of the start counted.

    From its due start (or January) to its due completion (or December) within the year. None before the due start. A
    due completion before the year, or before the start, is none.
    """
    year, first, last = month_on.year, 1, 12
    if start_due_on is not None and start_due_on > month_on:
        return None
    if start_due_on is not None and start_due_on.year == year:
        first = start_due_on.month
    ended = completion_due_on
    if ended is not None and ended.year == year and not (start_due_on is not None and ended < start_due_on):
        last = ended.month
    return min(Fraction(1), Fraction(month_on.month - first + 1, last - first + 1))
