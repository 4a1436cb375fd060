"""Days that are asked about before they are taken: far outside the plan's years, or far from what stood before.

2052-06-30 for 2025-06-30 is a slip of the pen that nobody notices once it is stored; a day that is meant is confirmed
by itself. One that stands already is not asked about again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

import polars as pl

from portfolio.intake.context import Context
from portfolio.intake.faults import Faults, day, fault, label, word
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
    """The questions about days of milestones and obstacles, and about years of plans."""
    if milestones := sheets.get("milestones"):
        keys = ["project_id", "milestone"]
        held = context.held["milestone"].select(*keys, *(f"{name}_last" for name in BEFORE))
        rows = milestones.rows.join(held, on=keys, how="left", maintain_order="left")
        named = label("milestone", pl.col("milestone"))
        for column, known in BEFORE.items():
            told = rows.filter(pl.col(column).ne_missing(pl.col(f"{column}_last"))).with_columns(
                __new=pl.col(column), __before=pl.coalesce(f"{name}_last" for name in known)
            )
            yield from _asked(told.drop_nulls("__new"), "milestones", column, named, context.horizon)
        approved = milestones.rows.with_columns(__new=pl.col("approved_on"), __before=pl.lit(None, pl.Date))
        yield from _asked(
            *(approved.drop_nulls("__new"), "milestones", "approved_on"),
            *(pl.lit(word("intake.milestones.approved_on")), context.horizon),
        )
    if obstacles := sheets.get("obstacles"):
        for column in ("due_on", "cleared_on"):
            told = obstacles.rows.with_columns(__new=pl.col(column), __before=pl.lit(context.period_on))
            name = pl.lit(word(f"intake.obstacles.{column}"))
            yield from _asked(told.drop_nulls("__new"), "obstacles", column, name, context.horizon)
    if plan := sheets.get("plan"):
        yield _far_years(plan, context)


def _far_years(plan: Typed, context: Context) -> Faults:
    """Years of plans more than three from the month's, and outside the edition's years."""
    first, last = context.horizon or (context.period_on, context.period_on)
    year = pl.col("year")
    inside = year.is_between(first.year, last.year) | (
        (year - context.period_on.year).abs() <= APART_DAYS // 365
    )
    facts = {"year": f"@day:{context.period_on.isoformat()}:year"}
    rows = plan.rows.filter(year.is_not_null() & ~inside)
    text = pl.col("year" + TEXT)
    return fault(rows, "plan", "year", "year_far", severity="question", value=text, facts=facts)


def _asked(
    told: pl.DataFrame, sheet: str, column: str, name: pl.Expr, horizon: Horizon | None
) -> Iterator[Faults]:
    precision = pl.col(column + PRECISION)
    facts: dict[str, pl.Expr | str] = {
        "milestone": name,
        "new": day(pl.col("__new"), precision),
    }
    beyond = told.filter(_beyond(horizon))
    if horizon is not None:
        ends = {
            name: f"@day:{one.isoformat()}:day" for name, one in zip(("begins", "ends"), horizon, strict=True)
        }
        yield _question(beyond, sheet, column, "day_far_horizon", facts | ends)
    apart = told.filter(_apart() & ~_beyond(horizon))
    yield _question(apart, sheet, column, "day_far_before", facts | {"old": day(pl.col("__before"))})


def _question(
    rows: pl.DataFrame, sheet: str, column: str, code: str, facts: Mapping[str, pl.Expr | str]
) -> Faults:
    return fault(rows, sheet, column, code, severity="question", value=pl.col(column + TEXT), facts=facts)


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
