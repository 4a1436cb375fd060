"""A table as a workbook in the form that a bureau hands in: real numbers and dates, ready to be printed."""

from __future__ import annotations

import io
import re
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache
from typing import Any

import polars as pl
import xlsxwriter

from portfolio.codes import Language
from portfolio.exports import paper
from portfolio.exports.cells import BLANK, Cell, Lists
from portfolio.exports.facts import Facts
from portfolio.exports.sheet import Sheet, sheet
from portfolio.exports.sums import Totals
from portfolio.exports.texts import clean
from portfolio.model import PortfolioError
from portfolio.words import say

MOST_ROWS = 1_048_576
AROUND = 7
"""Lines around the rows: title, mark, scope and unit, heading, sum, source, day."""
TITLE_LINE = 26.0
FONTS: dict[Language, tuple[str, str]] = {"zh": ("宋体", "仿宋"), "en": ("Arial", "Arial")}
"""The fonts of title and heading, and of everything else, by name."""
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_HEADS = ("title", "heading")
_STYLES: dict[str, dict[str, object]] = {
    "title": {"bold": True, "font_size": 18, "align": "center", "text_wrap": True},
    "demo": {"bold": True, "font_color": "#C00000", "align": "center"},
    "left": {"text_wrap": True, "align": "left"},
    "right": {"align": "right"},
    "heading": {"bold": True, "border": 1, "text_wrap": True, "align": "center"},
    "row": {"border": 1},
    "total": {"bold": True, "border": 1},
}


def workbook(
    frame: pl.DataFrame, facts: Facts, totals: Totals | None = None, lists: Lists | None = None
) -> bytes:
    """The columns on screen with facts and sum as an xlsx file; the same arguments give the same bytes."""
    table = sheet(frame, facts, totals, lists)
    if len(table.rows) + AROUND > MOST_ROWS:
        raise PortfolioError("export_too_long", rows=len(table.rows))
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, _OPTIONS) as book:
        book.set_properties({"title": clean(facts.title), "created": datetime.combine(facts.made_on, time())})
        _Page(book, table, facts).write(facts.unit(frame))
    return file.getvalue()


def sheet_name(facts: Facts) -> str:
    """The title as a legal sheet name: no []:*?/\\, no apostrophe at its ends, 31 UTF-16 units at most."""
    name = re.sub(r"[\[\]:*?/\\\n]", " ", clean(facts.title)).strip("' ")
    name = name.encode("utf-16-le")[:62].decode("utf-16-le", errors="ignore").strip("' ")
    return name if name and name.casefold() != "history" else say(facts.language, "export.sheet")


