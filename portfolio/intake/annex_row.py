"""One project of an annex, as its row says it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from portfolio.model import Problem

Day = tuple[date, str]
"""A day with its precision."""


@dataclass(frozen=True)
class AnnexRow:
    """One project of the file; what the file leaves blank or has no column for is None. `as_written`: the investment
    without a unit, where nobody says it; `cells` the letters of each column."""

    sheet: str
    row_number: int
    name: str
    number: str | None = None
    code: str | None = None
    before: str | None = None
    county_code: str | None = None
    category: str | None = None
    area: str | None = None
    owner: str | None = None
    programme: str | None = None
    nature: str | None = None
    note: str | None = None
    start: Day | None = None
    completion: Day | None = None
    investment: Decimal | None = None
    qualifier: str | None = None
    sources: tuple[tuple[str, Decimal | None], ...] = ()
    as_written: Decimal | None = None
    cells: Mapping[str, str] = field(default_factory=dict)

    def cell(self, column: str) -> str:
        """The address of the column's cell; of a column that the file lacks, the row's first."""
        return f"{self.cells.get(column) or next(iter(self.cells.values()), 'A')}{self.row_number}"

    def problem(
        self, code: str, column: str, *, severity: str = "error", facts: tuple[tuple[str, str], ...] = ()
    ) -> Problem:
        """A problem in that cell."""
        told = getattr(self, column, None)
        value = str(told) if isinstance(told, str) else None
        place = {"sheet": self.sheet, "cell": self.cell(column), "value": value, "facts": facts}
        return Problem.model_validate({"code": code, "severity": severity} | place)
