"""What checking found: problems, what would be stored, what it would change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from portfolio.intake.readings import Judged
from portfolio.model import Problem

CHANGES: dict[str, pl.DataType] = {
    "project_id": pl.String(),
    "name": pl.String(),
    "sheet": pl.String(),
    "part": pl.String(),
    "column": pl.String(),
    "kind": pl.String(),
    "old": pl.String(),
    "new": pl.String(),
    "sheet_name": pl.String(),
    "cell": pl.String(),
}
"""The columns of `Checked.changes`; see there."""


@dataclass(frozen=True)
class Checked(Judged):
    """The outcome of `check`.

    `entries`: entry table to its rows as Store.append(frames=…) takes them, only rows without an error.
    `problems`: all, errors first; `more` counts those beyond the most that are listed.
    `changes`: one row a stated value that differs from the last accepted one: project, sheet and column (codes),
    part (source, year, milestone or obstacle; with its currency), kind of the column, old and new as plain text
    (yuan, 0 to 1, ISO days with their precision behind a colon, codes; new is null where it is cleared), and the cell.
    `mended`: those of the changes that change what an accepted report of this very month says (更正).
    `corrections`: one row a reason that the file gives, at each figure that falls or is mended in its row, else where it
    stands itself: project_id, column, sheet, cell, value, said.
    `asked`: one row a project of whose last year's end nothing is known (截至上年末累计), so that this year's work is not.
    `counts`: rows read, rows stated, projects stated, values changed, total rows left out, errors, warnings.
    `still`: one row a milestone whose due day is stated while its forecast stays as it was: project_id, name, milestone,
    forecast_on, forecast_past_days.
    `before`, `after`: project_state of the projects stated, without and with the entries; empty if not asked.
    """

    entries: Mapping[str, pl.DataFrame]
    problems: tuple[Problem, ...]
    changes: pl.DataFrame
    corrections: pl.DataFrame
    counts: Mapping[str, int]
    mended: pl.DataFrame = field(default_factory=pl.DataFrame)
    asked: pl.DataFrame = field(default_factory=pl.DataFrame)
    before: pl.DataFrame = field(default_factory=pl.DataFrame)
    after: pl.DataFrame = field(default_factory=pl.DataFrame)
    still: pl.DataFrame = field(default_factory=pl.DataFrame)
    more: int = 0

    @property
    def questions(self) -> tuple[Problem, ...]:
        """The problems that are mended or confirmed, each by itself."""
        return tuple(problem for problem in self.problems if problem.severity == "question")

    @property
    def notes(self) -> tuple[Problem, ...]:
        """What is only told."""
        return tuple(problem for problem in self.problems if problem.severity == "note")

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """The problems that need a word from the owner, which may stand for all of them."""
        return tuple(problem for problem in self.problems if problem.severity == "warning")

    @property
    def sendable(self) -> bool:
        """Whether nothing stops the file and it states anything at all."""
        return not self.errors and any(frame.height for frame in self.entries.values())
