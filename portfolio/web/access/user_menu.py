"""The user menu: who is reading, their password, the way out; in the demonstration, whom they play."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

import streamlit as st

from portfolio.model import Reader
from portfolio.queries import people
from portfolio.web.access import html, present
from portfolio.web.access.keeping import KEPT
from portfolio.web.access.standing import NEW, Standing
from portfolio.web.frame import Frame

WIDGET = "role_played"


def name(frame: Frame, signed_in: Standing) -> str:
    """Who is reading, as briefly as it may be said: whom they play, their name; without an account, a word for all."""
    if frame.filters.workspace == "demo":
        return frame.labels("role")[frame.reader.role]
    return signed_in.account.name if signed_in.account else frame.say("access.nobody")


def draw(frame: Frame, signed_in: Standing) -> None:
    """Draw the user menu."""
    if frame.filters.workspace == "demo":
        _role(frame)
    if signed_in.account and signed_in.session:
        _account(frame, signed_in)
    elif not signed_in.guarded:
        key = "nobody_yet_demo" if frame.filters.workspace == "demo" else "nobody_yet"
        st.html(f'<p class="user-menu quiet">{escape(frame.say(f"access.{key}"))}</p>')


def _account(frame: Frame, signed_in: Standing) -> None:
    if signed_in.account is None or signed_in.session is None:
        return
    holder = people.reader(frame.store, signed_in.account) if frame.filters.workspace == "official" else None
    name = who(frame, holder) if holder else signed_in.account.name
    password = html.address("/auth/password", frame.language, next=frame.link(frame.page))
    change = (
        f'<a href="{escape(password)}">{escape(frame.say("access.change"))}</a>'
        if signed_in.account.password_hash
        else ""
    )
    if signed_in.account.password_hash and not signed_in.session.by_provider:
        factor = html.address(NEW, frame.language, next=frame.link(frame.page))
        key = "factor_change" if signed_in.account.factor_secret else "factor_set_up"
        change += f' <a href="{escape(factor)}">{escape(frame.say(f"access.{key}"))}</a>'
    stamp = KEPT.stamp(signed_in.session.key)
    st.html(
        f'<div class="user-menu"><p class="who">{escape(name)}</p>{change}'
        f'<form method="post" action="/auth/sign-out"><input type="hidden" name="stamp" value="{stamp}">'
        f'<input type="hidden" name="lang" value="{frame.language}">'
        f'<button type="submit">{escape(frame.say("access.sign_out"))}</button></form></div>'
    )


def who(frame: Frame, reader: Reader) -> str:
    """The reader in words: name, role and, where they have one, unit or county."""
    role = frame.labels("role")[reader.role]
    where = None
    if reader.unit_code:
        where = frame.called(people.unit_name(frame.store, reader.unit_code))
    elif reader.role == "reviewer":
        where = frame.counties.get(reader.county_code or "", frame.say("access.whole_city"))
    if where is None:
        return frame.say("access.who", name=reader.name, role=role)
    return frame.say("access.who_of", name=reader.name, role=role, where=where)


def _role(frame: Frame) -> None:
    """Draw the choice of whom to play, which stands in the address."""
    options = present.choices(frame.store)
    chosen = frame.filters.role if frame.filters.role in options else options[0]
    if st.session_state.get(WIDGET) != chosen:
        st.session_state[WIDGET] = chosen
    played = _played(frame, options)
    st.selectbox(
        frame.say("access.play"),
        options,
        format_func=played.__getitem__,
        key=WIDGET,
        on_change=_play,
        args=(options[0],),
    )


def _play(usual: str) -> None:
    if st.session_state[WIDGET] == usual:
        st.query_params.pop("role", None)
    else:
        st.query_params["role"] = st.session_state[WIDGET]


def _played(frame: Frame, options: Sequence[str]) -> dict[str, str]:
    """What may be played, each in words: Streamlit asks for them one by one, several times a run."""
    names = dict(people.units(frame.store)["unit_code", "name"].iter_rows())
    return {option: _in_words(frame, names, option) for option in options}


def _in_words(frame: Frame, units: Mapping[str, str], option: str) -> str:
    name, _, of = option.partition(".")
    role = frame.labels("role")[name]
    if name == "owner":
        return frame.say("access.played_of", role=role, where=units.get(of, of))
    if name == "reviewer":
        where = frame.counties.get(of, frame.say("access.whole_city"))
        return frame.say("access.played_of", role=role, where=where)
    return role
