"""What stood by the December before a year: that December's own report, else what was told of it later, else nothing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from portfolio.model import FundingEntry, ProgressEntry, Project, YearEndBaseEntry

from .days import end_of_month
from .groups import has_members
from .ledger import Known, current, entries_of, reports
from .milestones import started_in


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
