"""The only place where filters and the reader's scope act: which rows of a Day a view lets through."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

from portfolio import codes
from portfolio.day import Day, day_of
from portfolio.model import View
from portfolio.queries.naming import English, english, rendered
from portfolio.store import Store
from portfolio.words import LANGUAGES

CODED = {
    "counties": "county_code",
    "areas": "service_area",
    "categories": "category",
    "projects": "project_id",
    "stages": "stage",
    "states": "state",
}
"""The view's filters of one column each, and that column."""

OTHERS = ("areas", "sources", "projects", "stages", "states", "search")
"""The filters of what the library holds of a project beside its county and category."""


@dataclass(frozen=True)
class Selection:
    """What a view lets through of a Day. Frames are the Day's own, in its order; none of them is changed."""

    day: Day
    view: View
    english: English
    """Our rendering of every name that has one: the search finds both."""

    @property
    def projects(self) -> pl.DataFrame:
        """One row a project, service or group that all filters and the reader's scope let through, in library order."""
        # no cached_property: in Python 3.11 it has one lock for all objects, and the first question of a day takes a second
        cache: dict[str, pl.DataFrame] = self.__dict__
        if "passing" not in cache:
            cache["passing"] = self._passing()
        return cache["passing"]

    def _passing(self) -> pl.DataFrame:
        rows = self.day.frame("project")
        passing = [
            pl.col(column).is_in(codes)
            for name, column in CODED.items()
            if (codes := getattr(self.view, name)) is not None
        ]
        if self.view.scope is not None:
            scope = self.view.scope
            passing.append(pl.col("county_code").is_in(scope) | pl.col("project_id").is_in(scope))
        if self.view.search is not None:
            passing.append(pl.col("project_id").is_in(self._matches(self.view.search).implode()))
        if self.view.sources is not None:
            passing.append(pl.col("project_id").is_in(self._naming(self.view.sources).implode()))
        return self.called(rows.filter(passing) if passing else rows)

    def called(self, rows: pl.DataFrame) -> pl.DataFrame:
        """The rows with their names in the reader's language."""
        return rows if self.view.language == "zh" else rendered(rows, self.english)

    def _matches(self, search: str) -> pl.Series:
        """The rows in which every word of the search stands, in its number, name, unit, county or category.

        All of them are found by their names in both languages.
        """
        named = self.day.frame("named").select("project_id", "county", "county_en")
        rows = self.day.frame("project").join(named, on="project_id", how="left", maintain_order="left")
        category = [
            pl.col("category").replace_strict(codes.labels("category", language), default=None)
            for language in LANGUAGES
        ]
        places = ("project_id", "name", "programme", "owner_unit", "county", "county_en")
        both = rendered(rows.select("name", "programme", "owner_unit"), self.english)
        text = pl.concat_str(*places, *category, *both, separator=" ", ignore_nulls=True).str.to_lowercase()
        words = [text.str.contains(word, literal=True) for word in search.lower().split()]
        return rows.filter(words)["project_id"]

    def _naming(self, sources: tuple[str, ...]) -> pl.Series:
        """The projects that name one of the sources, and the groups of which anything stands under one (未分来源)."""
        named = pl.col("source").is_in(sources)
        divided = self.day.frame("group").filter(named & pl.col("is_current"))
        return pl.concat([self.day.frame("funding").filter(named)["project_id"], divided["project_id"]])

    def of(self, name: str, year: int | None = None) -> pl.DataFrame:
        """The rows of the Day's frame that are about a selected row."""
        return self.of_rows(self.day.frame(name, year))

    def of_rows(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Those of these rows that are about a selected row, in their order."""
        if self.projects.height != self.day.frame("project").height:
            ids = self.projects.select("project_id")
            rows = rows.join(ids, on="project_id", how="semi", maintain_order="left")
        return self.called(rows)

    def of_known_rows(self, rows: pl.DataFrame) -> pl.DataFrame:
        """`of_rows`, and of rows that the library no longer holds those in the counties, categories and scope asked for.

        Any other filter is about what the library holds, and so is one whose column they lack: it lets none of them through.
        """
        here = rows["project_id"].is_in(self.day.frame("project")["project_id"].implode())
        here_rows, gone = self.of_rows(rows.filter(here)), rows.filter(~here)
        if any(getattr(self.view, name) is not None for name in OTHERS):
            return here_rows
        for filter_name, column in (("counties", "county_code"), ("categories", "category")):
            if (codes := getattr(self.view, filter_name)) is not None:
                gone = gone.filter(pl.col(column).is_in(codes)) if column in gone.columns else gone.clear()
        if (scope := self.view.scope) is not None:
            gone = gone.filter(pl.col("county_code").is_in(scope) | pl.col("project_id").is_in(scope))
        return pl.concat([here_rows, gone])

    def of_places(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Of rows about a project, or a county (project_id null), those selected; a county's unless projects are asked."""
        of_projects, others = rows.filter(pl.col("project_id").is_not_null()), ("categories", *OTHERS)
        of_places = rows.filter(pl.col("project_id").is_null())
        if any(getattr(self.view, name) is not None for name in others):
            of_places = of_places.clear()
        return pl.concat([self.of_known_rows(of_projects), self.called(of_counties(of_places, self.view))])

    def beside(self, name: str, *columns: str) -> pl.DataFrame:
        """The selected rows with the columns (all others) of the Day's frame of one row a project beside them."""
        rows = self.day.frame(name)
        wanted = rows.select("project_id", *columns) if columns else rows
        return self.projects.join(self.called(wanted), on="project_id", how="left", maintain_order="left")

    def of_sources(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Of rows that are split by source, those of the sources asked for."""
        return rows if self.view.sources is None else rows.filter(pl.col("source").is_in(self.view.sources))

    @property
    def divides_money(self) -> bool:
        """Whether money that is split by source is asked for by some sources only."""
        return self.view.sources is not None

    @property
    def rules(self) -> dict[str, Any]:
        """The thresholds and the calendar of the day: last_closed_on, idle_since_on, county_minimum_count and so on."""
        return self.day.frame("day").row(0, named=True)


def select(store: Store, view: View) -> Selection:
    """The view's selection of its Day."""
    return Selection(day_of(store, view), view, english(store))


def of_areas(rows: pl.DataFrame, view: View) -> pl.DataFrame:
    """Of rows that are about a service area and no project, those of the areas asked for."""
    return rows if view.areas is None else rows.filter(pl.col("service_area").is_in(view.areas))


def of_counties(rows: pl.DataFrame, view: View) -> pl.DataFrame:
    """Of rows that are about a county (null: about all) and no project, those asked for and within the reader's scope."""
    for wanted in (view.counties, view.scope):
        if wanted is not None:
            rows = rows.filter(pl.col("county_code").is_in(wanted))
    return rows
