"""What 记录 is searched for: each widget shows what the address says and writes its choice back."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

import polars as pl
import streamlit as st

from portfolio.queries import reporting as queries
from portfolio.web import filters as address
from portfolio.web.frame import Frame
from portfolio.web.reporting import acting, happened


def found(frame: Frame, everything: pl.DataFrame) -> pl.DataFrame:
    """The events that the reader looks for; draws the row of widgets that say which."""
    labels = frame.labels("event_kind")
    there = set(everything["kind"])
    kinds = {kind: label for kind, label in labels.items() if kind in there}
    named = everything.select("actor", "actor_name").unique().sort("actor").iter_rows()
    actors = {login: happened.actor(frame, login, name) for login, name in named}
    days = everything["at"].dt.date()
    ends: tuple[date, date] = (days.min(), days.max())  # type: ignore[assignment]
    columns = st.columns(5)
    with columns[0]:
        kind = _choices(frame, "event", frame.say("column.event_kind"), kinds)
    with columns[1]:
        actor = _choices(frame, "actor", frame.say("column.actor"), actors)
    with columns[2]:
        first = _day(frame, "since", frame.say("audit.from"), ends, ends[0])
    with columns[3]:
        last = _day(frame, "until", frame.say("audit.to"), ends, ends[1])
    with columns[4]:
        _set("text", frame.filters.text[:80])
        sought = st.text_input(frame.say("audit.text"), max_chars=80, **_common(frame, "text"))
    if any(getattr(frame.filters, name) for name in address.RECORD):
        st.button(frame.say("filter.clear"), key="clear_filters", type="tertiary", on_click=address.clear)
    span = (first if first != ends[0] else None, last if last != ends[1] else None)
    asked = kind or None, actor or None, span, (sought or "").strip() or None
    return queries.events(frame.store, acting.view(frame), *asked)


def _common(frame: Frame, name: str) -> dict[str, Any]:
    return {"key": address.key(name), "on_change": address.write, "args": (name, frame.filters.today)}


def _set(name: str, value: object) -> None:
    """Bring the widget to the address, and leave it alone where it already agrees."""
    if st.session_state.get(address.key(name)) != value:
        st.session_state[address.key(name)] = value


def _choices(frame: Frame, name: str, label: str, labels: dict[str, str]) -> list[str]:
    asked = [code.strip() for code in getattr(frame.filters, name).split(",") if code.strip()]
    _dropped(frame, label, [code for code in asked if code not in labels])
    _set(name, [code for code in labels if code in asked])
    chosen: list[str] = st.multiselect(
        label,
        list(labels),
        format_func=lambda code: labels.get(code, code),
        placeholder=frame.say("filter.all"),
        select_all=False,
        **_common(frame, name),
    )
    return chosen


def _day(frame: Frame, name: str, label: str, ends: tuple[date, date], usual: date) -> date:
    """The day at this end of the record; `usual` where none, or none of the record, is asked for."""
    asked = getattr(frame.filters, name)
    day = address.day(asked)
    if day is None or not ends[0] <= day <= ends[1]:
        _dropped(frame, label, [asked] if asked else [])
        day = usual
    _set(name, day)
    picked = st.date_input(
        label, min_value=ends[0], max_value=ends[1], format="YYYY-MM-DD", **_common(frame, name)
    )
    return picked if isinstance(picked, date) else usual


def _dropped(frame: Frame, label: str, values: Collection[str]) -> None:
    """Say what the address asked for in vain."""
    if values:
        told = frame.say("filter.value_separator").join(address.quoted(value) for value in values)
        st.warning(frame.say("filter.dropped_code", name=label, codes=told))
