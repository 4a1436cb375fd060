"""The due day in force: what approvals made of the day first stated, which came late, which were handed in late."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from .days import a_month_after
from .statements import Due

DaysLate = Callable[[date, date], int | None]
"""How many days late a milestone with that due day was on that day; None where it was done, nobody knows when."""


@dataclass(frozen=True)
class Adjustment:
    """One approval that moved the due day: from which day, to which, when approved, when first handed in."""

    before_on: date
    due: Due
    approved_on: date
    handed_on: date | None

    @property
    def handed_in_late(self) -> bool:
        """Whether it came more than a month after its day."""
        return self.handed_on is not None and self.handed_on > a_month_after(self.approved_on)


@dataclass(frozen=True)
class DueDay:
    """The due day in force, the one first stated, and the approvals that led from this to that."""

    original: Due | None
    in_force: Due | None
    adjustments: tuple[Adjustment, ...] = ()

    @property
    def slip_days(self) -> int | None:
        """Current due day less the original one."""
        if self.in_force is None or self.original is None:
            return None
        return (self.in_force.due_on - self.original.due_on).days


def holds(due: Due, as_of: date) -> bool:
    """Whether the due day has an approval that holds by that day."""
    return due.approved_on is not None and due.approved_on <= as_of


def due_in_force(told: list[Due], as_of: date) -> Due | None:
    """Of several approvals the one of the newest day, of these the newest statement; without any the first day stated."""
    approved = [due for due in told if holds(due, as_of)]
    if approved:
        return max(approved, key=lambda due: (due.approved_on, due.position))
    return told[0] if told else None


def due_day(told: list[Due], as_of: date) -> DueDay:
    """The due day in force by that day, with each approval that moved it, in the order of their days."""
    if not told:
        return DueDay(None, None)
    days = sorted(
        {due.approved_on for due in told if due.approved_on is not None and due.approved_on <= as_of}
    )
    before_on, found = told[0].due_on, []
    for approved_on in days:
        of_that_day = [due for due in told if due.approved_on == approved_on]
        due = of_that_day[-1]
        if due.due_on != before_on:
            handed = [one.handed_on for one in of_that_day if one.due_on == due.due_on and one.handed_on]
            found.append(Adjustment(before_on, due, approved_on, min(handed, default=None)))
        before_on = due.due_on
    return DueDay(told[0], due_in_force(told, as_of), tuple(found))


def given_late(day: DueDay, days_late: DaysLate) -> list[int]:
    """The days late, on its day, of each approval that came when the milestone was already late."""
    found = [days_late(one.before_on, one.approved_on) for one in day.adjustments]
    return [days for days in found if days]
