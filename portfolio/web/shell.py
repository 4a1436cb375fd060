"""The script behind the ASGI app: what stands around every page, and the one way into a page."""

from __future__ import annotations

from html import escape
from urllib.parse import urlencode, urlsplit

import streamlit as st
from streamlit.navigation.page import Page

from portfolio.codes import Language
from portfolio.model import PortfolioError
from portfolio.store import Store
from portfolio.web import error_boundary, filters, finals, frame, menu, navigation, session
from portfolio.web.access import html, present
from portfolio.web.access.requests import local
from portfolio.web.access.standing import Standing
from portfolio.web.browser import scripts
from portfolio.web.elements.written import Written
from portfolio.web.filters import Workspace
from portfolio.web.frame import NAMES, Frame, enter, names_for
from portfolio.web.header import exporting, filter_row, first_line, reader_menu
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

MENU_PIXELS = 160
"""How wide the navigation is: a desk's screen of 1366 pixels has no more to give."""


def run() -> None:
    """Draw one run: menu, first line, page, or the sentence that stands in their place."""
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
        menu.draw(current)
        with first_line.around(current, chosen.title, lambda: reader_menu.draw(current, of)) as lined:
            _page(lined, chosen, of)


def _page(current: Frame, chosen: Page, of: Standing) -> None:
    """Draw the page, and at the end of its line what it offers to be taken away; what is not the reader's is refused."""
    with frame.standing(current), exporting.menu(current):
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


def _frame(page: str, pages: dict[str, Page], signed_in: Standing) -> Frame:
    parameters, open_ones = st.query_params, session.OPENERS
    workspace = filters.workspace(parameters, open_ones)
    store = _store(workspace, filters.language(parameters), pages[page])
    counties = session.counties(store)
    codes = [row.county_code for row in counties]
    added = session.added(store)
    chosen = filters.read(
        parameters, codes, session.today(workspace), open_ones, session.earliest(store), added
    )
    reader = present.reader(signed_in, workspace, store, chosen.role)
    facts = {"scope": reader.scope, "newest_event": store.version()}
    view = chosen.view(session.known_at(store)).model_copy(update=facts)
    chosen, shown, final = finals.resolved(chosen, view, store, reader, page, parameters)
    edition, live = session.edition(store, shown), None if final is None else view
    return Frame(chosen, shown, store, edition, counties, page, pages, reader, final, live, added)


def _store(workspace: Workspace, language: Language, page: Page) -> Store:
    """The store; while the demonstration is opened or built, a bar says so, to those who wait for it as well.

    Where that fails, a link leads back to the official library.
    """
    if workspace == "official" or session.is_open(workspace):
        return session.store(workspace)
    text = say(language, "workspace.building")
    bar = st.progress(0.0, text)

    def show(part: float) -> None:
        bar.progress(part, text)

    try:
        return session.store(workspace, show)
    except PortfolioError:
        st.page_link(page, label=say(language, "workspace.to_official"), query_params={"lang": language})
        raise
    finally:
        bar.empty()


if __name__ == "__main__":
    run()
