"""Editions of a library: reviewed text tables, the parquet built from them, and its taking into a store."""

from portfolio.library.building import build, read_tables
from portfolio.library.comparing import compare
from portfolio.library.shipped import OFFICIAL, is_untaken, open_official
from portfolio.library.taking import PARQUET, Taken, read_folder, read_library, stored_rows, take

__all__ = [
    "OFFICIAL",
    "PARQUET",
    "Taken",
    "build",
    "compare",
    "is_untaken",
    "open_official",
    "read_folder",
    "read_library",
    "read_tables",
    "stored_rows",
    "take",
]
