"""Money: investment, funding by source, work done, the year's figures, payment against work."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from portfolio.model import (
    FundingEntry,
    InvestmentEntry,
    ProgressEntry,
    Project,
    View,
    YearEndBaseEntry,
)

from .days import end_of_month
from .groups import has_members
from .issued import plan_in_force
from .ledger import (
    Known,
    Ledger,
    Row,
    current,
    entries_of,
    known,
    last_period_on,
    newest_stating,
    reports,
)
from .milestones import started_in
from .selection import funding_keys, selected_projects

NINE_PLACES = Decimal("0.000000001")
FUNDING_AMOUNTS = ("planned_amount", "allocated_amount", "received_amount", "paid_amount")
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
    row |= {name: current(entries, name, facts.as_of) for name in FUNDING_AMOUNTS}
    if newest_stating(entries, "planned_amount", facts.as_of) is None:
        row["planned_amount"] = _stated_amount(project, source, currency)
    last = last_period_on(facts, project.project_id)
    for name in BASED:
        row[f"december_{name}"] = (
            None
            if last is None
            else source_base(facts, project, source, currency, name, facts.as_of, last.year)
        )
    row["paid_year_amount"] = difference(row["paid_amount"], row["december_paid_amount"])
    return row


def _stated_amount(project: Project, source: str, currency: str) -> Decimal | None:
    """What the library states of that source, in that currency."""
    return sum_known(
        one.amount for one in project.funding if (one.source, one.currency) == (source, currency)
    )


def sum_known(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """The sum of the known amounts; None if none is known."""
    there = [amount for amount in amounts if amount is not None]
    return sum(there, Decimal(0)) if there else None


def difference(amount: Decimal | None, base: Decimal | None) -> Decimal | None:
    """Amount less base; None if either is unknown."""
    return None if amount is None or base is None else amount - base


def last_december(year: int) -> date:
    """The last day of the year before."""
    return end_of_month(year - 1, 12)


def base_without_december(
    facts: Known, project: Project, year: int, cumulative: Decimal | None
) -> Decimal | None:
    """0 if the project started this year, or if nothing at all has come together yet; otherwise unknown."""
    return Decimal(0) if started_in(facts, project, year) or cumulative == 0 else None


def year_end_base(facts: Known, project: Project, year: int, field: str, **key: object) -> Decimal | None:
    """What was told as 截至上年末累计 before the year; a row with members has none of its own."""
    if has_members(facts, project):
        return None
    told = entries_of(facts, YearEndBaseEntry, project.project_id, year_end_on=last_december(year), **key)
    base: Decimal | None = current(told, field, facts.as_of)
    return base


def source_base(
    facts: Known, project: Project, source: str, currency: str, field: str, day: date, year: int | None = None
) -> Decimal | None:
    """What the source's amount was by the December before the year (that of the day unless told otherwise).

    That December's own report, else what was told of that year's end later; 0 if a report of then did not yet name the
    source, if the project started in the year, or if the amount itself is 0 on the day; else unknown.
    """
    december = last_december(year or day.year)
    entries = entries_of(facts, FundingEntry, project.project_id, source=source, currency=currency)
    reported = december in reports(facts, project.project_id)
    by_then = current(entries, field, december) if reported else None
    told: Decimal | None = by_then
    if told is None:
        told = year_end_base(facts, project, december.year + 1, field, source=source, currency=currency)
    if told is not None:
        return told
    stated = any((one.source, one.currency) == (source, currency) for one in project.funding)
    named = stated or any(one.entry.period_on <= december for one in entries)
    if reported and not named:
        return Decimal(0)
    return base_without_december(facts, project, december.year + 1, current(entries, field, day))


def work_base(facts: Known, project: Project, year: int, cumulative: Decimal | None) -> Decimal | None:
    """The work done by last December: as that month's report knew it, else as told of that year's end later.

    Else 0 if started this year or if the work itself is 0 so far; else unknown.
    """
    december = last_december(year)
    told: Decimal | None = None
    if december in reports(facts, project.project_id):
        told = current(entries_of(facts, ProgressEntry, project.project_id), "work_done_amount", december)
    if told is None:
        told = year_end_base(facts, project, year, "work_done_amount", source=None)
    return base_without_december(facts, project, year, cumulative) if told is None else told


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
    planned = sum_known(row["planned_amount"] for row in yuan)
    complete = current(entries_of(facts, FundingEntry, project.project_id), "plan_complete", facts.as_of)
    every_one_known = len(yuan) == len(rows) and all(row["planned_amount"] is not None for row in yuan)
    return {
        "planned_funding_amount": planned,
        "allocated_amount": sum_known(row["allocated_amount"] for row in yuan),
        "received_amount": sum_known(row["received_amount"] for row in yuan),
        "paid_amount": sum_known(row["paid_amount"] for row in yuan),
        "plan_complete": complete,
        "unfunded_gap_amount": difference(invested, planned) if complete and every_one_known else None,
        "paid_year_amount": _paid_year(yuan),
        "paid_whole": bool(rows) and all(_paid_known(row) for row in rows),
    }


def _paid_known(row: Row) -> bool:
    """Whether the yuan paid from this source are known: stated, or nothing can have been paid."""
    nothing = row["received_amount"] == 0 and row["paid_amount"] in (None, 0)
    if row["currency"] != "CNY":
        return nothing or row["paid_amount"] == 0
    return row["paid_amount"] is not None or nothing


def _paid_year(yuan: list[Row]) -> Decimal | None:
    """This year's payments over the sources with a known paid amount; None if one of them is unknown."""
    this_year = [row["paid_year_amount"] for row in yuan if row["paid_amount"] is not None]
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
