"""催报名单: the text that a bureau sends to those who still owe a month's report."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl

from portfolio.formats import date_text
from portfolio.web.frame import Frame

OWED = ("missing", "later", "returned")
"""The standings in which the unit has to act."""


def owed(rows: pl.DataFrame) -> pl.DataFrame:
    """Those rows of followup_rows whose unit has to act, the longest overdue first."""
    return rows.filter(pl.col("standing").is_in(OWED))


def text(frame: Frame, rows: pl.DataFrame, period_on: date, closes_on: date) -> str:
    """The reminder: one paragraph a unit with the projects that it owes; in the reader's language."""
    month = date_text(period_on, "month", frame.language)
    facts = {"month": month, "closes": frame.day(closes_on), "today": frame.day(frame.filters.as_of)}
    lines = [frame.say("followup.list_head", **facts), ""]
    for number, (_, mine) in enumerate(rows.group_by("unit_code", maintain_order=True), start=1):
        lines.append(_line(frame, f"{number}. {_called(frame, mine.row(0, named=True))}", mine))
    return "\n".join([*lines, "", frame.say("followup.list_foot", **facts)])


def _called(frame: Frame, unit: dict[str, Any]) -> str:
    """The unit and whom to call there, where anybody is named."""
    call = " ".join(unit[name] for name in ("contact", "telephone") if unit[name])
    if not call:
        return str(unit["unit_name"])
    return frame.say("followup.list_call", unit=unit["unit_name"], call=call)


def _line(frame: Frame, who: str, rows: pl.DataFrame) -> str:
    separator = frame.say("filter.value_separator")
    standing = {key: rows.filter(pl.col("standing") == key)["name"].to_list() for key in OWED}
    days = rows["overdue_days"].max()
    parts = [
        frame.say(f"followup.list_{key}", count=len(names), names=separator.join(names))
        for key, names in standing.items()
        if names
    ]
    told = frame.say("filter.pair_separator").join(parts)
    late = frame.say("followup.list_days", days=days) if days else ""
    return frame.say("followup.list_line", who=who, told=told, late=late)
