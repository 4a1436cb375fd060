"""Reading what was sent: a workbook, a csv, or the table on screen. People's data never raises here."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from portfolio.intake.readings import Reading


def read(data: bytes, file_name: str) -> Reading:
    """What the file holds; whatever cannot be read of it stands in `problems`. Never raises for what is in the file."""
    raise NotImplementedError


def reading_of(tables: Mapping[str, pl.DataFrame]) -> Reading:
    """The same of tables on screen: sheet code to frame whose columns are column codes (as `table_on_screen` gives).

    Values may be texts, numbers (万元, %), dates or codes; rows count from 1; columns that are no column's code are
    left aside.
    """
    raise NotImplementedError
