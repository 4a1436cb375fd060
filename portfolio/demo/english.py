"""What the made-up projects, units and indicators are called in English: tables/english.csv, {县} and {place} a place."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import polars as pl

from portfolio.demo.place import CITY, rows, table

HERE, PLACE = "{县}", "{place}"
CITY_NAMES = ("示例市", "Shili")
"""The city without the word for its own level."""


@cache
def _patterns() -> dict[str, str]:
    return {str(row["name"]): str(row["name_en"]) for row in rows("english")}


@cache
def _places() -> dict[str, str]:
    """The beginning of a name to its place in English: the counties' (County A), then the city's."""
    city, city_en = CITY_NAMES
    named = table("counties").filter(pl.col("county_code") != CITY).select("name", "name_en").iter_rows()
    return {name: name_en.removeprefix(f"{city_en} ") for name, name_en in named} | {city: city_en}


def english(name: str) -> str | None:
    """The English name; None for one that the table lacks."""
    patterns = _patterns()
    if name in patterns:
        return patterns[name]
    for place, place_en in _places().items():
        pattern = patterns.get(HERE + name.removeprefix(place)) if name.startswith(place) else None
        if pattern:
            return pattern.replace(PLACE, place_en)
    return None


def renderings(names: Iterable[str | None]) -> dict[str, str]:
    """Those of the names that have an English one, and it, by name."""
    rendered = {name: english(name) for name in names if name}
    return {name: found_en for name in sorted(rendered) if (found_en := rendered[name])}
