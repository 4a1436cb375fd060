"""What is known of how many, and who reported which month, counted one project at a time.

A month is asked for until the next one closes: a project owes it when it stood in the library on the month's last day
(of a library taken later, by the day until which it is asked) and then was neither completed, suspended nor withdrawn.
The last closed month is asked for as the overview asks for it.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from portfolio.model import View

from .changes import decided_stage
from .county import Whole, whole
from .days import end_of_month
from .ledger import REPORT_TABLES, Ledger, Row, accepted_at
from .milestones import milestone_rows
from .money import annual_plan
from .reviewed import closed_month, january_closes, reviewed
from .selection import ancestors, funding_keys, stage_of
from .state import FINISHING, owes_month

ALL = "*"
MONTHS = 24
MONEY = {
    "investment": "investment_amount",
    "planned_funding": "planned_funding_amount",
    "work_done": "work_done_amount",
    "received": "received_amount",
    "paid": "paid_amount",
}


def completeness(ledger: Ledger, view: View) -> dict[tuple[str, str], tuple[int, int]]:
    """(field, county or *) to how many projects know it, and of how many."""
    every = whole(ledger, view)
    found: dict[tuple[str, str], tuple[int, int]] = {}
    for row in _leaves(every):
        for field, known in _known(every, row).items():
            for county in (row["county_code"], ALL):
                count, of = found.get((field, county), (0, 0))
                found[field, county] = (count + known, of + 1)
    return found


def _leaves(every: Whole) -> list[Row]:
    return [every.rows[one] for one in every.selected if every.rows[one]["kind"] == "project"]


def _known(every: Whole, row: Row) -> dict[str, bool]:
    """Each field, and whether the project itself knows it; a source may also be named by a group above it."""
    facts, project = every.facts, every.facts.library[row["project_id"]]
    family = [project, *ancestors(facts, project)]
    year = reviewed(facts).year
    dues = {one["milestone"] for one in milestone_rows(facts, project) if one["due_on"] is not None}
    named = {source for one in family for source, _ in funding_keys(facts, one)}
    told = {
        "project_code": project.project_code is not None,
        "county": row["county_code"] != "000000",
        "owner_unit": project.owner_unit is not None,
        "funding_source": bool(named - {"not_stated"}),
        "annual_plan": annual_plan(facts, project, year) is not None,
        "start_due": "start" in dues,
        "completion_due": "completion" in dues,
        "stage": stage_of(facts, project) is not None,
        "physical": row["physical_share"] is not None,
    }
    return told | {name: row[column] is not None for name, column in MONEY.items()}


def month_coverage(ledger: Ledger, view: View) -> dict[tuple[str, date], tuple[int, int, int, int]]:
    """(county or *, month) to reports expected, come, come late, and come though nobody expected them."""
    every = whole(ledger, view)
    sent, entered = _first_sent(every, ledger, view), every.facts.entered
    stands_from = every.facts.editions.stands_from
    close = int(every.facts.limits["report_close_days"])
    last, alone = closed_month(every.facts), january_closes(every.facts)
    found: dict[tuple[str, date], tuple[int, int, int, int]] = {}
    for row in _leaves(every):
        project_id = row["project_id"]
        for month in (end_of_month(last.year, last.month - back) for back in range(MONTHS)):
            closes = alone or month.month != 1
            following = end_of_month(month.year, month.month + (1 if alone or month.month != 12 else 2))
            asked_on = min(view.as_of, following + timedelta(days=close))
            if month == last:
                expected = owes_month(row)
            else:
                here = entered[project_id] <= asked_on and stands_from(project_id) <= month
                expected = closes and here and _owed(every, project_id, asked_on)
            first = sent.get((project_id, month))
            come = first is not None
            due = end_of_month(month.year, month.month + (0 if closes else 1)) + timedelta(days=close)
            late = first is not None and first.date() > due
            counts = (expected, expected and come, expected and late, come and not expected)
            for county in (row["county_code"], ALL):
                before = found.get((county, month), (0, 0, 0, 0))
                found[county, month] = tuple(map(sum, zip(before, counts, strict=True)))  # type: ignore[assignment]
    return found


def _owed(every: Whole, project_id: str, day: date) -> bool:
    """Whether by that day the project was neither suspended, withdrawn nor completed."""
    facts = every.facts
    decided = decided_stage(facts, project_id, day)
    rows = milestone_rows(facts, facts.library[project_id])
    ended = [one["done_on"] for one in rows if one["done"] and one["milestone"] in FINISHING]
    return decided is None and not any(one <= day for one in ended)


def _first_sent(every: Whole, ledger: Ledger, view: View) -> dict[tuple[str, date], datetime]:
    """When each project's month was first sent, under whatever number, of the submissions that stand accepted."""
    accepted = accepted_at(ledger, view.known_at)
    continued = _continued(every)
    found: dict[tuple[str, date], datetime] = {}
    for one in ledger.events:
        for record in one.records:
            if not isinstance(record, REPORT_TABLES) or (one.event_id, record.project_id) not in accepted:
                continue
            if record.period_on <= view.as_of:
                for project_id in continued.get(record.project_id, ()):
                    key = (project_id, record.period_on)
                    found[key] = min(one.event.at, found.get(key, one.event.at))
    return found


def _continued(every: Whole) -> dict[str, list[str]]:
    """Each number that ever stood, and the rows of today that are it or continue it."""
    found: dict[str, list[str]] = {}
    for project_id in every.rows:
        for origin in set(every.facts.editions.origins(project_id)):
            found.setdefault(origin, []).append(project_id)
    return found
