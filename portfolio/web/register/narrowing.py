"""The standard views of 项目台账 with their counts, and whether as a table or on a line of time."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from portfolio import queries
from portfolio.web import filters as address
from portfolio.web.filters import LAYOUTS
from portfolio.web.frame import Frame

SHOWN = (*("", "late", "warned", "behind", "unpaid", "not_arrived", "unreported", "gap", "over", "doubtful"),)
"""The standard views that stand in the row; others are reached from a figure."""
OWN = ("sort", "columns", "window")
"""What a view brings itself: it leaves the address with the view before."""


def draw(frame: Frame) -> None:
    """Draw one choice a standard view with its count under the other filters."""
    counted, chosen = counts(frame), frame.filters.only
    names = SHOWN if chosen in SHOWN else (*SHOWN, chosen)
    with st.container(key="views", horizontal=True, vertical_alignment="center"):
        if st.session_state.get(address.key("only")) != chosen:
            st.session_state[address.key("only")] = chosen
        st.pills(
            frame.say("register.views"),
            names,
            format_func=lambda name: words(frame, name, counted),
            key=address.key("only"),
            on_change=_choose,
            args=(frame,),
            label_visibility="collapsed",
        )


def layout(frame: Frame) -> None:
    """Draw the way to the other layout: the table, or a line of time."""
    other = next(name for name in ("", *LAYOUTS) if name != frame.filters.layout)
    frame.page_link("library", frame.say(f"library.layout_{other or 'list'}"), layout=other or None)


def _choose(frame: Frame) -> None:
    """Take the view chosen into the address, and out of it what was of the view before."""
    for name in OWN:
        st.query_params.pop(name, None)
    address.write("only", frame.filters.today)


def words(frame: Frame, name: str, counted: Mapping[str, int | None]) -> str:
    """The name of a standard view and how many rows it lists; in words where that cannot be known."""
    count = counted[name or "all"]
    told = frame.say("overview.not_judged") if count is None else f"{count:,}"
    return frame.say(f"register.view_{name or 'all'}") + f" {told}"


def counts(frame: Frame) -> dict[str, int | None]:
    """How many rows each standard view would list under the filters; of late ones unknown where none could be judged."""
    return queries.list_views(frame.store, frame.view).row(0, named=True)
