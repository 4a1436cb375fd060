"""The year's budget money of fiscal sources and bonds: paid against what could be paid, and 拨付率."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal

from portfolio.model import Project

from .bases import base_without_december, difference, last_december, sum_known
from .groups import ALLOCATED, PAID, Figure, has_members, row_split
from .ledger import Known, Row, reports
from .money import project_funding
from .reviewed import reviewed

PUBLIC = frozenset(
    {
        *("central_budget", "treasury_bond", "central_subsidy", "provincial", "city", "county", "lottery"),
        *("special_bond", "general_bond"),
    }
)
"""Fiscal sources, and bonds."""
BUDGET = (
    "budget_whole_amount",
    "budget_paid_amount",
    "budget_available_amount",
    "year_allocated_amount",
    "carried_over_amount",
)
"""`budget_available` is the whole where what was paid of it is known too."""
Split = dict[str, Decimal]


def budget_by_source(facts: Known, project: Project, year: int | None) -> dict[str, Row]:
    """By fiscal source or bond in yuan: paid this year, what could be paid, 本年下达 and 上年结转; blank where unknown.

    `year` is that of the project's figures, None where they are not of the year under review.
    """
    if year is None:
        return {}
    found = _of_a_group(facts, project, year) if has_members(facts, project) else _of_a_leaf(facts, project)
    return {source: row for source, row in found.items() if source in PUBLIC}


def year_of(facts: Known, row: Row) -> int | None:
    """The year of the row's money if it is the year under review."""
    year: int | None = row["money_year"]
    return year if year == reviewed(facts).year else None


def budget_sum(facts: Known, row: Row, sources: Collection[str] | None, column: str) -> Decimal | None:
    """The row's budget money of that column, of those sources or of all."""
    told = budget_by_source(facts, facts.library[row["project_id"]], year_of(facts, row))
    return sum_known(one[column] for source, one in told.items() if sources is None or source in sources)


def _of_a_leaf(facts: Known, project: Project) -> dict[str, Row]:
    return {
        row["source"]: _row(
            row["allocated_amount"],
            row["paid_year_amount"],
            row["december_allocated_amount"],
            row["december_paid_amount"],
        )
        for row in project_funding(facts, project)
        if row["currency"] == "CNY"
    }


def _row(
    allocated: Decimal | None,
    this_year: Decimal | None,
    allocated_then: Decimal | None,
    paid_then: Decimal | None,
) -> Row:
    """Only the whole is told of a year of which a side is unknown; its parts also need what was allocated by then."""
    available = difference(allocated, paid_then)
    if available is None or this_year is None:
        return dict.fromkeys(BUDGET) | {"budget_whole_amount": available}
    return {
        "budget_whole_amount": available,
        "budget_paid_amount": this_year,
        "budget_available_amount": available,
        "year_allocated_amount": difference(allocated, allocated_then),
        "carried_over_amount": difference(allocated_then, paid_then),
    }


def _of_a_group(facts: Known, project: Project, year: int) -> dict[str, Row]:
    allocated, paid = (row_split(facts, project, figure, facts.as_of) for figure in (ALLOCATED, PAID))
    allocated_then, paid_then = (_base(facts, project, figure, year) for figure in (ALLOCATED, PAID))
    if not allocated:
        return {}
    nothing = Decimal(0)
    return {
        source: _row(
            allocated.get(source, nothing),
            difference(
                paid.get(source, nothing) if paid else None,
                None if paid_then is None else paid_then.get(source, nothing),
            ),
            None if allocated_then is None else allocated_then.get(source, nothing),
            None if paid_then is None else paid_then.get(source, nothing),
        )
        for source in sorted({*allocated, *paid, *(allocated_then or {}), *(paid_then or {})})
    }


def _base(facts: Known, project: Project, figure: Figure, year: int) -> Split | None:
    """By source the row amounts of last December where that was reported; what was not known then had not begun."""
    if last_december(year) not in reports(facts, project.project_id):
        column = "allocated_amount" if figure == ALLOCATED else "paid_amount"
        stated = sum_known(row[column] for row in project_funding(facts, project) if row["currency"] == "CNY")
        return None if base_without_december(facts, project, year, stated) is None else {}
    return row_split(facts, project, figure, last_december(year))
