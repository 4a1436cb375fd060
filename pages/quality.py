"""数据质量: what is not known and of how many, who reported when, where two places disagree; each with its rows."""

from __future__ import annotations

import polars as pl
import streamlit as st

from portfolio import queries
from portfolio.formats import date_text
from portfolio.web import (
    figures,
    filter_row,
    first_line,
    quality_corrections,
    quality_grids,
    quality_lists,
    quality_owed,
    shell,
    treasury_lists,
)
from portfolio.web.figures import Figure
from portfolio.web.frame import Frame
from portfolio.web.quality_grids import ALL


def draw(frame: Frame) -> None:
    """Draw the page."""
    first_line.draw(frame, frame.say("nav.quality"), filter_row.USUAL)
    fields = queries.completeness(frame.store, frame.view)
    if fields.is_empty():
        st.info(frame.nothing)
    else:
        months = queries.month_coverage(frame.store, frame.view)
        aged = queries.staleness(frame.store, frame.view)
        _cards(frame, fields, months, aged)
        quality_grids.fields(frame, fields)
        quality_grids.months(frame, months)
        quality_lists.ages(frame, aged)
    quality_corrections.draw(frame)
    quality_owed.draw(frame)
    treasury_lists.differences(frame)
    quality_lists.groups(frame)
    quality_lists.contradictions(frame)
    quality_lists.public(frame)


def _cards(frame: Frame, fields: pl.DataFrame, months: pl.DataFrame, aged: pl.DataFrame) -> None:
    known, blanks = _fields_card(frame, fields)
    shown = [known, blanks, _month_card(frame, months), _never_card(frame, aged)]
    figures.row(frame, [*shown, _doubts_card(frame), _public_card(frame)])


def _fields_card(frame: Frame, fields: pl.DataFrame) -> tuple[Figure, Figure]:
    """How many fields every project has, and how many none has."""
    whole = fields.filter(pl.col("county_code") == ALL)
    full, none = (whole.filter(pl.col(name) == 0).height for name in ("missing_count", "known_count"))
    facts = {"kinds": whole.height, "projects": int(whole["project_count"][0])}
    return _card(frame, "full", full, "kinds", "#fields", **facts), _card(
        frame, "none", none, "kinds", "#fields", **facts
    )


def _month_card(frame: Frame, months: pl.DataFrame) -> Figure:
    last = months.filter(pl.col("county_code") == ALL).row(0, named=True)
    expected, reported, late = (last[f"{name}_count"] for name in ("expected", "reported", "sent_late"))
    month = date_text(last["month_on"], "month", frame.language)
    return _card(
        frame,
        "month",
        reported if expected else None,
        "projects",
        "#months",
        month=month,
        expected=expected,
        late=late,
    )


def _never_card(frame: Frame, aged: pl.DataFrame) -> Figure:
    never = aged.filter(pl.col("staleness") == "never").height
    return _card(frame, "never", never, "projects", "#never" if never else "#ages", all=aged.height)


def _doubts_card(frame: Frame) -> Figure:
    return _card(
        frame, "doubts", queries.contradictions_of(frame.store, frame.view).height, "items", "#doubts"
    )


def _public_card(frame: Frame) -> Figure:
    facts = queries.public_beside(frame.store, frame.view).select("project_id", "evidence_no").unique()
    return _card(frame, "public", facts.height, "items", "#public", projects=facts["project_id"].n_unique())


def _card(frame: Frame, name: str, count: int | None, unit: str, rows: str, **facts: object) -> Figure:
    title, meaning = (frame.say(f"quality.card_{name}{part}", **facts) for part in ("", "_meaning"))
    value = None if count is None else f"{count:,}"
    unit = frame.say(f"quality.unit_{unit}")
    return Figure(title, value, unit, meaning=meaning, rows=rows, unknown="overview.reports_none")


draw(shell.enter())
