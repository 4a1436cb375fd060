"""What a page of a unit keeps from run to run: asked anew once anything happened that may concern the unit.

On a month's last evening a report comes every few seconds, nearly always another unit's.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from datetime import date
from typing import Generic, NamedTuple, TypeVar

import streamlit as st

from portfolio.queries import reported
from portfolio.web.frame import Frame
from portfolio.web.reporting import acting

Answer = TypeVar("Answer")


class Kept(NamedTuple, Generic[Answer]):
    """An answer, what it was asked for, and the newest event known then."""

    key: Hashable
    newest_event: int
    of: Answer


def kept(frame: Frame, name: str, key: Hashable, as_of: date, make: Callable[[], Answer]) -> Answer:
    """What `make` gave under that name and key, or gives now; it rests on nothing but the reader's scope on that day."""
    # a reviewer who stands in for a unit has a county in scope, or all
    told = {"as_of": as_of, "projects": frame.reader.scope if frame.reader.role == "owner" else None}
    asked = acting.view(frame).model_copy(update=told)
    whole = (frame.filters.workspace, frame.language, frame.filters.today, as_of, frame.reader.scope, key)
    held: Kept[Answer] | None = st.session_state.get(name)
    if held is None or held.key != whole or reported.concerns(frame.store, asked, held.newest_event):
        held = Kept(whole, 0, make())
    newest = frame.store.newest_known(asked)
    st.session_state[name] = held._replace(newest_event=newest)
    return held.of
