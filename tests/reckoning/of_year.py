"""Whose hand tells what was paid in a year: both ends are the treasury's, or both the owner's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from portfolio.model import Project

from . import figures, treasury
from .bases import base_without_december, difference, source_base, sum_known
from .ledger import Known, last_period_on
from .selection import named_keys

PAID = "paid_amount"


def money_year(facts: Known, project: Project) -> int | None:
    """The year of its money: that of its last report, or of the treasury's newest word if that is later."""
    last = last_period_on(facts, project.project_id)
    told = [one.told_on for one in treasury.rows_by(facts, project, facts.as_of)]
    return max((day.year for day in (*told, *([last] if last else []))), default=None)


@dataclass(frozen=True)
class OfYear:
    """What was paid in a year, and what had been paid by the December before it."""

    amount: Decimal | None
    base: Decimal | None


YEAR_UNKNOWN = OfYear(None, None)


def standing_base(
    facts: Known, project: Project, source: str, currency: str, field: str, year: int
) -> Decimal | None:
    """What stood by the December before, from the hand that tells the figure: the treasury's, else the owner's."""
    rest = source == treasury.REST and currency == "CNY"
    if rest and (treasury.of_total(facts, project, field, facts.as_of) or _is_rest_only(facts, project)):
        return None
    if currency == "CNY" and treasury.of_source(facts, project, source, field, facts.as_of):
        return treasury_base(facts, project, source, field, facts.as_of, year)
    return source_base(facts, project, source, currency, field, facts.as_of, year)


def treasury_base(
    facts: Known, project: Project, source: str | None, field: str, day: date, year: int
) -> Decimal | None:
    """The treasury's December; 0 if the project started in the year or the treasury's figure is 0; else unknown."""
    december = treasury.december_word(facts, project, source, field, year)
    if december is not None:
        return december
    word = (
        treasury.of_total(facts, project, field, day)
        if source is None
        else treasury.of_source(facts, project, source, field, day)
    )
    return base_without_december(facts, project, year, None if word is None else word.amount)


def paid_of_year(facts: Known, project: Project, source: str, currency: str, day: date, year: int) -> OfYear:
    """Both ends of one hand: the treasury's where it tells both, else the owner's.

    Of no source that is told what the total's year has beyond that of the sources; where the total's year is unknown,
    what the owner told of none.
    """
    own = _paid_of_source(facts, project, source, currency, day, year)
    if source != treasury.REST or currency != "CNY":
        return own
    whole = paid_of_total(facts, project, day, year)
    if whole is None:
        return YEAR_UNKNOWN if _is_rest_only(facts, project) else own
    others = (
        _paid_of_source(facts, project, one, "CNY", day, year).amount
        for one in figures.own_sources(facts, project)
        if one != treasury.REST
    )
    amount = whole - (sum_known(others) or Decimal(0))
    return OfYear(amount, difference(figures.figure(facts, project, source, currency, PAID, day), amount))


def _is_rest_only(facts: Known, project: Project) -> bool:
    """Whether nobody names money of no source, which only a total has."""
    return (treasury.REST, "CNY") not in named_keys(facts, project)


def _paid_of_source(
    facts: Known, project: Project, source: str, currency: str, day: date, year: int
) -> OfYear:
    word = treasury.of_source(facts, project, source, PAID, day) if currency == "CNY" else None
    base = treasury_base(facts, project, source, PAID, day, year) if word else None
    if word is not None and base is not None:
        return OfYear(word.amount - base, base)
    paid = figures.own_figure(facts, project, source, currency, PAID, day)
    base = source_base(facts, project, source, currency, PAID, day, year)
    return OfYear(difference(paid, base), base)


def paid_of_total(facts: Known, project: Project, day: date, year: int) -> Decimal | None:
    """What the treasury's total says was paid in the year; None where no total counts or its December is unknown."""
    word = treasury.of_total(facts, project, PAID, day)
    base = treasury_base(facts, project, None, PAID, day, year) if word else None
    return None if word is None else difference(word.amount, base)
