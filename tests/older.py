"""Stores of older schemas as text, and schemas to come that are made up: what tests of both stand on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb

from portfolio.store import Store

TEXTS = {
    1: ("schema_1.sql", "schema_1_rows.sql"),
    2: ("schema_1.sql", "schema_1_rows.sql", "schema_2.sql"),
}
"""Schema to the texts of a small store that was written under it."""
EVENTS = {1: 9, 2: 13}
"""Schema to how many events that store has."""
Later = Callable[..., None]
"""Gives the program one schema more for each change of a table that it is told."""


def as_text(file: Path, schema: int) -> Path:
    """The file, now a store of the schema with events of many kinds."""
    engine = duckdb.connect()
    engine.execute(f"ATTACH '{file}' AS store")
    for text in TEXTS[schema]:
        engine.execute((Path(__file__).parent / text).read_text(encoding="utf-8"))
    engine.close()
    return file


def described(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """Table to what the engine says of each of its columns."""
    names = store.read("SELECT table_name FROM duckdb_tables() WHERE database_name = 'store' ORDER BY 1")
    return {name: store.read(f"DESCRIBE store.{name}").rows() for name in names["table_name"]}
