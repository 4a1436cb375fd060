"""A file's sheets as bare grids of text: workbook or csv, every cell where the file has it, nothing understood yet."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from io import StringIO

import fastexcel
import polars as pl

from portfolio.intake.archive import MOST_COLUMNS, MOST_ROWS, Archive, RefusedError
from portfolio.intake.cells import ERROR, FORMULA, letters_of

MOST_SHEETS = 40
_SHEET = re.compile(rb"<(?:\w+:)?sheet\b[^>]*>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
_ATTRIBUTE = re.compile(rb"([\w:]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_NO_VALUE = re.compile(
    rb"<(?:\w+:)?c\b([^>]*)>\s*<(?:\w+:)?f\b[^>]*(?:/>|>[^<]*</(?:\w+:)?f>)\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_FAULTY = re.compile(rb"<(?:\w+:)?c\b([^>]*\bt\s*=\s*[\"']e[\"'][^>]*)>")
_PLACE = re.compile(rb"\br\s*=\s*[\"']([A-Z]{1,3})(\d{1,7})[\"']")
_TEXT_RESULT = re.compile(rb"\bt\s*=\s*[\"']str[\"']")
ENCODINGS = ("utf-8-sig", "gb18030")


@dataclass(frozen=True)
class Grid:
    """One sheet: a text column a letter, a row a row of the file from the first on."""

    name: str
    cells: pl.DataFrame


def of_workbook(archive: Archive) -> list[Grid]:
    """The workbook's sheets. Raises RefusedError file_broken where the reader cannot make sense of it."""
    try:
        book = fastexcel.read_excel(archive.packed())
        names = book.sheet_names[:MOST_SHEETS]
        return [_grid(book, name, archive) for name in names]
    except fastexcel.FastExcelError as fault:
        raise RefusedError("file_broken") from fault
    except (ValueError, pl.exceptions.PolarsError) as fault:
        raise RefusedError("file_broken") from fault
    except BaseException as fault:
        # the reader's own panic is no Exception; whatever else comes is not for us
        if type(fault).__name__ != "PanicException":
            raise
        raise RefusedError("file_broken") from fault


def _grid(book: fastexcel.ExcelReader, name: str, archive: Archive) -> Grid:
    sheet = book.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
    if sheet.width > MOST_COLUMNS or sheet.height > MOST_ROWS:
        raise RefusedError("sheet_rows", most=f"{MOST_ROWS:,}")
    letters = [letters_of(column.absolute_index or 0) for column in sheet.available_columns()]
    cells = sheet.to_polars() if sheet.width else pl.DataFrame()
    cells.columns = letters[: cells.width]
    return Grid(name, _with_faults(cells, _sheet_part(archive, name)))


def _sheet_part(archive: Archive, name: str) -> bytes:
    """The XML of the sheet of that name; nothing where it is not to be found."""
    parts = {part.lower(): content for part, content in archive.parts.items()}
    relations = {
        told.get("Id"): told.get("Target", "")
        for told in map(_attributes, _RELATION.findall(parts.get("xl/_rels/workbook.xml.rels", b"")))
    }
    for told in map(_attributes, _SHEET.findall(parts.get("xl/workbook.xml", b""))):
        if told.get("name") == name:
            target = relations.get(
                told.get("r:id", next((v for k, v in told.items() if k.endswith(":id")), ""))
            )
            path = (target or "").lstrip("/")
            return parts.get(path.lower(), parts.get(f"xl/{path}".lower(), b""))
    return b""


def _attributes(tag: bytes) -> dict[str, str]:
    return {
        key.decode("utf-8", "replace"): unescape((double or single).decode("utf-8", "replace"))
        for key, double, single in _ATTRIBUTE.findall(tag)
    }


def _with_faults(cells: pl.DataFrame, xml: bytes) -> pl.DataFrame:
    """The cells with a mark where a formula has no result or a result is an error: a reader sees a blank there."""
    found: dict[str, dict[int, str]] = {}
    for letters, row, mark in _faults(xml):
        if row <= MOST_ROWS:
            found.setdefault(letters, {})[row - 1] = mark
    if not found:
        return cells
    height = max(cells.height, max(max(rows) for rows in found.values()) + 1)
    grown: dict[str, pl.Series] = {}
    for letters in sorted({*cells.columns, *found}, key=lambda one: (len(one), one)):
        texts = cells[letters] if letters in cells.columns else pl.Series([], dtype=pl.String)
        texts = texts.extend_constant(None, height - texts.len())
        rows = found.get(letters, {})
        grown[letters] = texts.scatter(list(rows), list(rows.values())) if rows else texts
    return pl.DataFrame(grown)


def _faults(xml: bytes) -> Iterator[tuple[str, int, str]]:
    if b'"e"' in xml or b"'e'" in xml:
        for attributes in _FAULTY.findall(xml):
            if place := _PLACE.search(attributes):
                yield place[1].decode(), int(place[2]), ERROR
    if b"f>" in xml:
        for attributes in _NO_VALUE.findall(xml):
            # a formula whose result is an empty text is a blank, and says so
            if (place := _PLACE.search(attributes)) and not _TEXT_RESULT.search(attributes):
                yield place[1].decode(), int(place[2]), FORMULA


def of_text(data: bytes, name: str) -> Grid:
    """A csv as one grid. Raises RefusedError csv_encoding, csv_broken, sheet_rows or sheet_columns."""
    text = _decoded(data)
    rows: list[list[str]] = []
    try:
        for row in csv.reader(StringIO(text), delimiter=_delimiter(text)):
            rows.append(row)
            if len(rows) > MOST_ROWS:
                raise RefusedError("sheet_rows", most=f"{MOST_ROWS:,}")
            if len(row) > MOST_COLUMNS and any(row[MOST_COLUMNS:]):
                raise RefusedError("sheet_columns", most=str(MOST_COLUMNS))
    except csv.Error as fault:
        raise RefusedError("csv_broken", row=str(len(rows) + 1)) from fault
    width = min(max(map(len, rows), default=0), MOST_COLUMNS)
    columns: Mapping[str, list[str | None]] = {
        letters_of(place): [row[place] if place < len(row) else None for row in rows]
        for place in range(width)
    }
    return Grid(name, pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String)))


def _decoded(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ENCODINGS
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            raise RefusedError("file_unknown")
        return text
    raise RefusedError("csv_encoding")


def _delimiter(text: str) -> str:
    """Comma, tab or semicolon: whichever the first lines hold most of."""
    head = "\n".join(text[:20_000].splitlines()[:20])
    return max((",", "\t", ";"), key=head.count)
