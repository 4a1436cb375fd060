"""The filters of a page's first line: each widget shows what the address says and writes its choice back."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

import streamlit as st

from portfolio.web import filters as address
from portfolio.web.filters import CODED
from portfolio.web.frame import Frame

ALL = ("asof", "county", "area", "category", "source", "stage", "state", "q")
USUAL = tuple(name for name in ALL if name != "state")


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


def widget(
    frame: Frame,
    name: str,
    label_visibility: Literal["visible", "collapsed"] = "visible",
    *,
    at_once: bool = True,
) -> None:
    """Draw the widget of the filter `name`; what is chosen in it counts at once, or when a form is handed in."""
    label = frame.say(f"filter.{name}")
    if name == "asof":
        _day(frame, label)
    elif name == "q":
        _set(name, frame.filters.search)
        hint = frame.say("filter.q_placeholder")
        st.text_input(
            label,
            placeholder=hint,
            max_chars=80,
            label_visibility=label_visibility,
            **_common(frame, name, at_once=at_once),
        )
    else:
        _choices(frame, name, label, at_once=at_once)


def _common(frame: Frame, name: str, *, at_once: bool = True) -> dict[str, Any]:
    own = {"key": address.key(name)}
    return own | ({"on_change": address.write, "args": (name, frame.filters.today)} if at_once else {})


def _day(frame: Frame, label: str) -> None:
    _set("asof", frame.filters.as_of)
    bounds: dict[str, Any] = {"min_value": frame.filters.earliest, "max_value": frame.filters.today}
    st.date_input(label, format="YYYY-MM-DD", **bounds, **_common(frame, "asof"))


def _choices(frame: Frame, name: str, label: str, *, at_once: bool) -> None:
    labels = frame.labels(name)
    _set(name, list(frame.filters.chosen(name)))
    st.multiselect(
        label,
        list(labels),
        format_func=lambda code: labels.get(code, code),
        placeholder=frame.say("filter.all"),
        select_all=False,
        **_common(frame, name, at_once=at_once),
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
