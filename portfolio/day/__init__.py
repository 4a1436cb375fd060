"""The day: what the definitions say of one day and one state of knowledge, as frames that nobody changes.

SQL defines, the day holds, queries select and add. A page takes one Day when its run begins, so no two of its figures
can be of different moments. A frame is worked out when the first question asks for it.

A library of LARGE rows or more is read by county. Its whole is worked out once a day, into files (`prepare`); what
reports change after that is reckoned family by family.
"""

from __future__ import annotations

from portfolio.day.days import Day, Days, day_of, days_of, is_large, month_days, prepare
from portfolio.day.files import arrange
from portfolio.day.finals import final_before
from portfolio.day.forward import touches

__all__ = [
    "Day",
    "Days",
    "arrange",
    "day_of",
    "days_of",
    "final_before",
    "is_large",
    "month_days",
    "prepare",
    "touches",
]
