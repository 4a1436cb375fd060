"""What every page is given: the View asked for, the Store, the names, links that keep the filters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date
from html import escape
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.navigation.page import Page

from portfolio import codes
from portfolio.codes import Added, Language
from portfolio.formats import date_text
from portfolio.model import County, Edition, PortfolioError, Reader, View
from portfolio.model.permissions import VISITOR, deed_of_page
from portfolio.queries.naming import english
from portfolio.store import Store
from portfolio.web import filters as address
from portfolio.web import links
from portfolio.web.filters import Filters
from portfolio.words import say

NAMES = (
    "overview",
    "library",
    "changes",
    "project",
    "funding",
    "spending",
    "late",
    "compare",
    "county",
    "indicators",
    "quality",
    "report",
    "review",
    "followup",
    "audit",
    "admin",
)
"""The pages, in the order of the navigation; the first is the home page."""


def names_for(reader: Reader) -> tuple[str, ...]:
    """The pages that the reader may see, in the order of the navigation."""
    return tuple(name for name in NAMES if reader.may(deed_of_page(name)))


VISITED = names_for(VISITOR)
"""The pages that everyone sees while no account exists."""


@dataclass
class Line:
    """The first line of a page: where it stands, and whether the page has given it its title."""

    place: DeltaGenerator
    titled: bool = False


@dataclass(frozen=True)
class Frame:
    """One run of one page: what is asked (`filters`, `view`), of which Store and edition."""

    filters: Filters
    view: View
    store: Store
    edition: Edition
    county_rows: tuple[County, ...]
    page: str
    pages: Mapping[str, Page]
    reader: Reader = VISITOR
    """Whoever is before the screen; the view's scope is theirs."""
    final: Mapping[str, Any] | None = None
    """The final month that the page shows; None for what stands now."""
    live: View | None = None
    """The same question about what stands now, where the view is of a final month."""
    added: Added = field(default_factory=dict)
    """The codes that the edition brings."""
    line: Line | None = field(default=None, compare=False)
    """The first line, which the page begins and the shell ends; None where a page stands without the shell."""

    @property
    def language(self) -> Language:
        """The reader's language."""
        return self.filters.language

    @property
    def nothing(self) -> str:
        """Why a page has no project to show: its filters, the reader's rights, or a library that holds none."""
        if self.filters.narrow:
            return self.say("table.no_rows")
        return self.say("table.none_yours" if self.reader.scope is not None else "table.library_empty")

    @property
    def refusal(self) -> PortfolioError:
        """Why the reader may not see the page; in the demonstration, which role to choose for it."""
        if self.filters.workspace == "demo":
            return PortfolioError(f"page_not_played_{deed_of_page(self.page)}")
        return PortfolioError("page_not_allowed")

    @property
    def counties(self) -> dict[str, str]:
        """County code to name in the reader's language, in the edition's order."""
        chinese = self.language == "zh"
        return {row.county_code: row.name if chinese else row.name_en for row in self.county_rows}

    @property
    def city(self) -> str:
        """The city's name in the reader's language."""
        return self.edition.city_name if self.language == "zh" else self.edition.city_name_en

    @property
    def source(self) -> str:
        """The document behind the library: its title and number."""
        title = self.edition.title if self.language == "zh" else self.edition.title_en
        number = self.edition.document_number
        return self.say("app.edition", title=title, number=number) if number else title

    def say(self, key: str, **facts: object) -> str:
        """The sentence `key` in the reader's language."""
        return say(self.language, key, **facts)

    def called(self, name: str) -> str:
        """The name of a project or unit in the reader's language, as it is stated where we have no rendering."""
        return name if self.language == "zh" else english(self.store).get(name, name)

    def day(self, day: date) -> str:
        """The day in words: 2026年10月31日, or 2026-10-31."""
        return date_text(day, "day", self.language)

    def labels(self, codelist: str) -> dict[str, str]:
        """Code to label of a codelist, those that the edition brings last; `county` is the edition's own."""
        if codelist == "county":
            return self.counties
        own = self.added.get(codelist, {}).get(self.language, {})
        return {**codes.labels(codelist, self.language), **own}

    def link(self, page: str, **changes: object) -> str:
        """The address of `page` with the filters kept and `changes` made, for an href."""
        return links.link(self.filters, page, **changes)

    def county_link(self, county: str) -> str:
        """The address of a county's own page: where its name leads, on every page."""
        return self.link("county", county=None, place=county)

    def way(self, page: str, label: str, marks: str = "", **changes: object) -> str:
        """A link to `page` as HTML, which is followed within the session as `page_link` is (`following.js`).

        `marks` are further classes; "here" says that it is the page that the reader is on.
        """
        href = escape(self.link(page, **changes))
        current = ' aria-current="page"' if marks == "here" else ""
        return f'<a class="way {marks}"{current} href="{href}">{escape(label)}</a>'

    def page_link(self, page: str, label: str, **changes: object) -> None:
        """Draw a link to `page` that keeps the filters, with `changes` made."""
        parameters = links.page_address(self.filters, page, **changes)
        st.page_link(self.pages[page], label=label, query_params=parameters)


_CURRENT: ContextVar[Frame | None] = ContextVar("portfolio_frame", default=None)


@contextmanager
def standing(frame: Frame) -> Iterator[None]:
    """Let a page `enter` and be given `frame` while it lasts."""
    token = _CURRENT.set(frame)
    try:
        yield
    finally:
        _CURRENT.reset(token)


def enter() -> Frame:
    """The frame of this run. A page that was not run by the shell says so in one sentence and stops.

    PortfolioError, the frame's `refusal`, where the reader may not see it, however it was reached. A fragment runs
    without the shell: hand it the frame as an argument.
    """
    frame = _CURRENT.get()
    if frame is None:
        st.error(say(address.language(st.query_params), "error.not_through_door"))
        st.stop()
    if not frame.reader.may(deed_of_page(frame.page)):
        raise frame.refusal
    return frame
