"""管理, 登录锁定: which sign-in names have to wait, from where, and how one is opened again."""

from __future__ import annotations

from datetime import datetime, timedelta

import polars as pl
import streamlit as st

from portfolio import clock
from portfolio.queries import people
from portfolio.web import tables
from portfolio.web.access import signing
from portfolio.web.access.keeping import KEPT, WRONG, WRONG_ANYWHERE, Locked
from portfolio.web.admin.admin_parts import act, head, key, literal
from portfolio.web.frame import Frame
from portfolio.web.tables import Table

COLUMNS = ("login", "from_address", "wrong_count", "locked_until_at")


def draw(frame: Frame) -> None:
    """Draw the section: the locks of this server; in the demonstration there are none."""
    if frame.filters.workspace == "demo":
        return
    head(frame, "locks")
    st.caption(frame.say("admin.locks_rule", here=WRONG, anywhere=WRONG_ANYWHERE))
    locked, logins = KEPT.tries.locked(), set(people.accounts(frame.store)["login"])
    waiting = [one for one in locked if one.login in logins]  # what strangers make up fills no page
    if len(locked) > len(waiting):
        st.caption(frame.say("admin.locks_more", count=len(locked) - len(waiting)))
    if not waiting:
        st.html(f"<p>{frame.say('admin.locks_none')}</p>")
        return
    tables.show(frame, Table(_rows(waiting, frame), COLUMNS, unknown="table.dash"))
    with st.form(key("lock_lift"), border=False):
        login = st.selectbox(
            frame.say("admin.lock_choose"),
            sorted({one.login for one in waiting}),
            index=None,
            format_func=literal,
            placeholder=frame.say("admin.choose"),
            key=key("locked_login"),
        )
        sent = st.form_submit_button(frame.say("admin.lock_lift"))
    if sent and login is not None:
        act(frame, "locks", lambda: _lifted(frame, login))


def _rows(waiting: list[Locked], frame: Frame) -> pl.DataFrame:
    now = clock.now()
    rows = [
        (one.login, one.address or frame.say("admin.lock_anywhere"), one.wrong, _until(now, one.wait_s))
        for one in waiting
    ]
    kinds = (pl.String, pl.String, pl.Int64, pl.Datetime)
    return pl.DataFrame(rows, schema=dict(zip(COLUMNS, kinds, strict=True)), orient="row")


def _until(now: datetime, wait_s: int) -> datetime:
    return (now + timedelta(seconds=wait_s)).replace(microsecond=0)


def _lifted(frame: Frame, login: str) -> list[str]:
    KEPT.tries.lift(login)
    signing.log().tell("lock_lifted", login=login, by=frame.reader.login)
    return [frame.say("admin.lock_lifted", login=login)]
