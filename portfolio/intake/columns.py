"""What a sheet of the monthly report and a column of it are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from portfolio.codes import Language
from portfolio.words import say

Kind = Literal[
    "project", "label", "text", "amount", "share", "day", "stated_day", "year", "code", "flag", "currency"
]
"""project: the identifier · label: shown, never read into an entry · amount: money in 万元 · share: % · day: one day ·
stated_day: a day, month, quarter, half or year · code: of `codelist` · flag: yes or no · currency: three letters."""


@dataclass(frozen=True)
class Column:
    """One column. `table` and `field` say where its value is kept (none for what is not stored as an entry).

    `key`: with the project names the row; `cumulative`: never falls; `clearable`: 清除 takes the last value back;
    `last`: the template shows the last accepted value beside it, `on_screen`: the form on screen does;
    `aliases`: what older headers called it;
    `coarse`: a month or a longer period may stand there, which counts as its last day;
    `word_field`: where 按期 is kept, which may stand in the place of a forecast day.
    """

    sheet: str
    code: str
    kind: Kind
    table: str | None = None
    field: str | None = None
    codelist: str | None = None
    precision_field: str | None = None
    word_field: str | None = None
    coarse: bool = False
    key: bool = False
    cumulative: bool = False
    clearable: bool = False
    last: bool = False
    on_screen: bool = False
    longest: int = 200
    aliases: tuple[str, ...] = ()

    def header(self, language: Language) -> str:
        """The header as the template prints it, with the unit."""
        return say(language, f"intake.{self.sheet}.{self.code}")

    def last_header(self, language: Language) -> str:
        """The header of the grey column that shows the last accepted value."""
        return say(language, "intake.last", column=self.header(language))


@dataclass(frozen=True)
class Sheet:
    """One sheet: its columns in order; `aliases` are names that older templates gave it."""

    code: str
    columns: tuple[Column, ...]
    aliases: tuple[str, ...] = ()

    def title(self, language: Language) -> str:
        """The sheet's name as the template prints it."""
        return say(language, f"intake.sheet.{self.code}")

    def column(self, code: str) -> Column:
        """The column of that code; KeyError for none."""
        return next(column for column in self.columns if column.code == code)

    @property
    def keys(self) -> tuple[str, ...]:
        """The codes of the columns that name a row, the project's first."""
        return ("project_id", *(column.code for column in self.columns if column.key))

    @property
    def inputs(self) -> tuple[Column, ...]:
        """The columns that an owner fills: all but the project, labels and keys."""
        return tuple(c for c in self.columns if c.kind not in ("project", "label") and not c.key)

    @property
    def tables(self) -> tuple[str, ...]:
        """The entry tables that its columns are kept in."""
        return tuple(dict.fromkeys(c.table for c in self.columns if c.table))
