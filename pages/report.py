"""填报: an owner's monthly report: the month, the template, the file or the table on screen, its check, the sending."""

from __future__ import annotations

import streamlit as st

from portfolio.web import shell
from portfolio.web.actions import answering
from portfolio.web.frame import Frame
from portfolio.web.header import first_line
from portfolio.web.reporting import acting, detail, filling, mine, my_month


def draw(frame: Frame) -> None:
    """Draw the page."""
    first_line.draw(frame, frame.say("nav.report"))
    acting.told()
    unit = frame.reader.unit_code
    if unit is None:
        st.info(frame.say("report.no_unit"))
        return
    filling.receipt(frame)
    row = detail.found(frame)
    if row is not None:
        mine.one(frame, row)
        return
    my_month.draw(frame)
    answering.of_unit(frame, unit)
    filling.draw(frame, unit)
    mine.draw(frame, unit)


draw(shell.enter())
