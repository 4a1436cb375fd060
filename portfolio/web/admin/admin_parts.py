"""What the sections of 管理 share: how something is done and told, the fields that start afresh, the day of a change."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from html import escape

import polars as pl
import streamlit as st

from portfolio import clock
from portfolio.model import Event, PortfolioError, Record
from portfolio.web import error_boundary
from portfolio.web.access import present
from portfolio.web.frame import Frame
from portfolio.web.tables.cells import CODELISTS

TOLD, ROUND = "admin_told", "admin_round"
LISTS = CODELISTS | {"role": "role", "threshold": "threshold"}


def head(frame: Frame, section: str) -> None:
    """Draw the heading of a section, what it is for, and what was last done in it."""
    st.header(frame.say(f"admin.{section}"), anchor=section)
    st.caption(frame.say(f"admin.{section}_told"))
    done = st.session_state.get(TOLD)
    with st.container(key=f"admin_told_{section}"):  # there in every run, so that nothing below it moves
        if done and done[0] == section:
            del st.session_state[TOLD]
            _say("done", done[1])


def _say(kind: str, sentences: Sequence[str]) -> None:
    """Say it as text: a name is never read as Markdown or HTML."""
    st.html(
        f'<div class="{kind}" role="status">{"".join(f"<p>{escape(one)}</p>" for one in sentences)}</div>'
    )


def literal(text: str) -> str:
    """The text for a label that Streamlit would read as Markdown."""
    return re.sub(r"([\\`*_{}\[\]()#+\-.!|<>$:~^&])", r"\\\1", text)


def key(name: str) -> str:
    """The key of a field, another one each time something was done, so that it starts afresh."""
    return f"admin_{name}_{st.session_state.get(ROUND, 0)}"


def act(frame: Frame, section: str, do: Callable[[], Sequence[str]]) -> None:
    """Do it and say so in the section, or say why not and leave the fields as they are."""
    try:
        present.need(frame.reader, frame.filters.workspace)
        sentences = list(do())
    except PortfolioError as refusal:
        sentence, _ = error_boundary.explained(refusal, frame.language)
        _say("refused", [sentence])
        return
    st.session_state[TOLD] = (section, sentences)
    st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1
    st.rerun()


def append(frame: Frame, event_kind: str, records: Sequence[Record], why: str | None = None) -> int:
    """The number of the event, of that kind, that the reader has now appended."""
    event = Event(kind=event_kind, actor=frame.reader.login, at=clock.now(), why=why)
    return frame.store.append(event, records, by=frame.reader)


def sure(frame: Frame, name: str, sentence: str, button: str) -> bool:
    """Whether the reader has said that they are sure and then pressed the button."""
    agreed = st.checkbox(literal(sentence), key=key(f"{name}_sure"))
    return st.button(frame.say(f"admin.{button}"), key=key(name), disabled=not agreed)


def choose_unit(frame: Frame, name: str, units: pl.DataFrame) -> str | None:
    """The unit that the reader chooses among these; None while none is."""
    names: dict[str, str] = dict(units.select("unit_code", "name").iter_rows())
    chosen: str | None = st.selectbox(
        frame.say("column.unit_name"),
        list(names),
        index=None,
        format_func=lambda code: names.get(code, code),
        placeholder=frame.say("admin.choose"),
        key=key(name),
    )
    return chosen


def choose_county(frame: Frame, name: str, chosen: str | None) -> str | None:
    """The county that the reader chooses; None for no one county."""
    codes = ["", *(code for code in frame.counties if code != "000000")]
    labels = {"": frame.say("admin.no_county"), **frame.counties}
    county = st.selectbox(
        frame.say("column.unit_county_code"),
        codes,
        index=codes.index(chosen) if chosen in codes else 0,
        format_func=lambda code: labels[code],
        key=key(f"county_of_{name}"),
    )
    return county or None
