"""Paths, texts and names in SQL, for the few statements that take no parameter."""

from __future__ import annotations

from pathlib import Path


def quoted(path: Path) -> str:
    """The path, whole, as a text of SQL."""
    return text(str(path.resolve()))


def text(value: str) -> str:
    """What is told, as a text of SQL."""
    return "'" + value.replace("'", "''") + "'"


def name(column: str) -> str:
    """The column's name as SQL names it, whatever it holds."""
    return '"' + column.replace('"', '""') + '"'
