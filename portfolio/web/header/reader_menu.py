"""The menu at the right end of the first line: the other language, the other workspace, and who is reading."""

from __future__ import annotations

import streamlit as st

from portfolio.codes import Language
from portfolio.web import session
from portfolio.web.access import user_menu
from portfolio.web.access.standing import Standing
from portfolio.web.filters import Workspace
from portfolio.web.frame import Frame


def draw(frame: Frame, of: Standing) -> None:
    """Draw the menu under the name of whoever is reading."""
    other: Language = "en" if frame.language == "zh" else "zh"
    with st.popover(user_menu.name(frame, of), key="menu_reader"):
        frame.page_link(frame.page, frame.say("app.other_language"), lang=other)
        for workspace in session.OPENERS:
            if workspace != frame.filters.workspace:
                switch(frame, workspace, frame.say(f"workspace.to_{workspace}"))
        user_menu.draw(frame, of)


def switch(frame: Frame, workspace: Workspace, label: str) -> None:
    """A link to the same page of `workspace`, without what only this city knows, on a day that it may be asked about."""
    as_of, latest = frame.filters.as_of, session.today(workspace)
    day = latest if as_of == frame.filters.today else min(as_of, latest)
    own = {"county": None, "place": None, "project": None, "q": None, "role": None, "actor": None}
    frame.page_link(frame.page, label, workspace=workspace, asof=day, **own)
