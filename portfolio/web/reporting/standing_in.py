"""The bureau reports for a unit that cannot: under the reviewer's own name, with the unit's beside; another one decides."""

from __future__ import annotations

import polars as pl
import streamlit as st

from portfolio.queries import reporting as queries
from portfolio.web.elements import fold
from portfolio.web.frame import Frame
from portfolio.web.reporting import acting, filling


def draw(frame: Frame) -> None:
    """Draw the fold in which a unit is chosen and its month filled in."""
    fold.draw(frame.say("review.stand_in"), "stand_in", lambda: _fill(frame))


def _fill(frame: Frame) -> None:
    acting.quiet(frame.say("review.stand_in_note"))
    units = queries.units(frame.store, acting.view(frame))
    if frame.reader.county_code:
        units = units.filter(pl.col("county_code") == frame.reader.county_code)
    names = dict(units.select("unit_code", "name").iter_rows())
    unit = st.selectbox(
        frame.say("review.stand_in_for"),
        list(names),
        index=None,
        key="stand_in_unit",
        format_func=lambda code: f"{names[code]}（{code}）",
        placeholder=frame.say("review.stand_in_none"),
    )
    if unit:
        filling.draw(frame, unit)
