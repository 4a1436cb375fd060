"""Whom to call about a project: its responsible person, else the unit's contact; told to who is signed in."""

from __future__ import annotations

import polars as pl

from portfolio.queries import people
from portfolio.web.cells import Row
from portfolio.web.frame import Frame

CALL = ("call_person", "call_telephone", "project_person")
"""Whom to call, at which number, and the project's own responsible person where one is named."""


def may(frame: Frame) -> bool:
    """Whether the reader is told names and telephone numbers: as on 填报情况."""
    return frame.reader.may("follow")


def with_calls(frame: Frame, rows: pl.DataFrame) -> pl.DataFrame:
    """The rows, which have a project_id, beside whom to call about each (CALL); blank for who is not told."""
    if not may(frame):
        return rows.with_columns(pl.lit(None, pl.String).alias(name) for name in CALL)
    own = pl.col("person").is_not_null()
    found = people.calls(frame.store).select(
        "project_id",
        call_person=pl.coalesce("person", "unit_person"),
        call_telephone=pl.when(own).then("telephone").otherwise("unit_telephone"),
        project_person="person",
    )
    return rows.join(found, on="project_id", how="left", maintain_order="left")


def of_project(frame: Frame, project_id: str) -> Row | None:
    """The row of `calls` of the project; None where nobody is named or the reader is not told."""
    if not may(frame):
        return None
    rows = people.calls(frame.store).filter(project_id=project_id).rows(named=True)
    return rows[0] if rows else None
