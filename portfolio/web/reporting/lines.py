"""The lines of a project's card: those that the template gives, with last values, and those that the draft adds.

A line is named by its keys (special_bond|CNY, 2026, start), so that two pages which add the same one mean the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import polars as pl

from portfolio import intake
from portfolio.intake import Context, Sheet
from portfolio.web.reporting.drafts import Place
from portfolio.web.reporting.typed import Draft

LAST = "last_"
REST = Place("", "status", "", "unchanged")
"""Where the draft says that all other projects have not changed."""
ADDED = ""
"""The column of the mark that a line was added, whether or not anything is typed in it yet."""
YES = "是"
Given = Mapping[str, pl.DataFrame]
"""Sheet code to `table_on_screen`."""


class Line(NamedTuple):
    """One line of a project on a sheet: its name, its keys by column, and last values by column."""

    name: str
    keys: Mapping[str, str]
    last: Mapping[str, str]


class Typed(NamedTuple):
    """What the draft states: tables as `reading_of` takes them, and sheet and row number to project and line."""

    tables: Mapping[str, pl.DataFrame]
    rows: Mapping[tuple[str, int], tuple[str, str]]


def of_project(draft: Draft, given: Given, sheet: Sheet, project: str) -> list[Line]:
    """The project's lines of the sheet."""
    keys = sheet.keys[1:]
    found = {}
    for row in given[sheet.code].filter(project_id=project).iter_rows(named=True):
        if all(row[key] is not None for key in keys):
            line = _line(sheet, [str(row[key]) for key in keys])
            last = {name: row[LAST + name] for name in sheet_lasts(sheet) if row[LAST + name] is not None}
            found[line.name] = line._replace(last=last)
    for name in draft.lines(project, sheet.code) if keys else ():
        found.setdefault(name, _line(sheet, name.split("|")))
    return list(found.values())


def sheet_lasts(sheet: Sheet) -> list[str]:
    """The columns of the sheet that have a last value."""
    return [column.code for column in sheet.columns if column.last or column.on_screen]


def name_of(*keys: str) -> str:
    """The name of the line with these keys."""
    return "|".join(keys)


def _line(sheet: Sheet, keys: list[str]) -> Line:
    return Line(name_of(*keys), dict(zip(sheet.keys[1:], keys, strict=False)), {})


def stated(draft: Draft, of: Context, given: Given) -> Typed:
    """What the draft says of the unit's projects. A column that is blank everywhere is left out of its table."""
    own = of.projects["project_id"].to_list()
    tables: dict[str, pl.DataFrame] = {}
    rows: dict[tuple[str, int], tuple[str, str]] = {}
    for sheet in intake.SHEETS:
        told = list(_rows(draft, given, sheet, own))
        if told:
            names = list(dict.fromkeys(name for _, row in told for name in row))
            tables[sheet.code] = pl.DataFrame([row for _, row in told], dict.fromkeys(names, pl.String))
            rows |= {(sheet.code, number): where for number, (where, _) in enumerate(told, start=1)}
    return Typed(tables, rows)


def _rows(
    draft: Draft, given: Given, sheet: Sheet, own: list[str]
) -> Iterator[tuple[tuple[str, str], dict[str, str]]]:
    """Project and line, and the row, of each line that states anything."""
    says = draft.stated
    rest = untouched(draft, given) if sheet.code == REST.sheet and REST in says else set()
    inputs = [column.code for column in sheet.inputs]
    for project in own:
        for line in of_project(draft, given, sheet, project):
            row = {name: says.get(Place(project, sheet.code, line.name, name), "") for name in inputs}
            if project in rest:
                row[REST.name] = YES
            filled = {name: text for name, text in row.items() if text}
            if filled:
                yield (project, line.name), {"project_id": project, **line.keys, **filled}


def untouched(draft: Draft, given: Given) -> set[str]:
    """The projects of which the draft says nothing yet; those whose stage nobody knows cannot have stayed as they were."""
    known = given[REST.sheet].filter(pl.col("last_stage").is_not_null())["project_id"]
    return set(known) - {place.project for place in draft.stated}


def strangers(draft: Draft, of: Context) -> int:
    """How many fields of the draft speak of projects that are the unit's no longer."""
    own = {"", *of.projects["project_id"]}
    return sum(place.project not in own for place in draft.stated)
