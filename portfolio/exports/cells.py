"""A frame's values as cells: what each is worth in a spreadsheet, the format that shows it, and its text."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

import polars as pl

from portfolio import formats
from portfolio.clock import ZONE
from portfolio.codes import UNNAMED_COUNTY, Language
from portfolio.exports import texts
from portfolio.words import knows, say

Lists = dict[str, dict[str, str]]


class Cell(NamedTuple):
    """One value; `pattern` is the spreadsheet's number format, `text` what a comma-separated file shows."""

    value: str | Decimal | date
    pattern: str
    text: str


LONG = 255
"""Older spreadsheets show a text cell that is longer than this as a row of #."""
BLANK = Cell("", "General", "")


class Reader(NamedTuple):
    """How one frame's values become cells: the language, the labels of code columns, the words for blanks."""

    language: Language
    lists: Lists
    blanks: Mapping[str, str]

    def columns(self, frame: pl.DataFrame) -> list[list[Cell]]:
        """The cells of every column, in the frame's order."""
        return [list(self._column(frame, name)) for name in frame.columns]

    def heading(self, name: str) -> Cell:
        """The column's heading; its plain name where no language has a word for it."""
        key = f"column.{name}"
        return self.told(say(self.language, key) if knows(key) else name)

    def cell(
        self, name: str, value: object, precision: str | None = "day", past_days: int | None = None
    ) -> Cell:
        """The cell of one value, by its column's labels, else by its type and the column's suffix."""
        if _is_unknown(value):
            return self.told(self.blanks.get(name) or formats.unknown_text(self.language))
        if name in self.lists:
            return self._labelled(name, value)
        if isinstance(value, bool):
            return self.told(say(self.language, "export.yes" if value else "export.no"))
        if isinstance(value, date):
            return self._moment(name, value, precision, past_days)
        if isinstance(value, Decimal | int | float):
            return self._number(name, formats.decimal(value))
        return self._text(value)

    def told(self, text: str) -> Cell:
        """The cell of a text: cleaned, and cut with a note where it is longer than a cell may be."""
        kept = texts.cut(texts.clean(text), say(self.language, "export.cut"))
        return Cell(kept, "@" if len(kept) <= LONG else "General", kept)

    def _column(self, frame: pl.DataFrame, name: str) -> Iterator[Cell]:
        stated = f"{name.removesuffix('_on')}_precision"
        precise = frame[stated].to_list() if name.endswith("_on") and stated in frame.columns else None
        days = f"{name.removesuffix('_on')}_past_days"
        past = frame[days].to_list() if name.endswith("_on") and days in frame.columns else None
        for row, value in enumerate(frame[name].to_list()):
            yield self.cell(name, value, precise[row] if precise else "day", past[row] if past else None)

    def _labelled(self, name: str, value: object) -> Cell:
        known = {UNNAMED_COUNTY: formats.unknown_text(self.language)} | self.lists[name]
        codes = value if isinstance(value, list) else [value]
        labels = (known.get(str(code), str(code)) for code in codes)
        return self.told(say(self.language, "filter.value_separator").join(labels))

    def _moment(self, name: str, value: date, precision: str | None, past_days: int | None) -> Cell:
        moment = _local(value)
        day = formats.date_text(moment, precision, self.language)
        pattern = formats.date_pattern(moment, precision, self.language)
        if isinstance(moment, datetime) and not name.endswith("_on"):
            day, pattern = f"{day} {moment:%H:%M}", f"{pattern} hh:mm"
        elif isinstance(moment, datetime):
            moment = moment.date()
        if past_days:
            past = say(self.language, "table.past", days=past_days)
            day, pattern = f"{day}{past}", f'{pattern}"{past}"'
        return Cell(moment, pattern, day) if moment.year >= 1900 else self.told(day)

    def _number(self, name: str, number: Decimal) -> Cell:
        suffix = name.rpartition("_")[2]
        if suffix == "amount":
            amount = formats.ten_thousands(number)
            return Cell(amount, "#,##0.00", formats.plain(amount, 2))
        if name.endswith("pacing_share"):
            return Cell(number * 100, self._points(), self._pace(number))
        if suffix == "share":
            return Cell(number, "0.0%", formats.share_text(number, self.language))
        whole = suffix in ("days", "count") and number == number.to_integral_value()
        return Cell(number, "#,##0" if whole else "General", formats.plain(number))

    def _points(self) -> str:
        """The number format of points ahead, behind, and level: the heading says against what."""
        sides = (
            say(self.language, f"table.pace_{key}", points="{}").split("{}") for key in ("ahead", "behind")
        )
        told = [f'"{before}"0.0"{after}"' for before, after in sides]
        return ";".join([*told, f'"{say(self.language, "table.pace_level")}"'])

    def _pace(self, share: Decimal) -> str:
        """The same in words."""
        points = formats.rounded(share * 100, 1)
        key = "level" if not points else "behind" if points < 0 else "ahead"
        return say(self.language, f"table.pace_{key}", points=formats.plain(abs(points), 1))

    def _text(self, value: object) -> Cell:
        if isinstance(value, list):
            return self.told(say(self.language, "filter.value_separator").join(str(part) for part in value))
        text = self.told(str(value))
        return text if text.text.strip() else self.told(formats.unknown_text(self.language))


def _is_unknown(value: object) -> bool:
    """Whether nothing is stated: no value, no number (a division by nothing), or an empty list."""
    return value is None or value == [] or (isinstance(value, float) and not math.isfinite(value))


def _local(value: date) -> date:
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(ZONE).replace(tzinfo=None)
    return value
