"""Who reports in 示例市: its units and what each answers for."""

from __future__ import annotations

from datetime import date, datetime

from portfolio.demo.place import TAKEN_AT, rows
from portfolio.model import Assignment, Contact, Event, Period, Unit
from portfolio.store import Store

ACTOR = "library"
RESPONSIBLE = (
    ("01-01-01", "童示", "0000-2000001"),
    ("01-01-02", "汤示", "0000-2000002"),
    ("02-01-01", "袁示", "0000-2000003"),
    ("03-01-01", "柏示", "0000-2000004"),
)
"""Projects with a person of their own to call; of the others the unit's contact is called."""
REOPENED = Period(period_on=date(2026, 10, 31), state="reopened", until_on=date(2026, 11, 30))
"""The last month that has ended stays open, so that a report played here counts on the demonstration's last day."""


def settle(store: Store) -> None:
    """Put the made-up units, whom to call, and what each answers for in the ledger: a county, or a project of its own."""
    units = [
        Unit(unit_code=str(row["unit_code"]), name=str(row["name"]), county_code=str(row["county_code"]))
        for row in rows("units")
    ]
    store.append(Event(kind="people_listed", actor=ACTOR, at=TAKEN_AT), [*units, *_contacts()])
    store.append(Event(kind="assignment_changed", actor=ACTOR, at=TAKEN_AT), list(_assignments()))


def _contacts() -> list[Contact]:
    """Whom to call about each unit but one, which never said."""
    return [
        Contact(
            unit_code=str(row["unit_code"]),
            person=str(row["person"]),
            telephone=str(row["telephone"]),
            leader=str(row["leader"]),
        )
        for row in rows("units")
        if row["person"]
    ] + [Contact(project_id=project, person=name, telephone=number) for project, name, number in RESPONSIBLE]


def reopen(store: Store) -> None:
    """Open the month of REOPENED for reports."""
    event = Event(
        kind="period_changed", actor=ACTOR, at=datetime(2026, 11, 11, 9), why="10月月报集中补报（虚构）"
    )
    store.append(event, [REOPENED])


def _assignments() -> list[Assignment]:
    return [
        Assignment(unit_code=str(row["unit_code"]), project_id=str(row["projects"]))
        if row["projects"]
        else Assignment(unit_code=str(row["unit_code"]), county_code=str(row["county_code"]))
        for row in rows("units")
    ]


def unit_of(county: str) -> str:
    """The code of the unit that sends the county's workbooks."""
    return next(
        str(row["unit_code"])
        for row in rows("units")
        if str(row["county_code"]) == county and not row["projects"]
    )
