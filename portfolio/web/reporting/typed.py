"""What the reader types, saved as it is typed. The fields on screen show the draft and the report is read from it: there
is no second copy with which they could come apart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

import polars as pl
import streamlit as st

from portfolio.model import PortfolioError
from portfolio.queries import reporting as queries
from portfolio.web import session
from portfolio.web.access import present
from portfolio.web.frame import Frame
from portfolio.web.reporting import acting
from portfolio.web.reporting.drafts import FILE, Drafts, Kept, Owned, Place

STATE, IN_MEMORY = "typed_state", "typed_in_memory"
WORDS = "word"
"""Stands for the sheet of the owner's words on warnings: a line a warning."""
FOR_ALL = Place("", WORDS, "for_all", "said")
COME_BACK = ("returned", "withdrawn", "taken_back")


@dataclass
class State:
    """What one open page remembers of a draft besides the draft itself."""

    shown: dict[Place, str] = field(default_factory=dict)
    unsaved: dict[Place, str] = field(default_factory=dict)
    refusal: PortfolioError | None = None


@dataclass(frozen=True)
class Draft:
    """The draft in one run: each field as typed (`kept`).

    How many fields this page shows that it had not shown before: `restored` as it was opened, `elsewhere` because
    another page changed them since. `taken_up`: the number of the report that it was sent as and that came back.
    `refusal`: why it cannot be read or kept.
    """

    frame: Frame
    of: Owned
    kept: Mapping[Place, Kept]
    restored: int = 0
    elsewhere: int = 0
    taken_up: int | None = None
    refusal: PortfolioError | None = None

    def said(self, place: Place) -> str:
        """The field as typed; "" where it is blank."""
        return self.kept[place].said if place in self.kept else ""

    @property
    def stated(self) -> dict[Place, str]:
        """The fields of the report that say anything."""
        return {
            place: one.said for place, one in self.kept.items() if one.said.strip() and place.sheet != WORDS
        }

    def lines(self, project: str, sheet: str) -> list[str]:
        """The lines of the project on that sheet which the draft speaks of, in the order of their names."""
        return sorted({place.line for place in self.kept if place[:2] == (project, sheet)})

    @property
    def saved_at(self) -> datetime | None:
        """When anything of it was last saved; None where there is nothing."""
        return max((one.saved_at for one in self.kept.values()), default=None)

    def widget(self, place: Place) -> str:
        """The key of the field's widget."""
        if place.sheet == WORDS:
            return f"{WORDS}_{place.line}"
        return "typed_" + "_".join((f"{self.of.period_on:%Y%m}", self.of.unit, *place))

    def mirror(self, place: Place, blank: str | None = "") -> str:
        """The key of the field's widget, which shows what the draft says. Called right before it is drawn."""
        return self._shown(place, self.said(place) or blank)

    def mirror_tick(self, place: Place) -> str:
        """The same of a box that is ticked where the draft says anything."""
        return self._shown(place, bool(self.said(place)))

    def _shown(self, place: Place, says: str | bool | None) -> str:
        key = self.widget(place)
        if key not in st.session_state or st.session_state[key] != says:
            st.session_state[key] = says
        return key

    def save(self, said: Mapping[Place, str]) -> None:
        """Keep the fields; what cannot be kept now is shown all the same, and tried again in the next run."""
        _state(self.of).unsaved |= said
        _flush(self.frame, self.of)

    def changed(self, place: Place) -> None:
        """Keep what the field's widget now says; for its on_change."""
        told = st.session_state.get(self.widget(place))
        self._changed(place, "" if told is None else str(told))

    def ticked(self, place: Place, word: str) -> None:
        """Keep the word where the field's box is ticked, else nothing; for its on_change."""
        self._changed(place, word if st.session_state.get(self.widget(place)) else "")

    def _changed(self, place: Place, said: str) -> None:
        # a widget that was only drawn is told as changed, too, where its page is left at once
        if said != _state(self.of).shown.get(place, ""):
            self.save({place: said})


