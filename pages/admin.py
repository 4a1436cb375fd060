"""管理: accounts, units, assignments, settings, rules, editions, backups; each change is an event in the record."""

from __future__ import annotations

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


def draw(frame: Frame) -> None:
    """Draw the page."""
    first_line.draw(frame, frame.say("nav.admin"))
    st.caption(frame.say("admin.told"))
    for part in PARTS:
        part.draw(frame)
    plan_lists.draw(frame)


draw(shell.enter())
