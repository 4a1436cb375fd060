"""管理: accounts, units, assignments, settings, rules, backups."""

from __future__ import annotations

import streamlit as st

from portfolio.web import shell
from portfolio.web.frame import Frame


def draw(frame: Frame) -> None:
    """Nothing; draws the page."""
    st.title(frame.say("nav.admin"), anchor=False)


draw(shell.enter())