class _Page:
    """One worksheet being written, from top to bottom."""

    def __init__(self, book: Any, table: Sheet, facts: Facts) -> None:
        self.at = 0
        self.facts, self.table = facts, table
        self.page = book.add_worksheet(sheet_name(facts))
        self.style = cache(lambda *look: book.add_format(_look(facts.language, *look)))
        self.headings = [_told(facts, "export.serial"), *table.headings]
        self.widths = _widths(table)

    def write(self, unit: str) -> None:
        """Title and scope, the table with its serial numbers and its sum, source and day; then how it prints."""
        facts, rows = self.facts, self.table.rows
        self._merged(facts.title, "title", TITLE_LINE)
        if mark := facts.mark():
            self._merged(mark, "demo")
        self._scope(facts.scope(), unit)
        head = self.at
        self._row(self.headings, "heading")
        for number, cells in enumerate(rows, 1):
            self._row([_serial(number), *cells], "row")
        if self.table.total:
            self._row(_sum(self.table), "total")
        self._merged(facts.from_where(), "left")
        self._merged(facts.made(), "right")
        self._lay_out(head, len(rows))

    def _lay_out(self, head: int, rows: int) -> None:
        last = len(self.headings) - 1
        self.page.freeze_panes(head + 1, 0)
        self.page.autofilter(head, 0, head + rows, last)
        self.page.repeat_rows(head)
        self.page.print_area(0, 0, self.at - 1, last)
        self.page.set_landscape()
        self.page.set_paper(paper.paper(self.widths))
        self.page.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        self.page.center_horizontally()
        self.page.fit_to_pages(1, 0)
        self.page.set_footer(_footer(self.facts))
        for column, digits in enumerate(self.widths):
            self.page.set_column(column, column, digits)

    def _scope(self, scope: str, unit: str) -> None:
        """The scope at the left and the unit at the right of one line; the unit below where there is no room for both."""
        room = paper.room(self.widths, unit)
        if not unit or room is None:
            self._merged(scope, "left")
            if unit:
                self._merged(unit, "right")
            return
        self.page.set_row(self.at, paper.height(scope, sum(self.widths[:room])))
        self._span(0, room - 1, scope, "left")
        self._span(room, len(self.widths) - 1, unit, "right")
        self.at += 1

    def _merged(self, text: str, style: str, line: float = paper.LINE) -> None:
        """A line over the whole table, as high as its text needs."""
        wide = sum(self.widths) * paper.LINE / line
        self.page.set_row(self.at, paper.height(text, int(wide), line))
        self._span(0, len(self.widths) - 1, text, style)
        self.at += 1

    def _span(self, first: int, last: int, text: str, style: str) -> None:
        told, form = _not_markup(clean(text)), self.style(style, "@", False, "")
        if first < last:
            self.page.merge_range(self.at, first, self.at, last, "", form)
        self.page.write_string(self.at, first, told, form)

    def _row(self, cells: list[Cell], style: str) -> None:
        for column, cell in enumerate(cells):
            self._cell(column, cell, style)
        self.at += 1

    def _cell(self, column: int, cell: Cell, style: str) -> None:
        wrap = style != "heading" and isinstance(cell.value, str) and paper.wraps(cell.text)
        form = self.style(style, cell.pattern, wrap, _side(column, cell, style))
        if isinstance(cell.value, Decimal):
            self.page.write_number(self.at, column, cell.value, form)
        elif isinstance(cell.value, date):
            self.page.write_datetime(self.at, column, cell.value, form)
        elif cell.value:
            self.page.write_string(self.at, column, _not_markup(cell.value), form)
        else:
            self.page.write_blank(self.at, column, None, form)


def _widths(table: Sheet) -> list[int]:
    """The width of every column, that of the serial numbers first, in digits."""
    totals = [[cell] for cell in table.total] or [[] for _ in table.headings]
    columns = zip(table.headings, table.columns, totals, strict=True)
    return [paper.NARROWEST, *(paper.column_width(head, [*cells, *end]) for head, cells, end in columns)]


def _sum(table: Sheet) -> list[Cell]:
    """The sum's cells; its word stands under the serial numbers where no figure stands before it."""
    word = next(place for place, cell in enumerate(table.total) if isinstance(cell.value, str) and cell.value)
    if word:
        return [BLANK, *table.total]
    return [table.total[0], BLANK, *table.total[1:]]


def _serial(number: int) -> Cell:
    return Cell(Decimal(number), "0", str(number), str(number))


def _told(facts: Facts, key: str) -> Cell:
    word = say(facts.language, key)
    return Cell(word, "@", word, word)


def _side(column: int, cell: Cell, style: str) -> str:
    """Where a cell's text stands: figures at the right, days and serial numbers in the middle, words at the left."""
    if style == "heading":
        return "center"
    if column == 0 or isinstance(cell.value, date):
        return "center"
    return "right" if isinstance(cell.value, Decimal) else "left"


def _look(language: Language, style: str, pattern: str, wrap: bool, side: str) -> dict[str, object]:
    name = FONTS[language][0 if style in _HEADS else 1]
    more: dict[str, object] = ({"text_wrap": True} if wrap else {}) | ({"align": side} if side else {})
    base = {"font_name": name, "font_size": 11, "num_format": pattern, "valign": "vcenter"}
    return base | _STYLES[style] | more


def _not_markup(text: str) -> str:
    """The text; a space after one that the writer would otherwise copy into the file as its own markup."""
    return f"{text} " if text.startswith("<r>") and text.endswith("</r>") else text


def _footer(facts: Facts) -> str:
    demo = f"&L{say(facts.language, 'workspace.demo_mark')}" if facts.demo else ""
    return f"{demo}&C{say(facts.language, 'export.page', page='&P', pages='&N')}"
