"""The stamp by which a workbook of ours is known again: which version, workspace, month, unit and language it is of."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from html import unescape

from portfolio.intake.archive import Archive
from portfolio.intake.grids import Grid
from portfolio.intake.readings import Stamp

VERSION = "2"
PROPERTY = "portfolio_report"
_MARK = "portfolio-report"
_STAMP = re.compile(rf"{_MARK}/(\d{{1,4}})((?:;[a-z]{{1,20}}=[^;<\s]{{0,60}}){{0,8}})")


def text_of(stamp: Stamp) -> str:
    """The stamp as one line of plain text."""
    told = {
        "workspace": stamp.workspace,
        "period": stamp.period_on.isoformat() if stamp.period_on else None,
        "unit": stamp.unit_code,
        "language": stamp.language,
    }
    return f"{_MARK}/{stamp.version}" + "".join(f";{name}={value}" for name, value in told.items() if value)


def stamp_in(text: str) -> Stamp | None:
    """The stamp that the text holds; None where it holds none."""
    found = _STAMP.search(text)
    if not found:
        return None
    told = dict(part.split("=", 1) for part in found[2].split(";") if part)
    return Stamp(
        found[1], told.get("workspace"), _day(told.get("period")), told.get("unit"), told.get("language")
    )


def stamp_of(archive: Archive, grids: Iterable[Grid]) -> Stamp:
    """The workbook's stamp: from its properties, else from a cell of a sheet that is not filled in; empty where none."""
    for name, content in archive.parts.items():
        if name.lower() == "docprops/custom.xml":
            found = stamp_in(unescape(content[:100_000].decode("utf-8", "replace")))
            if found:
                return found
    for grid in grids:
        for row in grid.cells.head(60).iter_rows():
            for text in row:
                if text and _MARK in text[:200] and (found := stamp_in(text[:400])):
                    return found
    return Stamp()


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
