"""The months that may be reported: their state, and opening or closing one with a reason."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import polars as pl
import streamlit as st

from portfolio.formats import date_text
from portfolio.model import Period, PortfolioError
from portfolio.model.fields import month_end
from portfolio.queries import reporting as queries
from portfolio.web import tables
from portfolio.web.frame import Frame
from portfolio.web.reporting import acting, happened
from portfolio.web.tables import Table

MONTHS = ("period_on", "period_state", "closes_on", "until_on", "why", "changed_by")
OF_UNITS = ("period_on", "unit_name", "period_state", "until_on", "why", "changed_by")
LISTS = {"period_state": "period_state"}
UNKNOWN = dict.fromkeys(("until_on", "why", "changed_by"), "review.as_the_rule")
ALL = "*"
"""Stands for all units in the choice of one."""
EARLIEST = date(2000, 1, 1)
MOST = 120
"""How many months are opened at once."""
LISTED = 6
"""Months shown at once; the rest are folded away."""


def draw(frame: Frame) -> None:
    """Draw the months, and the form that opens or closes one."""
    st.header(frame.say("review.months"), anchor="months")
    acting.quiet(frame.say("review.months_note"))
    asked = acting.view(frame)
    months = queries.months(frame.store, asked)
    shown = _told(frame, months)
    tables.show(frame, Table(shown.head(LISTED), MONTHS, unknown=UNKNOWN, codelists=LISTS))
    names = dict(queries.units(frame.store, asked).select("unit_code", "name").iter_rows())
    own = queries.unit_reopenings(frame.store, asked)
    if own.height:
        st.markdown(f"**{frame.say('review.months_of_units')}**")
        of_units = _told(frame, own).with_columns(pl.col("unit_code").replace(names).alias("unit_name"))
        tables.show(frame, Table(of_units, OF_UNITS, unknown=UNKNOWN, codelists=LISTS))
    with st.expander(frame.say("review.change_month"), key="change_month"):
        _form(frame, months, names)
    with st.expander(frame.say("review.several_months"), key="several_months"):
        _several(frame)


def _told(frame: Frame, months: pl.DataFrame) -> pl.DataFrame:
    """The months with who opened or closed them in words."""
    who = [name and happened.actor(frame, name, name) for name in months["changed_by"]]
    return months.rename({"state": "period_state"}).with_columns(
        pl.Series("changed_by", who, pl.String), period_precision=pl.lit("month")
    )


def _form(frame: Frame, months: pl.DataFrame, names: dict[str, str]) -> None:
    days = {f"{day:%Y-%m}": day for day in months["period_on"]}
    labels = {month: date_text(day, "month", frame.language) for month, day in days.items()}
    states = {f"{day:%Y-%m}": state for day, state in months.select("period_on", "state").iter_rows()}
    kinds = {name: frame.say(f"review.month_{name}") for name in ("reopened", "closed")}
    columns = st.columns(4)
    with columns[0]:
        closed = next((number for number, month in enumerate(days) if states[month] == "closed"), 0)
        month = st.selectbox(
            frame.say("followup.month"), list(days), closed, labels.__getitem__, key="month_of"
        )
    with columns[1]:
        kind = st.selectbox(
            frame.say("review.month_what"), list(kinds), 0, kinds.__getitem__, key="month_kind"
        )
    with columns[2]:
        units = {ALL: frame.say("review.all_units")} | {
            code: f"{name}（{code}）" for code, name in names.items()
        }
        unit = st.selectbox(
            frame.say("review.month_for"), list(units), 0, units.__getitem__, key="month_unit"
        )
    today = frame.filters.today
    with columns[3]:
        until = st.date_input(
            frame.say("review.month_until"),
            today + timedelta(days=7),
            min_value=today,
            max_value=today + timedelta(days=365),
            format="YYYY-MM-DD",
            key="month_until",
            disabled=kind == "closed",
        )
    why = st.text_input(frame.say("review.month_why"), key="month_why", max_chars=200)
    if st.button(frame.say("review.month_do"), key="month_do"):
        if not why.strip():
            acting.remember("error", frame.say("review.month_why_needed"))
        else:
            last = until if isinstance(until, date) and kind == "reopened" else None
            code = None if unit == ALL else unit
            _change(frame, Period(period_on=days[month], state=kind, until_on=last, unit_code=code), why)
        st.rerun()


def _several(frame: Frame) -> None:
    """Draw the form that opens all months between two days, however long ago, for all units."""
    today = frame.filters.today
    last = today.replace(day=1) - timedelta(days=1)
    columns = st.columns(3)
    with columns[0]:
        begin = st.date_input(
            frame.say("review.several_from"),
            last.replace(month=1, day=1),
            min_value=EARLIEST,
            format="YYYY-MM-DD",
            key="several_from",
        )
    with columns[1]:
        end = st.date_input(
            frame.say("review.several_until"),
            last,
            min_value=EARLIEST,
            format="YYYY-MM-DD",
            key="several_until",
        )
    with columns[2]:
        until = st.date_input(
            frame.say("review.month_until"),
            today + timedelta(days=30),
            min_value=today,
            format="YYYY-MM-DD",
            key="several_open",
        )
    why = st.text_input(frame.say("review.month_why"), key="several_why", max_chars=200)
    if not st.button(frame.say("review.several_do"), key="several_do"):
        return
    days = [one for one in (begin, end, until) if isinstance(one, date)]
    months = list(_between(days[0], min(days[1], today))) if len(days) == 3 else []
    if not why.strip():
        acting.remember("error", frame.say("review.month_why_needed"))
    elif not 0 < len(months) <= MOST:
        acting.remember("error", frame.say("review.several_none"))
    else:
        opened = [Period(period_on=one, state="reopened", until_on=days[2]) for one in months]
        try:
            acting.append(frame, "period_changed", opened, why=why.strip())
        except PortfolioError as refusal:
            acting.remember_refusal(frame, refusal)
        else:
            said = frame.say("review.several_done", count=len(months), until=frame.day(days[2]))
            acting.remember("success", said)
    st.rerun()


def _between(first: date, last: date) -> Iterator[date]:
    """The months from that of the first day to that of the last, each by its last day."""
    month = month_end(first)
    while month <= month_end(last):
        yield month
        month = month_end(month + timedelta(days=1))


def _change(frame: Frame, period: Period, why: str) -> None:
    try:
        acting.append(frame, "period_changed", [period], why=why.strip())
    except PortfolioError as refusal:
        acting.remember_refusal(frame, refusal)
        return
    month = date_text(period.period_on, "month", frame.language)
    until = frame.day(period.until_on) if period.until_on else ""
    acting.remember("success", frame.say(f"review.month_{period.state}_done", month=month, until=until))
