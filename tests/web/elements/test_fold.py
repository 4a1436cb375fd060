"""What is folded away: it is made when a reader unfolds it, not before."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

PAGE = """
import streamlit as st
from portfolio.web.elements import fold
fold.draw("Table", "table", lambda: st.markdown("inside"))
"""


def test_what_is_folded_away_is_not_made() -> None:
    app = AppTest.from_string(PAGE).run()
    assert [one.label for one in app.expander] == ["Table"]
    assert not app.markdown


def test_it_is_made_once_it_is_unfolded() -> None:
    app = AppTest.from_string(PAGE).run()
    app.session_state["fold_table"] = True
    app.run()
    assert [one.value for one in app.markdown] == ["inside"]
