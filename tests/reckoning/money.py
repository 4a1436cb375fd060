"""Money: investment, funding by source, work done, the year's figures, payment against work."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from portfolio.model import FundingEntry, InvestmentEntry, ProgressEntry, Project, View

from . import figures, treasury
from .bases import difference, sum_known
from .issued import plan_in_force
from .ledger import Known, Ledger, Row, current, entries_of, known, newest_stating
from .of_year import PAID, YEAR_UNKNOWN, money_year, paid_of_total, paid_of_year, standing_base
from .selection import funding_keys, named_keys, selected_projects

NINE_PLACES = Decimal("0.000000001")
BASED = ("allocated_amount", "received_amount", "paid_amount")


def funding_rows(ledger: Ledger, view: View) -> list[Row]:
    """One row a selected project, source and currency; a source filter leaves only its own sources."""
    facts = known(ledger, view)
    return [
        row
        for project in selected_projects(facts)
        for row in project_funding(facts, project)
        if view.sources is None or row["source"] in view.sources
    ]


def project_funding(facts: Known, project: Project) -> list[Row]:
    """The project's money by source and currency, each in its own currency."""
    return [_funding_row(facts, project, *key) for key in funding_keys(facts, project)]


def _funding_row(facts: Known, project: Project, source: str, currency: str) -> Row:
    entries = entries_of(facts, FundingEntry, project.project_id, source=source, currency=currency)
    row: Row = {"project_id": project.project_id, "source": source, "currency": currency}
    row["planned_amount"] = current(entries, "planned_amount", facts.as_of)
    key = project, source, currency
    row |= {name: figures.figure(facts, *key, name, facts.as_of) for name in BASED}
    if newest_stating(entries, "planned_amount", facts.as_of) is None:
        row["planned_amount"] = _stated_amount(project, source, currency)
    year = money_year(facts, project)
    for name in ("allocated_amount", "received_amount"):
        row[f"december_{name}"] = None if year is None else standing_base(facts, *key, name, year)
    paid = YEAR_UNKNOWN if year is None else paid_of_year(facts, *key, facts.as_of, year)
    return row | {"paid_year_amount": paid.amount, "december_paid_amount": paid.base}


def _stated_amount(project: Project, source: str, currency: str) -> Decimal | None:
    """What the library states of that source, in that currency."""
    return sum_known(
        one.amount for one in project.funding if (one.source, one.currency) == (source, currency)
    )


def investment(facts: Known, project: Project) -> Row:
    """The newest accepted investment with its basis, else the plan's with its qualifier."""
    entries = entries_of(facts, InvestmentEntry, project.project_id)
    if entries:
        newest = entries[-1].entry
        assert isinstance(newest, InvestmentEntry)
        amount, basis, qualifier = newest.amount, str(newest.basis), None
    else:
        amount, basis, qualifier = _planned_investment(project)
    return {
        "investment_amount": amount,
        "investment_basis": basis,
        "investment_qualifier": qualifier,
    }


def _planned_investment(project: Project) -> tuple[Any, Any, Any]:
    if project.planned_investment_amount is None:
        return None, None, None
    return project.planned_investment_amount, "plan", project.planned_investment_qualifier


def funding_sums(facts: Known, project: Project, invested: Decimal | None) -> Row:
    """The project's funding in yuan over its sources, and the gap where the plan is declared whole."""
    rows = project_funding(facts, project)
    yuan = [row for row in rows if row["currency"] == "CNY"]
    total = treasury.in_force(facts, project, facts.as_of)
    planned = sum_known(row["planned_amount"] for row in yuan)
    complete = current(entries_of(facts, FundingEntry, project.project_id), "plan_complete", facts.as_of)
    named = named_keys(facts, project)
    stated = [row["planned_amount"] for row in yuan if (row["source"], "CNY") in named]
    every_one_known = len(yuan) == len(rows) and None not in stated
    return {
        "planned_funding_amount": planned,
        "allocated_amount": sum_known(row["allocated_amount"] for row in yuan),
        "received_amount": sum_known(row["received_amount"] for row in yuan),
        "paid_amount": sum_known(row["paid_amount"] for row in yuan),
        "plan_complete": complete,
        "unfunded_gap_amount": difference(invested, planned) if complete and every_one_known else None,
        "paid_year_amount": _paid_year(facts, project, yuan),
        "paid_whole": bool(rows) and all(_paid_known(row) for row in rows if not (total and row in yuan)),
    }


def _paid_known(row: Row) -> bool:
    """Whether the yuan paid from this source are known: stated, or nothing can have been paid."""
    nothing = row["received_amount"] == 0 and row["paid_amount"] in (None, 0)
    if row["currency"] != "CNY":
        return nothing or row["paid_amount"] == 0
    return row["paid_amount"] is not None or nothing


def _paid_year(facts: Known, project: Project, yuan: list[Row]) -> Decimal | None:
    """The total's year where the treasury tells it, else that of the sources with a known paid amount.

    None if one of them is unknown; the rest of a total whose December is unknown is none of them.
    """
    year = money_year(facts, project)
    whole = None if year is None else paid_of_total(facts, project, facts.as_of, year)
    if whole is not None:
        return whole
    day = facts.as_of
    this_year = [
        row["paid_year_amount"]
        for row in yuan
        if figures.source_figure(facts, project, row["source"], "CNY", PAID, day) is not None
    ]
    return None if None in this_year else sum_known(this_year)


def progress(facts: Known, project: Project) -> Row:
    """The current cumulative work done, physical share and amount in statistics."""
    entries = entries_of(facts, ProgressEntry, project.project_id)
    fields = ("work_done_amount", "physical_share", "in_statistics_amount")
    return {name: current(entries, name, facts.as_of) for name in fields}


def annual_plan(facts: Known, project: Project, year: int) -> Decimal | None:
    """The year's plan in force."""
    return plan_in_force(facts, project.project_id, year)


def quotient(part: Decimal | None, whole: Decimal | None) -> Fraction | None:
    """Part ÷ whole, exactly; None if either is unknown or the whole is 0."""
    return None if part is None or not whole else Fraction(part) / Fraction(whole)


def rounded(share: Fraction | None) -> Decimal | None:
    """The share to nine places, half to even."""
    if share is None:
        return None
    return Decimal(round(share * 10**9)) * NINE_PLACES


def as_float(share: Decimal | Fraction | None) -> float | None:
    """The share to nine places as a float, for comparison only."""
    exact = rounded(None if share is None else Fraction(share))
    return None if exact is None else float(exact)
