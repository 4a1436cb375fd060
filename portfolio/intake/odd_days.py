"""Days that are asked about before they are taken: far outside the plan's years, or far from what stood before.

2052-06-30 for 2025-06-30 is a slip of the pen that nobody notices once it is stored; a day that is meant is confirmed
with a word. One that stands already is not asked about again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

import polars as pl

from portfolio.intake.context import Context
from portfolio.intake.faults import Faults, day, fault, label
from portfolio.intake.typed import PRECISION, TEXT, Typed
from portfolio.model import Problem

BEYOND_YEARS = 5
"""How many years before the edition's first or after its last year a day may lie unasked."""
APART_DAYS = 1_096
"""How far a day may lie from what stood before, unasked: three years."""
BEFORE = {"due_on": ("due_on",), "forecast_on": ("forecast_on", "due_on"), "done_on": ("done_on", "due_on")}
"""Of each day of a milestone, what stood before: the first of these that is known."""

Horizon = tuple[date, date]
"""The first and the last day of the edition in force."""


def of_odd_days(sheets: Mapping[str, Typed], context: Context) -> Iterator[Faults]:
    """The warnings about milestones' days."""
    milestones = sheets.get("milestones")
    if milestones is None:
        return
    keys = ["project_id", "milestone"]
    held = context.held["milestone"].select(
        *keys,
        *("due_on_last", "forecast_on_last", "done_on_last"),
    )
    rows = milestones.rows.join(held, on=keys, how="left", maintain_order="left")
    for column, known in BEFORE.items():
        told = rows.filter(pl.col(column).ne_missing(pl.col(f"{column}_last"))).with_columns(
            __new=pl.col(column), __before=pl.coalesce(f"{name}_last" for name in known)
        )
        yield from _asked(told.drop_nulls("__new"), column, context.horizon)


def _asked(told: pl.DataFrame, column: str, horizon: Horizon | None) -> Iterator[Faults]:
    precision = pl.col(column + PRECISION)
    facts: dict[str, pl.Expr | str] = {
        "milestone": label("milestone", pl.col("milestone")),
        "new": day(pl.col("__new"), precision),
    }
    beyond = told.filter(_beyond(horizon))
    if horizon is not None:
        ends = {
            name: f"@day:{one.isoformat()}:day" for name, one in zip(("begins", "ends"), horizon, strict=True)
        }
        yield _warning(beyond, column, "day_far_horizon", facts | ends)
    apart = told.filter(_apart() & ~_beyond(horizon))
    yield _warning(apart, column, "day_far_before", facts | {"old": day(pl.col("__before"))})


def _warning(rows: pl.DataFrame, column: str, code: str, facts: Mapping[str, pl.Expr | str]) -> Faults:
    return fault(
        rows, "milestones", column, code, severity="warning", value=pl.col(column + TEXT), facts=facts
    )


def _beyond(horizon: Horizon | None) -> pl.Expr:
    if horizon is None:
        return pl.lit(value=False)
    first, last = (one.replace(month=1, day=1) for one in horizon)
    begins = date(first.year - BEYOND_YEARS, 1, 1)
    ends = date(last.year + BEYOND_YEARS, 12, 31)
    return (pl.col("__new") < begins) | (pl.col("__new") > ends)


def _apart() -> pl.Expr:
    apart = (pl.col("__new") - pl.col("__before")).dt.total_days().abs()
    return (apart > APART_DAYS).fill_null(value=False)


def asked(name: str, new: date, before: date | None, horizon: Horizon | None) -> Problem | None:
    """The same question about one day of the milestone `name`; None for a day that is taken as it is."""
    row = pl.DataFrame(
        {"__new": [new], "__before": [before]}, schema={"__new": pl.Date, "__before": pl.Date}
    ).select(beyond=_beyond(horizon), apart=_apart())
    facts = (("milestone", f"@code:milestone:{name}"), ("new", f"@day:{new.isoformat()}:day"))
    if row["beyond"][0] and horizon is not None:
        ends = tuple(
            (key, f"@day:{one.isoformat()}:day") for key, one in zip(("begins", "ends"), horizon, strict=True)
        )
        return Problem(code="day_far_horizon", severity="warning", value=new.isoformat(), facts=facts + ends)
    if row["apart"][0] and before is not None:
        old = (("old", f"@day:{before.isoformat()}:day"),)
        return Problem(code="day_far_before", severity="warning", value=new.isoformat(), facts=facts + old)
    return None
