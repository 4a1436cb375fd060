"""A day as a number format shows it: no more of it than is seen."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from portfolio.intake.format_sections import Section

_TELLING = re.compile("[季半旬底末初前后上下]|[QqHh][1-4]")
"""Words in a day's format that say more of the day than its figures do."""
LAST_SERIAL = 2_958_465
ZERO_1900, ZERO_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)


def day_text(section: Section, number: Decimal, zero: datetime) -> str | None:
    """The day as the section shows it; None where the number is no day."""
    if not 0 <= number <= LAST_SERIAL:
        return None
    seconds = int((number * 86_400).to_integral_value(rounding=ROUND_HALF_UP))
    try:
        return moment_text(section, zero + timedelta(seconds=seconds))
    except OverflowError:
        return None


def moment_text(section: Section, moment: datetime) -> str:
    """What the section shows of the moment, as a person would write it."""
    parts = _parts(section)
    if _TELLING.search(section.literals()):
        return _faithful(section, parts, moment)
    clock = f" {moment:%H:%M:%S}" if "h" in parts and moment.time() != datetime.min.time() else ""
    if {"y", "m", "d"} <= set(parts):
        return f"{moment:%Y-%m-%d}{clock}"
    told = "".join(_told(part, moment) for part in "ymd" if part in parts)
    return told or f"{moment:%H:%M:%S}"


@cache
def _parts(section: Section) -> tuple[str, ...]:
    """What each date token is, in order: y, m, d, h, or nothing worth telling (minutes, seconds, weekdays)."""
    letters = [text[:1].lower() if kind == "date" else "" for kind, text in section.tokens]
    dates = [place for place, letter in enumerate(letters) if letter]
    found: list[str] = []
    for place, (_, text) in enumerate(section.tokens):
        letter = letters[place]
        before = [letters[one] for one in dates if one < place][-1:]
        after = [letters[one] for one in dates if one > place][:1]
        if letter in ("y", "e", "b"):
            found.append("y")
        elif (letter == "m" and len(text) < 3 and (before == ["h"] or after == ["s"])) or (
            letter == "d" and len(text) > 2
        ):
            found.append("")
        else:
            found.append(letter if letter in ("m", "d", "h") else "")
    return tuple(found)


def _told(part: str, moment: datetime) -> str:
    return {"y": f"{moment.year}年", "m": f"{moment.month}月", "d": f"{moment.day}日"}[part]


def _faithful(section: Section, parts: Sequence[str], moment: datetime) -> str:
    figures = {
        "y": f"{moment.year}",
        "m": f"{moment.month}",
        "d": f"{moment.day}",
        "h": f"{moment:%H}",
        "": "",
    }
    return "".join(
        text if kind == "literal" else figures[part] if kind == "date" else ""
        for (kind, text), part in zip(section.tokens, parts, strict=True)
    )


WHOLE_DAY = Section((("date", "yyyy"), ("date", "m"), ("date", "d")), dated=True)
