"""What a reviewer said of single figures of a unit's report that came back: shown where the figure is filled in again."""

from __future__ import annotations

from datetime import date

import polars as pl

from portfolio import intake
from portfolio.intake import FieldPlace
from portfolio.queries import reporting as queries
from portfolio.web.frame import Frame
from portfolio.web.reporting import acting, keeping, listed

HELD = "remarked_fields"


def opinions(frame: Frame, number: int) -> pl.DataFrame:
    """The reviewer's remarks on the report, as figures_remarked."""
    asked = acting.view(frame)
    rows = queries.report_remarks(frame.store, asked, number).filter(kind="review").drop_nulls("said")
    return queries.figures_remarked(rows, queries.report_entries(frame.store, asked, number))


def on_fields(frame: Frame, unit_code: str, period_on: date) -> dict[FieldPlace, str]:
    """Where a figure of the unit's month is filled in to what its reviewer said of it, of projects that came back."""
    key = (unit_code, period_on)
    return keeping.kept(frame, HELD, key, max(frame.filters.today, period_on), lambda: _found(frame, *key))


def _found(frame: Frame, unit_code: str, period_on: date) -> dict[FieldPlace, str]:
    rows = queries.followup_rows(frame.store, acting.view(frame), period_on).filter(unit_code=unit_code)
    back = rows.filter(pl.col("sent_verdict").is_in(["returned", "taken_back"])).drop_nulls("submission_id")
    found: dict[FieldPlace, str] = {}
    for number, projects in back.group_by("submission_id"):
        for row in opinions(frame, int(str(number[0]))).iter_rows(named=True):
            place = intake.field_of(row) if row["field"] else None
            if place is None or row["project_id"] not in projects["project_id"]:
                continue
            told = frame.say("filter.pair", name=listed.value(frame, row), values=row["said"])
            found[place] = (
                f"{found[place]}{frame.say('filter.pair_separator')}{told}" if place in found else told
            )
    return found
