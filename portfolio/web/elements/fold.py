"""What is folded away on a page: made only once a reader unfolds it, and left open while they change the filters."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st


def draw(label: str, name: str, contents: Callable[[], None]) -> None:
    """Draw a fold under `label`; `contents` draws what is in it. `name` is the fold's own on its page."""
    fold = st.expander(label, key=f"fold_{name}", on_change="rerun")
    if fold.open:
        with fold:
            contents()
