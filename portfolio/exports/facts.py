"""What a table must say of itself before anybody quotes it: unit, day, filters, source, made up or not."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

import polars as pl

from portfolio.codes import Language
from portfolio.formats import YUAN, date_text, unknown_text
from portfolio.words import say


@dataclass(frozen=True)
class Facts:
    """The facts above one table; `filters` are in words already, `source` says where the numbers are from.

    `blanks` is the word for an unknown value, by column, as it stands on screen; 未注明 for the others.
    `of_whole` names the columns whose total is no sum of the rows.
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

    @property
    def demo(self) -> bool:
        """Whether the table is of the made-up city."""
        return self.workspace == "demo"

    def lines(self, frame: pl.DataFrame) -> list[str]:
        """The lines above the table, one fact a line, the title first."""
        return [self.title, *self._demo(), *self._unit(frame), *self._days(), self._filters(), self._source()]

    def _demo(self) -> list[str]:
        return [say(self.language, "export.demo")] if self.demo else []

    def _unit(self, frame: pl.DataFrame) -> list[str]:
        if not any(name.endswith("_amount") for name in frame.columns):
            return []
        return [say(self.language, "export.unit_foreign" if _has_foreign(frame) else "unit.of_table")]

    def _days(self) -> Iterable[str]:
        for key, day in (("as_of", self.as_of), ("made_on", self.made_on)):
            yield say(self.language, f"export.{key}", day=date_text(day, "day", self.language))

    def _filters(self) -> str:
        told = say(self.language, "filter.pair_separator").join(self.filters)
        return say(self.language, "export.filters", filters=told or say(self.language, "export.no_filters"))

    def _source(self) -> str:
        return say(self.language, "export.source", source=self.source.strip() or unknown_text(self.language))


def _has_foreign(frame: pl.DataFrame) -> bool:
    return "currency" in frame.columns and not frame.filter(pl.col("currency") != YUAN).is_empty()
