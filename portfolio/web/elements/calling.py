"""Whom to call about a project: its responsible person, else the unit's contact; told to who is signed in."""

from __future__ import annotations

import polars as pl

from portfolio.queries import people
from portfolio.web.frame import Frame
from portfolio.web.tables.cells import Row

PERSON = "call_person"


def may(frame: Frame) -> bool:
    """Whether the reader is told names and telephone numbers: as on 填报情况."""
    return frame.reader.may("follow")


def with_person(frame: Frame, rows: pl.DataFrame) -> pl.DataFrame:
    """The rows, which have a project_id, beside whom to call about each (PERSON); blank for who is not told.

    The number stands on the project's page: a list on a desk's first screen has no room for it.
    """
    if not may(frame):
        return rows.with_columns(pl.lit(None, pl.String).alias(PERSON))
    found = people.calls(frame.store).select("project_id", pl.coalesce("person", "unit_person").alias(PERSON))
    return rows.join(found, on="project_id", how="left", maintain_order="left")


def of_project(frame: Frame, project_id: str) -> Row | None:
    """The row of `calls` of the project; None where nobody is named or the reader is not told."""
    if not may(frame):
        return None
    rows = people.calls(frame.store).filter(project_id=project_id).rows(named=True)
    return rows[0] if rows else None
