"""The menu: the pages in sections, and which of them each role finds there."""

from __future__ import annotations

from html import escape

import streamlit as st

from portfolio.model import Reader
from portfolio.web.frame import Frame, names_for
from portfolio.web.reporting import my_month

SECTIONS = {
    "steering": ("overview", "compare", "late", "funding", "spending", "actions"),
    "register": ("library", "changes"),
    "reporting": ("report", "review", "followup", "quality"),
    "management": ("indicators", "audit", "admin"),
}
"""The sections in their order; a project's page is reached from the others, never from the menu."""
LISTED = {
    "leader": SECTIONS["steering"],
    "owner": ("overview", "library", "report", "followup"),
}
"""The pages that a role finds in its menu; any other role finds all that it may see. The rest is reached by a link."""


def sections(reader: Reader) -> dict[str, tuple[str, ...]]:
    """Section to the pages that the reader finds in it; none without a page."""
    may = names_for(reader)
    listed = LISTED.get(reader.role, may)
    pages_of = {
        section: tuple(name for name in names if name in listed and name in may)
        for section, names in SECTIONS.items()
    }
    return {section: names for section, names in pages_of.items() if names}


def draw(frame: Frame) -> None:
    """Draw the menu at the side."""
    with st.sidebar, st.container(key="navigation", gap=None):
        told = [f'<p class="house">{escape(frame.say("app.title"))}</p>']
        for section, names in sections(frame.reader).items():
            told.append(f'<p class="house-part">{escape(frame.say(f"nav.section_{section}"))}</p>')
            told += [_line(frame, name) for name in names]
        st.html("".join(told))


def _line(frame: Frame, name: str) -> str:
    """The way to a page, and at its end how many projects' reports the reader still owes there."""
    words = frame.say(f"nav.{name}")
    # without the report that is open: from it the menu leads back to the list
    link = frame.way(name, words, "here" if name == frame.page else "", number=None)
    owed = my_month.owed(frame) if name == "report" else 0
    return f'<div class="nav">{link}{_badge(frame, owed) if owed else ""}</div>'


def _badge(frame: Frame, owed: int) -> str:
    badge = escape(frame.say("my_month.badge", count=owed))
    return f'<span class="badge" role="note" title="{badge}" aria-label="{badge}">{owed}</span>'
