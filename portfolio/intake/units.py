"""The unit of each amount column: by its own header, else by a line above the headers."""

from __future__ import annotations

import re
from collections.abc import Iterator

import polars as pl

from portfolio.intake.columns import Column
from portfolio.intake.headers import LONGEST_HEADER, Found, bracketed, head
from portfolio.intake.values import narrowed

TEN_THOUSAND = 10_000
UNKNOWN = 0
"""Stands for a unit that is named and none of ours: 千元, 百万元, 美元."""
_UNITS = {"": 1, "万": TEN_THOUSAND, "亿": 10**8, "10000": TEN_THOUSAND, "100million": 10**8}
_UNIT = re.compile(
    r"(?P<many>百亿|十亿|千万|百万|十万|亿|万|千|百|10,?000|100million|million|billion|thousand)?"
    r"(?P<foreign>美|欧|日|港|加|澳|us|hk)?(?:元|yuan)"
)
_TITLE_UNIT = re.compile(r"(?:单位|unit):?(.{1,20})")


def units_of(cells: pl.DataFrame, found: Found) -> dict[str, int | None]:
    """How many yuan 1 stands for in each amount column; None where nobody says, UNKNOWN for a unit that is none of ours."""
    whole = _of_titles(cells, found)
    told: dict[str, int | None] = {}
    for column in _amounts(found):
        own = _unit_in(bracketed(found.texts[found.letters[column.code]]))
        told[column.code] = whole if own is None else own
    return told


def _amounts(found: Found) -> Iterator[Column]:
    return (one for one in found.sheet.columns if one.kind == "amount" and one.code in found.letters)


def _of_titles(cells: pl.DataFrame, found: Found) -> int | None:
    titles = narrowed(
        "".join(
            text[:LONGEST_HEADER] for row, texts in head(cells) if row < found.row for text in texts.values()
        )
    )
    stated = _TITLE_UNIT.search(titles)
    return _unit_in(stated[1]) if stated else None


def _unit_in(text: str) -> int | None:
    unit = _UNIT.search(text)
    if unit is None:
        return None
    many = (unit["many"] or "").replace(",", "")
    return UNKNOWN if unit["foreign"] else _UNITS.get(many, UNKNOWN)
