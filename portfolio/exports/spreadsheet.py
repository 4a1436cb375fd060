"""A table as a workbook with real numbers and dates, ready to be filtered and printed."""

from __future__ import annotations

import io
import re
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache
from typing import Any

import polars as pl
import xlsxwriter

from portfolio.exports.cells import Cell, Lists
from portfolio.exports.facts import Facts
from portfolio.exports.sheet import Sheet, sheet
from portfolio.exports.sums import Totals
from portfolio.exports.texts import clean, width
from portfolio.model import PortfolioError
from portfolio.words import say

MOST_ROWS = 1_048_576
NARROWEST, WIDEST = 8, 60
A4 = 9
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_STYLES: dict[str, dict[str, object]] = {
    "title": {"bold": True, "font_size": 14},
    "line": {},
    "demo": {"bold": True, "font_color": "#C00000"},
    "heading": {"bold": True, "border": 1, "bg_color": "#E7EEF7", "text_wrap": True, "align": "center"},
    "row": {"border": 1},
    "total": {"bold": True, "border": 1, "top": 2},
}


def workbook(
    frame: pl.DataFrame, facts: Facts, totals: Totals | None = None, lists: Lists | None = None
) -> bytes:
    """The frame with its facts and sum as an xlsx file; the same arguments give the same bytes."""
    table = sheet(frame, facts, totals, lists)
    _refuse_too_long(table)
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, _OPTIONS) as book:
        book.set_properties({"title": clean(facts.title), "created": datetime.combine(facts.made_on, time())})
        page = _Page(book, sheet_name(facts))
        page.write(table, facts)
        page.lay_out(table, facts)
    return file.getvalue()


def sheet_name(facts: Facts) -> str:
    """The title as a legal sheet name: no []:*?/\\, no apostrophe at its ends, 31 UTF-16 units at most."""
    name = re.sub(r"[\[\]:*?/\\\n]", " ", clean(facts.title)).strip("' ")
    name = name.encode("utf-16-le")[:62].decode("utf-16-le", errors="ignore").strip("' ")
    return name if name and name.casefold() != "history" else say(facts.language, "export.sheet")


def _refuse_too_long(table: Sheet) -> None:
    rows = len(table.lines) + 2 + len(table.rows)
    if rows > MOST_ROWS:
        raise PortfolioError("export_too_long", rows=len(table.rows))


class _Page:
    """One worksheet being written, from top to bottom."""

    def __init__(self, book: Any, name: str) -> None:
        self.at = 0
        self.page = book.add_worksheet(name)
        self.style = cache(lambda *look: book.add_format(_look(*look)))

    def write(self, table: Sheet, facts: Facts) -> None:
        """Every cell of the table; the facts first."""
        for row, line in enumerate(table.lines):
            style = "title" if row == 0 else "demo" if row == 1 and facts.demo else "line"
            self._row([line], style)
        self._row(table.headings, "heading")
        for cells in table.rows:
            self._row(cells, "row")
        self._row(table.total, "total")

    def lay_out(self, table: Sheet, facts: Facts) -> None:
        """Widths, the frozen and filtered heading, and how the page prints."""
        head, last = len(table.lines), len(table.headings) - 1
        self.page.freeze_panes(head + 1, 0)
        self.page.autofilter(head, 0, head + len(table.rows), max(last, 0))
        self.page.repeat_rows(head)
        self.page.set_landscape()
        self.page.set_paper(A4)
        self.page.fit_to_pages(1, 0)
        self.page.set_footer(_footer(facts))
        for column, cells in enumerate(_upright(table)):
            self.page.set_column(column, column, _column_width(cells))

    def _row(self, cells: list[Cell] | tuple[Cell, ...], style: str) -> None:
        for column, cell in enumerate(cells):
            self._cell(column, cell, style)
        self.at += 1

    def _cell(self, column: int, cell: Cell, style: str) -> None:
        wrap = style in ("row", "total") and isinstance(cell.value, str) and _wraps(cell.text)
        form = self.style(style, cell.pattern, wrap)
        if isinstance(cell.value, Decimal):
            self.page.write_number(self.at, column, cell.value, form)
        elif isinstance(cell.value, date):
            self.page.write_datetime(self.at, column, cell.value, form)
        elif cell.value:
            self.page.write_string(self.at, column, _not_markup(cell.value), form)
        else:
            self.page.write_blank(self.at, column, None, form)


def _look(style: str, pattern: str, wrap: bool) -> dict[str, object]:
    wrapped = {"text_wrap": True} if wrap else {}
    return {"num_format": pattern, "valign": "vcenter"} | _STYLES[style] | wrapped


def _wraps(text: str) -> bool:
    return "\n" in text or width(text) > WIDEST


def _not_markup(text: str) -> str:
    """The text; a space after one that the writer would otherwise copy into the file as its own markup."""
    return f"{text} " if text.startswith("<r>") and text.endswith("</r>") else text


def _footer(facts: Facts) -> str:
    demo = f"&L{say(facts.language, 'workspace.demo_mark')}" if facts.demo else ""
    return f"{demo}&C{say(facts.language, 'export.page', page='&P', pages='&N')}"


def _upright(table: Sheet) -> list[list[Cell]]:
    """The table column by column, heading and sum included."""
    total = [[cell] for cell in table.total] or [[] for _ in table.headings]
    columns = zip(table.headings, table.columns, total, strict=True)
    return [[heading, *cells, *end] for heading, cells, end in columns]


def _column_width(cells: list[Cell]) -> int:
    """The width of the widest cell, with room for the filter's arrow and for thousands marks."""
    widest = max(width(cell.text) + _marks(cell) for cell in cells)
    return min(max(widest + 3, NARROWEST), WIDEST)


def _marks(cell: Cell) -> int:
    return len(cell.text) // 4 if isinstance(cell.value, Decimal) else 0
