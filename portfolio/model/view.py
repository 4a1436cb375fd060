"""What is asked: the day, the knowledge, the filters and the reader's scope, in one value."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import NaiveDatetime

from portfolio.codes import Language
from portfolio.model.fields import Frozen

Codes = tuple[str, ...] | None
"""None asks for all; an empty tuple for nothing."""
FILTER_NAMES = (
    "counties",
    "areas",
    "categories",
    "projects",
    "scope",
    "sources",
    "stages",
    "states",
    "search",
)
"""The filters and the reader's scope in the order in which the questions' macros take them."""


class View(Frozen):
    """One question's frame. `as_of` is the day asked about, `known_at` what had been accepted by then.

    `newest_event` is the number of the newest event that may be known besides: all questions of one run of a page name
    the same one, so that a report accepted meanwhile cannot give one of its figures and not the other. None: any.
    `final` is the number of the event that made a month final: the day is answered from what is kept of it, where
    `as_of` is that month's own.
    `language` is the one in which projects, units and indicators are called; no figure rests on it.
    `scope` holds the county codes and project ids that the reader may see (None: all); it is intersected
    with the filters inside the queries, never left to a page.
    """

    workspace: Literal["official", "demo"] = "official"
    language: Language = "zh"
    as_of: date
    known_at: NaiveDatetime
    newest_event: int | None = None
    final: int | None = None
    counties: Codes = None
    areas: Codes = None
    categories: Codes = None
    sources: Codes = None
    stages: Codes = None
    states: Codes = None
    projects: Codes = None
    search: str | None = None
    scope: Codes = None

    def parameters(self) -> dict[str, object]:
        """The filters and the scope by the names that the questions' macros take; lists for codes, None for all."""
        parameters = {name: getattr(self, name) for name in FILTER_NAMES}
        return {
            name: list(value) if isinstance(value, tuple) else value for name, value in parameters.items()
        }

    def of_all(self) -> View:
        """The same day, knowledge and reader's scope, asked about everything whatever the filters."""
        return self.model_copy(update=dict.fromkeys(FILTER_NAMES) | {"scope": self.scope})

    def of_project(self, project_id: str) -> View:
        """The same day, knowledge and reader's scope, asked about one project whatever the filters."""
        return self.of_all().model_copy(update={"projects": (project_id,)})