def draft(frame: Frame, unit: str, period_on: date) -> Draft:
    """The reader's draft of the month. What was sent and came back is a draft again."""
    of = Owned(frame.reader.login, unit, period_on)
    first = of not in st.session_state.get(STATE, {})
    state = _state(of)
    _flush(frame, of)
    kept: dict[Place, Kept] = {}
    taken_up = None
    try:
        taken_up = _taken_up(frame, of)
        kept = drafts(frame).fields(of)
    except PortfolioError as refusal:  # what this page has shown so far stays on it
        state.refusal = refusal
        kept = {place: Kept(text, acting.moment(frame)) for place, text in state.shown.items()}
    kept |= {place: Kept(text, acting.moment(frame)) for place, text in state.unsaved.items()}
    says = {place: one.said for place, one in kept.items() if one.said and place.sheet != WORDS}
    others = {
        place for place in says.keys() | state.shown.keys() if says.get(place) != state.shown.get(place)
    }
    state.shown = says
    restored = len(says) if first and taken_up is None else 0
    elsewhere = 0 if first or taken_up is not None else len(others)
    return Draft(frame, of, kept, restored, elsewhere, taken_up, state.refusal)


def stands(frame: Frame, unit: str, period_on: date) -> bool:
    """Whether the reader has a draft of the month that says anything."""
    try:
        kept = drafts(frame).fields(Owned(frame.reader.login, unit, period_on))
    except PortfolioError:  # the form says so
        return False
    return any(one.said for one in kept.values())


def sent(frame: Frame, unit: str, period_on: date, number: int) -> None:
    """Let the draft go: it is the report of that number now. Where that fails, the report is sent all the same."""
    of = Owned(frame.reader.login, unit, period_on)
    _state(of).unsaved.clear()
    _state(of).shown.clear()
    try:
        drafts(frame).sent(of, number, acting.moment(frame))
    except PortfolioError as refusal:
        acting.remember_refusal(frame, refusal)


def drafts(frame: Frame) -> Drafts:
    """Where drafts are kept: beside the official ledger; in the demonstration in memory, while the page is open."""
    if frame.filters.workspace == "official":
        return Drafts(session.data_folder() / FILE)
    held: Drafts = st.session_state.setdefault(IN_MEMORY, Drafts(None))
    return held


def _state(of: Owned) -> State:
    states: dict[Owned, State] = st.session_state.setdefault(STATE, {})
    return states.setdefault(of, State())


def _flush(frame: Frame, of: Owned) -> None:
    """Keep what is not kept yet; typing counts as being there."""
    state = _state(of)
    if not state.unsaved:
        return
    try:
        present.need(frame.reader, frame.filters.workspace)
        drafts(frame).save(of, state.unsaved, acting.moment(frame))
    except PortfolioError as refusal:
        state.refusal = refusal
        return
    state.refusal = None
    for place, text in state.unsaved.items():
        state.shown.pop(place, None)
        if text:
            state.shown[place] = text
    state.unsaved.clear()


def _taken_up(frame: Frame, of: Owned) -> int | None:
    """The number of the report whose draft is one again: it is the unit's newest of the month, and came back."""
    number = drafts(frame).set_aside(of)
    if number is None:
        return None
    rows = queries.reports_of_unit(frame.store, acting.view(frame), of.unit).filter(period_on=of.period_on)
    newest: Sequence[object] = rows.sort("submission_id")["submission_id"].tail(1).to_list()
    if newest != [number]:
        return None
    parts = queries.report_verdicts(frame.store, acting.view(frame), number)
    back = parts.filter(pl.col("verdict").is_in(COME_BACK))["project_id"].to_list()
    if not back:
        return None
    drafts(frame).take_up(of, number, None if len(back) == parts.height else back)
    return number
