"""Paths in SQL, for the few statements that take no parameter."""

from __future__ import annotations

from pathlib import Path


def quoted(path: Path) -> str:
    """The path, whole, as a text of SQL."""
    return "'" + str(path.resolve()).replace("'", "''") + "'"
