"""Heads of a file that nobody knows, each with a list of what it may mean: the same for every kind of list."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from portfolio.intake.columns import Sheet
from portfolio.intake.headings import NOT_READ, AskedHead, meanings
from portfolio.web.admin.admin_parts import literal
from portfolio.web.frame import Frame


def draw(frame: Frame, sheet: Sheet, asked: Sequence[AskedHead], key: str) -> dict[str, str]:
    """Draw a list of meanings a head; key of a head to what was chosen, of those that were. Nothing where none is asked.

    `key` begins the keys of the lists: another one each time a file was taken.
    """
    if not asked:
        return {}
    st.warning(frame.say("headings.asked", count=len(asked)))
    st.caption(frame.say("headings.asked_told"))
    titles = {column.code: column.header(frame.language) for column in sheet.columns}
    titles[NOT_READ] = frame.say("headings.not_read")
    chosen: dict[str, str] = {}
    for place, one in enumerate(asked):
        meant = titles.get(one.doubled or "", "")
        told = {"heading": one.heading, "letters": one.letters, "sample": one.sample, "meaning": meant}
        text = frame.say("headings.doubled" if one.doubled else "headings.head", **told)
        found = st.columns(2)[place % 2].selectbox(
            literal(text),
            meanings(sheet),
            index=None,
            format_func=titles.__getitem__,
            placeholder=frame.say("headings.choose"),
            key=f"{key}_{one.key}_{one.letters}",
        )
        if found is not None:
            chosen[one.key] = found
    return chosen
