"""Figures as people read them, in each language: money, dates, shares, counts.

Unknown is always a word (未注明 / Not stated), never a blank and never zero. Rounding is half up.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from typing import Any
from unicodedata import east_asian_width

from portfolio.codes import Language, label
from portfolio.words import knows, say

Number = Decimal | int | float
YUAN = "CNY"
EXACT = Context(prec=60, rounding=ROUND_HALF_UP)
"""Wide enough for DECIMAL(38,2) at any scale used here, so that only asked-for rounding ever happens."""

_UNITS: dict[Language, tuple[tuple[str, int], ...]] = {
    "zh": (("亿", 8), ("万", 4)),
    "en": ((" billion", 9), (" million", 6)),
}


def unknown_text(language: Language) -> str:
    """The word for what nobody has stated: 未注明 / Not stated."""
    return label("", None, language)


def decimal(number: Number) -> Decimal:
    """The number as people write it: a float by its shortest text, without binary noise."""
    return number if isinstance(number, Decimal) else Decimal(str(number))


def plain(number: Decimal, decimals: int = 0) -> str:
    """The number in full, with at least `decimals` decimals: no exponent, thousands mark or idle zero."""
    digits, _, fraction = f"{number:f}".partition(".")
    fraction = fraction.rstrip("0").ljust(decimals, "0")
    text = f"{digits}.{fraction}" if fraction else digits
    return text.removeprefix("-") if not number else text


def rounded(number: Number, decimals: int) -> Decimal:
    """The number at so many decimals, half up."""
    return decimal(number).quantize(Decimal(1).scaleb(-decimals), context=EXACT)


def ten_thousands(amount: Number) -> Decimal:
    """The amount (元) in 万元, exactly: moving the point loses nothing."""
    return decimal(amount).scaleb(-4, context=EXACT)


def money_text(amount: Number | None, language: Language, currency: str = YUAN) -> str:
    """The amount (元) in the unit of its size, at two decimals: 39.00亿元 / 80.00 million yuan; bare yuan as they are."""
    if amount is None:
        return unknown_text(language)
    size = abs(rounded(amount, 2))
    unit, places = next((step for step in _UNITS[language] if size >= 10 ** step[1]), ("", 0))
    number = rounded(decimal(amount).scaleb(-places, context=EXACT), 2)
    text = f"{number:,.2f}{unit}" if unit else f"{Decimal(plain(number)):,f}"
    yuan = "元" if language == "zh" else " yuan"
    if currency == YUAN:
        return f"{text}{yuan}"
    name = currency_text(currency, language)
    return f"{currency} {text}" if name == currency else f"{text}{name}"


def currency_text(currency: str, language: Language) -> str:
    """The currency's name: 美元 / USD; its code where no word for it is known."""
    key = f"currency.{currency}"
    return say(language, key) if knows(key) else currency


def grouped(number: Number) -> str:
    """The number in full with thousands marks: 26,281, 27,652.74."""
    return f"{Decimal(plain(decimal(number))):,f}"


_PLACES = tuple(
    (key, re.compile(pattern))
    for key, pattern in (
        ("place_item", r"专栏(?P<box>\d+) 第(?P<item>\d+)条"),
        ("place_items", r"专栏(?P<box>\d+) 第(?P<item>\d+)至(?P<last>\d+)条"),
        ("place_row", r"表(?P<table>\d+) 序号(?P<row>\d+)"),
    )
)


def place_text(place: str, language: Language) -> str:
    """Where the plan states it: 专栏1 第1条 / Box 1, item 1; as the library has it where it is written otherwise."""
    if language == "zh":
        return place
    matches = ((key, pattern.fullmatch(place)) for key, pattern in _PLACES)
    return next(
        (say(language, f"export.{key}", **match.groupdict()) for key, match in matches if match), place
    )


def share_text(share: Number | None, language: Language) -> str:
    """The share as a percentage with one decimal: 62.3%."""
    return unknown_text(language) if share is None else f"{plain(rounded(decimal(share) * 100, 1), 1)}%"


def count_text(count: int | None, language: Language) -> str:
    """The count with thousands marks: 1,234."""
    return unknown_text(language) if count is None else f"{count:,}"


def known_text(known: int, total: int) -> str:
    """How many projects know a figure, of all that it is about: 14/203."""
    return f"{known}/{total}"


