"""滞后项目 above its tabs: the answer in a sentence, and the quick choices with their counts."""

from __future__ import annotations

from functools import partial
from html import escape
from typing import Any

import polars as pl
import streamlit as st

from portfolio import queries
from portfolio.queries.late_list import CHOICES, REASON
from portfolio.web.elements import quick_choices
from portfolio.web.frame import Frame
from portfolio.web.late.late_table import UNJUDGED

Counts = dict[str, Any]
BROUGHT = ("sort", "window", "tab")
"""What belongs to a choice: it leaves the address with the choice before."""
REASONS = 4
"""How many reasons the sentence names."""


def chosen(frame: Frame, counts: Counts) -> str:
    """The choice of the address; else the late ones, or where nobody could be judged those past a day unreported."""
    known = (*CHOICES, *(f"{REASON}{code}" for code in frame.labels("reason")))
    if frame.filters.choice in known:
        return frame.filters.choice
    return "late" if counts["judged"] else "passed"


def draw(frame: Frame, counts: Counts, choice: str) -> None:
    """Draw the sentence and the choices."""
    st.html(f'<p class="answer">{escape(_answer(frame, counts))}</p>')
    offered = [*CHOICES, *({choice} - set(CHOICES))]
    quick_choices.draw(
        frame, frame.say("late.choices"), offered, choice, partial(_words, frame, counts), BROUGHT
    )


def _words(frame: Frame, counts: Counts, name: str) -> str:
    """The choice and how many it lists; a dash where nobody can say."""
    if name.startswith(REASON):
        rows = queries.late_list(frame.store, frame.view, name)
        reason = frame.labels("reason")[name.removeprefix(REASON)]
        return frame.say("late.answer_reason", reason=reason, count=rows.height)
    untold = counts[name] is None or (not counts["judged"] and name not in UNJUDGED)
    return f"{frame.say(f'late.choice_{name}')} {'—' if untold else counts[name]}"


def _answer(frame: Frame, counts: Counts) -> str:
    """How many are late, of how many; what became of them in a month; who cannot be judged; why."""
    if not counts["judged"]:
        return frame.say("late.answer_none_judged", all=counts["project_count"], passed=counts["passed"])
    told = [frame.say("late.answer" if counts["late"] else "late.answer_no_late", **counts)]
    if counts["red"]:
        told.append(frame.say("late.answer_red_only" if counts["red_only"] else "late.answer_red", **counts))
    if counts["new"] is not None:
        told.append(frame.say("late.answer_since", **counts))
    if counts["passed"] or counts["lapsed"]:
        told.append(frame.say("late.answer_beside", **counts))
    if counts["late"]:
        told.append(frame.say("late.answer_reasons", reasons=_reasons(frame, counts)))
    return frame.say("late.answer_join").join(told) + frame.say("late.answer_end")


def _reasons(frame: Frame, counts: Counts) -> str:
    """The reasons told most, the others together, and for how many none is told."""
    rows = queries.late_reasons(frame.store, frame.view).filter(pl.col("reason").is_not_null())
    labels = frame.labels("reason")
    named = [
        frame.say("late.answer_reason", reason=labels[reason], count=count)
        for reason, count in rows.head(REASONS).select("reason", "project_count").iter_rows()
    ]
    if rest := int(rows.slice(REASONS)["project_count"].sum()):
        named.append(frame.say("late.answer_reason", reason=frame.say("late.other_reasons"), count=rest))
    if counts["unexplained"]:
        untold = frame.say("late.choice_unexplained")
        named.append(frame.say("late.answer_reason", reason=untold, count=counts["unexplained"]))
    return frame.say("filter.value_separator").join(named)
