"""Totals that somebody published, held against what the rows of the same place give."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from portfolio.model import Project, PublishedTotal, View

from .counted import counted
from .groups import Figure, below, has_members, row_amount
from .ledger import Known, Ledger, Row, editions_of, known
from .rate import is_out
from .selection import county_of
from .state import project_row

WHOLE = "*"


def published_totals(ledger: Ledger, view: View) -> list[Row]:
    """One row a total of the library in force, of the counties asked about, that was stated by the day."""
    asked = [one for one in _totals(ledger, view) if _is_asked(one, view)]
    return [_row(ledger, view, one) for one in asked]


def _totals(ledger: Ledger, view: View) -> list[PublishedTotal]:
    standing = editions_of(ledger, view).taken
    (event,) = (one for one in ledger.events if one.event_id == standing[-1].event_id)
    return [record for record in event.records if isinstance(record, PublishedTotal)]


def _is_asked(total: PublishedTotal, view: View) -> bool:
    if total.stated_on is not None and total.stated_on > view.as_of:
        return False
    limits = [codes for codes in (view.counties, view.scope) if codes is not None]
    return all(total.county_code in codes for codes in limits)


def _row(ledger: Ledger, view: View, total: PublishedTotal) -> Row:
    day = total.stated_on or view.as_of
    facts = known(ledger, View(as_of=day, known_at=view.known_at))
    rows = [one for one in facts.library.values() if _lies_in(one, total)]
    leaves = {one.project_id for one in rows if one.kind == "project"}
    if total.measure == "projects":
        ours: Decimal | None = Decimal(len(leaves))
        told = leaves
    else:
        amounts = {one.project_id: _amount(facts, one, total, day) for one in rows}
        told = {name for name, amount in amounts.items() if amount is not None}
        ours = sum((amounts[name] or Decimal(0) for name in told), Decimal(0)) if told else None
    return {
        "total_no": total.total_no,
        "county_code": total.county_code or WHOLE,
        "ours_value": ours,
        "difference_value": None if ours is None else total.value - ours,
        "known_count": len(told & leaves),
        "project_count": len(leaves),
    }


def _lies_in(project: Project, total: PublishedTotal) -> bool:
    placed = total.county_code is None or county_of(project) == total.county_code
    return placed and total.category in (None, project.category)


def _amount(facts: Known, project: Project, total: PublishedTotal, day: date) -> Decimal | None:
    """What is added up of the row: as printed, the plan of the year unless it was taken out, or its row amount."""
    if total.measure == "planned_investment":
        return printed(facts, project)
    if total.measure == "annual_plan":
        assert total.year is not None
        out = is_out(facts, project.project_id, total.year)
        return None if out else row_amount(facts, project, Figure("annual_plan", year=total.year), day)
    return counted(facts, project_row(facts, project))[total.measure]


def printed(facts: Known, project: Project) -> Decimal | None:
    """What the library prints of its investment; of a group what it prints beyond the rows below it."""
    stated = project.planned_investment_amount
    if stated is None or not has_members(facts, project):
        return stated
    return max(Decimal(0), stated - _sum(printed(facts, one) for one in below(facts, project)))


def _sum(amounts: Iterable[Decimal | None]) -> Decimal:
    return sum((amount for amount in amounts if amount is not None), Decimal(0))
