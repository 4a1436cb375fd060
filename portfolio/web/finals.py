"""Which final month a page shows, or 实时: what the address says, what a leader sees who chose nothing, how it reads."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from html import escape
from typing import Any

import streamlit as st

from portfolio.formats import date_text
from portfolio.model import Deed, Reader, View
from portfolio.queries import finals as queries
from portfolio.queries.finals import code, view_of
from portfolio.store import Store
from portfolio.web.filters import LIVE, Filters, Note
from portfolio.web.frame import Frame
from portfolio.web.reporting.acting import person
from portfolio.words import knows

Row = Mapping[str, Any]
PAGES = frozenset({"overview", "library", "funding", "spending", "late", "compare", "county"})
"""The pages that show a final month; a project's does to whoever only reads. The others are of what happens now."""
WRITING: tuple[Deed, ...] = ("correct", "review", "report")
WIDGET = "final_shown"


def made(store: Store, view: View) -> dict[str, Row]:
    """Code to what is known of each time that a month was made final, the newest first."""
    return {code(row): row for row in queries.finals(store, view).iter_rows(named=True)}


def usual(reader: Reader, workspace: str, known: Mapping[str, Row]) -> str:
    """What is shown to a reader who chose nothing: to a leader the newest final month, to all others what stands now.

    In the demonstration nobody has signed in: there a leader is whoever has not chosen whom to play.
    """
    if reader.role == "leader" and workspace == "official":
        return next(iter(known), LIVE)
    return LIVE


def stays_live(frame: Frame) -> bool:
    """Whether the page shows what stands now to a reader whose other pages show a final month: it says so."""
    if frame.page in PAGES or frame.page == "project" or frame.final is not None:
        return False
    known = made(frame.store, frame.view)
    return (
        bool(frame.filters.final not in ("", LIVE))
        or usual(frame.reader, frame.filters.workspace, known) != LIVE
    )


def resolved(
    asked: Filters, view: View, store: Store, reader: Reader, page: str, given: Mapping[str, str]
) -> tuple[Filters, View, Row | None]:
    """The filters, the view and the final month that the page shows; None and both as they were for what stands now.

    `given` is the address: what a day is asked about in is no final month unless it says so.
    """
    if page not in PAGES and not (page == "project" and not any(reader.may(deed) for deed in WRITING)):
        return asked, view, None
    known = made(store, view)
    wanted = asked.final
    if not wanted and "asof" not in given:
        wanted = usual(reader, asked.workspace, known)
        if wanted != LIVE:
            st.query_params["final"] = wanted
    if wanted in ("", LIVE):
        return asked, view, None
    if wanted not in known:
        note = Note("filter.dropped_final", {"value": wanted})
        return replace(asked, final="", notes=(*asked.notes, note)), view, None
    row = known[wanted]
    return replace(asked, final=wanted, as_of=row["as_of"]), view_of(view, row), row


def label(frame: Frame, row: Row) -> str:
    """定稿 · 2026年10月; from the second time on with its number, a 快报 as such."""
    key = "flash" if row["kind"] == "flash" else "again" if row["number"] > 1 else "once"
    return frame.say(
        f"final.{key}", number=row["number"], month=date_text(row["period_on"], "month", frame.language)
    )


def choose(frame: Frame, beside: Callable[[Frame], None]) -> None:
    """Draw the choice between what stands now and the final months; of the one shown what is to be said, and `beside` it."""
    known = made(frame.store, frame.live or frame.view)
    if not known or (frame.page not in PAGES and frame.final is None):
        return
    options = [LIVE, *known]
    shown = code(frame.final) if frame.final else LIVE
    if st.session_state.get(WIDGET) != shown:
        st.session_state[WIDGET] = shown
    words = {LIVE: frame.say("final.live")} | {name: label(frame, row) for name, row in known.items()}
    st.selectbox(
        frame.say("final.basis"), options, format_func=words.__getitem__, key=WIDGET, on_change=_choose
    )
    if frame.final:
        st.html("".join(f'<p class="edition">{escape(line)}</p>' for line in lines(frame, frame.final)))
        beside(frame)


def _choose() -> None:
    st.query_params["final"] = st.session_state[WIDGET]
    st.query_params.pop("asof", None)


def lines(frame: Frame, row: Row) -> list[str]:
    """What is to be said of a final month: when and by whom, why again, whether a later one stands beside it."""
    made_on: date = row["made_at"].date()
    told = [frame.say("final.made", day=frame.day(made_on), by=maker(frame, row), to=frame.day(row["as_of"]))]
    if row["reason"]:
        told.append(frame.say("final.why", why=row["reason"]))
    if not row["is_newest"]:
        told.append(frame.say("final.former"))
    return told


def maker(frame: Frame, row: Row) -> str:
    """Who made it final, in words."""
    key = f"audit.actor_{row['made_by']}"
    return frame.say(key) if knows(key) else person(frame, row["made_by"]) or str(row["made_by"])


def told(frame: Frame) -> list[str]:
    """The final month in words among the filters of what is taken away; none of what stands now."""
    if frame.final is None:
        return []
    made_on = frame.day(frame.final["made_at"].date())
    return [frame.say("final.taken", label=label(frame, frame.final), day=made_on)]
