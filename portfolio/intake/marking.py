"""The file as it was sent, with every faulty cell marked and a sheet that lists all problems."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any

import openpyxl
import xlsxwriter
from openpyxl.cell.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill

from portfolio.codes import Language
from portfolio.intake.archive import RefusedError, opened
from portfolio.intake.cells import MARK
from portfolio.intake.readings import Reading, SheetRead
from portfolio.intake.sentences import sentence
from portfolio.intake.sheets import sheet
from portfolio.model import Problem
from portfolio.words import say

FILLS = {"error": "FFC7CE", "question": "FFD8A8", "warning": "FFEB9C", "note": "DDEBF7"}
"""The colour of a cell by the worst that is told of it, worst first."""
LIST_COLUMNS = ("sheet", "cell", "severity", "value", "what", "project")
LIST_WIDTHS = (18, 10, 18, 24, 90, 14)
MOST_ROWS = 20_000
"""A larger workbook is written anew from what was read: opening it with its looks would take minutes."""
MOST_CELLS = 400_000
"""Formatted blanks are cells too."""
MOST_COMMENTS = 1_000
LONGEST_NAME = 31
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_NO_SHEET_NAME = re.compile(r"[\[\]:*?/\\']")
_PLACE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
UNOPENABLE = (
    *(KeyError, ValueError, TypeError, AttributeError, IndexError, AssertionError, SyntaxError, OSError),
    zipfile.BadZipFile,
    RefusedError,
)
"""What a workbook that can be read may still hold against being opened with all its looks."""


def marked(
    data: bytes, file_name: str, reading: Reading, problems: Sequence[Problem], language: Language
) -> bytes:
    """The bytes of an xlsx: the same workbook with its cells marked; what is no workbook becomes one from the reading."""
    if reading.form == "xlsx" and reading.row_count <= MOST_ROWS:
        try:
            return _marked_as_sent(data, file_name, problems, language)
        except UNOPENABLE:
            pass
    return _written_anew(file_name, reading, problems, language)


def rows_of(problems: Sequence[Problem], language: Language) -> Iterator[tuple[str, ...]]:
    """The problems as the list shows them: sheet, cell, kind, value, what is wrong and how to mend it, project."""
    for problem in problems:
        told = (
            problem.sheet,
            problem.cell,
            say(language, f"intake.mark.{problem.severity}"),
            problem.value,
            sentence(problem, language),
            problem.project_id,
        )
        yield tuple(_writable(text or "") for text in told)


def _writable(text: str) -> str:
    return _UNWRITABLE.sub("�", text)


def _at_cells(problems: Sequence[Problem]) -> dict[tuple[str, str], list[Problem]]:
    """The problems by sheet and cell, the sheet as the file names it."""
    found: dict[tuple[str, str], list[Problem]] = {}
    for problem in problems:
        if problem.sheet and problem.cell and _PLACE.fullmatch(problem.cell):
            found.setdefault((problem.sheet, problem.cell), []).append(problem)
    return found


def _said(problems: Sequence[Problem], language: Language) -> str:
    return _writable("\n".join(sentence(problem, language) for problem in problems))[:2_000]


def _worst(problems: Sequence[Problem]) -> str:
    told = {problem.severity for problem in problems}
    return next(severity for severity in FILLS if severity in told)


def _marked_as_sent(data: bytes, file_name: str, problems: Sequence[Problem], language: Language) -> bytes:
    archive = opened(data)
    if sum(part.count(b"<c ") + part.count(b":c ") for part in archive.parts.values()) > MOST_CELLS:
        raise RefusedError("sheet_cells")
    book = openpyxl.load_workbook(BytesIO(archive.packed()), keep_links=False)
    for number, ((name, place), here) in enumerate(_at_cells(problems).items()):
        if name not in book.sheetnames:
            continue
        cell = _anchor(book[name], place)
        cell.fill = PatternFill("solid", start_color=FILLS[_worst(here)])
        if number < MOST_COMMENTS:
            comment = Comment(_said(here, language), say(language, "app.title"))
            comment.width, comment.height = 320, 140
            cell.comment = comment
    book.properties.title = _writable(file_name)
    _list_problems(book, problems, language)
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def _anchor(page: Any, place: str) -> Any:
    """The cell, or the first of the merged cells that it belongs to."""
    cell = page[place]
    if isinstance(cell, MergedCell):
        area = next(area for area in page.merged_cells.ranges if place in area)
        return page.cell(area.min_row, area.min_col)
    return cell


def _list_problems(book: Any, problems: Sequence[Problem], language: Language) -> None:
    page = book.create_sheet(_free_name(say(language, "intake.problem_list"), book.sheetnames), 0)
    rows = [
        tuple(say(language, f"intake.mark.{name}") for name in LIST_COLUMNS),
        *rows_of(problems, language),
    ]
    for row, told in enumerate(rows, start=1):
        for column, text in enumerate(told, start=1):
            cell = page.cell(row, column)
            # a name that begins with = is a text, whatever a spreadsheet thinks
            cell.value, cell.data_type = text, "s"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.font = Font(bold=row == 1)
    for place, width in zip("ABCDEF", LIST_WIDTHS, strict=True):
        page.column_dimensions[place].width = width
    page.freeze_panes = "A2"
    book.active = 0
    for other in book.worksheets[1:]:
        other.sheet_view.tabSelected = False


def _free_name(name: str, taken: Sequence[str]) -> str:
    found, number = name, 2
    while found.lower() in {one.lower() for one in taken}:
        found, number = f"{name}{number}", number + 1
    return found


def _written_anew(file_name: str, reading: Reading, problems: Sequence[Problem], language: Language) -> bytes:
    target = BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(target, options)
    book.set_properties({"title": _writable(file_name)})
    bold, plain = book.add_format({"bold": True, "text_wrap": True}), book.add_format({"text_wrap": True})
    page = book.add_worksheet(say(language, "intake.problem_list"))
    for place, name in enumerate(LIST_COLUMNS):
        page.write_string(0, place, say(language, f"intake.mark.{name}"), bold)
        page.set_column(place, place, LIST_WIDTHS[place])
    for row, told in enumerate(rows_of(problems, language), start=1):
        for place, text in enumerate(told):
            page.write_string(row, place, text, plain)
    taken = [page.get_name()]
    fills = {severity: book.add_format({"bg_color": f"#{fill}"}) for severity, fill in FILLS.items()}
    for read in reading.sheets:
        title = sheet(read.code).title(language) if reading.form == "screen" else read.name
        name = _free_name(_NO_SHEET_NAME.sub(" ", title)[: LONGEST_NAME - 3].strip() or read.code, taken)
        taken.append(name)
        _write_read(book.add_worksheet(name), read, _at_cells(problems), fills, language)
    book.close()
    return target.getvalue()


def _write_read(
    page: Any,
    read: SheetRead,
    at_cells: Mapping[tuple[str, str], Sequence[Problem]],
    fills: Mapping[str, Any],
    language: Language,
) -> None:
    """The cells that were read, each where the file has it, under the headers of the template."""
    here = sheet(read.code)
    numbers = read.rows["row_number"]
    header = max(0, (numbers.min() or 2) - 2)  # type: ignore[operator]
    places = {code: _place(letters) for code, letters in read.letters.items()}
    for code, place in places.items():
        page.write_string(header, place, here.column(code).header(language))
        for number, text in zip(numbers, read.rows[code], strict=True):
            if text is not None and not text.startswith(MARK):
                page.write_string(number - 1, place, _writable(text)[:32_000])
    for count, ((name, cell), problems) in enumerate(at_cells.items()):
        found = _PLACE.fullmatch(cell)
        if name != read.name or not found:
            continue
        row, column = int(found[2]) - 1, _place(found[1])
        page.write(row, column, _text_at(read, column, row + 1), fills[_worst(problems)])
        if count < MOST_COMMENTS:
            page.write_comment(row, column, _said(problems, language), {"width": 320, "height": 140})


def _text_at(read: SheetRead, place: int, row_number: int) -> str:
    code = next((code for code, letters in read.letters.items() if _place(letters) == place), None)
    if code is None:
        return ""
    found = read.rows.filter(read.rows["row_number"] == row_number)[code]
    text = found[0] if found.len() else None
    return "" if text is None or text.startswith(MARK) else _writable(text)[:32_000]


def _place(letters: str) -> int:
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - 64
    return place - 1
