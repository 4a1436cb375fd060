"""填报情况: who has not reported."""

from __future__ import annotations

import streamlit as st

from portfolio.web import shell
from portfolio.web.frame import Frame


def draw(frame: Frame) -> None:
    """Nothing; draws the page."""
    st.title(frame.say("nav.followup"), anchor=False)


draw(shell.enter())
