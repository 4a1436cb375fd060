"""Finding the headers in a grid, whatever stands above them, and with them which sheet it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import polars as pl

from portfolio import words
from portfolio.intake.columns import Column, Sheet
from portfolio.intake.sheets import README, SHEETS
from portfolio.intake.values import narrowed

HEAD = 20
"""How many rows are looked through for the headers."""
LONGEST_HEADER = 80
LISTS = "lists"
"""The hidden sheet of our own workbook that the drop-downs choose from."""
_BRACKETS = re.compile(r"[(\[【].*?[)\]】]")
UNIT_BEHIND = re.compile(r"(?:单位:?)?(?:亿元|万元|元)$")
_COPIED = re.compile(r"(?:\s*\(\d{1,3}\)|[-_\s]*(?:副本|copy)\s*\d{0,3})+$", re.IGNORECASE)
"""What Excel and WPS put behind the name of a sheet that is copied."""


@dataclass(frozen=True)
class Found:
    """Where a grid's headers stand: the row (from 0), column code to letters, and what was found twice."""

    sheet: Sheet
    row: int
    letters: dict[str, str]
    texts: dict[str, str]
    twice: tuple[tuple[str, str], ...]


def fitting(cells: pl.DataFrame, sheet: Sheet) -> Found | None:
    """The row whose headers fit the sheet best, whatever the tab is called; none where no row does."""
    found = [one for row, texts in head(cells) if (one := _fitted(sheet, row, texts)) is not None]
    return max(found, key=lambda one: (len(one.letters), -one.row), default=None)


def sheet_named(name: str) -> Sheet | None:
    """The sheet that a tab of this name is, or a copy of it, in either language or by an older name; None for none."""
    return _names().get(narrowed(_COPIED.sub("", name.translate(_NARROW_BRACKETS))))


_NARROW_BRACKETS = str.maketrans("（）", "()")


@cache
def _names() -> dict[str, Sheet]:
    found = {narrowed(alias): sheet for sheet in SHEETS for alias in sheet.aliases}
    return found | {narrowed(sheet.title(lang)): sheet for sheet in SHEETS for lang in words.LANGUAGES}


@cache
def own_names() -> frozenset[str]:
    """The narrowed names of sheets that we write and nobody fills in."""
    keys = (f"intake.sheet.{README}", "intake.problem_list")
    return frozenset({LISTS, *(narrowed(words.say(lang, key)) for key in keys for lang in words.LANGUAGES)})


@cache
def columns_of(sheet: Sheet) -> dict[str, Column]:
    """What a header of the sheet may read, bare of blanks and brackets, to its column."""
    found = {bare(alias): column for column in reversed(sheet.columns) for alias in column.aliases}
    found |= {column.code: column for column in sheet.columns}
    return found | {bare(column.header(lang)): column for column in sheet.columns for lang in words.LANGUAGES}


@cache
def last_marks() -> tuple[str, ...]:
    """How the headers of the grey columns begin, bare."""
    marks = [bare(words.say(language, "intake.last", column="")) for language in words.LANGUAGES]
    return (*marks, "上期", "上月", "last")


def bare(header: str) -> str:
    """The header without blanks, brackets and what is in them, narrow and small."""
    return _BRACKETS.sub("", narrowed(header[:LONGEST_HEADER])).strip("*:：、")


def bracketed(header: str) -> str:
    """What stands in the header's brackets, narrow and small; of one without brackets, the unit at its end."""
    told = narrowed(header)
    found = "".join(_BRACKETS.findall(told))
    behind = UNIT_BEHIND.search(told)
    return found or (behind[0] if behind else "")


def best(cells: pl.DataFrame, named: Sheet | None) -> Found | None:
    """The row and sheet whose headers fit best; none where no row names a project and something to fill.

    A sheet is known by its headings; its name decides only between those that fit equally well.
    """
    candidates = [
        found
        for row, texts in head(cells)
        for sheet in SHEETS
        if (found := _fitted(sheet, row, texts)) is not None
    ]
    return max(candidates, key=lambda one: (len(one.letters), one.sheet is named, -one.row), default=None)


def head(cells: pl.DataFrame) -> Iterator[tuple[int, dict[str, str]]]:
    """The first rows: their numbers from 0, and letters to text of what they hold."""
    for number, row in enumerate(cells.head(HEAD).iter_rows(named=True)):
        yield number, {letters: text for letters, text in row.items() if text}


def _fitted(sheet: Sheet, row: int, texts: dict[str, str]) -> Found | None:
    letters: dict[str, str] = {}
    twice: list[tuple[str, str]] = []
    known = columns_of(sheet)
    for place, text in texts.items():
        told = bare(text)
        column = known.get(told) or known.get(UNIT_BEHIND.sub("", told))
        if column is None:
            continue
        if column.code in letters:
            twice.append((place, text))
        else:
            letters[column.code] = place
    inputs: Sequence[Column] = [column for column in sheet.inputs if column.code in letters]
    if not inputs or not {"project_id", "name"} & letters.keys():
        return None
    return Found(sheet, row, letters, texts, tuple(twice))
