"""Dates as people write them. One without a year, or in words, is not guessed."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

EARLIEST, LATEST = 1990, 2100
"""Years that a report may speak of."""
SERIAL_FROM, SERIAL_TO = 32_874, 73_415
"""Excel's numbers of the days from 1990-01-01 to 2100-12-31."""
_EXCEL_ZERO = date(1899, 12, 30)
_MARKS = {"上": "1", "下": "2", "一": "1", "二": "2", "三": "3", "四": "4"}
_TIME = r"(?:t?\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
_DAY = re.compile(rf"(\d{{4}})[-/.年](\d{{1,2}})[-/.月](\d{{1,2}})日?号?{_TIME}")
_MONTH = re.compile(r"(\d{4})[-/.年](\d{1,2})月?")
_QUARTER = re.compile(r"(\d{4})年?(?:第?([1-4一二三四])季度?|-?q([1-4]))|q([1-4])-?(\d{4})")
_HALF = re.compile(r"(\d{4})年?([上下])半年|(\d{4})-?h([12])|h([12])-?(\d{4})")
_YEAR = re.compile(r"(\d{4})年?(?:底|末|内)?")
_NO_YEAR = re.compile(r"\d{1,2}[-/.月]\d{1,2}日?号?|\d{1,2}月(?:底|末|初|中旬|上旬|下旬)?")
_DAY_FIRST = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}")


@dataclass(frozen=True)
class Told:
    """A date with its precision, or the code of what is wrong with it."""

    day: date | None = None
    precision: str | None = None
    fault: str | None = None


def told(text: str, *, coarse: bool) -> Told:
    """What the narrowed text says; `coarse` allows months, quarters, halves and years, kept as their last day."""
    found = _parsed(text)
    if found.fault or found.precision == "day" or coarse:
        return found
    return Told(fault="date_coarse")


def _parsed(text: str) -> Told:
    if match := _DAY.fullmatch(text):
        return _of(match[1], match[2], match[3])
    if text.isascii() and re.fullmatch(r"\d{4,8}(?:\.\d+)?", text):
        return _of_number(text)
    if match := _MONTH.fullmatch(text):
        return _end(int(match[1]), int(match[2]), "month")
    if match := _QUARTER.fullmatch(text):
        quarter = match[2] or match[3] or match[4]
        return _end(int(match[1] or match[5]), int(_MARKS.get(quarter, quarter)) * 3, "quarter")
    if match := _HALF.fullmatch(text):
        half = match[2] or match[4] or match[5]
        return _end(int(match[1] or match[3] or match[6]), int(_MARKS.get(half, half)) * 6, "half")
    if match := _YEAR.fullmatch(text):
        return _end(int(match[1]), 12, "year")
    if _NO_YEAR.fullmatch(text):
        return Told(fault="date_no_year")
    return Told(fault="date_order" if _DAY_FIRST.fullmatch(text) else "date_unreadable")


def _of_number(text: str) -> Told:
    whole = text.partition(".")[0]
    if len(whole) == 8:
        return _of(whole[:4], whole[4:6], whole[6:])
    if len(whole) == 6:
        return _end(int(whole[:4]), int(whole[4:]), "month")
    if len(whole) == 4:
        return _end(int(whole), 12, "year")
    if SERIAL_FROM <= int(whole) <= SERIAL_TO:
        return Told(_EXCEL_ZERO + timedelta(days=int(whole)), "day")
    return Told(fault="date_unreadable")


def _of(year: str, month: str, day: str) -> Told:
    if not EARLIEST <= int(year) <= LATEST:
        return Told(fault="date_range")
    try:
        return Told(date(int(year), int(month), int(day)), "day")
    except ValueError:
        return Told(fault="date_none")


def _end(year: int, month: int, precision: str) -> Told:
    if not EARLIEST <= year <= LATEST:
        return Told(fault="date_range")
    if not 1 <= month <= 12:
        return Told(fault="date_none")
    return Told(date(year, month, calendar.monthrange(year, month)[1]), precision)
