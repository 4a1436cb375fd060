"""本页内容: the line under the filters that leads to the sections of a page, and stays in sight."""

from __future__ import annotations

from html import escape

import streamlit as st

from portfolio.web.frame import Frame


def draw(frame: Frame) -> None:
    """Draw the line. The reader's browser fills it: each heading of a section with an anchor is a link."""
    title = escape(frame.say("app.contents"))
    with st.container(key="contents"):
        st.html(f'<nav class="contents" aria-label="{title}"><b>{title}</b><span class="links"></span></nav>')