def points_text(pacing: Number | None, language: Language) -> str:
    """The pacing (a share) in words: 比序时进度慢 12.3 个百分点 / 12.3 points behind schedule."""
    if pacing is None:
        return unknown_text(language)
    points = rounded(decimal(pacing) * 100, 1)
    key = "on_schedule" if not points else "behind_schedule" if points < 0 else "ahead_of_schedule"
    return say(language, f"export.{key}", points=plain(abs(points), 1))


_DATES: dict[Language, dict[str, str]] = {
    "zh": {
        "day": "{year}年{month}月{day}日",
        "month": "{year}年{month}月",
        "quarter": "{year}年第{quarter}季度",
        "season": "{year}年{season}季",
        "half": "{year}年{half}半年",
        "year": "{year}年",
    },
    "en": {
        "day": "{year}-{mm}-{dd}",
        "month": "{name} {year}",
        "quarter": "Q{quarter} {year}",
        "season": "{season} {year}",
        "half": "H{half} {year}",
        "year": "{year}",
    },
}
_PARTS: dict[Language, dict[str, tuple[str, ...]]] = {
    "zh": {"quarter": tuple("一二三四"), "season": tuple("春夏秋冬"), "half": tuple("上下")},
    "en": {
        "quarter": ("1", "2", "3", "4"),
        "season": ("spring", "summer", "autumn", "winter"),
        "half": ("1", "2"),
    },
}
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def date_text(day: date | None, precision: str | None, language: Language) -> str:
    """The date no more exactly than it was stated: 2026年上半年, 2024年第三季度 / H1 2026, Q3 2024."""
    return unknown_text(language) if day is None else _dated(day, precision, language)


_ISO = {"month": "{day:%Y-%m}", "quarter": "{year}-Q{quarter}", "half": "{year}-H{half}", "year": "{year}"}
_ISO |= {"season": "{year}-{season}"}


def iso_text(day: date, precision: str | None) -> str:
    """The date for programs, no more exactly than it was stated: 2026-10-31, 2026-10, 2026-Q4, 2026-H2, 2026."""
    template = _ISO.get(precision or "day", "{day:%Y-%m-%d}")
    return template.format(day=day, year=_year(day, precision), **_parts(day, "en"))


@lru_cache(maxsize=4096)
def _dated(day: date, precision: str | None, language: Language) -> str:
    """The date in words, made once: a page says the same few hundred days over and over."""
    stamps = {
        "year": str(_year(day, precision)),
        "month": str(day.month),
        "day": str(day.day),
        "mm": f"{day.month:02}",
        "dd": f"{day.day:02}",
        "name": _MONTHS[day.month - 1],
    }
    return _date_template(precision, language).format(**stamps, **_parts(day, language))


def date_pattern(day: date, precision: str | None, language: Language) -> str:
    """A spreadsheet's number format that shows the real date `day` no more exactly than it was stated."""
    year = _year(day, precision)
    stamps = {
        "year": '"yyyy"' if year == day.year else str(year),
        "month": '"m"',
        "day": '"d"',
        "mm": '"mm"',
        "dd": '"dd"',
        "name": '"[$-409]mmmm"',
    }
    text = _date_template(precision, language).format(**stamps, **_parts(day, language))
    return f'"{text}"'.replace('""', "")


def _date_template(precision: str | None, language: Language) -> str:
    templates = _DATES[language]
    return templates.get(precision or "day", templates["day"])


def _parts(day: date, language: Language) -> dict[str, str]:
    month = day.month - 1
    order = {"quarter": month // 3, "season": (month - 2) % 12 // 3, "half": month // 6}
    return {name: _PARTS[language][name][position] for name, position in order.items()}


def _year(day: date, precision: str | None) -> int:
    """The year that a period is named by: a winter that ends in February is the last year's."""
    return day.year - 1 if precision == "season" and day.month < 3 else day.year


def letters(text: str) -> int:
    """How wide the text is, in Latin letters; a Chinese character is two."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def size_text(size: Mapping[str, Any], qualifier: str, language: Language) -> str:
    """A size with its unit as it was worded (`qualifier`: exact, about, …): 约3,000平方米, 3,000余人, 20张以上."""
    return say(language, f"size.{qualifier}", value=grouped(size["value"]), unit=size["unit"] or "").strip()
