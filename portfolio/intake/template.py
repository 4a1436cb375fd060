"""The workbook given out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

import polars as pl
import xlsxwriter

from portfolio import codes
from portfolio.codes import Language
from portfolio.formats import date_text, letters, ten_thousands
from portfolio.intake.cells import letters_of
from portfolio.intake.context import Context
from portfolio.intake.field_places import FieldPlace
from portfolio.intake.given import rows_given, table_on_screen
from portfolio.intake.guide import write_guide
from portfolio.intake.monthly import done_rows, out_of_sight
from portfolio.intake.readings import Stamp
from portfolio.intake.sheets import SHEETS, Column, Sheet
from portfolio.intake.stamps import PROPERTY, VERSION, text_of
from portfolio.intake.template_looks import FORMATS, looks_of
from portfolio.words import say

__all__ = ["file_title", "table_on_screen", "template"]

TITLE, HEADER, FIRST = 0, 1, 2
SPARE = 40
"""How many empty rows stand below for what is new."""
LISTS = "lists"
PROTECTED = {
    "format_columns": True,
    "format_rows": True,
    "sort": True,
    "autofilter": True,
    "select_locked_cells": True,
    "select_unlocked_cells": True,
}
LONGEST_HINT = 255


@dataclass(frozen=True)
class Slot:
    """One printed column of a sheet: an input, or the grey column beside it that shows the last value."""

    column: Column
    last: bool

    def header(self, language: Language) -> str:
        """What stands above it."""
        return self.column.last_header(language) if self.last else self.column.header(language)


def file_title(context: Context, language: Language) -> str:
    """The name under which the workbook is saved."""
    month = date_text(context.period_on, "month", language)
    return say(language, "intake.file_title", unit=context.unit_name, month=month).replace(" ", "_")


Remarks = Mapping[FieldPlace, str]


def template(context: Context, language: Language, remarks: Remarks | None = None) -> bytes:
    """The bytes of an xlsx for the unit's month: the last accepted values in grey beside empty inputs.

    What the month does not ask is hidden. `remarks`: what a reviewer said of single fields; it stands at their cells.
    """
    target = BytesIO()
    stamp = Stamp(VERSION, context.workspace, context.period_on, context.unit_code, language)
    book = xlsxwriter.Workbook(
        target,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    book.set_properties({"created": context.known_at})
    book.set_custom_property(PROPERTY, text_of(stamp))
    looks = looks_of(book)
    write_guide(book, context, language, text_of(stamp))
    pages = {sheet.code: book.add_worksheet(sheet.title(language)) for sheet in SHEETS}
    lists = _write_lists(book, context, language)
    for sheet in SHEETS:
        _write_sheet(pages[sheet.code], sheet, context, language, looks, lists, remarks or {})
    book.close()
    return target.getvalue()


def slots(sheet: Sheet) -> list[Slot]:
    """The sheet's printed columns in order."""
    return [
        Slot(column, last)
        for column in sheet.columns
        for last in ((True, False) if column.last else (False,))
    ]


def _write_lists(book: Any, context: Context, language: Language) -> dict[str, str]:
    """What the drop-downs choose from: list name to its range on a hidden sheet."""
    page = book.add_worksheet(LISTS)
    page.hide()
    wanted = {column.codelist: None for sheet in SHEETS for column in sheet.columns if column.codelist}
    lists = {
        name: [
            label for code, label in codes.labels(name, language).items() if (name, code) != ("basis", "plan")
        ]
        for name in wanted
    }
    lists["project"] = context.projects.filter(pl.col("kind") != "service")["project_id"].to_list()
    ranges: dict[str, str] = {}
    for place, (name, values) in enumerate(lists.items()):
        page.write_column(0, place, values)
        letter = letters_of(place)
        ranges[name] = f"={LISTS}!${letter}$1:${letter}${max(len(values), 1)}"
    return ranges


def _write_sheet(
    page: Any,
    sheet: Sheet,
    context: Context,
    language: Language,
    looks: Mapping[str, Any],
    lists: Mapping[str, str],
    remarks: Remarks,
) -> None:
    printed = slots(sheet)
    rows = rows_given(context, sheet.code)
    own = {place: said for place, said in remarks.items() if place.sheet == sheet.code}
    hidden = out_of_sight(sheet, rows, {place.column for place in own})
    month = date_text(context.period_on, "month", language)
    page.write_string(TITLE, 0, f"{sheet.title(language)} · {context.unit_name} · {month}", looks["title"])
    page.set_row(HEADER, 48)
    _ask_rest(page, printed, looks, language)
    if hidden:
        # above the stage stands what is asked of all other projects
        beside = len(printed) if sheet.code == "status" else 3
        page.write_string(TITLE, beside, say(language, "intake.hidden_columns"), looks["quiet"])
    for place, slot in enumerate(printed):
        page.write_string(
            HEADER, place, slot.header(language), looks["last_header" if slot.last else "header"]
        )
        options = {"hidden": slot.column.code in hidden}
        page.set_column(place, place, _width(slot, language), None, options)
        _write_column(page, place, slot, rows, language, looks)
    said = _write_remarks(page, sheet, printed, rows, looks, own)
    for number, done in enumerate(done_rows(sheet, rows), start=FIRST):
        if done and number not in said:
            page.set_row(number, None, None, {"hidden": True})
    last_row = FIRST + rows.height + SPARE - 1
    for place, slot in enumerate(printed):
        if not slot.last:
            _choose(page, (FIRST, place, last_row, place), slot.column, language, lists)
    page.freeze_panes(FIRST, 2)
    page.protect("", PROTECTED)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(HEADER)


