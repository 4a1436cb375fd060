"""Choices with their counts above a list, one of them chosen: it stands in the address, what was of the last leaves it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import streamlit as st

from portfolio.web import filters as address
from portfolio.web.frame import Frame

NAME = "choice"
"""The address's word of it."""


def draw(
    frame: Frame,
    label: str,
    offered: Sequence[str],
    chosen: str,
    told: Callable[[str], str],
    goes: Sequence[str],
) -> None:
    """Draw the choices side by side, each as `told`; a new choice takes the words `goes` out of the address."""
    key = address.key(NAME)
    if st.session_state.get(key) != chosen:
        st.session_state[key] = chosen
    with st.container(key="views"):
        st.pills(
            label,
            offered,
            format_func=told,
            key=key,
            on_change=_choose,
            args=(tuple(goes), frame.filters.today),
            label_visibility="collapsed",
        )


def _choose(goes: Sequence[str], today: date) -> None:
    for word in goes:
        st.query_params.pop(word, None)
    address.write(NAME, today)
