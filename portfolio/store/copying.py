"""A copy of the whole ledger in a file of its own, made while people read and write."""

from __future__ import annotations

import secrets
from contextlib import suppress
from pathlib import Path

import duckdb

from portfolio.store import hindrances
from portfolio.store.quoting import quoted


def copy(cursor: duckdb.DuckDBPyConnection, file: Path) -> None:
    """Write every table, as one transaction of the cursor sees it, into the new file `file`."""
    name = f"copy_{secrets.token_hex(4)}"
    cursor.execute(f"ATTACH {quoted(file)} AS {name}")
    try:
        cursor.execute(f"COPY FROM DATABASE store TO {name}")
    except duckdb.Error:
        hindrances.roll_back(cursor)
        with suppress(duckdb.Error):  # what is told is why it could not be copied
            cursor.execute(f"DETACH {name}")
        raise
    cursor.execute(f"DETACH {name}")
