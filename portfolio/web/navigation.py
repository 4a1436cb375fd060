"""The pages as Streamlit takes them: looked for once, since finding their files takes a tenth of a run."""

from __future__ import annotations

from copy import copy
from functools import cache
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import Page

from portfolio.codes import Language
from portfolio.web.frame import NAMES
from portfolio.words import say

FOLDER = Path(__file__).parents[2] / "pages"


def pages(language: Language) -> dict[str, Page]:
    """Name to page, in the order of the navigation. Each run gets its own: Streamlit marks the one that it may run."""
    return {name: copy(page) for name, page in _found(language).items()}


@cache
def _found(language: Language) -> dict[str, Page]:
    def page(name: str) -> Page:
        title = say(language, f"nav.{name}")
        return st.Page(FOLDER / f"{name}.py", title=title, url_path=name, default=name == NAMES[0])

    return {name: page(name) for name in NAMES}
