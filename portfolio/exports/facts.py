"""What a table must say of itself before anybody quotes it: unit, day, filters, source, made up or not."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

import polars as pl

from portfolio.codes import Language
from portfolio.exports.cells import qualifies
from portfolio.formats import YUAN, date_text, unknown_text
from portfolio.words import say


@dataclass(frozen=True)
class Facts:
    """The facts around one table; `filters` are in words already, `source` says where the numbers are from.

    `blanks` is the word for an unknown value, by column, as it stands on screen; 未注明 for the others.
    `of_whole` names the columns whose total is no sum of the rows, `columns` those on screen (none named: all but
    those that only qualify another).
    """

    title: str
    language: Language
    filters: tuple[str, ...]
    as_of: date
    made_on: date
    workspace: Literal["official", "demo"]
    source: str
    blanks: Mapping[str, str] = field(default_factory=dict)
    of_whole: Collection[str] = ()
    columns: Sequence[str] = ()

    @property
    def demo(self) -> bool:
        """Whether the table is of the made-up city."""
        return self.workspace == "demo"

    def shown(self, frame: pl.DataFrame) -> list[str]:
        """The columns of the table, in their order."""
        return list(self.columns) or [name for name in frame.columns if not qualifies(name)]

    def mark(self) -> str:
        """That the data is made up; nothing where it is not."""
        return say(self.language, "export.demo") if self.demo else ""

    def unit(self, frame: pl.DataFrame) -> str:
        """The unit of its amounts; nothing where it has none."""
        if not any(name.endswith("_amount") for name in self.shown(frame)):
            return ""
        return say(self.language, "export.unit_foreign" if has_foreign(frame) else "unit.of_table")

    def scope(self) -> str:
        """Of which library and day, and narrowed by what."""
        told = say(self.language, "filter.pair_separator").join(self.filters)
        return say(
            self.language,
            "export.scope",
            workspace=say(self.language, f"export.workspace_{self.workspace}"),
            day=date_text(self.as_of, "day", self.language),
            filters=told or say(self.language, "export.no_filters"),
        )

    def from_where(self) -> str:
        """Which document and reports the numbers are from."""
        return say(self.language, "export.source", source=self.source.strip() or unknown_text(self.language))

    def made(self) -> str:
        """The day on which it was drawn up."""
        return say(self.language, "export.made_on", day=date_text(self.made_on, "day", self.language))


def has_foreign(frame: pl.DataFrame) -> bool:
    """Whether any row is in another currency than yuan."""
    return "currency" in frame.columns and not frame.filter(pl.col("currency") != YUAN).is_empty()
