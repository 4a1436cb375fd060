"""What was read of a file: its stamp and, sheet by sheet, the texts of its cells; nothing judged yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

import polars as pl

from portfolio.model import Problem

Form = Literal["xlsx", "csv", "screen", "unreadable"]


class Judged:
    """What was read of a file, with what is wrong in it."""

    problems: tuple[Problem, ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that stop the file."""
        return tuple(problem for problem in self.problems if problem.severity == "error")


@dataclass(frozen=True)
class Stamp:
    """What the template wrote into the file of itself; None where it does not say (a file of the owner's own)."""

    version: str | None = None
    workspace: str | None = None
    period_on: date | None = None
    unit_code: str | None = None
    language: str | None = None


@dataclass(frozen=True)
class SheetRead:
    """One sheet as read. `code` is that of `SHEETS`, `name` what the file calls it.

    `rows` holds row_number (as the file counts) and one text column a recognised column, cleaned but not judged.
    `letters` gives each column's letter in the file, `units` the 元 that one stands for in an amount column,
    `without_unit` the amount columns of which nobody says it, `headings` each column's heading as the file has it,
    `header_row` the number of their row (0 for none), `left_out` how many total rows were left out, `rest_unchanged`
    whether it says above its headings that all projects not spoken of are as they were.
    """

    code: str
    name: str
    rows: pl.DataFrame
    letters: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, int] = field(default_factory=dict)
    without_unit: frozenset[str] = frozenset()
    headings: Mapping[str, str] = field(default_factory=dict)
    header_row: int = 0
    left_out: int = 0
    rest_unchanged: bool = False

    def texts(self, names: Iterable[str]) -> dict[str, pl.Expr]:
        """Each column by its name: its texts, or blanks where the file does not have it."""
        there = set(self.rows.columns)
        return {name: pl.col(name) if name in there else pl.lit(None, pl.String) for name in names}


@dataclass(frozen=True)
class Reading:
    """A file as read: its sheets, its stamp and what could not be read of it."""

    file_name: str
    form: Form
    sheets: tuple[SheetRead, ...] = ()
    stamp: Stamp = Stamp()
    problems: tuple[Problem, ...] = ()

    @property
    def row_count(self) -> int:
        """How many rows were read in all, total rows left out."""
        return sum(sheet.rows.height for sheet in self.sheets)
