"""The workbook given out."""

from __future__ import annotations

import polars as pl

from portfolio.codes import Language
from portfolio.intake.context import Context


def template(context: Context, language: Language) -> bytes:
    """The bytes of an xlsx for the unit's month: the last accepted values in grey beside empty inputs."""
    raise NotImplementedError


def table_on_screen(context: Context, sheet_code: str) -> pl.DataFrame:
    """The rows that the template shows of one sheet, for a table on screen: keys and labels, last_<code> columns with
    the last accepted values (万元, %, dates as texts, codes), and an empty text column a column to fill.
    """
    raise NotImplementedError
