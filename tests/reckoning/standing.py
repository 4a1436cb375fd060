"""What a milestone stands as in the lists, and the reason told for it."""

from __future__ import annotations

from portfolio.model import MilestoneEntry, ObstacleEntry, Project, View

from .entries import Accepted
from .ledger import Known, Ledger, Row, current, entries_of, known
from .milestones import CORE, milestone_rows
from .selection import selected_projects
from .state import owes_reports, project_row

UNJUDGED = ("suspended", "withdrawn", "service", "group")


def standings(ledger: Ledger, view: View) -> list[Row]:
    """One row a selected project and milestone of which anything is said."""
    facts = known(ledger, view)
    return [row for project in selected_projects(facts) for row in _of_project(facts, project)]


def _of_project(facts: Known, project: Project) -> list[Row]:
    row = project_row(facts, project)
    obstacle = _telling_obstacle(facts, project)
    return [
        {
            name: told[name]
            for name in ("project_id", "milestone", "due_on", "forecast_on", "forecast_past_days", "done_on")
        }
        | {
            "standing": standing(row, told),
            "lapsed": lapsed(row, told),
            "reason": _own_reason(facts, project, told["milestone"])
            or current(obstacle, "reason", facts.as_of),
            "responsible": current(obstacle, "responsible", facts.as_of),
        }
        for told in milestone_rows(facts, project)
    ]


def standing(row: Row, told: Row) -> str | None:
    """The milestone's standing, given its project's row; None where nothing is to be said of it."""
    if row["state"] in UNJUDGED or told["implied"]:
        return _stopped(row, told)
    if told["done"]:
        return "done_late" if told["late_days"] else None
    reports = row["last_period_on"] is not None
    if told["warning"]:
        return "warning" if reports and owes_reports(row) else None
    if not told["late_days"]:
        return None
    if row["completed"] or told["milestone"] not in CORE:
        return "after_completion" if reports else None
    return "passed_unreported" if row["passed_unreported"] else "late"


def _stopped(row: Row, told: Row) -> str | None:
    """What was late when the project was stopped stays so; of it nothing else is said."""
    if row["state"] != "suspended" or row["kind"] != "project" or told["implied"] or told["done"]:
        return None
    if not told["late_days"] or told["milestone"] not in CORE or row["completed"]:
        return None
    return "passed_unreported" if row["passed_unreported"] else "late"


def lapsed(row: Row, told: Row) -> bool:
    """Whether a forecast that has passed must be reported anew: of a project that has reported and owes reports."""
    past = (told["forecast_past_days"] or 0) > 0
    return past and row["last_period_on"] is not None and owes_reports(row)


def _own_reason(facts: Known, project: Project, milestone: str) -> str | None:
    """The reason in the newest entry that tells a due day, a forecast or a reason."""
    entries = entries_of(facts, MilestoneEntry, project.project_id, milestone=milestone)
    told = [one.entry for one in entries if isinstance(one.entry, MilestoneEntry)]
    speaking = [one for one in told if (one.reason, one.due_on, one.forecast_on) != (None, None, None)]
    return speaking[-1].reason if speaking else None


def _telling_obstacle(facts: Known, project: Project) -> list[Accepted]:
    """All that was said of the open obstacle last spoken of, one with a reason before one without."""
    said = entries_of(facts, ObstacleEntry, project.project_id)
    numbers = {one.entry.obstacle for one in said if isinstance(one.entry, ObstacleEntry)}
    each = [entries_of(facts, ObstacleEntry, project.project_id, obstacle=number) for number in numbers]
    still_open = [entries for entries in each if not _is_cleared(facts, entries)]
    return max(still_open, key=lambda entries: _weight(facts, entries), default=[])


def _is_cleared(facts: Known, entries: list[Accepted]) -> bool:
    cleared_on = current(entries, "cleared_on", facts.as_of)
    return cleared_on is not None and cleared_on <= facts.as_of


def _weight(facts: Known, entries: list[Accepted]) -> tuple[object, ...]:
    return current(entries, "reason", facts.as_of) is not None, entries[-1].order
