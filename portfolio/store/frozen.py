"""The text of a row that is hashed: it stays what it was when its table gets another column.

It is `to_json` of the columns that are frozen, in their order and nulls included; behind it each later column that is
not null as a line feed and `name=json`, in the order in which the columns were added. How the engine spells a number or
a moment in JSON is part of it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence

from portfolio.store.macros import SQL_FOLDER
from portfolio.store.quoting import name, text

FROZEN: dict[str, dict[str, str]] = tomllib.loads((SQL_FOLDER / "frozen.toml").read_text(encoding="utf-8"))
"""Table to the columns that it was created with, in their order, each with its type."""


def hashed_text(table: str, columns: Sequence[str]) -> str:
    """The SQL of the hashed text of a row of `table`, which is called t and has these columns in this order.

    A frozen column that the table has lost and a table that nobody laid out are no hindrance: the hashes show them.
    """
    frozen = FROZEN.get(table, columns)
    stated = ", ".join(f"{text(column)}: t.{name(column)}" for column in frozen if column in columns)
    later = "".join(_where_known(column) for column in columns if column not in frozen)
    return f"to_json({{{stated}}})::VARCHAR{later}"


def _where_known(column: str) -> str:
    """What a later column adds to the text."""
    stated = f"chr(10) || {text(f'{column}=')} || to_json(t.{name(column)})::VARCHAR"
    return f" || CASE WHEN t.{name(column)} IS NULL THEN '' ELSE {stated} END"
