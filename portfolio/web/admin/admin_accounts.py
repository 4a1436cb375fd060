"""管理, 账号: who may sign in as what; new ones, changes, one-time passwords."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl
import streamlit as st

from portfolio import accounts, clock, passwords
from portfolio.model import Account
from portfolio.queries import people
from portfolio.web import tables
from portfolio.web.access.keeping import KEPT
from portfolio.web.admin.admin_parts import LISTS, act, head, key, sure
from portfolio.web.frame import Frame
from portfolio.web.tables import Table

ROLES = ("owner", "reviewer", "leader", "administrator")
COLUMNS = (
    "login",
    "person_name",
    "role",
    "unit_name",
    "reviews",
    "subject",
    "signs_in_by",
    "second_factor",
    "is_active",
    "changed_at",
)


@dataclass(frozen=True)
class Chosen:
    """What is said of an account: by the form, or before it."""

    name: str = ""
    role: str = ROLES[0]
    unit_code: str | None = None
    county_code: str | None = None
    subject: str | None = None
    active: bool = True


def draw(frame: Frame) -> None:
    """Draw the section. In the demonstration there are no accounts, and it says so."""
    head(frame, "accounts")
    if frame.filters.workspace == "demo":
        st.info(frame.say("admin.accounts_demo"))
        return
    known = people.accounts(frame.store)
    tables.show(frame, _table(frame, known))
    with st.expander(frame.say("admin.account_add"), key="admin_open_account_add"):
        _add(frame)
    with st.expander(frame.say("admin.account_change"), key="admin_open_account_change"):
        _change(frame, known)


def _table(frame: Frame, known: pl.DataFrame) -> Table:
    expired = pl.col("once_until").is_null() | (pl.col("once_until") < clock.now())
    by = (
        pl.when(pl.col("must_change") & expired)
        .then(pl.lit("once_expired"))
        .when(pl.col("must_change"))
        .then(pl.lit("once"))
        .when(pl.col("has_password"))
        .then(pl.lit("password"))
    )
    words = {code: frame.say(f"admin.by_{code}") for code in ("once", "once_expired", "password", "provider")}
    rows = known.rename({"name": "person_name", "active": "is_active", "has_factor": "second_factor"})
    rows = rows.with_columns(
        signs_in_by=by.otherwise(pl.lit("provider")).replace_strict(words, return_dtype=pl.String),
        reviews=pl.Series([_reviews(frame, row) for row in known.iter_rows(named=True)], dtype=pl.String),
    )
    return Table(rows, COLUMNS, unknown="table.dash", codelists=LISTS)


def _reviews(frame: Frame, row: dict[str, Any]) -> str | None:
    """What a reviewer reviews, in words; None for whoever is none."""
    if row["role"] != "reviewer":
        return None
    return frame.counties.get(row["county_code"] or "", frame.say("access.whole_city"))


def _add(frame: Frame) -> None:
    role = _role(frame, "add", ROLES[0])
    with st.form(key("account_add"), border=False):
        login = st.text_input(
            frame.say("access.login"), key=key("login"), help=frame.say("access.login_hint"), max_chars=40
        )
        chosen = _fields(frame, "add", Chosen(role=role))
        sent = st.form_submit_button(frame.say("admin.account_add_button"), type="primary")
    if sent:
        act(frame, "accounts", lambda: _added(frame, login, chosen))


def _added(frame: Frame, login: str, chosen: Chosen) -> list[str]:
    made = Account(
        login=accounts.cleaned(login),
        name=chosen.name,
        role=chosen.role,
        unit_code=chosen.unit_code,
        county_code=chosen.county_code,
        subject=chosen.subject,
    )
    once = accounts.add(frame.store, made, clock.now(), frame.reader)
    sentences = [frame.say("admin.account_added", login=made.login, name=made.name)]
    return [*sentences, _once(frame, once)] if once else sentences


def _once(frame: Frame, once: str) -> str:
    return frame.say("admin.once", password=once, hours=passwords.ONCE_LASTS_H)


def _change(frame: Frame, known: pl.DataFrame) -> None:
    names = {row["login"]: f"{row['name']}（{row['login']}）" for row in known.iter_rows(named=True)}
    login = st.selectbox(
        frame.say("admin.account_choose"),
        list(names),
        index=None,
        format_func=lambda code: names.get(code, code),
        placeholder=frame.say("admin.choose"),
        key=key("account"),
    )
    if login is None:
        return
    row = known.row(by_predicate=pl.col("login") == login, named=True)
    role = _role(frame, f"change_{login}", row["role"])
    before = Chosen(row["name"], role, row["unit_code"], row["county_code"], row["subject"], row["active"])
    with st.form(key(f"account_change_{login}"), border=False):
        chosen = _fields(frame, f"change_{login}", before)
        active = st.checkbox(frame.say("admin.active"), value=before.active, key=key(f"active_{login}"))
        sent = st.form_submit_button(frame.say("admin.save"), type="primary")
    if sent:
        changes: dict[str, Any] = {**vars(chosen), "active": active}
        act(frame, "accounts", lambda: _changed(frame, login, changes))
    st.divider()
    if sure(frame, f"reset_{login}", frame.say("admin.reset_sure", name=row["name"]), "reset"):
        act(frame, "accounts", lambda: _reset(frame, login, row["name"]))
    if not row["has_factor"]:
        return
    if sure(frame, f"factor_{login}", frame.say("admin.factor_sure", name=row["name"]), "factor_reset"):
        act(frame, "accounts", lambda: _reset_factor(frame, login, row["name"]))


def _changed(frame: Frame, login: str, changes: dict[str, Any]) -> list[str]:
    changed = accounts.change(frame.store, login, changes, clock.now(), frame.reader)
    return [frame.say("admin.account_changed", login=changed.login, name=changed.name)]


def _reset(frame: Frame, login: str, name: str) -> list[str]:
    once = accounts.reset_password(frame.store, login, clock.now(), frame.reader)
    KEPT.tries.lift(login)
    return [frame.say("admin.password_reset", login=login, name=name), _once(frame, once or "")]


def _reset_factor(frame: Frame, login: str, name: str) -> list[str]:
    accounts.reset_factor(frame.store, login, clock.now(), frame.reader)
    return [frame.say("admin.factor_was_reset", login=login, name=name)]


def _role(frame: Frame, name: str, role: str) -> str:
    """The role chosen, before the form, whose fields depend on it."""
    labels = frame.labels("role")
    return st.radio(
        frame.say("column.role"),
        ROLES,
        index=ROLES.index(role),
        format_func=lambda code: labels[code],
        horizontal=True,
        key=key(f"role_{name}"),
    )


def _fields(frame: Frame, name: str, before: Chosen) -> Chosen:
    name_typed = st.text_input(
        frame.say("access.name"), value=before.name, max_chars=40, key=key(f"name_{name}")
    )
    unit = _unit(frame, name, before) if before.role == "owner" else None
    county = _county(frame, name, before) if before.role == "reviewer" else None
    subject = st.text_input(
        frame.say("column.subject"),
        value=before.subject or "",
        max_chars=200,
        help=frame.say("admin.subject_hint"),
        key=key(f"subject_{name}"),
    )
    return Chosen(name_typed, before.role, unit, county, subject.strip() or None, before.active)


def _unit(frame: Frame, name: str, before: Chosen) -> str | None:
    units = people.active_units(frame.store)
    if not units:
        st.info(frame.say("admin.units_none"))
    codes = list(units)
    return st.selectbox(
        frame.say("column.unit_name"),
        codes,
        index=codes.index(before.unit_code) if before.unit_code in codes else None,
        format_func=lambda code: units.get(code, code),
        placeholder=frame.say("admin.choose"),
        key=key(f"unit_{name}"),
    )


def _county(frame: Frame, name: str, before: Chosen) -> str | None:
    codes = ["", *(code for code in frame.counties if code != "000000")]
    labels = {"": frame.say("access.whole_city"), **frame.counties}
    chosen = st.selectbox(
        frame.say("admin.reviews"),
        codes,
        index=codes.index(before.county_code or "") if (before.county_code or "") in codes else 0,
        format_func=lambda code: labels[code],
        key=key(f"county_{name}"),
    )
    return chosen or None
