"""The rows below a grid's headers: which are read, which are totals, and what of a cell its text does not say."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import polars as pl

from portfolio.intake.cells import ENDS, narrow, trimmed
from portfolio.intake.columns import Column
from portfolio.intake.dates import SERIAL_FROM, SERIAL_TO
from portfolio.intake.grids import Grid
from portfolio.intake.headers import Found
from portfolio.intake.readings import SheetRead
from portfolio.intake.shown_days import ZERO_1904
from portfolio.intake.units import TEN_THOUSAND, UNKNOWN
from portfolio.intake.values import YES, narrowed
from portfolio.words import LANGUAGES, say

TOTALS = ("合计", "总计", "小计", "共计", "累计合计", "total", "subtotal", "grandtotal", "sum")
_LIKELY_TOTAL = "(?i)计|計|total|sum|ｔｏｔａｌ|t o t"
"""What a total row must hold to be looked at closely."""
_SERIAL = r"^\d{5}(?:\.\d+)?$"
FROM_1900_TO_1904 = 1_462


def rows_of(grid: Grid, filled: pl.DataFrame, found: Found, units: Mapping[str, int | None]) -> SheetRead:
    """The sheet as read. `filled` holds the grid's cells with merged names in every row that they stand for."""
    columns = [column for column in found.sheet.columns if column.code in found.letters]
    texts = [_texts(column, grid, filled, found).alias(column.code) for column in columns]
    rows = pl.DataFrame(texts).with_row_index("row_number", offset=1).slice(found.row + 1)
    codes = [column.code for column in columns]
    rows = rows.select(pl.col("row_number").cast(pl.Int32), *(trimmed(pl.col(code)) for code in codes))
    rows = rows.filter(pl.any_horizontal(pl.col(codes).is_not_null()))
    total, again = _idle_rows(rows, grid, found)
    rows = rows.filter(~pl.col("row_number").is_in(pl.concat([total, again]).implode()))
    return SheetRead(
        code=found.sheet.code,
        name=grid.name,
        rows=rows,
        letters={code: found.letters[code] for code in codes},
        units={code: unit or TEN_THOUSAND for code, unit in units.items()},
        without_unit=frozenset(code for code, unit in units.items() if unit is None and unit != UNKNOWN),
        headings={code: found.texts[found.letters[code]] for code in codes},
        header_row=found.row + 1,
        left_out=total.len(),
        rest_unchanged=_says_rest(grid, found),
    )


def _says_rest(grid: Grid, found: Found) -> bool:
    """Whether 是 stands above the column 本月无变化, beside the words that ask for it."""
    letters = found.letters.get("unchanged")
    if letters is None or not found.row:
        return False
    place = grid.cells.columns.index(letters)
    above = grid.cells.head(found.row)
    if not place:
        return False
    asked = [narrowed(say(language, "intake.rest")) for language in LANGUAGES]
    said = above.filter(narrow(pl.nth(place - 1)).is_in(asked) & narrow(pl.col(letters)).is_in(YES))
    return said.height > 0


def _texts(column: Column, grid: Grid, filled: pl.DataFrame, found: Found) -> pl.Series:
    letters = found.letters[column.code]
    if column.key or column.kind in ("project", "label"):
        return filled[letters]
    texts = grid.cells[letters]
    return _days_of_1904(texts) if grid.from_1904 and column.kind in ("day", "stated_day") else texts


def _days_of_1904(texts: pl.Series) -> pl.Series:
    """The texts with bare numbers of days, which such a workbook counts from 1904, as days."""
    odd = texts.filter(texts.str.contains(_SERIAL).fill_null(value=False)).unique()
    days = [
        (ZERO_1904 + timedelta(days=number)).date().isoformat() if _is_day(number) else text
        for text in odd
        for number in (int(float(text)),)
    ]
    return texts.replace(odd, pl.Series(days, dtype=pl.String)) if days else texts


def _is_day(number: int) -> bool:
    return SERIAL_FROM <= number + FROM_1900_TO_1904 <= SERIAL_TO


def _idle_rows(rows: pl.DataFrame, grid: Grid, found: Found) -> tuple[pl.Series, pl.Series]:
    """The numbers of the total rows, and of the rows that repeat the headers (at the head of each printed page)."""
    first = pl.DataFrame({"first_text": grid.cells.to_series(0)}).with_row_index("row_number", offset=1)
    names = [code for code in ("project_id", "name", "county") if code in rows.columns]
    told = rows.select("row_number", *names).join(
        first.cast({"row_number": pl.Int32}), on="row_number", how="left", maintain_order="left"
    )
    texts = [*names, "first_text"]
    likely = told.filter(pl.any_horizontal(pl.col(texts).str.contains(_LIKELY_TOTAL))).with_columns(
        narrow(pl.col(texts)).str.strip_chars(":")
    )
    total = likely.filter(pl.any_horizontal(pl.col(texts).is_in(TOTALS)))["row_number"]
    again = told.filter(pl.col(names[0]) == found.texts[found.letters[names[0]]].strip(ENDS))["row_number"]
    return total, again


def stating(read: SheetRead, found: Found) -> pl.DataFrame:
    """The rows in which anything to fill is filled."""
    inputs = [column.code for column in found.sheet.inputs if column.code in read.letters]
    return read.rows.filter(pl.any_horizontal(pl.col(inputs).is_not_null()))
