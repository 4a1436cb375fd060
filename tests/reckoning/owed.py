"""超概, and what new starts and red projects owe: days, 原因、措施、责任人、期限."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from portfolio.model import InvestmentEntry, MilestoneEntry, ObstacleEntry, Project, View

from .ledger import Known, Ledger, Row, current, entries_of, known
from .milestones import milestone_rows
from .money import as_float, quotient
from .selection import selected_projects
from .state import project_row

BUILDING = ("new_start", "continuing")
OF_RED = {"reason": "reason", "remedy": "remedy", "responsible": "responsible", "deadline": "due_on"}
"""What a report of a red project owes, and the field of an obstacle that tells it."""


def overruns(ledger: Ledger, view: View) -> list[Row]:
    """One row a selected project and rule of 超概 that it breaks: base, amount, how much and what share over."""
    facts = known(ledger, view)
    return [row for project in selected_projects(facts) for row in _overruns(facts, project)]


def _overruns(facts: Known, project: Project) -> list[Row]:
    state = project_row(facts, project)
    if project.kind != "project" or state["state"] == "withdrawn":
        return []
    feasibility, preliminary = (_on_basis(facts, project, name) for name in ("feasibility", "preliminary"))
    share = facts.limits["estimate_over_share"]
    told = {
        "estimate": (feasibility, preliminary, feasibility and feasibility * (1 + share)),
        "work_done": (preliminary, state["work_done_amount"], preliminary),
        "paid": (preliminary, state["paid_amount"], preliminary),
    }
    return [
        {
            "project_id": project.project_id,
            "overrun": name,
            "base_amount": base,
            "reached_amount": reached,
            "over_amount": reached - base,
            "over_share": as_float(quotient(reached - base, base)),
        }
        for name, (base, reached, bound) in told.items()
        if base is not None and reached is not None and bound is not None and reached > bound
    ]


def _on_basis(facts: Known, project: Project, basis: str) -> Decimal | None:
    """The newest accepted total investment on that basis."""
    entries = entries_of(facts, InvestmentEntry, project.project_id, basis=basis)
    amount: Decimal | None = current(entries, "amount", facts.as_of)
    return amount


def owed(ledger: Ledger, view: View) -> list[Row]:
    """One row a selected project that is being built or red: which day, and of the red what word, is owed."""
    facts = known(ledger, view)
    found = [_owed(facts, project) for project in selected_projects(facts)]
    return [row for row in found if row is not None]


def _owed(facts: Known, project: Project) -> Row | None:
    state = project_row(facts, project)
    building = state["stage"] in BUILDING and state["state"] != "completed"
    if project.kind != "project" or not (building or state["state"] == "red"):
        return None
    days = {row["milestone"]: row for row in milestone_rows(facts, project)}
    start, completion = (days.get(name, {}) for name in ("start", "completion"))
    row: Row = {
        "project_id": project.project_id,
        "start_day_owed": building and start.get("due_on") is None and start.get("done_on") is None,
        "completion_day_owed": building and completion.get("due_on") is None,
    }
    red = state["state"] == "red"
    told = _told(facts, project, state["delay_milestone"])
    return row | {f"{name}_owed": red and name not in told for name in OF_RED}


def _told(facts: Known, project: Project, milestone: str | None) -> set[str]:
    """What the open obstacles tell of OF_RED together; the milestone that is latest may tell its own reason."""
    said = entries_of(facts, ObstacleEntry, project.project_id)
    numbers = {one.entry.obstacle for one in said if isinstance(one.entry, ObstacleEntry)}
    found: set[str] = set()
    for number in numbers:
        entries = entries_of(facts, ObstacleEntry, project.project_id, obstacle=number)
        cleared_on = current(entries, "cleared_on", facts.as_of)
        if cleared_on is None or cleared_on > facts.as_of:
            now: dict[str, Any] = {
                name: current(entries, field, facts.as_of) for name, field in OF_RED.items()
            }
            found |= {name for name, value in now.items() if value is not None}
    own = entries_of(facts, MilestoneEntry, project.project_id, milestone=milestone) if milestone else []
    speaking = [
        one.entry
        for one in own
        if isinstance(one.entry, MilestoneEntry)
        and (one.entry.reason, one.entry.due_on, one.entry.forecast_on) != (None, None, None)
    ]
    return found | ({"reason"} if speaking and speaking[-1].reason else set())
