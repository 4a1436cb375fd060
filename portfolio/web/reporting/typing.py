"""The report typed on screen: a table a sheet, with the last accepted values beside what is to be filled."""

from __future__ import annotations

from typing import Any

import polars as pl
import streamlit as st

from portfolio import codes, intake
from portfolio.intake import Column, Context, Sheet
from portfolio.web.frame import Frame
from portfolio.web.reporting import acting

MOST = 8
"""Projects up to which a unit may type its report instead of sending a workbook."""
LAST = "last_"
TYPED = "report_typed"


def draw(frame: Frame, of: Context) -> dict[str, pl.DataFrame] | None:
    """The tables as they were when the reader last asked to have them checked; None before the first time."""
    acting.quiet(frame.say("report.screen_how"))
    turn = st.session_state.get("report_turn", 0)
    with st.form(f"typed_{of.period_on:%Y%m}_{of.unit_code}_{turn}", border=False):
        edited = {sheet.code: _sheet(frame, of, sheet, turn) for sheet in intake.SHEETS}
        asked = st.form_submit_button(frame.say("report.check"), type="primary")
    key = (of.unit_code, of.period_on, turn)
    if asked:
        st.session_state[TYPED] = (key, {code: rows for code, rows in edited.items() if _states(code, rows)})
    held_key, held = st.session_state.get(TYPED, (None, None))
    return held if held_key == key else None


def _states(code: str, rows: pl.DataFrame) -> bool:
    """Whether any row of the sheet states anything."""
    inputs = [column.code for column in intake.sheet(code).inputs if column.code in rows.columns]
    return any(rows[name].is_not_null().any() for name in inputs)


def _sheet(frame: Frame, of: Context, sheet: Sheet, turn: int) -> pl.DataFrame:
    st.markdown(f"**{acting.plain(sheet.title(frame.language))}**")
    rows = intake.table_on_screen(of, sheet.code, frame.language)
    grows = len(sheet.keys) > 1
    edited = st.data_editor(
        rows,
        key=f"sheet_{sheet.code}_{of.period_on:%Y%m}_{of.unit_code}_{turn}",
        num_rows="dynamic" if grows else "fixed",
        hide_index=True,
        placeholder="",
        column_config=_columns(frame, of, sheet, rows, grows),
    )
    return pl.DataFrame(edited) if not isinstance(edited, pl.DataFrame) else edited


def _columns(frame: Frame, of: Context, sheet: Sheet, rows: pl.DataFrame, grows: bool) -> dict[str, Any]:
    """How each column is shown and filled; a grey one shows the last accepted value."""
    shown: dict[str, Any] = {}
    for name in rows.columns:
        column = sheet.column(name.removeprefix(LAST))
        last = name.startswith(LAST)
        label = column.last_header(frame.language) if last else column.header(frame.language)
        fixed = last or column.kind == "label" or (column.kind == "project" and not grows)
        shown[name] = _column(frame, of, column, label, fixed)
    return shown


def _column(frame: Frame, of: Context, column: Column, label: str, fixed: bool) -> Any:
    choices = _choices(frame, of, column)
    if choices and not (fixed and column.kind in ("project", "label")):
        return st.column_config.SelectboxColumn(
            label,
            options=list(choices),
            format_func=lambda code: choices.get(str(code), str(code)),
            disabled=fixed,
        )
    return st.column_config.TextColumn(label, disabled=fixed, max_chars=None if fixed else column.longest)


def _choices(frame: Frame, of: Context, column: Column) -> dict[str, str]:
    """Code to label of what may be chosen in the column; empty where it is typed."""
    if column.codelist:
        return codes.labels(column.codelist, frame.language)
    if column.kind == "flag":
        return {word: word for word in (frame.say("intake.kind.yes"), frame.say("intake.kind.no"))}
    if column.kind == "project":
        return {
            row["project_id"]: f"{row['project_id']} {row['name']}"
            for row in of.projects.iter_rows(named=True)
        }
    return {}
