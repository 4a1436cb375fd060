"""The year's plan a second time: what lists set under a document, and what owners told before there was a list.

Once a list of a year counts, the plan is what lists say, and a project on none of them has none. Until then the plan
is 原报计划: of what owners told the highest so far, since a cut needs a document.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from portfolio.model import ListedPlan, PlanEntry, PlanList

if TYPE_CHECKING:
    from .editions import Line
    from .entries import Accepted
    from .ledger import Known, LedgerEvent

Words = Sequence[tuple[date, Decimal | None]]
"""What a row said of one figure: month and amount (None where it was taken back), the oldest first."""


@dataclass(frozen=True)
class Issued:
    """One row of a list, with the day of its document."""

    issued_on: date
    row: ListedPlan
    project_id: str
    """The row of the library that it counts for."""


def issued_plans(events: Iterable[LedgerEvent], as_of: date, editions: Line) -> list[Issued]:
    """The rows of the lists whose document is of that day or before: by its day, then as they were taken.

    A row of a number that was renamed since is its heir's; of one that was split or merged a list speaks anew.
    """
    heirs = {name: heir for heir in editions.projects for name in editions.renamed_from(heir)}
    found: list[Issued] = []
    for one in events:
        for told in one.records:
            if isinstance(told, PlanList) and told.issued_on <= as_of:
                found += [
                    Issued(told.issued_on, row, heirs.get(row.project_id, row.project_id))
                    for row in one.records
                    if isinstance(row, ListedPlan)
                ]
    return sorted(found, key=lambda row: row.issued_on)


def is_listed(facts: Known, year: int) -> bool:
    """Whether any list of that year counts."""
    return any(one.row.year == year for one in facts.city.issued)


def plan_words(facts: Known, project_id: str, year: int) -> Words:
    """What counts as said of the project's plan of the year: day and amount, the oldest first."""
    if is_listed(facts, year):
        return [
            (one.issued_on, one.row.planned_amount)
            for one in facts.city.issued
            if (one.project_id, one.row.year) == (project_id, year)
        ]
    return _never_cut(facts.by_project.get(project_id, ()), year)


def _never_cut(told: Iterable[Accepted], year: int) -> Words:
    """What owners told, without whatever is less than what stood before."""
    found: list[tuple[date, Decimal | None]] = []
    highest = Decimal(0)
    for one in told:
        entry = one.entry
        if not isinstance(entry, PlanEntry) or entry.year != year or entry.planned_amount is None:
            continue
        if entry.planned_amount >= highest:
            highest = entry.planned_amount
            found.append((entry.period_on, highest))
    return found


def plan_in_force(facts: Known, project_id: str, year: int) -> Decimal | None:
    """The project's plan of the year on the day asked about."""
    told = plan_words(facts, project_id, year)
    return told[-1][1] if told else None


def initial_plan(facts: Known, project_id: str, year: int) -> Decimal | None:
    """年初计划: what the first document that names the project set; of what owners told there is none."""
    told = plan_words(facts, project_id, year) if is_listed(facts, year) else ()
    return told[0][1] if told else None
