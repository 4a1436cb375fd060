"""A csv as one grid, read strictly: a quote that is not closed, or that swallows lines, is told where it begins."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import StringIO

from portfolio.intake.archive import RefusedError
from portfolio.intake.grids import Grid, of_rows
from portfolio.intake.sheet_cells import MOST_COLUMNS, MOST_ROWS

ENCODINGS = ("utf-8-sig", "gb18030")
SEPARATORS = (",", "\t", ";")
_ODD_ENDS = ("\x85", "\u2028", "\u2029", "\x0b", "\x0c")
"""Ends of lines that only a file without any other may have."""


@dataclass(frozen=True)
class Record:
    """One record: its fields, and the lines it was read of (the first counts from 1)."""

    line: int
    fields: list[str]
    lines: Sequence[str]


def of_text(data: bytes, name: str) -> Grid:
    """A csv as one grid. Raises RefusedError csv_…, sheet_rows or sheet_columns, with the line where it is wrong."""
    text = _in_lines(_decoded(data))
    separator = _separator(text)
    rows: list[list[str]] = []
    for record in _records(text, separator):
        if len(rows) == MOST_ROWS:
            raise RefusedError("sheet_rows", sheet=name, at=f"A{len(rows) + 1}", most=f"{MOST_ROWS:,}")
        if len(record.fields) > MOST_COLUMNS and any(record.fields[MOST_COLUMNS:]):
            raise RefusedError("sheet_columns", sheet=name, at=f"BM{len(rows) + 1}", most=str(MOST_COLUMNS))
        _refuse_swallowed(record, separator)
        # what Excel writes before the headers for its own use
        told = record.fields if rows or record.lines[0].lower() != f"sep={separator}" else []
        rows.append(told)
    return of_rows(name, rows, min(max(map(len, rows), default=0), MOST_COLUMNS))


def _records(text: str, separator: str) -> Iterator[Record]:
    """The records with their lines. Raises RefusedError csv_quote or csv_broken with the line where it begins."""
    lines = text.split("\n")
    reader = csv.reader(StringIO(text), delimiter=separator, strict=True)
    begun = 0
    while True:
        try:
            fields = next(reader, None)
        except csv.Error as fault:
            # a quote left open is felt where the next one stands, or at the file's end
            code = "csv_quote" if reader.line_num > begun + 1 or "end of data" in str(fault) else "csv_broken"
            raise RefusedError(code, row=str(begun + 1)) from fault
        if fields is None:
            return
        yield Record(begun + 1, fields, lines[begun : reader.line_num])
        begun = reader.line_num


def _refuse_swallowed(record: Record, separator: str) -> None:
    """Raise RefusedError where lines within quotes look like records of their own: the quote was meant to end before."""
    most = max(1, len(record.fields) - 1)
    for line in record.lines[1:]:
        if line.count(separator) >= most:
            raise RefusedError("csv_quote", row=str(record.line))


def _in_lines(text: str) -> str:
    """The text with every end of a line made the same."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\n" not in text:
        for end in _ODD_ENDS:
            text = text.replace(end, "\n")
    return text


def _decoded(data: bytes) -> str:
    encodings = ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ENCODINGS
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            raise RefusedError("file_unknown")
        return text
    raise RefusedError("csv_encoding")


def _separator(text: str) -> str:
    """Comma, tab or semicolon: what the file says itself, or whichever the first lines hold most of."""
    lines = text[:20_000].split("\n")[:20]
    if lines[0].lower().startswith("sep=") and lines[0][4:5] in SEPARATORS:
        return lines[0][4:5]
    return max(SEPARATORS, key="\n".join(lines).count)
