"""What a page knows beside its main list: tabs of which only the open one is drawn, and which the address names."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from portfolio.web.frame import Frame

Part = Callable[[], None]


def draw(frame: Frame, parts: Mapping[str, Part]) -> None:
    """Draw a tab for each part, by the words `tab.<page>.<part>`; the open one is the address's `tab`, else the first."""
    labels = {name: frame.say(f"tab.{frame.page}.{name}") for name in parts}
    chosen = open_one(frame, parts)
    key = f"tab_{frame.page}_{frame.language}"
    if st.session_state.get(key) != labels[chosen]:
        st.session_state[key] = labels[chosen]
    places = st.tabs(list(labels.values()), key=key, on_change=_keep, args=(key, labels))
    with dict(zip(parts, places, strict=True))[chosen]:
        parts[chosen]()


def open_one(frame: Frame, parts: Mapping[str, Part]) -> str:
    """The part that is open."""
    return frame.filters.tab if frame.filters.tab in parts else next(iter(parts))


def _keep(key: str, labels: Mapping[str, str]) -> None:
    """Put the chosen tab into the address; the first needs no word there."""
    names = {label: name for name, label in labels.items()}
    name = names[st.session_state[key]]
    if name == next(iter(labels)):
        st.query_params.pop("tab", None)
    else:
        st.query_params["tab"] = name
