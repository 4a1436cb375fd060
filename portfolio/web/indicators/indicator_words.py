"""An indicator in words: a number with its unit, the newest known value with its day, and how far it is from the target."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from portfolio.codes import Language
from portfolio.formats import date_text, plain
from portfolio.words import knows, say

BINDING = "◆"
"""Stands before the name of a binding indicator (约束性)."""
COUNTED = ("个", "家")
"""The units that English counts without a word: 3.8 places are 3.8."""
JOINED = ("%", "‰")
"""The units that are written at the number without a space."""


def printed(text: str | None, language: Language) -> str | None:
    """What the plan prints as a unit or in the place of a number, in the reader's language where we have words for it."""
    key = f"printed.{text}"
    return say(language, key) if text and knows(key) else text


def sized(value: str, unit: str | None, language: Language) -> str:
    """A number with its unit: 95%, 11.4 年, ≤10（1/10万）, where a unit that begins with a digit stands in brackets."""
    if not unit:
        return value
    if language == "en" and unit in COUNTED:
        return value
    told = printed(unit, language)
    key = "sized_within" if _within(unit, told) else "sized" if unit in JOINED else "sized_apart"
    return say(language, f"indicators.{key}", value=value, unit=told)


def _within(*units: str | None) -> bool:
    """Whether any of the ways to say the unit begins with a digit, so that it would run on from the number before it."""
    return any((unit or "")[:1].isdigit() for unit in units)


def value_text(row: dict[str, Any], language: Language) -> str | None:
    """The newest known value with its day: 57%（2025年6月）; None where none is known: a baseline is no result."""
    if row["value"] is None:
        return None
    day = date_text(row["value_on"], str(row["value_precision"]), language)
    value, unit = plain(row["value"]), row["unit_printed"]
    told = printed(unit, language)
    if _within(unit, told):
        return say(language, "indicators.value_within", value=value, unit=told, day=day)
    return say(language, "indicators.value", size=sized(value, unit, language), day=day)


def gap(row: dict[str, Any]) -> Decimal | None:
    """How far the newest value still is from the target, in the plan's unit; 0 or below: reached.

    None where no value is known, the target is no number, or the plan's two numbers run against its own direction.
    """
    value, target = row["value"], row["target_value"]
    if value is None or target is None or row["course"] == "against":
        return None
    left: Decimal = value - target if row["direction"] == "down" else target - value
    return abs(left) if row["direction"] == "hold" else left


def gap_text(row: dict[str, Any], language: Language) -> str | None:
    """The gap in words, 已达到 where there is none left; None where it is not known."""
    left = gap(row)
    if left is None:
        return None
    return (
        sized(plain(left), row["unit_printed"], language) if left > 0 else say(language, "indicators.reached")
    )
