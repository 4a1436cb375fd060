"""Workbooks as people send them, made from rows that stand in the tests, and what is found in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from io import BytesIO

import xlsxwriter

from portfolio.codes import Language
from portfolio.intake import Checked, Context, check, read, sheet

FIRST_ROW = 3
"""The number of the first row below the headers in `workbook`."""
Row = Mapping[str, object]


def workbook(language: Language = "zh", /, **sheets: Sequence[Row]) -> bytes:
    """An xlsx with a title row, the template's headers on row 2 and these rows below: column code to value."""
    target = BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_numbers": False})
    book.set_properties({"created": datetime(2026, 11, 1)})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for code, rows in sheets.items():
        page = book.add_worksheet(sheet(code).title(language))
        page.write_string(0, 0, "月报")
        places = {column.code: place for place, column in enumerate(sheet(code).columns)}
        for column in sheet(code).columns:
            page.write_string(1, places[column.code], column.header(language))
        for number, row in enumerate(rows, start=FIRST_ROW - 1):
            for name, value in row.items():
                if isinstance(value, date | datetime):
                    page.write_datetime(number, places[name], value, day)
                else:
                    page.write(number, places[name], value)
    book.close()
    return target.getvalue()


def letter(sheet_code: str, column: str) -> str:
    """The letter that `workbook` gives the column."""
    return "ABCDEFGHIJKLMN"[[one.code for one in sheet(sheet_code).columns].index(column)]


def checked(context: Context, *, judge: bool = False, **sheets: Sequence[Row]) -> Checked:
    """What checking finds in such a workbook."""
    return check(read(workbook(**sheets), "月报.xlsx"), context, judge=judge)


def found(context: Context, *, judge: bool = False, **sheets: Sequence[Row]) -> list[tuple[str, str | None]]:
    """Code and cell of each problem, in order."""
    return [(one.code, one.cell) for one in checked(context, judge=judge, **sheets).problems]
