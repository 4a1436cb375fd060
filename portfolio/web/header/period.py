"""The period that a page's figures of a year are of, in words: 2026年1—10月."""

from __future__ import annotations

import calendar as months
from datetime import date

from portfolio import queries
from portfolio.model import View
from portfolio.web.frame import Frame

DECEMBER = 12


def reviewed_year(frame: Frame, view: View) -> int:
    """The year under review of the view's day."""
    return int(queries.calendar(frame.store, view)["reviewed_year"].item())


def told(frame: Frame, view: View) -> str:
    """The year under review up to its last closed month; the whole last year where this year's plan is not issued."""
    row = queries.calendar(frame.store, view).row(0, named=True)
    to_on: date = row["reviewed_to_on"]
    if not row["plan_issued"]:
        return frame.say("period.not_issued", year=to_on.year, next=to_on.year + 1)
    return briefly(frame, to_on)


def briefly(frame: Frame, to_on: date) -> str:
    """The year up to its month that ends on `to_on`."""
    if to_on.month == DECEMBER:
        return frame.say("period.whole", year=to_on.year)
    month = to_on.month if frame.language == "zh" else months.month_name[to_on.month]
    return frame.say("period.month" if to_on.month == 1 else "period.months", year=to_on.year, month=month)


def of_line(frame: Frame, view: View) -> str:
    """As `told`, without a word on the plan: for the first line, where the rest stands a click away."""
    to_on: date = queries.calendar(frame.store, view)["reviewed_to_on"].item()
    if frame.language == "zh" or to_on.month in (1, DECEMBER):
        return briefly(frame, to_on)
    return frame.say("period.line", year=to_on.year, month=months.month_abbr[to_on.month])


def short(frame: Frame, day: date) -> str:
    """The day without its year: 11月20日 / Nov 20."""
    if frame.language == "zh":
        return frame.say("period.day", month=day.month, day=day.day)
    return frame.say("period.day", month=months.month_abbr[day.month], day=day.day)
