"""The script behind the ASGI app: what stands around every page, and the one way into a page."""

from __future__ import annotations

from contextlib import nullcontext
from html import escape
from urllib.parse import urlencode, urlsplit

import streamlit as st
from streamlit.navigation.page import Page

from portfolio.codes import Language
from portfolio.model import PortfolioError
from portfolio.store import Store
from portfolio.web import error_boundary, filter_row, filters, frame, navigation, scripts, session
from portfolio.web.access import corner, html, present
from portfolio.web.access.asked import local
from portfolio.web.access.standing import Standing
from portfolio.web.filters import Workspace
from portfolio.web.frame import NAMES, Frame, enter, names_for
from portfolio.web.written import Written
from portfolio.words import say

__all__ = ["enter", "run"]
SCRIPTS = {
    tongue: Written("".join(f"<script>{script}</script>" for script in scripts.of_page(tongue)))
    for tongue in scripts.TAGS
}
ICON = (
    "<svg viewBox='0 0 16 16'><rect width='16' height='16' rx='2' fill='#1f5c99'/>"
    "<path d='M3 12V8h2v4zm4 0V4h2v8zm4 0V6h2v6z' fill='#fff'/></svg>"
)

MENU_PIXELS = 200
"""How wide the navigation is: a desk's screen of 1366 pixels has no more to give."""


def run() -> None:
    """Draw one run: navigation, header, page, or the sentence that stands in their place."""
    language = filters.language(st.query_params)
    filters.publish()
    pages = navigation.pages(language)
    chosen = st.navigation(list(pages.values()), position="hidden")
    _dress(chosen.title, language)
    with error_boundary.watched(language):
        of = present.stands()
        if not of.is_let_in:
            _sign_in_first(language)
            return
        current = _frame(next(name for name in NAMES if pages[name] is chosen), pages, of)
        with frame.standing(current):
            _sidebar(current, of)
            _header(current)
            filter_row.notes(current)
            if current.page not in names_for(current.reader):
                present.tell_refused(of, current.page)
                raise current.refusal
            chosen.run()


def _sign_in_first(language: Language) -> None:
    """Say to whoever is not signed in, or no longer, where they can."""
    href = html.address("/auth/sign-in", language, next=local(_here()))
    with st.container(key="problem"):
        st.subheader(say(language, "access.needs_sign_in"), anchor=False)
        st.html(
            f"<p>{escape(say(language, 'error.signed_out'))}</p>"
            f'<p><a href="{escape(href)}">{escape(say(language, "access.sign_in"))}</a></p>'
        )


def _here() -> str:
    """The address of this page, without the server's name."""
    parts = urlsplit(st.context.url or "/")
    query = urlencode(st.query_params.to_dict(), safe=",")
    return f"{parts.path or '/'}?{query}" if query else parts.path or "/"


def _dress(title: str, language: Language) -> None:
    st.set_page_config(
        say(language, "app.title_of_page", page=title), ICON, layout="wide", initial_sidebar_state=MENU_PIXELS
    )
    st.html(SCRIPTS[language], unsafe_allow_javascript=True)


def _frame(page: str, pages: dict[str, Page], of: Standing) -> Frame:
    parameters, open_ones = st.query_params, session.OPENERS
    workspace = filters.workspace(parameters, open_ones)
    store = _store(workspace, filters.language(parameters), pages[page])
    counties = session.counties(store)
    codes = [row.county_code for row in counties]
    added = session.added(store)
    asked = filters.read(
        parameters, codes, session.today(workspace), open_ones, session.earliest(store), added
    )
    reader = present.reader(of, workspace, store, asked.role)
    told = {"scope": reader.scope, "newest_event": store.version()}
    view = asked.view(session.known_at(store)).model_copy(update=told)
    return Frame(asked, view, store, session.edition(store, view), counties, page, pages, reader, added)


def _store(workspace: Workspace, language: Language, page: Page) -> Store:
    """The store; while the demonstration is opened or built, a bar says so, to those who wait for it as well.

    Where that fails, a link leads back to the official library.
    """
    if workspace == "official" or session.is_open(workspace):
        return session.store(workspace)
    told = say(language, "workspace.building")
    bar = st.progress(0.0, told)

    def show(part: float) -> None:
        bar.progress(part, told)

    try:
        return session.store(workspace, show)
    except PortfolioError:
        st.page_link(page, label=say(language, "workspace.to_official"), query_params={"lang": language})
        raise
    finally:
        bar.empty()


def _sidebar(current: Frame, of: Standing) -> None:
    with st.sidebar:
        st.html(f'<p class="house">{escape(current.say("app.title"))}</p>')
        with st.container(key="navigation", gap=None):
            for name in names_for(current.reader):
                with st.container(key="nav_current") if name == current.page else nullcontext():
                    current.page_link(name, current.say(f"nav.{name}"))
        st.html(f'<p class="house-part">{escape(current.say("workspace.label"))}</p>')
        for workspace in session.OPENERS:
            _switch(current, workspace, current.say(f"workspace.{workspace}"))
        corner.draw(current, of)


def _switch(current: Frame, workspace: Workspace, label: str) -> None:
    """A link to the same page of `workspace`, without what only this city knows, on a day that it may be asked about."""
    if workspace == current.filters.workspace:
        current.page_link(current.page, label)
        return
    as_of, latest = current.filters.as_of, session.today(workspace)
    day = latest if as_of == current.filters.today else min(as_of, latest)
    own = {"county": None, "project": None, "q": None, "role": None, "actor": None}
    current.page_link(current.page, label, workspace=workspace, asof=day, **own)


def _header(current: Frame) -> None:
    other: Language = "en" if current.language == "zh" else "zh"
    with st.container(key="header", horizontal=True, vertical_alignment="center", gap="small"):
        st.html(_strip(current))
        if current.filters.as_of != current.filters.today:
            current.page_link(current.page, current.say("app.to_today"), asof=None)
        there: Workspace = "official" if current.filters.workspace == "demo" else "demo"
        _switch(current, there, current.say(f"workspace.to_{there}"))
        current.page_link(current.page, current.say("app.other_language"), lang=other)


def _strip(current: Frame) -> str:
    """The header strip: city, workspace, edition, day."""
    day = current.say("app.as_of", day=current.day(current.filters.as_of))
    demo = "demo" if current.filters.workspace == "demo" else "official"
    mark = current.say("workspace.demo_mark" if demo == "demo" else "workspace.official")
    city = current.say("app.header_city", city=current.city)
    return (
        f'<div class="strip"><span class="city">{escape(city)}</span>'
        f'<span class="mark {demo}">{escape(mark)}</span><span class="as-of">{escape(day)}</span>'
        f'<span class="edition">{escape(current.source)}</span></div>'
    )


if __name__ == "__main__":
    run()
