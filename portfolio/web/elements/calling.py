"""Whom to call about a project: its responsible person, else the unit's contact; told to who is signed in."""

from __future__ import annotations

from html import escape

import polars as pl

from portfolio.queries import people
from portfolio.web.frame import Frame
from portfolio.web.tables.cells import Row

PERSON, TELEPHONE = "call_person", "call_telephone"


def may(frame: Frame) -> bool:
    """Whether the reader is told names and telephone numbers: as on 填报情况."""
    return frame.reader.may("follow")


def with_person(frame: Frame, rows: pl.DataFrame) -> pl.DataFrame:
    """The rows, which have a project_id, beside whom to call about each (PERSON, TELEPHONE); blank for who is not told."""
    if not may(frame):
        return rows.with_columns(pl.lit(None, pl.String).alias(name) for name in (PERSON, TELEPHONE))
    own = pl.col("person").is_not_null()
    found = people.calls(frame.store).select(
        "project_id",
        pl.coalesce("person", "unit_person").alias(PERSON),
        pl.when(own).then("telephone").otherwise("unit_telephone").alias(TELEPHONE),
    )
    return rows.join(found, on="project_id", how="left", maintain_order="left")


def of_project(frame: Frame, project_id: str) -> Row | None:
    """The row of `calls` of the project; None where nobody is named or the reader is not told."""
    if not may(frame):
        return None
    rows = people.calls(frame.store).filter(project_id=project_id).rows(named=True)
    return rows[0] if rows else None


def line(frame: Frame, call: Row | None) -> str:
    """Whom to call, as HTML: the project's responsible person, the unit's contact, and the leader in charge there."""
    if call is None:
        return ""
    parts = {
        "call_project": (call["person"], call["telephone"]),
        "call_unit": (call["unit_person"], call["unit_telephone"]),
        "call_leader": (call["leader"],),
    }
    told = [
        frame.say(
            f"project.{name}",
            told=" ".join(str(word) for word in words if word),
            unit=call["unit_name"] or "",
        )
        for name, words in parts.items()
        if any(words)
    ]
    return f'<p class="marks" id="calls">{"".join(f"<span>{escape(one)}</span>" for one in told)}</p>'
