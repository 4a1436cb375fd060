"""A frame's values as cells: what each is worth in a spreadsheet, the format that shows it, its text, its plain value."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

import polars as pl

from portfolio import codes, formats
from portfolio.clock import ZONE
from portfolio.codes import UNNAMED_COUNTY, Language
from portfolio.exports import texts
from portfolio.words import knows, say

Lists = dict[str, dict[str, str]]
Beside = Mapping[str, object]
"""What the row says of its other columns: how exactly a date was stated, in which currency an amount is."""


class Cell(NamedTuple):
    """One value; `pattern` is the spreadsheet's number format, `text` what it shows.

    `plain` is what a comma-separated file holds: nothing for the unknown, a number without marks, a date as ISO has it.
    """

    value: str | Decimal | date
    pattern: str
    text: str
    plain: str


LONG = 255
"""Older spreadsheets show a text cell that is longer than this as a row of #."""
BLANK = Cell("", "General", "", "")


def qualifies(column: str) -> bool:
    """Whether the column only qualifies another: how exact, how long past, which currency, in a total, which page."""
    return column.endswith(("_precision", "_qualifier", "_past_days")) or column in (
        "currency",
        "in_total",
        "url",
    )


class Reader(NamedTuple):
    """How one frame's values become cells: the language, the labels of code columns, the words for blanks."""

    language: Language
    lists: Lists
    blanks: Mapping[str, str]

    def column(self, frame: pl.DataFrame, name: str) -> Iterator[Cell]:
        """The cells of one column, with what its rows say beside it."""
        said = frame.select(_beside(frame, name)).iter_rows(named=True)
        for value, row in zip(frame[name].to_list(), said, strict=True):
            yield self.cell(name, value, row)

    def heading(self, name: str) -> Cell:
        """The column's heading; its plain name where no language has a word for it."""
        key = f"column.{name}"
        return self.told(say(self.language, key) if knows(key) else name)

    def cell(self, name: str, value: object, beside: Beside | None = None) -> Cell:
        """The cell of one value, by its column's labels, else by its type and the column's suffix."""
        said = beside or {}
        if _is_unknown(value):
            return self._blank(name)
        if name in self.lists:
            return self._labelled(name, value)
        if isinstance(value, bool):
            return self.told(say(self.language, "export.yes" if value else "export.no"))
        if isinstance(value, date):
            return self._moment(name, value, said)
        if isinstance(value, Decimal | int | float):
            return self._number(name, formats.decimal(value), said)
        return self._text(name, value)

    def told(self, text: str) -> Cell:
        """The cell of a text: cleaned, and cut with a note where it is longer than a cell may be."""
        kept = texts.cut(texts.clean(text), say(self.language, "export.cut"))
        return Cell(kept, "@" if len(kept) <= LONG else "General", kept, texts.guarded(kept))

    def _blank(self, name: str) -> Cell:
        """The word that the page has for it; nothing at all in a comma-separated file."""
        return self.told(self.blanks.get(name) or formats.unknown_text(self.language))._replace(plain="")

    def _labelled(self, name: str, value: object) -> Cell:
        known = self.lists[name]
        if value == UNNAMED_COUNTY and value not in known:
            return self.told(formats.unknown_text(self.language))._replace(plain="")
        held = value if isinstance(value, list) else [value]
        labels = (known.get(str(code), str(code)) for code in held)
        return self.told(say(self.language, "filter.value_separator").join(labels))

    def _moment(self, name: str, value: date, said: Beside) -> Cell:
        moment, stem = _local(value), name.removesuffix("_on")
        precision = str(said.get(f"{stem}_precision") or "day")
        day = formats.date_text(moment, precision, self.language)
        pattern = formats.date_pattern(moment, precision, self.language)
        plain = formats.iso_text(moment, precision)
        if isinstance(moment, datetime) and not name.endswith("_on"):
            day, pattern, plain = (
                f"{day} {moment:%H:%M}",
                f"{pattern} hh:mm",
                f"{moment:%Y-%m-%d %H:%M}",
            )
        elif isinstance(moment, datetime):
            moment = moment.date()
        if past_days := said.get(f"{stem}_past_days"):
            past = say(self.language, "table.past", days=past_days)
            day, pattern = f"{day}{past}", f'{pattern}"{past}"'
        return Cell(moment, pattern, day, plain) if moment.year >= 1900 else self.told(day)

    def _number(self, name: str, number: Decimal, said: Beside) -> Cell:
        suffix = name.rpartition("_")[2]
        if suffix == "amount":
            return self._amount(name, formats.ten_thousands(number), said)
        if name.endswith("pacing_share"):
            points = formats.rounded(number * 100, 1)
            return Cell(number * 100, self._points(), self._pace(points), formats.plain(points, 1))
        if suffix == "share":
            text = formats.share_text(number, self.language)
            return Cell(number, "0.0%", text, text.removesuffix("%"))
        whole = suffix in ("days", "count") and number == number.to_integral_value()
        plain = formats.plain(number)
        return Cell(number, "#,##0" if whole else "General", plain, plain)

    def _amount(self, name: str, amount: Decimal, said: Beside) -> Cell:
        """万元 at two decimals, exact behind them; 约 and the name of another currency are the format's own words."""
        before = f"{self._currency(said)}{self._qualifier(name, said)}"
        plain = formats.plain(amount, 2)
        pattern = f'"{before}"#,##0.00;"{before}"-#,##0.00' if before else "#,##0.00"
        return Cell(amount, pattern, f"{before}{formats.rounded(amount, 2):,f}", plain)

    def _currency(self, said: Beside) -> str:
        currency = str(said.get("currency") or formats.YUAN)
        return "" if currency == formats.YUAN else f"{formats.currency_text(currency, self.language)} "

    def _qualifier(self, name: str, said: Beside) -> str:
        code = said.get(f"{name.removesuffix('_amount')}_qualifier")
        return "" if code in (None, "exact") else f"{codes.label('qualifier', str(code), self.language)} "

    def _points(self) -> str:
        """The number format of points ahead, behind, and level: the heading says against what."""
        sides = (
            say(self.language, f"table.pace_{key}", points="{}").split("{}") for key in ("ahead", "behind")
        )
        told = [f'"{before}"0.0"{after}"' for before, after in sides]
        return ";".join([*told, f'"{say(self.language, "table.pace_level")}"'])

    def _pace(self, points: Decimal) -> str:
        """The same in words."""
        key = "level" if not points else "behind" if points < 0 else "ahead"
        return say(self.language, f"table.pace_{key}", points=formats.plain(abs(points), 1))

    def _text(self, name: str, value: object) -> Cell:
        if isinstance(value, list):
            return self.told(say(self.language, "filter.value_separator").join(str(part) for part in value))
        text = self.told(str(value))
        return text if text.text.strip() else self._blank(name)


def _beside(frame: pl.DataFrame, name: str) -> list[str]:
    """The columns that say something of this one."""
    stem = name.removesuffix("_on").removesuffix("_amount")
    sought = [f"{stem}_precision", f"{stem}_past_days", f"{stem}_qualifier", "currency"]
    return [one for one in sought if one in frame.columns] or [name]


def _is_unknown(value: object) -> bool:
    """Whether nothing is stated: no value, no number (a division by nothing), or an empty list."""
    return value is None or value == [] or (isinstance(value, float) and not math.isfinite(value))


def _local(value: date) -> date:
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(ZONE).replace(tzinfo=None)
    return value
