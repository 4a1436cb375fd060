"""Reading what was sent: a workbook, a csv, or the table on screen. People's data never raises here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from math import isnan
from pathlib import PurePath

import polars as pl

from portfolio.intake import grids, separated
from portfolio.intake.archive import LARGEST_FILE, Archive, RefusedError, opened
from portfolio.intake.cells import letters_of, trimmed
from portfolio.intake.choosing import sheets_of
from portfolio.intake.kinds import refuse_other_kinds
from portfolio.intake.readings import Form, Reading, SheetRead, Stamp
from portfolio.intake.sheets import sheet
from portfolio.intake.stamps import stamp_of
from portfolio.model import Problem

NAME_LONGEST = 120


def read(data: bytes, file_name: str) -> Reading:
    """What the file holds; whatever cannot be read of it stands in `problems`. Never raises for what is in the file."""
    try:
        return _read(data, file_name)
    except RefusedError as refusal:
        return Reading(file_name, "unreadable", problems=(refusal_of(refusal, file_name),))


def refusal_of(refusal: RefusedError, file_name: str) -> Problem:
    """Why the whole file cannot be read."""
    facts = tuple(sorted({"file": _shown(file_name), **refusal.facts}.items()))
    return Problem(code=refusal.code, severity="error", facts=facts)


def _read(data: bytes, file_name: str) -> Reading:
    archive = _archive(data, file_name)
    if archive is None:
        return _reading(file_name, "csv", [separated.of_text(data, _stem(file_name))], Stamp())
    found = grids.of_workbook(archive)
    return _reading(file_name, "xlsx", found, stamp_of(archive, found))


def grids_of(data: bytes, file_name: str) -> list[grids.Grid]:
    """The bare sheets of a workbook or csv. Raises RefusedError for what is neither, or cannot be opened."""
    archive = _archive(data, file_name)
    return [separated.of_text(data, _stem(file_name))] if archive is None else grids.of_workbook(archive)


def _archive(data: bytes, file_name: str) -> Archive | None:
    """The workbook's archive; None for what may be a csv. Raises RefusedError for anything else."""
    if not data.strip(b" \t\r\n\x00"):
        raise RefusedError("file_empty")
    if len(data) > LARGEST_FILE:
        raise RefusedError("file_large", most=str(LARGEST_FILE // 1024 // 1024))
    # what it is shows in its first bytes: a name says what people wish
    refuse_other_kinds(data, file_name)
    if data.startswith(b"PK"):
        return opened(data)
    return None


def _reading(file_name: str, form: Form, found: list[grids.Grid], stamp: Stamp) -> Reading:
    sheets, problems = sheets_of(found, strict=form == "csv")
    if not sheets and not problems:
        raise RefusedError("no_sheet", names="、".join(_shown(grid.name) for grid in found[:8]))
    return Reading(file_name, form, tuple(sheets), stamp, tuple(problems))


def reading_of(tables: Mapping[str, pl.DataFrame]) -> Reading:
    """The same of tables on screen: sheet code to frame whose columns are column codes (as `table_on_screen` gives).

    Values may be texts, numbers (万元, %), dates or codes; rows count from 1; columns that are no column's code are
    left aside.
    """
    return Reading("", "screen", tuple(_table_read(code, table) for code, table in tables.items()))


def _table_read(code: str, table: pl.DataFrame) -> SheetRead:
    columns = sheet(code).columns
    held = [column.code for column in columns if column.code in table.columns]
    rows = table.select(pl.Series(one, [_as_text(value) for value in table[one]], pl.String) for one in held)
    rows = rows.with_row_index("row_number", offset=1).select(
        pl.col("row_number").cast(pl.Int32), *(trimmed(pl.col(one)) for one in held)
    )
    letters = {column.code: letters_of(place) for place, column in enumerate(columns) if column.code in held}
    filled = rows.filter(pl.any_horizontal(pl.col(held).is_not_null())) if held else rows
    return SheetRead(
        code, code, filled, letters, {one.code: 10**4 for one in columns if one.kind == "amount"}
    )


def _as_text(value: object) -> str | None:
    """What the reader typed, as a text: a float by its shortest, a day without a time."""
    if value is None or (isinstance(value, float) and isnan(value)):
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _stem(file_name: str) -> str:
    return _shown(PurePath(file_name.replace("\\", "/")).stem) or "csv"


def _shown(name: str) -> str:
    return "".join(letter for letter in name[:NAME_LONGEST] if letter.isprintable())
