"""The row of filters above a page: each widget shows what the address says and writes its choice back."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from html import escape
from typing import Any, Literal

import streamlit as st

from portfolio.web import contents
from portfolio.web import filters as address
from portfolio.web.filters import CODED
from portfolio.web.frame import Frame

ALL = ("asof", "county", "area", "category", "source", "stage", "state", "q")
USUAL = tuple(name for name in ALL if name != "state")


def draw(frame: Frame, show: Collection[str] = USUAL, unset: str = "none_active") -> None:
    """Draw the filters named in `show`, what is chosen in words, and the contents of the page.

    `unset`: the word, of those of the filters, for what the page shows where nothing is chosen.
    """
    names = [name for name in ALL if name in show]
    with st.expander(frame.say("filter.title"), expanded=not _phone(), key="filters"):
        for column, name in zip(st.columns(len(names)), names, strict=True):
            with column:
                widget(frame, name)
    with st.container(key="chosen", horizontal=True, vertical_alignment="center"):
        told = chosen(frame)
        st.html(f'<p class="chosen">{escape(_sentence(frame, told, unset))}</p>')
        if told or frame.filters.as_of != frame.filters.today:
            st.button(frame.say("filter.clear"), key="clear_filters", type="tertiary", on_click=address.clear)
    contents.draw(frame)


def chosen(frame: Frame) -> list[str]:
    """What is chosen, one filter a text: 县市区：咸安区、嘉鱼县. The day is not among them."""
    separator = frame.say("filter.value_separator")
    told = []
    for name in CODED:
        labels = frame.labels(name)
        if codes := frame.filters.chosen(name):
            told.append(_pair(frame, name, separator.join(labels[code] for code in codes)))
    if frame.filters.search:
        told.append(_pair(frame, "q", frame.filters.search))
    only = frame.filters.only
    return [*told, _pair(frame, "only", frame.say(f"register.view_{only}"))] if only else told


def _pair(frame: Frame, name: str, values: str) -> str:
    return frame.say("filter.pair", name=frame.say(f"filter.{name}"), values=values)


def _sentence(frame: Frame, told: list[str], unset: str) -> str:
    if not told:
        return frame.say(f"filter.{unset}")
    return frame.say("filter.active", chosen=frame.say("filter.pair_separator").join(told))


def notes(frame: Frame) -> None:
    """Say what the address asked for in vain."""
    told = [
        frame.say(note.key, **{name: _fact(frame, name, fact) for name, fact in note.facts.items()})
        for note in frame.filters.notes
    ]
    if told:
        st.warning("\n\n".join(told))


def _fact(frame: Frame, name: str, fact: object) -> object:
    if name == "name":
        return frame.say(f"filter.{fact}")
    return frame.day(fact) if isinstance(fact, date) else fact


def _phone() -> bool:
    return "Mobile" in (st.context.headers.get("User-Agent") or "")


def widget(frame: Frame, name: str, label_visibility: Literal["visible", "collapsed"] = "visible") -> None:
    """Draw the widget of the filter `name`."""
    label = frame.say(f"filter.{name}")
    if name == "asof":
        _day(frame, label)
    elif name == "q":
        _set(name, frame.filters.search)
        hint = frame.say("filter.q_placeholder")
        st.text_input(
            label, placeholder=hint, max_chars=80, label_visibility=label_visibility, **_common(frame, name)
        )
    else:
        _choices(frame, name, label)


def _common(frame: Frame, name: str) -> dict[str, Any]:
    return {"key": address.key(name), "on_change": address.write, "args": (name, frame.filters.today)}


def _day(frame: Frame, label: str) -> None:
    _set("asof", frame.filters.as_of)
    bounds: dict[str, Any] = {"min_value": frame.filters.earliest, "max_value": frame.filters.today}
    st.date_input(label, format="YYYY-MM-DD", **bounds, **_common(frame, "asof"))


def _choices(frame: Frame, name: str, label: str) -> None:
    labels = frame.labels(name)
    _set(name, list(frame.filters.chosen(name)))
    st.multiselect(
        label,
        list(labels),
        format_func=lambda code: labels.get(code, code),
        placeholder=frame.say("filter.all"),
        select_all=False,
        **_common(frame, name),
    )


def pills(frame: Frame, name: str) -> None:
    """Draw the choices of the filter `name` side by side, each one click."""
    labels = frame.labels(name)
    _set(name, list(frame.filters.chosen(name)))
    st.pills(
        frame.say(f"filter.{name}"),
        list(labels),
        selection_mode="multi",
        format_func=lambda code: labels.get(code, code),
        **_common(frame, name),
    )


def _set(name: str, value: object) -> None:
    """Bring the widget to the address, and leave it alone where it already agrees."""
    if address.key(name) not in st.session_state or st.session_state[address.key(name)] != value:
        st.session_state[address.key(name)] = value