def _ask_rest(page: Any, printed: Sequence[Slot], looks: Mapping[str, Any], language: Language) -> None:
    """Above 本月无变化, the one cell that says it of all projects that are not spoken of."""
    place = next((place for place, slot in enumerate(printed) if slot.column.code == "unchanged"), None)
    if place is None:
        return
    page.write_string(TITLE, place - 1, say(language, "intake.rest"), looks["rest"])
    page.write_blank(TITLE, place, None, looks["input_text"])
    chosen = {
        "validate": "list",
        "source": [say(language, "intake.kind.yes")],
        "input_message": say(language, "intake.rest_hint"),
        "error_type": "information",
    }
    page.data_validation(TITLE, place, TITLE, place, chosen)


def _write_column(
    page: Any, place: int, slot: Slot, rows: pl.DataFrame, language: Language, looks: Mapping[str, Any]
) -> None:
    column = slot.column
    identity = column.kind in ("project", "label") or column.key
    # a month typed into a cell of days would become the first of it
    typed = column.coarse and not slot.last
    kind = column.kind if column.kind in FORMATS and not typed else "text"
    look = looks["fixed"] if identity else looks[f"{'last' if slot.last else 'input'}_{kind}"]
    shown = (
        _shown(column, rows, language, last=slot.last)
        if identity or slot.last
        else iter([None] * rows.height)
    )
    for number, value in enumerate(shown, start=FIRST):
        # a key that nobody knows yet (a project without a source) is for the owner to choose
        _write(page, number, place, value, looks["input_text"] if column.key and value is None else look)
    spare = looks[f"input_{kind}"] if not slot.last else look
    for number in range(FIRST + rows.height, FIRST + rows.height + SPARE):
        page.write_blank(number, place, None, spare)


def _write_remarks(
    page: Any,
    sheet: Sheet,
    printed: Sequence[Slot],
    rows: pl.DataFrame,
    looks: Mapping[str, Any],
    remarks: Remarks,
) -> set[int]:
    """Colour each field of which a reviewer said something, and put the remark at its cell; the rows that have any."""
    places = {slot.column.code: place for place, slot in enumerate(printed) if not slot.last}
    said: set[int] = set()
    for number, row in enumerate(rows.iter_rows(named=True), start=FIRST):
        line = "|".join(str(row[key]) for key in sheet.keys[1:])
        for column, place in places.items():
            told = remarks.get(FieldPlace(row["project_id"], sheet.code, line, column))
            if told:
                kind = sheet.column(column).kind
                typed = kind in FORMATS and not sheet.column(column).coarse
                page.write_blank(number, place, None, looks[f"remarked_{kind if typed else 'text'}"])
                page.write_comment(number, place, told, {"x_scale": 2, "font_name": "Microsoft YaHei"})
                said.add(number)
    return said


def _write(page: Any, row: int, place: int, value: object, look: Any) -> None:
    if value is None:
        page.write_blank(row, place, None, look)
    elif isinstance(value, date):
        page.write_datetime(row, place, value, look)
    elif isinstance(value, float | int):
        page.write_number(row, place, value, look)
    else:
        page.write_string(row, place, str(value), look)


def _shown(column: Column, rows: pl.DataFrame, language: Language, *, last: bool) -> Iterator[object]:
    """The column's values as a cell holds them: 万元 and % as numbers, days as dates, codes as labels."""
    name = f"{column.code}_last" if last else column.code
    precision = f"{column.precision_field}_last"
    if column.kind == "stated_day":
        for day, how in zip(rows[name], rows[precision], strict=True):
            yield None if day is None else day.isoformat() if how == "day" else date_text(day, how, language)
        return
    for value in rows[name]:
        yield None if value is None else _cell(value, column, language)


def _cell(value: Any, column: Column, language: Language) -> object:
    if column.kind == "code":
        return codes.label(column.codelist or "", value, language)
    if column.kind == "flag":
        return say(language, f"intake.kind.{'yes' if value else 'no'}")
    numbers: dict[str, Callable[[Any], object]] = {
        "amount": lambda yuan: float(ten_thousands(yuan)),
        "share": lambda part: float(part * 100),
        "year": int,
        "day": lambda day: day,
    }
    return numbers.get(column.kind, str)(value)


def _choose(
    page: Any, place: tuple[int, int, int, int], column: Column, language: Language, lists: Mapping[str, str]
) -> None:
    """A drop-down where there is something to choose from, and a hint beside the cell; wrong input is told on upload."""
    if column.kind == "label":
        return
    hint = "code" if column.kind in ("project", "currency") else str(column.kind)
    if column.word_field:
        hint = "day_or_word"
    if column.field == "paid_amount":
        hint = "paid"
    message = say(language, f"intake.hint.{hint}", longest=column.longest)[:LONGEST_HINT]
    chosen: dict[str, Any] = {"validate": "any", "input_message": message}
    source = lists.get(column.codelist or ("project" if column.kind == "project" else ""))
    if column.kind == "flag":
        answers = [say(language, "intake.kind.yes"), say(language, "intake.kind.no")]
        chosen = {
            "validate": "list",
            "source": answers,
            "input_message": message,
            "error_type": "information",
        }
    elif source:
        chosen = {"validate": "list", "source": source, "input_message": message, "error_type": "information"}
    if column.kind not in ("text", "currency"):
        page.data_validation(*place, chosen)


def _width(slot: Slot, language: Language) -> float:
    if slot.column.kind == "label":
        return 30 if slot.column.code == "name" else 12
    if slot.column.longest >= 1000:
        return 36
    return min(24, max(12, letters(slot.header(language)) / 2 + 3))
