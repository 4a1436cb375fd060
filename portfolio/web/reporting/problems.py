"""The problems of a checked report: where each stands, what it says, and what the owner says to it."""

from __future__ import annotations

import streamlit as st

from portfolio import intake
from portfolio.intake.cells import letters_of
from portfolio.model import Problem
from portfolio.web.frame import Frame
from portfolio.web.reporting import acting, cards
from portfolio.web.reporting.drafts import Place
from portfolio.web.reporting.typed import FOR_ALL, WORDS, Draft
from portfolio.web.reporting.work import Work

FOLDED = 8
"""Warnings past which their words are folded away, under the one that stands for all."""


def of_way(key: str, of: Work) -> str:
    """The key of the sentence for a file, or of that for what was typed on screen."""
    return key if of.data is not None else f"{key}_screen"


def place(frame: Frame, of: Work, problem: Problem) -> tuple[str | None, str | None]:
    """Sheet and cell of the problem; of what was typed on screen, which part and field of the project's card."""
    if of.data is not None or problem.sheet is None:
        return problem.sheet, problem.cell
    sheet = intake.sheet(problem.sheet)
    row = "".join(mark for mark in problem.cell or "" if mark.isdigit())
    letters = (problem.cell or "").removesuffix(row)
    headers = {
        letters_of(number): column.header(frame.language) for number, column in enumerate(sheet.columns)
    }
    line = of.lines.get((problem.sheet, int(row))) if row else None
    keys = dict(zip(sheet.keys[1:], line.split("|"), strict=False)) if line else {}
    about = cards.label_of(frame, sheet, keys)
    parts = [part for part in (sheet.title(frame.language), about) if part]
    return frame.say("filter.pair_separator").join(parts), headers.get(letters)


def questions(frame: Frame, of: Work) -> dict[str, str]:
    """Problem.key to the owner's confirmation of each question, blank where it is not given; no word stands for all."""
    questions = of.checked.questions
    if not questions:
        return {}
    st.header(frame.say("report.questions", count=len(questions)), anchor="questions")
    acting.quiet(frame.say(of_way("report.questions_note", of)))
    word = frame.say("report.confirmed")
    return {
        one.key: word
        if st.checkbox(acting.plain(told(frame, of, one)), key=f"confirmed_{number}_{one.key}")
        else ""
        for number, one in enumerate(questions)
    }


def warnings(frame: Frame, of: Work, draft: Draft) -> dict[str, str]:
    """Problem.key to the owner's word on each warning; drawn if there is any."""
    warnings = of.checked.warnings
    if not warnings:
        return {}
    st.header(frame.say("report.warnings", count=len(warnings)), anchor="warnings")
    acting.quiet(frame.say("report.warnings_note"))
    common = ""
    if len(warnings) > 1:
        common = _said(draft, FOR_ALL, frame.say("report.word_for_all"))
    if len(warnings) <= FOLDED:
        own = {warning.key: _word(frame, of, draft, warning) for warning in warnings}
    else:
        with st.expander(frame.say("report.words_each", count=len(warnings))):
            own = {warning.key: _word(frame, of, draft, warning) for warning in warnings}
    unproved = {one.key for one in warnings if one.code == intake.UNPROVED}
    return {key: word.strip() or ("" if key in unproved else common.strip()) for key, word in own.items()}


def _word(frame: Frame, of: Work, draft: Draft, warning: Problem) -> str:
    # a word on one figure is no word on another that stands in its place
    place = Place("", WORDS, f"{warning.key}|{warning.value or ''}", "said")
    return _said(draft, place, acting.plain(told(frame, of, warning)))


def _said(draft: Draft, place: Place, label: str) -> str:
    """The owner's word, kept as it is typed."""
    return st.text_input(
        label,
        key=draft.mirror(place),
        max_chars=300,
        live=cards.PAUSE,
        on_change=draft.changed,
        args=(place,),
    )


def told(frame: Frame, of: Work, problem: Problem) -> str:
    """Where the problem stands, and what it says."""
    sheet, cell = place(frame, of, problem)
    at = frame.say("intake.at", sheet=sheet or "", cell=cell or "") if cell else sheet
    where = frame.say("filter.pair_separator").join(part for part in (at, problem.project_id) if part)
    told = intake.sentence(problem, frame.language)
    return frame.say("filter.pair", name=where, values=told) if where else told
