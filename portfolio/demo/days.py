"""Months counted from January 2021, and days moved into the form in which bureaus state them."""

from __future__ import annotations

from datetime import date, timedelta

from portfolio.model.fields import month_end

FIRST_YEAR = 2021
REPORTED_MONTHS = 70
"""The reports run from January 2021 to October 2026."""
SIMULATED_MONTHS = 132
"""Works go on behind the last report, to the end of 2031, so that plans can look ahead."""


def month_of(day: date) -> int:
    """The number of the month that `day` lies in; January 2021 is 0."""
    return (day.year - FIRST_YEAR) * 12 + day.month - 1


def end_of(month: int) -> date:
    """The last day of the month of that number."""
    return month_end(date(FIRST_YEAR + month // 12, month % 12 + 1, 1))


def moved(day: date, days: float) -> date:
    """`day` so many days later."""
    return day + timedelta(days=round(days))


def period_end(day: date, precision: str) -> date:
    """The last day of the month, quarter, half or year that `day` lies in; `day` itself for a day."""
    months = {"month": 1, "quarter": 3, "half": 6, "year": 12}.get(precision)
    if months is None:
        return day
    last = (day.month - 1) // months * months + months
    return month_end(date(day.year, last, 1))
