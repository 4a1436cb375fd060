"""Names in the reader's language: our English rendering in the place of a Chinese name, wherever there is one."""

from __future__ import annotations

from collections.abc import Mapping
from weakref import WeakKeyDictionary

import polars as pl

from portfolio.model import View
from portfolio.store import Store

NAMED = ("name", "owner_unit", "responsible", "programme", "unit_name", "subject_name")
"""The columns that hold names: of projects, units, programmes and indicators."""
English = Mapping[str, str]
"""Name to our English rendering; a name without one is left as it is."""
_KNOWN: WeakKeyDictionary[Store, tuple[int, English]] = WeakKeyDictionary()


def english(store: Store) -> English:
    """Every rendering that any edition brought, the newest of each name: it is ours, and no fact of a day."""
    version = store.version()
    known = _KNOWN.get(store)
    if known is None or known[0] != version:
        rows = store.read("FROM english_name($newest_event)", {"newest_event": version})
        known = _KNOWN[store] = (version, dict(rows.select("name", "name_en").iter_rows()))
    return known[1]


def rendered(rows: pl.DataFrame, names: English) -> pl.DataFrame:
    """The rows with their names as `names` has them."""
    columns = [name for name in NAMED if rows.schema.get(name) == pl.String] if names else []
    if not columns:
        return rows
    return rows.with_columns(pl.col(columns).replace(list(names), list(names.values())))


def called(store: Store, view: View, rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with their names in the language that the view asks for."""
    return rows if view.language == "zh" else rendered(rows, english(store))
