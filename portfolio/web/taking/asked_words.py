"""What a file of somebody's own does not say, each with a list of answers: headings, units, sources, projects."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from portfolio import intake
from portfolio.intake import Question
from portfolio.queries import reported
from portfolio.web.frame import Frame
from portfolio.web.reporting import acting

Answers = dict[tuple[str, str], str]


def draw(frame: Frame, asked: Sequence[Question], answers: Answers, key: str, sheet: str) -> None:
    """Draw a list of choices for each question; what is answered is put to the answers, and the page is run again.

    `sheet` is the code of the list, whose columns have their names there.
    """
    places = st.columns(2) if asked else []
    for place, one in enumerate(asked):
        choices = _choices(frame, one)
        word = frame.say(f"intake.{sheet}.{one.word}") if one.kind == "column" else one.word
        chosen = places[place % 2].selectbox(
            acting.plain(frame.say(f"ledger.ask_{one.kind}", word=word, rows=one.rows)),
            list(choices),
            index=None,
            format_func=choices.__getitem__,
            placeholder=frame.say("headings.choose"),
            key=f"{key}_{one.kind}_{one.word}",
        )
        if chosen is not None:
            of_column = one.kind == "column"
            answered = ("heading", intake.key_of(chosen)) if of_column else (one.kind, one.word)
            answers[answered] = one.word if of_column else chosen
            st.rerun()


def again(frame: Frame, answers: Answers, key: str) -> None:
    """Draw the button that takes the answers back, where any was given."""
    if answers and st.button(frame.say("ledger.ask_again"), key=f"{key}_again"):
        answers.clear()
        st.rerun()


def _choices(frame: Frame, one: Question) -> dict[str, str]:
    """What may be answered, in order: the likely ones first."""
    if one.kind == "column":
        return {heading: heading for heading in one.choices}
    if one.kind == "unit":
        return {unit: frame.say(f"ledger.unit_{unit}") for unit in one.choices}
    if one.kind == "source":
        return dict(frame.labels("source"))
    rows = reported.library_codes(frame.store, acting.view(frame)).select("project_id", "name").iter_rows()
    names = {number: f"{number} {name}" for number, name in rows}
    likely = {number: names[number] for number in one.choices if number in names}
    return {**likely, intake.NONE: frame.say("ledger.none_of_ours"), **names}
