"""What is wrong with a file that a bureau takes, by sheet and cell: of a list, of a workbook of people."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl
import streamlit as st

from portfolio import intake
from portfolio.model import Problem
from portfolio.web import tables
from portfolio.web.frame import Frame
from portfolio.web.tables import Table

PROBLEMS = ("sheet", "cell", "value", "problem")
BLANKS = {
    "sheet": "report.whole_file",
    "cell": "report.whole_sheet",
    "value": "report.empty_cell",
    "*": "table.dash",
}


def draw(frame: Frame, problems: Sequence[Problem], section: str) -> None:
    """Draw the problems, errors first, under the words of `section`: stopped and problems; nothing where there is none."""
    if not problems:
        return
    errors = sum(one.severity == "error" for one in problems)
    if errors:
        st.error(frame.say(f"{section}.stopped", count=errors))
    rows = [(one.sheet, one.cell, one.value, intake.sentence(one, frame.language)) for one in problems]
    told = pl.DataFrame(rows, dict.fromkeys(PROBLEMS, pl.String), orient="row")
    tables.draw(frame, frame.say(f"{section}.problems"), Table(told, PROBLEMS, unknown=BLANKS))
