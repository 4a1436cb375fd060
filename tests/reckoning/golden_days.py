"""The days that the worked examples of the calendar and of years are told of and asked at."""

from __future__ import annotations

from datetime import date

from .days import end_of_month

NOV_24, DEC_24 = date(2024, 11, 30), date(2024, 12, 31)
FEB, JUNE, SEPT, OCT = (end_of_month(2025, month) for month in (2, 6, 9, 10))
NOV, DEC = date(2025, 11, 30), date(2025, 12, 31)
JULY_11, NOV_11, DEC_5 = date(2025, 7, 11), date(2025, 11, 11), date(2025, 12, 5)
JAN_26, FEB_26 = date(2026, 1, 31), date(2026, 2, 28)
