"""The menu at the right end of the first line: the other language, the other workspace, and who is reading."""

from __future__ import annotations

from typing import Any

import streamlit as st

from portfolio.codes import Language
from portfolio.web import session
from portfolio.web.access import user_menu
from portfolio.web.access.standing import Standing
from portfolio.web.elements import fold
from portfolio.web.filters import Workspace
from portfolio.web.frame import Frame


def draw(frame: Frame, of: Standing) -> None:
    """Draw the menu under the name of whoever is reading."""
    fold.menu(user_menu.name(frame, of), "menu_reader", lambda: _contents(frame, of))


def _contents(frame: Frame, of: Standing) -> None:
    other: Language = "en" if frame.language == "zh" else "zh"
    ways = [frame.way(frame.page, frame.say("app.other_language"), lang=other)]
    for workspace in session.OPENERS:
        if workspace != frame.filters.workspace:
            label = frame.say(f"workspace.to_{workspace}")
            ways.append(frame.way(frame.page, label, **_switched(frame, workspace)))
    st.html(f'<nav class="ways">{"".join(ways)}</nav>')
    user_menu.draw(frame, of)


def switch(frame: Frame, workspace: Workspace, label: str) -> None:
    """Draw a link to the same page of `workspace`."""
    frame.page_link(frame.page, label, **_switched(frame, workspace))


def _switched(frame: Frame, workspace: Workspace) -> dict[str, Any]:
    """What changes in the address: the city, what only this one knows, and the day if that one has no such day."""
    as_of, latest = frame.filters.as_of, session.today(workspace)
    day = latest if as_of == frame.filters.today else min(as_of, latest)
    own = dict.fromkeys(("county", "place", "project", "q", "role", "actor"))
    return {"workspace": workspace, "asof": day, **own}
