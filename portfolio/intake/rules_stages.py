"""竣工: a project that is reported completed names the day, and a document or a paper that proves it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from portfolio.intake.context import Context
from portfolio.intake.faults import Faults, fault
from portfolio.intake.typed import CLEARED, TEXT, Typed

COMPLETED = "completed"
ENDS = ("completion", "acceptance", "in_use")
"""The milestones of which any, once done, says that the project is completed."""
UNPROVED = "completed_unproved"
"""The warning that asks for a document's number; a paper with the report answers it, a word for all does not."""


def of_stages(sheets: Mapping[str, Typed], context: Context) -> Iterator[Faults]:
    """The faults of projects that become 竣工 by this report."""
    status = sheets.get("status")
    if status is None or not status.states("stage"):
        return
    before = context.held["status"].filter(pl.col("stage_last") == COMPLETED)["project_id"]
    rows = status.rows.filter((pl.col("stage") == COMPLETED) & ~pl.col("project_id").is_in(before.implode()))
    known = pl.col("project_id").is_in(_ended(sheets.get("milestones"), context).implode())
    yield fault(rows.filter(~known), "status", "stage", "completed_no_day")
    named = pl.col("document_number" + TEXT).is_not_null()
    yield fault(rows.filter(known & ~named), "status", "stage", UNPROVED, severity="warning")


def _ended(milestones: Typed | None, context: Context) -> pl.Series:
    """The projects of which any of ENDS is done once the file counts."""
    held = context.held["milestone"].filter(pl.col("done_on_last").is_not_null())
    told = [held.select("project_id", "milestone")]
    if milestones is not None:
        rows = milestones.rows.filter(pl.col("done_on").is_not_null() & ~pl.col("done_on" + CLEARED))
        told.append(rows.select("project_id", "milestone"))
    both = pl.concat(told)
    return both.filter(pl.col("milestone").is_in(ENDS))["project_id"].drop_nulls().unique()
