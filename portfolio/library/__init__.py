"""Editions of a library: reviewed text tables, the parquet built from them, and its taking into a store."""

from portfolio.library.building import build, read_tables
from portfolio.library.comparing import compare
from portfolio.library.taking import (
    PARQUET,
    Taken,
    open_official,
    read_folder,
    read_library,
    stored_rows,
    take,
)

__all__ = [
    "PARQUET",
    "Taken",
    "build",
    "compare",
    "open_official",
    "read_folder",
    "read_library",
    "read_tables",
    "stored_rows",
    "take",
]
