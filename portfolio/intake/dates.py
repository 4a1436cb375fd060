"""Dates as people write them. One without a year, or in words, is not guessed."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

EARLIEST, LATEST = 1990, 2100
"""Years that a report may speak of."""
SERIAL_FROM, SERIAL_TO = 32_874, 73_415
"""Excel's numbers of the days from 1990-01-01 to 2100-12-31."""
_EXCEL_ZERO = date(1899, 12, 30)
_MARKS = {"上": "1", "下": "2", "一": "1", "二": "2", "三": "3", "四": "4"}
_TIME = r"(?:t?[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?)?"
_DAY = re.compile(rf"([0-9]{{4}})[-/.年]([0-9]{{1,2}})[-/.月]([0-9]{{1,2}})日?号?{_TIME}")
_NUMBER = re.compile(r"[0-9]{5,8}(?:\.[0-9]+)?|[0-9]{4}")
_DOT_ONE = re.compile(r"[0-9]{4}\.1")
"""January, or October of which a number cell has dropped the nought."""
_END = "(?:(?:底|末)前?|内)?"
_MONTH = re.compile(rf"([0-9]{{4}})[-/.年]([0-9]{{1,2}})(?:月份?(?:{_END}|下旬))?")
_QUARTER = re.compile(rf"([0-9]{{4}})年?(?:第?([1-4一二三四])季度?|-?q([1-4])){_END}|q([1-4])-?([0-9]{{4}})")
_HALF = re.compile(rf"([0-9]{{4}})年?([上下])半年{_END}|([0-9]{{4}})-?h([12])|h([12])-?([0-9]{{4}})")
_YEAR = re.compile(rf"([0-9]{{4}})年?(?:度)?{_END}")
_DIGITS = {
    "〇": 0,
    "○": 0,
    "零": 0,
    "一": 1,
    "二": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
_TENS = {"廿": "二十", "卅": "三十"}
_HAN_YEAR = re.compile("([〇○零一二三四五六七八九]{4})(?=年)")
_HAN_NUMBER = re.compile("([〇○零一二三四五六七八九十廿卅]{1,3})(?=[月日号])")
"""Months and days in Chinese figures: 十二月, 三十一日, 廿五日, 〇三月."""
_NO_YEAR = re.compile(r"[0-9]{1,2}[-/.月][0-9]{1,2}日?号?|[0-9]{1,2}月(?:底|末|初|中旬|上旬|下旬)?")
_DAY_FIRST = re.compile(r"[0-9]{1,2}[-/.][0-9]{1,2}[-/.][0-9]{2,4}")


@dataclass(frozen=True)
class Told:
    """A date with its precision, or the code of what is wrong with it."""

    day: date | None = None
    precision: str | None = None
    fault: str | None = None


def told(text: str, *, coarse: bool) -> Told:
    """What the narrowed text says; `coarse` allows months, quarters, halves and years, kept as their last day."""
    found = _parsed(_in_digits(text))
    if found.fault or found.precision == "day" or coarse:
        return found
    return Told(fault="date_coarse")


def _in_digits(text: str) -> str:
    """The text with Chinese figures of years, months and days as digits: 二〇二七年三月三十一日."""
    text = _HAN_YEAR.sub(lambda year: "".join(str(_DIGITS[one]) for one in year[1]), text)
    return _HAN_NUMBER.sub(lambda number: _number(number[1]) or number[1], text)


def _number(figures: str) -> str | None:
    """Up to 99 in Chinese figures; None for what is no such number."""
    for one, spelled in _TENS.items():
        figures = figures.replace(one, spelled)
    tens, ten, rest = figures.rpartition("十")
    if not ten:
        return "".join(str(_DIGITS[one]) for one in figures) if "十" not in figures else None
    if len(tens) > 1 or len(rest) > 1 or "十" in tens:
        return None
    return str((_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[rest] if rest else 0))


def _parsed(text: str) -> Told:
    for pattern, understand in _FORMS:
        if match := pattern.fullmatch(text):
            return understand(match)
    return Told(fault="date_unreadable")


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


def _quarter(match: re.Match[str]) -> Told:
    quarter = match[2] or match[3] or match[4]
    return _end(int(match[1] or match[5]), int(_MARKS.get(quarter, quarter)) * 3, "quarter")


def _half(match: re.Match[str]) -> Told:
    half = match[2] or match[4] or match[5]
    return _end(int(match[1] or match[3] or match[6]), int(_MARKS.get(half, half)) * 6, "half")


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Told]], ...] = (
    (_DAY, lambda match: _of(match[1], match[2], match[3])),
    (_NUMBER, lambda match: _of_number(match[0])),
    (_DOT_ONE, lambda _: Told(fault="date_dot_month")),
    (_MONTH, lambda match: _end(int(match[1]), int(match[2]), "month")),
    (_QUARTER, _quarter),
    (_HALF, _half),
    (_YEAR, lambda match: _end(int(match[1]), 12, "year")),
    (_NO_YEAR, lambda _: Told(fault="date_no_year")),
    (_DAY_FIRST, lambda _: Told(fault="date_order")),
)
"""Each way of writing a date, and how it is understood; the first that fits counts."""
