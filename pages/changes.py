"""项目调整: one list of what changed in the library and in plans, before and after, by which document, to what effect."""

from __future__ import annotations

from datetime import date
from html import escape

import polars as pl
import streamlit as st

from portfolio.formats import money_text
from portfolio.queries.change_list import change_counts, change_list, plan_left, plan_moved
from portfolio.web import filters as address
from portfolio.web import shell
from portfolio.web.elements import quick_choices
from portfolio.web.frame import Frame
from portfolio.web.header import filter_row, first_line
from portfolio.web.overview import beginning
from portfolio.web.register import changes_table

EVERY = "all"
"""The choice of every kind, and the word of the address for every year."""
BROUGHT = ("sort", "window")
"""What leaves the address with the choice before."""


def draw(frame: Frame) -> None:
    """Draw the page."""
    first_line.draw(frame, frame.say("nav.changes"), filter_row.USUAL)
    rows = change_list(frame.store, frame.view)
    if rows.is_empty():
        _none(frame)
        return
    years = [str(year) for year in rows["effective_on"].dt.year().unique().sort(descending=True)]
    year = frame.filters.year if frame.filters.year in (*years, EVERY) else years[0]
    mine = rows if year == EVERY else rows.filter(pl.col("effective_on").dt.year() == int(year))
    counts = change_counts(mine)
    with st.container(key="answer_and_year", horizontal=True, vertical_alignment="center"):
        st.html(f'<p class="answer">{escape(_answer(frame, mine, counts, year))}</p>')
        _years(frame, years, year)
    choice = _kinds(frame, counts, mine.height)
    chosen = mine if choice == EVERY else mine.filter(pl.col("adjustment") == choice)
    changes_table.draw(frame, chosen, _title(frame, choice))
    about, told = (escape(frame.say(f"changes.{key}")) for key in ("about", "basis"))
    st.html(f'<details class="about foot"><summary>ⓘ {about}</summary><p>{told}</p></details>')


def _none(frame: Frame) -> None:
    """Say that nothing changed yet and where a change comes from, or that the filters let none through."""
    key = "table.no_rows" if frame.filters.narrow else "changes.none"
    st.html(f'<section class="missing"><p>{escape(frame.say(key))}</p></section>')
    beginning.lead(frame)


def _title(frame: Frame, choice: str) -> str:
    return frame.say("nav.changes") if choice == EVERY else frame.labels("adjustment")[choice]


def _answer(frame: Frame, rows: pl.DataFrame, counts: dict[str, int], year: str) -> str:
    """How many changes of how many projects in the year, and what became of the plan."""
    period = frame.say("changes.every_year") if year == EVERY else frame.say("changes.of_year", year=year)
    projects = rows["project_id"].n_unique()
    told = [frame.say("changes.answer", period=period, count=rows.height, projects=projects)]
    if "plan" in counts:
        amount = plan_moved(rows)
        way = "more" if amount > 0 else "less"
        facts = {"count": counts["plan"], "amount": money_text(abs(amount), frame.language)}
        told.append(frame.say(f"changes.answer_plan_{way}", **facts))
    if "withdrawn" in counts:
        left = money_text(plan_left(rows), frame.language)
        told.append(frame.say("changes.answer_withdrawn", count=counts["withdrawn"], amount=left))
    return frame.say("late.answer_join").join(told) + frame.say("late.answer_end")


def _kinds(frame: Frame, counts: dict[str, int], every: int) -> str:
    """Draw the kinds with their counts; the one that is chosen."""
    labels = {EVERY: frame.say("filter.all")} | frame.labels("adjustment")
    counted = {EVERY: every} | counts
    chosen = frame.filters.choice if frame.filters.choice in labels else EVERY
    offered = [name for name in labels if name in counted or name == chosen]
    quick_choices.draw(
        frame,
        frame.say("changes.kinds"),
        offered,
        chosen,
        lambda name: f"{labels[name]} {counted.get(name, 0)}",
        BROUGHT,
    )
    return chosen


def _years(frame: Frame, years: list[str], chosen: str) -> None:
    """Draw the menu of the years in which anything changed."""
    words = {EVERY: frame.say("changes.every_year")}
    words |= {year: frame.say("changes.of_year", year=year) for year in years}
    if st.session_state.get(address.key("year")) != chosen:
        st.session_state[address.key("year")] = chosen
    st.selectbox(
        frame.say("changes.years"),
        list(words),
        format_func=words.__getitem__,
        key=address.key("year"),
        on_change=_choose,
        args=(frame.filters.today,),
        label_visibility="collapsed",
        width=120,
    )


def _choose(today: date) -> None:
    """Put the year into the address; what belongs to the year before leaves it."""
    for one in BROUGHT:
        st.query_params.pop(one, None)
    address.write("year", today)


draw(shell.enter())
