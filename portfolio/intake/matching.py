"""Rows of a file matched to projects: by number, by the national code, by a name that only one project has, or not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher, get_close_matches
from functools import cached_property

import polars as pl

from portfolio.intake.cells import narrow_texts
from portfolio.intake.faults import NONE, Faults, fault
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
    def names(self) -> Mapping[str, str]:
        """Number to the name that the library has."""
        return dict(self.rows.select("project_id", "name").iter_rows())

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


def named_otherwise(rows: pl.DataFrame, sheet: str, projects: Projects, words: Words) -> Faults:
    """A hint a project whose number stands beside a name that is not its own: lines may have moved.

    `rows`: row_number, project and name as the file has them, project_id. Budget systems name projects their own way: a
    name that is like the library's is only noted, and one of which somebody said what it means is not told.
    """
    if "project" not in rows.columns or rows.is_empty():
        return NONE
    pairs = rows.drop_nulls(["project", "name", "project_id"]).unique(
        ["project", "name"], keep="first", maintain_order=True
    )
    told = [
        _name_told(number, name, project, projects, words)
        for number, name, project in pairs.select("project", "name", "project_id").iter_rows()
    ]
    pairs = pairs.with_columns(
        __severity=pl.Series(told, dtype=pl.String),
        __name=pl.col("project_id").replace_strict(projects.names, default=None, return_dtype=pl.String),
    )
    facts = {"name": pl.col("__name"), "project": pl.col("project_id")}
    found = [
        fault(
            pairs.filter(__severity=severity),
            sheet,
            "name",
            "name_differs" if severity == "warning" else "name_alike",
            severity=severity,
            value=pl.col("name"),
            facts=facts,
        )
        for severity in ("warning", "note")
    ]
    return pl.concat(found, how="diagonal_relaxed")


def _name_told(number: str, name: str, project: str, projects: Projects, words: Words) -> str | None:
    """How it is to be told that the row's name is not that of the project of its number; None where there is nothing."""
    if ("project", written(number, name)) in words or project not in projects.names:
        return None
    if narrowed(number.strip().lstrip("'")) not in projects.by_number:
        return None  # the name has found the project
    ours, theirs = narrowed(projects.names[project]), narrowed(name)
    if ours == theirs:
        return None
    alike = ours in theirs or theirs in ours or SequenceMatcher(None, ours, theirs).ratio() >= ALIKE
    return "note" if alike else "warning"
