"""Doing something to the ledger from a page: in whose name, at what moment, and what is said of it afterwards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from html import escape
from typing import Literal

import polars as pl
import streamlit as st

from portfolio import clock, codes
from portfolio.formats import date_text
from portfolio.model import Entry, Event, PortfolioError, Record, View
from portfolio.web import filters
from portfolio.web.access import present
from portfolio.web.frame import Frame
from portfolio.words import say

TOLD = "reporting_told"
Kind = Literal[
    "report_submitted",
    "report_decided",
    "period_changed",
    "correction_proposed",
    "correction_decided",
    "plan_listed",
    "project_changed",
    "treasury_told",
    "month_finalised",
    "action_given",
    "action_answered",
    "action_decided",
]
Tone = Literal["success", "warning", "error"]


def moment(frame: Frame) -> datetime:
    """Now; in the demonstration, the same hour of its own last day."""
    now = clock.now()
    today = frame.filters.today
    return now if today == now.date() else datetime.combine(today, now.time())


def view(frame: Frame) -> View:
    """What is known now of all that the reader may see: today, whatever day and filters the address names."""
    return frame.view.of_all().model_copy(update={"as_of": frame.filters.today})


def append(
    frame: Frame,
    kind: Kind,
    records: Sequence[Record | Entry],
    frames: Mapping[str, pl.DataFrame] | None = None,
    why: str | None = None,
) -> int:
    """The number of the event that the reader has now caused.

    Raises PortfolioError signed_out, account_changed, and what the ledger's write rules refuse.
    """
    present.need(frame.reader, frame.filters.workspace)
    event = Event(kind=kind, actor=frame.reader.login, at=moment(frame), why=why or None)
    return frame.store.append(event, records, frames, by=frame.reader)


def person(frame: Frame, name: object) -> str | None:
    """The name of whoever did something; a role played in the demonstration by the role's label."""
    if name is None:
        return None
    if name == "accept_at_once":
        return frame.say("reporting.by_setting")
    played = str(name).split("-")
    if played[0] == "demo" and len(played) > 1:
        return frame.say("reporting.played", role=codes.label("role", played[1], frame.language))
    return str(name)


def remember(tone: Tone, text: str) -> None:
    """Let the next run say `text` at the top of the page."""
    st.session_state.setdefault(TOLD, []).append((tone, text))


def remember_refusal(frame: Frame, refusal: PortfolioError) -> None:
    """Let the next run say why nothing was done."""
    remember("error", sentence(frame, refusal))


def sentence(frame: Frame, refusal: PortfolioError) -> str:
    """The refusal in the reader's language: verdicts by their label, moments and months as people write them."""
    facts = {name: _fact(frame, name, fact) for name, fact in refusal.facts.items()}
    return say(frame.language, f"error.{refusal.code}", **facts)


def _fact(frame: Frame, name: str, fact: object) -> object:
    if isinstance(fact, datetime):
        return frame.say("reporting.moment", day=frame.day(fact.date()), time=f"{fact:%H:%M}")
    if name == "by":
        return person(frame, fact)
    if name == "verdict":
        return codes.label("verdict", str(fact), frame.language)
    return frame.day(fact) if isinstance(fact, date) else fact


def told() -> None:
    """Draw what the last run left to be said, once."""
    drawn = {"success": st.success, "warning": st.warning, "error": st.error}
    for tone, text in st.session_state.pop(TOLD, []):
        drawn[tone](plain(text))


def plain(text: str) -> str:
    """The text for a place that reads Markdown: every mark of it is shown as it is."""
    return "".join(f"\\{mark}" if mark in MARKS else mark for mark in text)


MARKS = frozenset("\\`*_{}[]()#+-.!|~<>$:^=")
"""What Streamlit's Markdown may take for an instruction."""


def quiet(text: str) -> None:
    """Draw a quiet sentence, as text."""
    st.html(f'<p class="chosen">{escape(text)}</p>')


def chosen_month(frame: Frame, months: Sequence[str], label: str) -> str:
    """The month (2026-10) of the address, chosen in a list of these; the first where the address names none of them."""
    key = filters.key("month")
    asked = frame.filters.month
    value = asked if asked in months else months[0]
    if st.session_state.get(key) not in months or st.session_state[key] != value:
        st.session_state[key] = value
    place, _ = st.columns([1, 3])
    return str(
        place.selectbox(
            label,
            list(months),
            key=key,
            format_func=lambda month: month_name(frame, month),
            on_change=filters.write,
            args=("month", frame.filters.today),
        )
    )


def month_name(frame: Frame, month: str) -> str:
    """2026-10 in words: 2026年10月 / October 2026."""
    return date_text(date.fromisoformat(f"{month}-01"), "month", frame.language)
