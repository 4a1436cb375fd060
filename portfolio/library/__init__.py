"""Editions of a library: reviewed text tables, the parquet built from them, and its taking into a store."""

from portfolio.library.building import build, read_tables
from portfolio.library.comparing import compare
from portfolio.library.renewing import Standing, renewed, standing
from portfolio.library.restating import COLUMNS, TREATMENTS, choices, read_days, restated_days, write_days
from portfolio.library.shipped import OFFICIAL, is_untaken, open_official
from portfolio.library.taking import (
    PARQUET,
    Taken,
    holds_reports,
    read_folder,
    read_library,
    stored_rows,
    take,
)

__all__ = [
    "COLUMNS",
    "OFFICIAL",
    "PARQUET",
    "TREATMENTS",
    "Standing",
    "Taken",
    "build",
    "choices",
    "compare",
    "holds_reports",
    "is_untaken",
    "open_official",
    "read_days",
    "read_folder",
    "read_library",
    "read_tables",
    "renewed",
    "restated_days",
    "standing",
    "stored_rows",
    "take",
    "write_days",
]
