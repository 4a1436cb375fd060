"""Field types that every model shares: money, shares, codes and month ends."""

from __future__ import annotations

import calendar
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

Money = Annotated[Decimal, Field(max_digits=18, decimal_places=2)]
"""An amount in yuan (元) unless a currency beside it says otherwise; two decimals at most."""

LARGEST = Decimal("99999999999999.99")
"""The largest amount, in yuan, that a report or a library may state: sums of one row keep within eighteen digits."""

Share = Annotated[Decimal, Field(ge=0, le=1, max_digits=9, decimal_places=8)]
"""A share between 0 and 1; shown as a percentage only on screen."""

Precision = Literal["day", "month", "quarter", "season", "half", "year"]
"""How exactly a date was stated; the date kept is the last day of that period."""


def month_end(day: date) -> date:
    """The last day of the month that `day` lies in."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _is_month_end(day: date) -> date:
    if day != month_end(day):
        raise ValueError("a period is named by the last day of its month")
    return day


PeriodOn = Annotated[date, AfterValidator(_is_month_end)]
"""A reporting month, named by its last day."""


class Frozen(BaseModel):
    """A value that never changes once made; an unknown field is an error, not ignored."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)
