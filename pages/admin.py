"""管理: accounts, units, assignments, settings, rules, editions, backups; each change is an event in the record."""

from __future__ import annotations

from html import escape

import streamlit as st

from portfolio.web import shell
from portfolio.web.admin import (
    admin_accounts,
    admin_choices,
    admin_editions,
    admin_library,
    admin_locks,
    admin_people,
    admin_projects,
    admin_units,
    admin_upkeep,
)
from portfolio.web.frame import Frame
from portfolio.web.funding import plan_lists
from portfolio.web.header import first_line

PARTS = (
    *(admin_people, admin_accounts, admin_locks, admin_units),
    *(admin_choices, admin_editions, admin_library, admin_projects, admin_upkeep),
)
"""The sections of the page, in the order in which a bureau comes to them."""
ANCHORS = (
    *("people", "accounts", "locks", "units", "assignments"),
    *("settings", "rules", "editions", "annex", "amend", "backups", "plans"),
)
"""Where the sections begin, in the same order."""


def draw(frame: Frame) -> None:
    """Draw the page."""
    first_line.draw(frame, frame.say("nav.admin"))
    st.html(_ways(frame))
    for part in PARTS:
        part.draw(frame)
    plan_lists.draw(frame)


def _ways(frame: Frame) -> str:
    """Links to the sections, which stay in sight, and what an administrator's change does."""
    names = {name: frame.say("plans.title" if name == "plans" else f"admin.{name}") for name in ANCHORS}
    links = "".join(f'<a href="#{name}">{escape(words)}</a>' for name, words in names.items())
    return f'<nav class="sections">{links}</nav><p class="foot">{escape(frame.say("admin.told"))}</p>'


draw(shell.enter())
