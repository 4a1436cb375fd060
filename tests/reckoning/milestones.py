"""Milestones: due, forecast, done, late, slipped, postponed; one row a milestone with any statement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from portfolio.model import Project, View

from .days import first_day_of_period
from .ledger import Known, Ledger, Row, known
from .selection import selected_projects
from .statements import ENTRY, Due, Statement, dues, statements

ORDER = (
    "approval",
    "feasibility",
    "preliminary_design",
    "tender",
    "start",
    "main_structure",
    "completion",
    "acceptance",
    "final_account",
    "in_use",
)
CORE = tuple(milestone for milestone in ORDER if milestone != "final_account")
MAY_BE_IMPLIED = ORDER[: ORDER.index("completion") + 1]


@dataclass(frozen=True)
class DueDay:
    """The due day in force, and how it came to be."""

    original_due_on: date | None
    due_on: date | None
    due_precision: str | None
    approved_count: int
    silent_count: int


@dataclass(frozen=True)
class Done:
    """A done day that counts at as_of."""

    done_on: date
    precision: str

    @property
    def done_from(self) -> date:
        """The earliest day on which it may have been done."""
        return first_day_of_period(self.done_on, self.precision)


def milestones(ledger: Ledger, view: View) -> list[Row]:
    """One row a selected project and milestone with any statement, by project and the milestones' order."""
    facts = known(ledger, view)
    return [row for project in selected_projects(facts) for row in milestone_rows(facts, project)]


def milestone_rows(facts: Known, project: Project) -> list[Row]:
    """The project's milestone rows, in the milestones' order."""
    said = {milestone: statements(facts, project, milestone) for milestone in ORDER}
    done = {milestone: done_day(facts, said[milestone]) for milestone in ORDER}
    return [
        {"project_id": project.project_id, "milestone": milestone}
        | _row(facts, said[milestone], done[milestone], is_implied(milestone, done))
        for milestone in ORDER
        if said[milestone]
    ]


def is_implied(milestone: str, done: dict[str, Done | None]) -> bool:
    """Whether the milestone has no done day of its own but a later core milestone has."""
    if done[milestone] is not None or milestone not in MAY_BE_IMPLIED:
        return False
    later = ORDER[ORDER.index(milestone) + 1 :]
    return any(done[other] is not None for other in later if other in CORE)


def due_day(facts: Known, said: list[Statement]) -> DueDay:
    """The first stated due day, and what approvals and silent postponements made of it."""
    told = dues(said)
    if not told:
        return DueDay(None, None, None, 0, 0)
    in_force, before, approved, silent = told[0], told[0], 0, 0
    for later in told[1:]:
        if in_force_at(later, facts.as_of):
            approved += later.due_on != in_force.due_on
            in_force = later
        elif later.approved_on is None and later.due_on > in_force.due_on and later.origin == ENTRY:
            silent += later.due_on != before.due_on
        before = later
    return DueDay(told[0].due_on, in_force.due_on, in_force.due_precision, approved, silent)


def in_force_at(due: Due, as_of: date) -> bool:
    """Whether the due day has an approval that holds by that day."""
    return due.approved_on is not None and due.approved_on <= as_of


def forecast_day(facts: Known, said: list[Statement]) -> date | None:
    """The newest forecast: a forecast field, or a due day stated later without an approval in force.

    An approval in force ends the forecasts before it; clearing the field takes back whatever stood before.
    A due day that only repeats the one in force says nothing new and forecasts nothing.
    """
    told = dues(said)
    forecasting = {due.position: due for due in told}
    forecast: date | None = None
    in_force: date | None = None
    for position, one in enumerate(said):
        due = forecasting.get(position)
        if due is not None and in_force_at(due, facts.as_of):
            forecast, in_force = None, due.due_on
        elif due is not None and due is told[0]:
            in_force = due.due_on
        elif due is not None and due.due_on != in_force:
            forecast = due.due_on
        if one.forecast_on is not None or "forecast_on" in one.cleared:
            forecast = one.forecast_on
    return forecast


def done_day(facts: Known, said: list[Statement]) -> Done | None:
    """The done day if it counts at as_of: the entries' current one, else the library's newest."""
    reported = [
        one for one in said if one.origin == ENTRY and (one.done_on is not None or "done_on" in one.cleared)
    ]
    if reported and reported[-1].done_on is not None:
        return _counting(facts, reported[-1])
    published = [one for one in said if one.origin != ENTRY and one.done_on is not None]
    return _counting(facts, published[-1]) if published else None


def _counting(facts: Known, one: Statement) -> Done | None:
    """The statement's done day; a day still to come does not count, a coarse one does once published."""
    assert one.done_on is not None
    if one.done_precision == "day" and one.done_on > facts.as_of:
        return None
    return Done(one.done_on, one.done_precision)


def late_days(as_of: date, due_on: date | None, done: Done | None, implied: bool) -> int | None:
    """The days late; None without a due day, and where only a later milestone tells that it is done."""
    if due_on is None or implied:
        return None
    until = as_of if done is None else done.done_from
    return max(0, (until - due_on).days)


def _row(facts: Known, said: list[Statement], done: Done | None, implied: bool) -> Row:
    due = due_day(facts, said)
    forecast = forecast_day(facts, said)
    still_open = due.due_on is not None and done is None and not implied
    return {
        "original_due_on": due.original_due_on,
        "due_on": due.due_on,
        "due_precision": due.due_precision,
        "forecast_on": forecast,
        "done_on": done.done_on if done else None,
        "done_precision": done.precision if done else None,
        "done": done is not None,
        "implied": implied,
        "late_days": late_days(facts.as_of, due.due_on, done, implied),
        "at_least": done is not None and done.precision != "day",
        "slip_days": _slip(due),
        "approved_count": due.approved_count,
        "silent_count": due.silent_count,
        "warning": still_open and is_warning(facts, due.due_on, forecast),
    }


def _slip(due: DueDay) -> int | None:
    if due.due_on is None or due.original_due_on is None:
        return None
    return (due.due_on - due.original_due_on).days


def is_warning(facts: Known, due_on: date | None, forecast_on: date | None) -> bool:
    """Whether the due day has not passed and the forecast lies so many days or more after it."""
    if due_on is None or forecast_on is None or facts.as_of > due_on:
        return False
    return (forecast_on - due_on).days >= facts.limits["warning_days"]


def is_open(row: Row) -> bool:
    """Whether the milestone has a due day and is neither done nor implied done."""
    return row["due_on"] is not None and not row["done"] and not row["implied"]


def started_in(facts: Known, project: Project, year: int) -> bool:
    """Whether the start has a done day of its own in that year."""
    done = done_day(facts, statements(facts, project, "start"))
    return done is not None and done.done_on.year == year
