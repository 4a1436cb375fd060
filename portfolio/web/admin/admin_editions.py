"""管理, 项目库版次: which libraries were taken, and the taking of the one in the data folder, from a day on."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import streamlit as st

from portfolio import clock, library
from portfolio.library import Taken
from portfolio.model import DayChoice, PortfolioError
from portfolio.queries import people
from portfolio.web import error_boundary, tables
from portfolio.web.admin.admin_parts import act, head, key, sure
from portfolio.web.frame import Frame
from portfolio.web.tables import Table

COLUMNS = (
    "city_name",
    "edition_title",
    "document_number",
    "effective_on",
    "row_count",
    "taken_at",
    "in_force",
)
CHOSEN = ("treatment", "approval", "approved_body")
LONGEST = 100
"""Characters of a document number or the name of a body."""


def draw(frame: Frame) -> None:
    """Draw the section."""
    head(frame, "editions")
    chinese = frame.language == "zh"
    rows = people.editions(frame.store, clock.today()).with_columns(
        edition_title=pl.col("title" if chinese else "title_en"),
        city_name=pl.col("city_name" if chinese else "city_name_en"),
    )
    tables.show(frame, Table(rows.rename({"project_count": "row_count"}), COLUMNS, unknown="table.dash"))
    if library.is_untaken(frame.store):
        st.info(frame.say("admin.edition_untaken"))
        with st.expander(frame.say("admin.edition_take"), key="admin_open_edition"):
            _taking(frame)


def _taking(frame: Frame) -> None:
    """Draw the day, the days that differ with what is chosen about each, and the button."""
    folder = frame.store.path.parent
    try:
        newer = library.read_folder(folder)
    except PortfolioError as refusal:
        st.error(error_boundary.explained(refusal, frame.language)[0])
        return
    day = st.date_input(
        frame.say("admin.edition_day"),
        value=clock.today(),
        format="YYYY-MM-DD",
        help=frame.say("admin.edition_day_hint"),
        key=key("edition_day"),
    )
    days = library.restated_days(frame.store, newer, day)
    chosen = chosen_days(frame, days)
    if sure(frame, "edition", frame.say("admin.edition_sure"), "edition_take"):
        act(frame, "editions", lambda: _take(frame, folder, newer, day, days, chosen))


def chosen_days(frame: Frame, days: pl.DataFrame) -> pl.DataFrame:
    """The days with what the reader chose about each; the first columns cannot be changed."""
    if days.is_empty():
        st.caption(frame.say("admin.edition_same_days"))
        return days
    st.caption(frame.say("admin.edition_days", count=days.height))
    labels = frame.labels("milestone")
    blank = days.with_columns(
        pl.col("milestone").replace(labels),
        treatment=pl.lit("updated"),
        approval=pl.lit(None, pl.String),
        approved_body=pl.lit(None, pl.String),
    )
    edited = st.data_editor(
        blank,
        key=key(f"edition_days_{days.hash_rows().sum()}"),
        hide_index=True,
        num_rows="fixed",
        placeholder="",
        column_config=_columns(frame),
    )
    edited_rows = edited if isinstance(edited, pl.DataFrame) else pl.DataFrame(edited)
    return days.with_columns(edited_rows.select(CHOSEN))


def _columns(frame: Frame) -> dict[str, Any]:
    headings = {name: frame.say(f"days.{name}") for name in library.COLUMNS}
    treatments = {name: frame.say(f"days.{name}") for name in library.TREATMENTS}
    fixed = ("project_id", "name", "milestone")
    texts = {name: st.column_config.TextColumn(headings[name], disabled=True) for name in fixed}
    days = {
        name: st.column_config.DateColumn(headings[name], format="YYYY-MM-DD", disabled=True)
        for name in ("before_on", "due_on")
    }
    chosen = {
        "treatment": st.column_config.SelectboxColumn(
            headings["treatment"],
            options=list(treatments),
            format_func=lambda code: treatments.get(str(code), str(code)),
            required=True,
        ),
        "approval": st.column_config.TextColumn(headings["approval"], max_chars=LONGEST),
        "approved_body": st.column_config.TextColumn(headings["approved_body"], max_chars=LONGEST),
    }
    return {**texts, **days, **chosen}


def _take(
    frame: Frame, folder: Path, newer: Taken, day: date, days: pl.DataFrame, chosen: pl.DataFrame
) -> list[str]:
    """What was taken, told; refused where the folder has changed meanwhile or a choice is not whole."""
    if library.read_folder(folder).edition != newer.edition:
        raise PortfolioError("edition_changed")
    choices = choices_of(days, chosen, frame.say("admin.edition_take"))
    number = library.take(frame.store, newer, clock.now(), day, choices, by=frame.reader)
    if number is None:
        return [frame.say("admin.edition_already")]
    return [frame.say("admin.edition_taken", day=frame.day(day))]


def choices_of(days: pl.DataFrame, chosen: pl.DataFrame, file: str) -> list[DayChoice]:
    """What was chosen about each day. Raises PortfolioError days_… naming `file`."""
    texts = [
        {name: "" if value is None else str(value).strip() for name, value in row.items()}
        for row in chosen.iter_rows(named=True)
    ]
    return library.choices(days, texts, file=file)
