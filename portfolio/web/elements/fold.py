"""What is folded away on a page: made only once a reader unfolds it, and left open while they change the filters."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import streamlit as st


def menu(
    label: str, name: str, contents: Callable[[], None], kind: Literal["secondary", "tertiary"] = "secondary"
) -> None:
    """Draw a menu under `label`, its key `name`; `contents` draws what is in it."""
    place = st.popover(label, key=name, type=kind, on_change="rerun")
    if place.open:
        with place:
            contents()


def draw(label: str, name: str, contents: Callable[[], None]) -> None:
    """Draw a fold under `label`; `contents` draws what is in it. `name` is the fold's own on its page."""
    fold = st.expander(label, key=f"fold_{name}", on_change="rerun")
    if fold.open:
        with fold:
            contents()
