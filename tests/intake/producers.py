"""The same cells written by different programs: two libraries, and by hand as other programs do it."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import openpyxl
import xlsxwriter
from openpyxl.utils.datetime import CALENDAR_MAC_1904

GENERAL = "General"


@dataclass(frozen=True)
class Cell:
    """A number or a text with its number format; `error`: the result of a formula that fails."""

    value: object
    shape: str = GENERAL
    error: bool = False


@dataclass(frozen=True)
class Page:
    """One sheet: rows of cells (bare values in the general format), and what is hidden or merged (A1:A3)."""

    name: str
    rows: Sequence[Any]
    hidden: bool = False
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[str, ...] = ()
    merged: tuple[str, ...] = ()

    def cells(self) -> list[tuple[int, int, Cell]]:
        """Row and column from 0, of every cell that holds something or has a format of its own."""
        found = [
            (row, column, value if isinstance(value, Cell) else Cell(value))
            for row, values in enumerate(self.rows)
            for column, value in enumerate(values)
        ]
        return [one for one in found if one[2].value is not None or one[2].shape != GENERAL]


Producer = Callable[..., bytes]


def by_xlsxwriter(pages: Sequence[Page], *, from_1904: bool = False) -> bytes:
    target = BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "date_1904": from_1904})
    for page in pages:
        sheet = book.add_worksheet(page.name)
        for area in page.merged:
            sheet.merge_range(area, "")
        for row, column, cell in page.cells():
            shape = book.add_format({"num_format": cell.shape})
            if cell.error:
                sheet.write_formula(row, column, "=1/0", shape, cell.value)
            else:
                sheet.write(row, column, cell.value, shape)
        for row in page.hidden_rows:
            sheet.set_row(row - 1, None, None, {"hidden": True})
        for letters in page.hidden_columns:
            sheet.set_column(f"{letters}:{letters}", None, None, {"hidden": True})
        if page.hidden:
            sheet.hide()
    book.close()
    return target.getvalue()


def by_openpyxl(pages: Sequence[Page], *, from_1904: bool = False) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    if from_1904:
        book.epoch = CALENDAR_MAC_1904
    for page in pages:
        sheet = book.create_sheet(page.name)
        for row, column, told in page.cells():
            cell = sheet.cell(row + 1, column + 1, told.value)
            cell.number_format = told.shape
            if told.error:
                cell.data_type = "e"
        for row in page.hidden_rows:
            sheet.row_dimensions[row].hidden = True
        for letters in page.hidden_columns:
            sheet.column_dimensions[letters].hidden = True
        for area in page.merged:
            sheet.merge_cells(area)
        sheet.sheet_state = "hidden" if page.hidden else "visible"
    target = BytesIO()
    book.save(target)
    return target.getvalue()


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
X15 = "http://schemas.microsoft.com/office/spreadsheetml/2010/11/main"


@dataclass(frozen=True)
class Hand:
    """How a part is written: the prefix of its names, whether cells say where they stand, where texts stand."""

    prefix: str = ""
    references: bool = True
    shared: bool = False
    single_quotes: bool = False
    absolute: bool = False

    def wrap(self, name: str, content: str, attributes: str = "") -> str:
        spelled = f"{self.prefix}:{name}" if self.prefix else name
        return f"<{spelled}{attributes}>{content}</{spelled}>"

    def root(self, name: str, content: str) -> bytes:
        space = f' xmlns{":" + self.prefix if self.prefix else ""}="{MAIN}" xmlns:r="{LINKS}"'
        text = f'<?xml version="1.0" encoding="UTF-8"?>{self.wrap(name, content, space)}'
        if self.single_quotes:
            text = text.replace('="', "='").replace('" ', "' ").replace('">', "'>").replace('"/', "'/")
        return text.encode()


def by_hand(pages: Sequence[Page], *, from_1904: bool = False, hand: Hand) -> bytes:
    """As programs write it that are no library of ours; each says what it does otherwise."""
    shapes = sorted({cell.shape for page in pages for _, _, cell in page.cells()})
    texts = sorted({str(cell.value) for page in pages for _, _, cell in page.cells() if _is_text(cell)})
    home = "/xl/" if hand.absolute else ""
    parts: dict[str, str | bytes] = {
        "xl/_rels/workbook.xml.rels": "<Relationships>"
        + "".join(
            f'<Relationship Id="rId{number}" Type="{LINKS}/worksheet" Target="{home}worksheets/sheet{number}.xml"/>'
            for number in range(1, len(pages) + 1)
        )
        + "</Relationships>",
        "xl/workbook.xml": hand.root("workbook", _book(pages, hand, from_1904=from_1904)),
        "xl/styles.xml": hand.root("styleSheet", _styles(shapes, hand)),
    }
    if hand.shared:
        listed = "".join(hand.wrap("si", hand.wrap("t", escape(text))) for text in texts)
        parts["xl/sharedStrings.xml"] = hand.root("sst", listed)
    for number, page in enumerate(pages, start=1):
        parts[f"xl/worksheets/sheet{number}.xml"] = hand.root("worksheet", _sheet(page, hand, shapes, texts))
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def _is_text(cell: Cell) -> bool:
    return isinstance(cell.value, str) and not cell.error


def _book(pages: Sequence[Page], hand: Hand, *, from_1904: bool) -> str:
    listed = "".join(
        hand.wrap(
            "sheet",
            "",
            f' name={quoteattr(page.name)} sheetId="{number}" r:id="rId{number}"'
            + (' state="hidden"' if page.hidden else ""),
        )
        for number, page in enumerate(pages, start=1)
    )
    own = f'<x15:workbookPr chartTrackingRefBase="1" xmlns:x15="{X15}"/>'
    more = f'<ext uri="{{140A7094-0E35-4892-8432-C4D2E57EDEB5}}">{own}</ext>'
    flag = ' date1904="1"' if from_1904 else ""
    return hand.wrap("workbookPr", "", flag) + hand.wrap("sheets", listed) + hand.wrap("extLst", more)


def _styles(shapes: Sequence[str], hand: Hand) -> str:
    listed = "".join(
        hand.wrap("numFmt", "", f' numFmtId="{200 + number}" formatCode={quoteattr(shape)}')
        for number, shape in enumerate(shapes)
        if not shape.isdigit()
    )
    plain = hand.wrap("xf", "", ' numFmtId="9"')
    cells = hand.wrap("xf", "", ' numFmtId="0"') + "".join(
        hand.wrap("xf", "", f' numFmtId="{shape if shape.isdigit() else 200 + number}"')
        for number, shape in enumerate(shapes)
    )
    return hand.wrap("numFmts", listed) + hand.wrap("cellStyleXfs", plain) + hand.wrap("cellXfs", cells)


def _sheet(page: Page, hand: Hand, shapes: Sequence[str], texts: Sequence[str]) -> str:
    rows: dict[int, list[str]] = {}
    for row, column, cell in page.cells():
        here = rows.setdefault(row, [])
        if not hand.references:
            # without references what stands before is written too
            here += [hand.wrap("c", "")] * (column - len(here))
        place = f' r="{chr(65 + column)}{row + 1}"' if hand.references else ""
        here.append(_cell(cell, place, hand, shapes, texts))
    listed = ""
    for row in range(max(rows, default=-1) + 1):
        told = f' r="{row + 1}"' if hand.references else ""
        hidden = ' hidden="true"' if row + 1 in page.hidden_rows else ""
        listed += hand.wrap("row", "".join(rows.get(row, [])), told + hidden)
    columns = "".join(
        hand.wrap("col", "", f' min="{ord(one) - 64}" max="{ord(one) - 64}" hidden="1"')
        for one in page.hidden_columns
    )
    merged = "".join(hand.wrap("mergeCell", "", f' ref="{area}"') for area in page.merged)
    return hand.wrap("cols", columns) + hand.wrap("sheetData", listed) + hand.wrap("mergeCells", merged)


def _cell(cell: Cell, place: str, hand: Hand, shapes: Sequence[str], texts: Sequence[str]) -> str:
    style = f' s="{shapes.index(cell.shape) + 1}"'
    if cell.value is None:
        return hand.wrap("c", "", place + style)
    if cell.error:
        inner = hand.wrap("f", "1/0") + hand.wrap("v", str(cell.value))
        return hand.wrap("c", inner, f'{place}{style} t="e"')
    if not _is_text(cell):
        return hand.wrap("c", hand.wrap("v", str(cell.value)), place + style)
    if hand.shared:
        inner = hand.wrap("v", str(texts.index(str(cell.value))))
        return hand.wrap("c", inner, f'{place}{style} t="s"')
    inner = hand.wrap("is", hand.wrap("t", escape(str(cell.value))))
    return hand.wrap("c", inner, f'{place}{style} t="inlineStr"')


PRODUCERS: dict[str, Producer] = {
    "xlsxwriter": by_xlsxwriter,
    "openpyxl": by_openpyxl,
    "by hand, texts shared, parts by their whole address": partial(
        by_hand, hand=Hand(shared=True, absolute=True)
    ),
    "by hand, names with a prefix": partial(by_hand, hand=Hand(prefix="x")),
    "by hand, no references": partial(by_hand, hand=Hand(references=False)),
}
