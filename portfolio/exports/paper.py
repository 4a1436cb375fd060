"""How a table fits a sheet of paper: widths that show whole words, heights of merged lines, A4 or A3."""

from __future__ import annotations

from decimal import Decimal

from portfolio.exports.cells import Cell
from portfolio.exports.texts import width

NARROWEST, WIDEST = 6, 42
"""Bounds of a column, in digits; what is longer takes a second line."""
ROOM = 2
"""Digits beside the widest cell: the edges, and the arrow of the filter."""
A4, A3 = 9, 8
A4_HOLDS = 190
"""Digits in a line that a landscape A4 still shows in a type that can be read; a wider table is printed on A3."""
LINE = 15.0
"""Points from one line of 11 points to the next."""


def column_width(heading: Cell, cells: list[Cell]) -> int:
    """The width of a column: its widest cell, and its heading in two lines at most, no word of it broken."""
    widest = max((width(cell.text) + _marks(cell) for cell in cells), default=0)
    head = max(-(-width(heading.text) // 2) + 1, *(width(word) for word in heading.text.split() or [""]))
    if width(heading.text) <= 2 * len("年度计划"):
        head = width(heading.text)
    return min(max(widest, head) + ROOM, WIDEST) if max(widest, head) + ROOM > NARROWEST else NARROWEST


def paper(widths: list[int]) -> int:
    """The paper on which so wide a table can be read."""
    return A4 if sum(widths) <= A4_HOLDS else A3


def height(text: str, room: int, line: float = LINE) -> float:
    """The points that a text takes in a merged line as wide as `room` digits, which no spreadsheet fits by itself."""
    lines = sum(max(1, -(-width(part) // max(room - ROOM, 1))) for part in text.split("\n"))
    return line * lines + 3


def wraps(text: str) -> bool:
    """Whether the text takes more than a line of the widest column."""
    return "\n" in text or width(text) + ROOM > WIDEST


def _marks(cell: Cell) -> int:
    """The thousands marks that a number's format puts in, where its text has none."""
    return len(cell.text) // 4 if isinstance(cell.value, Decimal) and "," not in cell.text else 0


def room(widths: list[int], unit: str) -> int | None:
    """How many columns are left of those that hold the unit at the right end; None where it takes half the table."""
    taken, place = 0, len(widths)
    while place > 1 and taken < width(unit) + ROOM:
        place -= 1
        taken += widths[place]
    return place if width(unit) + ROOM <= taken <= sum(widths) / 2 else None
