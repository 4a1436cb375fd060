"""Worked examples of a year's payments where the treasury tells: both ends of one hand."""

from __future__ import annotations

from datetime import date
from typing import Any

from .builders import Story, a_project, a_view, story
from .example import Example, Expected, Told, funding_is, project_is
from .golden_treasury import REST, TAKEN
from .golden_unpaid import BOND, COUNTY, DEC, NOV_15, OCT
from .reported import milestone, money, plan, treasury


def _a_year(*ends: Any) -> Story:
    """Owner: 30 paid by December, 70 by October, 200 allocated, 150 of them by December. What the ledger says is told."""
    told = story(a_project()).report(DEC, money(DEC, allocated=150, received=100, paid=30))
    told.report(OCT, money(OCT, allocated=200, received=150, paid=70), plan(OCT, 2025, 100))
    return told.treasury(TAKEN, *ends)


def a_year_of_one_hand() -> Example:
    """The ledger says 40 by December and 90 by October: 50 this year, of 200 - 40 = 160; 110 had been carried over."""
    told = _a_year(treasury(DEC, paid=40), treasury(OCT, paid=90))
    row: Told = {"paid_amount": 90, "december_paid_amount": 40, "paid_year_amount": 50}
    months: Expected = {"source_year": {("county", 2025): {"paid_amount": 50, "received_amount": 50}}}
    budget: Expected = {
        "money_by_county": {
            ("421221", "budget_paid"): {"amount": 50},
            ("421221", "budget_available"): {"amount": 160},
            ("421221", "year_allocated"): {"amount": 50},
            ("421221", "carried_over"): {"amount": 110},
        }
    }
    return told.ledger(), a_view(NOV_15), funding_is({COUNTY: row}) | months | budget


def a_year_that_the_ledger_does_not_tell() -> Example:
    """The ledger has no December: 90 in all are the treasury's, this year's 70 - 30 = 40 the owner's, not 90 - 30 = 60."""
    told = _a_year(treasury(OCT, paid=90), treasury(date(2024, 11, 30), paid=20))
    row: Told = {"paid_amount": 90, "december_paid_amount": 30, "paid_year_amount": 40}
    months: Expected = {"source_year": {("county", 2025): {"paid_amount": 40}}}
    return (
        told.ledger(),
        a_view(NOV_15),
        funding_is({COUNTY: row}) | project_is({"paid_year_amount": 40}) | months,
    )


def allocations_of_one_hand() -> Example:
    """The ledger allocated 220 by October and tells no December: 本年下达 is unknown, what could be paid is 220 - 30."""
    told = _a_year(treasury(OCT, allocated=220))
    money_of: Expected = {
        "money_by_county": {
            ("421221", "budget_available"): {"amount": 190},
            ("421221", "year_allocated"): {"amount": None},
            ("421221", "carried_over"): {"amount": None},
        }
    }
    return told.ledger(), a_view(NOV_15), funding_is({COUNTY: {"december_allocated_amount": None}}) | money_of


def a_source_new_in_the_ledger() -> Example:
    """The ledger of December knew the county only; 25 of bonds by October were all paid this year."""
    told = _a_year(treasury(DEC, paid=40), treasury(OCT, "special_bond", paid=25))
    return (
        told.ledger(),
        a_view(NOV_15),
        funding_is({BOND: {"paid_year_amount": 25, "december_paid_amount": 0}}),
    )


def a_year_that_began_this_year() -> Example:
    """Started in March: the ledger's 90 were all paid this year, whoever told December."""
    told = story(a_project()).report(
        OCT, money(OCT, received=150, paid=70), milestone(OCT, "start", done_on=date(2025, 3, 5))
    )
    told.treasury(TAKEN, treasury(OCT, paid=90))
    return told.ledger(), a_view(NOV_15), funding_is({COUNTY: {"paid_year_amount": 90}})


def a_year_of_totals() -> Example:
    """Totals of 100 by December and 160 by October: 60 this year. The county's year is 20, bonds' 0: 40 of no source."""
    told = story(a_project()).report(DEC, money(DEC, paid=60), money(DEC, "special_bond", paid=30))
    told.report(OCT, money(OCT, received=100, paid=80), money(OCT, "special_bond", received=50, paid=30))
    told.treasury(TAKEN, treasury(DEC, None, paid=100), treasury(OCT, None, paid=160))
    rows: dict[tuple[str, str], Told] = {
        COUNTY: {"paid_year_amount": 20},
        REST: {"paid_amount": 50, "paid_year_amount": 40},
    }
    months: Expected = {
        "source_year": {("not_stated", 2025): {"paid_amount": 40}, ("county", 2025): {"paid_amount": 20}}
    }
    return told.ledger(), a_view(NOV_15), funding_is(rows) | project_is({"paid_year_amount": 60}) | months


EXAMPLES = (
    a_year_of_one_hand,
    a_year_that_the_ledger_does_not_tell,
    allocations_of_one_hand,
    a_source_new_in_the_ledger,
    a_year_that_began_this_year,
    a_year_of_totals,
)
"""The worked examples of this file."""
