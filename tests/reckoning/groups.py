"""Groups: what each row states, and its row amount, which alone is added up.

A leaf's row amount is its current value. A group's is what it states beyond the row amounts of all rows below it, as
of the group's own last month of that figure, never below nothing; it stands until the group's next word. A row below
that was not known by then counts with its first later value. What the library states is as of before all months.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from portfolio.model import FundingEntry, InvestmentEntry, ProgressEntry, Project

from . import figures, treasury
from .entries import Accepted
from .issued import Words, plan_words
from .ledger import Known, current, entries_of

BEFORE_ALL_MONTHS = date(1900, 1, 1)
REST = "not_stated"
NOTHING = Decimal(0)


@dataclass(frozen=True)
class Figure:
    """A stated figure: which table of entries and column tells it, of which year or in which currency."""

    name: str
    year: int | None = None
    currency: str = "CNY"

    @property
    def of_sources(self) -> bool:
        """Whether it is money that comes from sources."""
        return self.name in ("planned_funding", "allocated", "received", "paid")

    @property
    def column(self) -> str:
        """Its name in its table of entries."""
        other = {"investment": "amount", "planned_funding": "planned_amount"}
        return other.get(self.name, f"{self.name}_amount")


INVESTMENT, WORK = Figure("investment"), Figure("work_done")
PLANNED, ALLOCATED = Figure("planned_funding"), Figure("allocated")
RECEIVED, PAID = Figure("received"), Figure("paid")


def below(facts: Known, project: Project) -> list[Project]:
    """All rows of the library below it, at any depth."""
    own = [one for one in facts.library.values() if one.parent_id == project.project_id]
    return [*own, *(deeper for one in own for deeper in below(facts, one))]


def has_members(facts: Known, project: Project) -> bool:
    """Whether any row stands below it; else it is a leaf, whatever it is called."""
    return any(one.parent_id == project.project_id for one in facts.library.values())


def row_amount(facts: Known, project: Project, figure: Figure, day: date) -> Decimal | None:
    """The row amount as it stood on that day; None where the row does not know the figure."""
    return _standing(facts, project, figure, day, day)


def row_split(facts: Known, project: Project, figure: Figure, day: date) -> dict[str, Decimal]:
    """The row amount by source as it stood on that day; empty where the row does not know it."""
    if not has_members(facts, project):
        told = {
            source: _at(words(facts, project, figure, source), day)
            for source in sources(facts, project, figure)
        }
        return {source: amount for source, amount in told.items() if amount is not None}
    month = _last_month(words(facts, project, figure), day)
    return {} if month is None else _split(facts, project, figure, month, day)


def sources(facts: Known, project: Project, figure: Figure) -> list[str]:
    """The sources of that currency of which the library or a report tells."""
    reported = {
        one.entry.source
        for one in entries_of(facts, FundingEntry, project.project_id, currency=figure.currency)
        if isinstance(one.entry, FundingEntry)
    }
    told = {one.source for one in project.funding if one.currency == figure.currency}
    if figure.currency == "CNY" and treasury.rows_by(facts, project, facts.as_of):
        told |= {*treasury.named(facts, project), REST}
    return sorted(reported | told)


def words(facts: Known, project: Project, figure: Figure, source: str | None = None) -> Words:
    """What the row said of the figure; of money without a source, the sum of what was known whenever it changed."""
    if figure.of_sources and source is None:
        parts = [words(facts, project, figure, one) for one in sources(facts, project, figure)]
        months = sorted({month for part in parts for month, _ in part})
        return [(month, _sum(_at(part, month) for part in parts)) for month in months]
    if figure.year is not None:
        return plan_words(facts, project.project_id, figure.year)
    days = treasury.days_told(facts, project) if _of_the_ledger(figure) else []
    if days and source is not None:
        key = project, source, figure.currency, figure.column
        return [(day, figures.figure(facts, *key, day)) for day in days]
    entries = _entries(facts, project, figure, source)
    told = {
        one.entry.period_on
        for one in entries
        if getattr(one.entry, figure.column) is not None or figure.column in one.entry.cleared
    }
    planned = _of_the_library(project, figure, source)
    before: Words = [] if planned is None else [(BEFORE_ALL_MONTHS, planned)]
    return [*before, *((month, current(entries, figure.column, month)) for month in sorted(told))]


def _of_the_ledger(figure: Figure) -> bool:
    """Whether the treasury may tell it."""
    return figure.column in treasury.TOLD and figure.currency == "CNY"


def _entries(facts: Known, project: Project, figure: Figure, source: str | None) -> list[Accepted]:
    name = project.project_id
    if figure == INVESTMENT:
        return entries_of(facts, InvestmentEntry, name)
    if figure == WORK:
        return entries_of(facts, ProgressEntry, name)
    return entries_of(facts, FundingEntry, name, source=source, currency=figure.currency)


def _of_the_library(project: Project, figure: Figure, source: str | None) -> Decimal | None:
    if figure == INVESTMENT:
        return project.planned_investment_amount
    if figure.name != "planned_funding":
        return None
    return _sum(
        one.amount for one in project.funding if (one.source, one.currency) == (source, figure.currency)
    )


def _sum(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """The sum of the known ones; None if none is known."""
    there = [amount for amount in amounts if amount is not None]
    return sum(there, NOTHING) if there else None


def _at(told: Words, day: date) -> Decimal | None:
    """What stood on that day."""
    return next((amount for month, amount in reversed(told) if month <= day), None)


def _last_month(told: Words, day: date) -> date | None:
    """The month of the last word by that day, if it told an amount."""
    month, amount = next(((m, amount) for m, amount in reversed(told) if m <= day), (None, None))
    return month if amount is not None else None


def _month_that_counts(told: Words, as_of: date, horizon: date) -> date | None:
    """The month whose word stood as of that month; where nothing was known then, the first later one that tells."""
    later = (month for month, amount in told if as_of < month <= horizon and amount is not None)
    return _last_month(told, as_of) or next(later, None)


def _standing(facts: Known, project: Project, figure: Figure, as_of: date, horizon: date) -> Decimal | None:
    """The row amount as of a month, as far as is told by the horizon."""
    told = words(facts, project, figure)
    month = _month_that_counts(told, as_of, horizon)
    if month is None:
        return None
    stated = _at(told, month)
    assert stated is not None
    if not has_members(facts, project):
        return stated
    return _excess(stated, (_standing(facts, one, figure, month, horizon) for one in below(facts, project)))


def _excess(stated: Decimal, those_below: Iterable[Decimal | None]) -> Decimal:
    return max(NOTHING, stated - (_sum(those_below) or NOTHING))


def _split(facts: Known, project: Project, figure: Figure, month: date, horizon: date) -> dict[str, Decimal]:
    """By source what the group stated in that month beyond the rows below it.

    Each source's excess is reckoned by itself, as of its own last month; what is left of the whole excess, or all of it
    where the sources' are more than the whole, comes from no source that is told.
    """
    whole = _standing(facts, project, figure, month, horizon)
    assert whole is not None
    found: dict[str, Decimal] = {}
    for source in sources(facts, project, figure):
        told = words(facts, project, figure, source)
        said_in, stated = _last_month(told, month), _at(told, month)
        if said_in is not None and stated is not None:
            members = (
                _source_standing(facts, one, figure, source, said_in, horizon)
                for one in below(facts, project)
            )
            found[source] = _excess(stated, members)
    rest = whole - sum(found.values(), NOTHING)
    if rest < 0:
        return dict.fromkeys(found, NOTHING) | {REST: whole}
    return found | {REST: found.get(REST, NOTHING) + rest}


def _source_standing(
    facts: Known, project: Project, figure: Figure, source: str, as_of: date, horizon: date
) -> Decimal | None:
    """The part of a row's amount that comes from that source as of a month, as far as is told by the horizon."""
    if not has_members(facts, project):
        told = words(facts, project, figure, source)
        month = _month_that_counts(told, as_of, horizon)
        return None if month is None else _at(told, month)
    whole = words(facts, project, figure)
    last = _last_month(whole, as_of)
    later = [month for month, amount in whole if as_of < month <= horizon and amount is not None]
    for month in [*([] if last is None else [last]), *later]:
        split = _split(facts, project, figure, month, horizon)
        if source in split:
            return split[source]
    return None
