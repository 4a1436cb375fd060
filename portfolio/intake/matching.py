"""Rows of a file matched to projects: by number, by the national code, by a name that only one project has, or not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property

import polars as pl

from portfolio.intake.cells import narrow_texts
from portfolio.intake.own_heads import Words
from portfolio.intake.values import narrowed

LIKELY = 3
"""How many likely projects are named beside a row that was not matched."""
ALIKE = 0.5
BETWEEN = " · "


@dataclass(frozen=True)
class Projects:
    """The library's projects: project_id, project_code, name."""

    rows: pl.DataFrame

    @cached_property
    def by_number(self) -> Mapping[str, str]:
        """Number or national code, as people may write it, to the project."""
        coded = self.rows.filter(pl.col("project_code").is_not_null())
        found = dict(zip(narrow_texts(coded["project_code"]), coded["project_id"], strict=True))
        return found | dict(zip(narrow_texts(self.rows["project_id"]), self.rows["project_id"], strict=True))

    @cached_property
    def by_name(self) -> Mapping[str, str]:
        """Name that only one project has to the project."""
        own = self.rows.select("project_id", name=narrow_texts(self.rows["name"]))
        return dict(own.unique("name", keep="none").select("name", "project_id").iter_rows())

    @cached_property
    def _names(self) -> dict[str, str]:
        return dict(zip(narrow_texts(self.rows["name"]), self.rows["project_id"], strict=True))

    def likely(self, name: str | None) -> tuple[str, ...]:
        """The projects whose names are most like this one, the likeliest first."""
        if not name:
            return ()
        alike = get_close_matches(narrowed(name), list(self._names), LIKELY, ALIKE)
        return tuple(self._names[one] for one in alike)


def written(number: str | None, name: str | None) -> str:
    """What a row calls its project, as one text: its number, its name, or both."""
    return BETWEEN.join(part.strip() for part in (number, name) if part and part.strip())


def matched(number: str | None, name: str | None, projects: Projects, words: Words) -> str | None:
    """The project that the row is of; NONE where somebody said that it is none of ours, None where nobody knows.

    A number that is none of ours leaves the name to decide: budget systems number projects their own way.
    """
    said = words.get(("project", written(number, name)))
    if said is not None:
        return said
    told = narrowed(number.strip().lstrip("'")) if number else ""
    if told in projects.by_number:
        return projects.by_number[told]
    return projects.by_name.get(narrowed(name)) if name else None
