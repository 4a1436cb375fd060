"""How a word of a dispute reads as a value, and how an answer reads in the form of what was expected."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from fractions import Fraction
from functools import partial
from typing import Any

from portfolio import codes
from tests.reckoning.days import end_of_month
from tests.reckoning.ranks import NAMED

UNKNOWN = "未知"
CLEARED = "清空"
YUAN = Decimal(10_000)
"""Amounts are told in 万元."""
COUNTIES = dict(zip(("市本级", "甲县", "乙县", "丙县", "丁县"), NAMED, strict=True)) | {"未注明": "000000"}
YES = {"是": True, "否": False}


class UnreadableError(ValueError):
    """A line of a dispute that cannot be read, with what could have stood there."""


def money(text: str) -> Decimal:
    """The yuan of an amount in 万元."""
    return number(text) * YUAN


def number(text: str) -> Decimal:
    """The number."""
    try:
        return Decimal(text.replace(",", ""))
    except InvalidOperation:
        raise UnreadableError(f"“{text}”不是数") from None


def percent(text: str) -> Decimal:
    """The share of 35%."""
    return number(text.removesuffix("%")) / 100


def day(text: str) -> date:
    """The day of 2025-07-05."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UnreadableError(f"“{text}”不是日期（2025-07-05）") from None


def month(text: str) -> date:
    """The last day of the month 2025-07."""
    found = re.fullmatch(r"(\d{4})-(\d{2})", text)
    if found is None:
        raise UnreadableError(f"“{text}”不是月份（2025-07）")
    return end_of_month(int(found[1]), int(found[2]))


def stated_day(text: str) -> tuple[date, str]:
    """The last day of a stated period, and how exactly it was stated: 2025-07-05, 2025-07 or 2025."""
    if re.fullmatch(r"\d{4}", text):
        return date(int(text), 12, 31), "year"
    return (month(text), "month") if re.fullmatch(r"\d{4}-\d{2}", text) else (day(text), "day")


def code(name: str, text: str) -> str:
    """The code of a codelist, told as such or by its label in either language."""
    for language in ("zh", "en"):
        for found, label in codes.labels(name, language).items():
            if text in (found, label):
                return found
    raise UnreadableError(f"“{text}”不在 codes/{name}.csv 中")


def county(text: str) -> str:
    """The county's code."""
    if text in COUNTIES.values():
        return text
    if text not in COUNTIES:
        raise UnreadableError(f"没有“{text}”；可用：{'、'.join(COUNTIES)}")
    return COUNTIES[text]


def yes(text: str) -> bool:
    """Whether it says 是."""
    if text not in YES:
        raise UnreadableError(f"“{text}”不是“是”或“否”")
    return YES[text]


def numbers(text: str) -> list[str]:
    """Project numbers: 01-01, or 01-11..14 for four of them."""
    first, _, last = text.partition("..")
    head, _, tail = first.rpartition("-")
    if not last:
        return [first]
    return [f"{head}-{one:0{len(tail)}}" for one in range(int(tail), int(last) + 1)]


Shown = Callable[[Any, str], str]
"""A value, and what was expected, to the value in the form of the expected."""


def plainly(value: Any, expected: str) -> str:
    """A count, a day, yes or no, as it is."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, (float, Decimal)):
        return rounded(Decimal(str(value)), expected)
    return str(value)


def in_money(value: Any, expected: str) -> str:
    """The amount in 万元."""
    return rounded(Decimal(str(value)) / YUAN, expected)


def as_share(value: Any, expected: str) -> str:
    """The share as 46.0%, or as the fraction that was expected if it is that."""
    if "/" in expected:
        same = abs(Fraction(str(value)) - Fraction(expected)) < Fraction(1, 10**8)
        return expected if same else f"{rounded(Decimal(str(value)) * 100, '.0')}%"
    return f"{rounded(Decimal(str(value)) * 100, expected.removesuffix('%'))}%"


def as_pace(value: Any, expected: str) -> str:
    """The points as 慢37.3, 快1.7, 持平."""
    points = rounded(Decimal(str(value)) * 100, expected.lstrip("快慢"))
    if not Decimal(points):
        return "持平"
    return f"慢{points.removeprefix('-')}" if points.startswith("-") else f"快{points}"


def rounded(value: Decimal, like: str) -> str:
    """The number with as many decimals as that one has, a half away from zero."""
    places = len(like.partition(".")[2])
    return f"{value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP):f}"


def coded(name: str) -> Shown:
    """A code as its label."""
    return partial(_labelled, name)


def _labelled(name: str, value: Any, expected: str) -> str:
    return expected if value == expected else codes.label(name, value, "zh")
