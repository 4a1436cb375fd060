"""Milestones: due, forecast, done, late, slipped, postponed; one row a milestone with any statement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from portfolio.model import Project, View

from .approvals import due_day, given_late
from .changes import stopped_days
from .days import first_day_of_period
from .forecasts import forecast_day
from .ledger import Known, Ledger, Row, known
from .selection import selected_projects
from .statements import ENTRY, Statement, dues, statements

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
    """The project's milestone rows, in the milestones' order: of what is said, and of what only its parts have done."""
    number = project.project_id
    said = {milestone: statements(facts, number, milestone) for milestone in ORDER}
    done = {milestone: done_of(facts, number, milestone, said[milestone]) for milestone in ORDER}
    return [
        {"project_id": project.project_id, "milestone": milestone}
        | _row(facts, project, milestone, said[milestone], done[milestone], implied_from(milestone, done))
        for milestone in ORDER
        if said[milestone] or done[milestone] is not None
    ]


def implied_from(milestone: str, done: dict[str, Done | None]) -> date | None:
    """From which day a later core milestone tells that it is done; None with a done day of its own, or without any."""
    if done[milestone] is not None or milestone not in MAY_BE_IMPLIED:
        return None
    later = [done[other] for other in ORDER[ORDER.index(milestone) + 1 :] if other in CORE]
    return min((one.done_from for one in later if one is not None), default=None)


def done_day(facts: Known, said: list[Statement]) -> Done | None:
    """The done day if it counts at as_of: the entries' current one, else the library's newest."""
    reported = [
        one for one in said if one.origin == ENTRY and (one.done_on is not None or "done_on" in one.cleared)
    ]
    if reported and reported[-1].done_on is not None:
        return _counting(facts, reported[-1])
    published = [one for one in said if one.origin != ENTRY and one.done_on is not None]
    return _counting(facts, published[-1]) if published else None


def done_of(facts: Known, project_id: str, milestone: str, said: list[Statement]) -> Done | None:
    """The done day; where the row itself tells none, the last of those that it continues, once every one is done."""
    own = done_day(facts, said)
    parts = facts.editions.predecessors(project_id)
    if own is not None or not parts:
        return own
    found = [done_of(facts, part, milestone, statements(facts, part, milestone)) for part in parts]
    there = [one for one in found if one is not None]
    return max(there, key=lambda one: one.done_on) if len(there) == len(found) else None


def _counting(facts: Known, one: Statement) -> Done | None:
    """The statement's done day; it does not count before it, nor a coarse one before its period has begun."""
    assert one.done_on is not None
    done = Done(one.done_on, one.done_precision)
    return done if done.done_from <= facts.as_of else None


def late_days(
    facts: Known, project: Project, due_on: date | None, done: Done | None, implied: bool
) -> int | None:
    """The days late; None without a due day, and where only a later milestone tells that it is done."""
    if due_on is None or implied:
        return None
    return _late_until(facts, project, due_on, facts.as_of if done is None else done.done_from)


def _late_until(facts: Known, project: Project, due_on: date, until: date) -> int:
    """The days from the one to the other without those on which the project stood still, never below 0."""
    return max(0, (until - due_on).days - stopped_days(facts, project.project_id, due_on, until))


def _row(
    facts: Known,
    project: Project,
    milestone: str,
    said: list[Statement],
    done: Done | None,
    implied_from: date | None,
) -> Row:
    day = due_day(dues(said), facts.as_of)
    due_on = day.in_force.due_on if day.in_force else None
    told = forecast_day(said, facts.as_of)
    finished = done is not None or implied_from is not None
    forecast = None if finished else told.forecast_on
    still_open = due_on is not None and not finished
    late_approvals = given_late(
        day, lambda before, on: _late_on(facts, project, before, on, done, implied_from)
    )
    return {
        "original_due_on": day.original.due_on if day.original else None,
        "due_on": due_on,
        "due_precision": day.in_force.due_precision if day.in_force else None,
        "forecast_on": forecast,
        "forecast_precision": None if forecast is None else told.precision,
        "forecast_past_days": None if forecast is None else max(0, (facts.as_of - forecast).days),
        "done_on": done.done_on if done else None,
        "done_precision": done.precision if done else None,
        "done": done is not None,
        "implied": implied_from is not None,
        "late_days": late_days(facts, project, due_on, done, implied_from is not None),
        "stopped_days": _stopped(facts, project, due_on, done, implied_from),
        "at_least": done is not None and done.precision != "day",
        "slip_days": day.slip_days,
        "approved_count": len(day.adjustments),
        "late_approval_count": len(late_approvals),
        "late_approval_days": sum(late_approvals) if late_approvals else None,
        "late_filed_count": sum(one.handed_in_late for one in day.adjustments),
        "postponement_count": told.postponement_count,
        "postponed_days": _postponed(milestone, due_on, forecast) if told.unapproved else None,
        "warning": still_open and is_warning(facts, due_on, forecast),
    }


def _stopped(
    facts: Known, project: Project, due_on: date | None, done: Done | None, implied_from: date | None
) -> int | None:
    """How many days since the due day the project stood still, which are not counted; None where no lateness is."""
    if due_on is None or implied_from is not None:
        return None
    until = facts.as_of if done is None else done.done_from
    return stopped_days(facts, project.project_id, due_on, until)


def _late_on(
    facts: Known, project: Project, due_on: date, day: date, done: Done | None, implied_from: date | None
) -> int | None:
    """The days late on that day, as far as its done day is known by now."""
    if done is None and implied_from is not None and implied_from <= day:
        return None
    return _late_until(facts, project, due_on, day if done is None else min(day, done.done_from))


def _postponed(milestone: str, due_on: date | None, forecast: date | None) -> int | None:
    """By how many days an open core milestone's forecast lies after the due day in force; None unless it does."""
    if milestone not in CORE or due_on is None or forecast is None or forecast <= due_on:
        return None
    return (forecast - due_on).days


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
    number = project.project_id
    done = done_of(facts, number, "start", statements(facts, number, "start"))
    return done is not None and done.done_on.year == year
