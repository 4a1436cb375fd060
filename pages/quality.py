"""数据质量: what is not known and who reported when, as two grids; what is missing or disagrees with its rows, in tabs."""

from __future__ import annotations

from html import escape

import polars as pl
import streamlit as st

from portfolio import queries
from portfolio.formats import date_text
from portfolio.web import shell
from portfolio.web.elements import tabs
from portfolio.web.frame import Frame
from portfolio.web.funding import treasury_lists
from portfolio.web.header import filter_row, first_line
from portfolio.web.overview import beginning
from portfolio.web.quality import quality_corrections, quality_grids, quality_lists, quality_owed
from portfolio.web.quality.quality_grids import ALL


def draw(frame: Frame) -> None:
    """Draw the page."""
    first_line.draw(frame, frame.say("nav.quality"), filter_row.USUAL)
    fields = queries.completeness(frame.store, frame.view)
    if fields.is_empty():
        st.info(frame.nothing)
        return
    months = queries.month_coverage(frame.store, frame.view)
    st.html(f'<p class="answer">{escape(_answer(frame, fields, months))}</p>')
    beginning.lead(frame)
    quality_grids.fields(frame, fields)
    quality_grids.months(frame, months)

    def differences() -> None:
        treasury_lists.differences(frame)
        quality_lists.groups(frame)
        quality_lists.contradictions(frame)
        quality_owed.totals(frame)

    def records() -> None:
        quality_corrections.draw(frame)
        quality_lists.public(frame)

    parts: dict[str, tabs.Part] = {
        "missing": lambda: quality_lists.missing(frame),
        "owed": lambda: quality_owed.draw(frame),
        "differences": differences,
        "records": records,
    }
    tabs.draw(frame, parts)


def _answer(frame: Frame, fields: pl.DataFrame, months: pl.DataFrame) -> str:
    """How many fields every project has and how many none has, how much of the last month came, what disagrees."""
    whole = fields.filter(pl.col("county_code") == ALL)
    full, none = (whole.filter(pl.col(name) == 0).height for name in ("missing_count", "known_count"))
    last = months.filter(pl.col("county_code") == ALL).row(0, named=True)
    facts = {
        "kinds": whole.height,
        "full": full,
        "none": none,
        "month": date_text(last["month_on"], "month", frame.language),
        "expected": last["expected_count"],
        "reported": last["reported_count"],
        "late": last["sent_late_count"],
        "doubts": queries.contradictions_of(frame.store, frame.view).height,
    }
    return frame.say("quality.answer" if last["expected_count"] else "quality.answer_unasked", **facts)


draw(shell.enter())
