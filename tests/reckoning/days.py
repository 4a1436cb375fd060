"""Days and months: ends of months, months before, first days of periods, the last closed month."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from decimal import Decimal

MONTHS_OF_PERIOD = {"month": 1, "quarter": 3, "season": 3, "half": 6, "year": 12}


def end_of_month(year: int, month: int) -> date:
    """The last day of that month; months below 1 or above 12 run into the years beside."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, calendar.monthrange(year, month)[1])


def months_before(day: date, months: int) -> date:
    """The same day of the month so many months earlier, or that month's last day where it is shorter."""
    end = end_of_month(day.year, day.month - months)
    return end.replace(day=min(day.day, end.day))


def a_month_after(day: date) -> date:
    """The same day of the month after, or that month's last day where it is shorter."""
    return months_before(day, -1)


def first_day_of_period(last_day: date, precision: str) -> date:
    """The first day of the period that ends on `last_day`; of a day, the day itself."""
    if precision == "day":
        return last_day
    months = MONTHS_OF_PERIOD[precision]
    return end_of_month(last_day.year, last_day.month - months + 1).replace(day=1)


def last_closed_month(as_of: date, close_days: Decimal, january_closes: bool) -> date:
    """The greatest month end M for which M + close_days lies before `as_of`; January may have no closing day."""
    end = end_of_month(as_of.year, as_of.month)
    while not end + timedelta(days=int(close_days)) < as_of or not (january_closes or end.month != 1):
        end = end_of_month(end.year, end.month - 1)
    return end
