"""滞后项目: who is late or near it, where each is stuck, why, who does what by when; what else is known, in tabs."""

from __future__ import annotations

from html import escape

import streamlit as st

from portfolio import queries
from portfolio.web import shell
from portfolio.web.elements import tabs
from portfolio.web.frame import Frame
from portfolio.web.header import filter_row, first_line
from portfolio.web.late import late_choices, late_lists, late_table
from portfolio.web.overview import beginning


def draw(frame: Frame) -> None:
    """Draw the page."""
    first_line.draw(frame, frame.say("nav.late"), filter_row.USUAL)
    counts = queries.late_counts(frame.store, frame.view).row(0, named=True)
    if not counts["project_count"]:
        st.info(frame.nothing)
        return
    choice = late_choices.chosen(frame, counts)
    late_choices.draw(frame, counts, choice)
    beginning.lead(frame)
    tabs.draw(
        frame,
        {
            "list": lambda: _list(frame, choice, counts["judged"]),
            "reasons": lambda: late_lists.reasons(frame),
            "gantt": lambda: late_lists.gantt(frame, choice),
            "slips": lambda: late_lists.slips(frame, counts["judged"]),
            "after": lambda: late_lists.after(frame),
        },
    )


def _list(frame: Frame, choice: str, judged: int) -> None:
    """Draw the list, and behind ⓘ what is late and what is not."""
    late_table.draw(frame, choice, judged)
    told = escape(frame.say("late.basis"))
    about = escape(frame.say("late.about"))
    st.html(f'<details class="about foot"><summary>ⓘ {about}</summary><p>{told}</p></details>')


draw(shell.enter())
