"""Days against today and against one another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from portfolio import codes
from portfolio.intake.context import Context
from portfolio.intake.faults import Faults, day, fault, label
from portfolio.intake.typed import CLEARED, PRECISION, TEXT, Typed

START = "start"


def of_days(sheets: Mapping[str, Typed], context: Context) -> Iterator[Faults]:
    """The faults of dates."""
    if milestones := sheets.get("milestones"):
        yield _future(milestones, "done_on", "date_future", context)
        yield _future(milestones, "approved_on", "approval_future", context)
        yield from _before_start(milestones, context)
    if obstacles := sheets.get("obstacles"):
        yield _future(obstacles, "cleared_on", "date_future", context)


def first_day(value: pl.Expr, precision: pl.Expr) -> pl.Expr:
    """The first day of the period that a coarse date names by its last."""
    return (
        pl.when(precision == "month")
        .then(value.dt.truncate("1mo"))
        .when(precision == "quarter")
        .then(value.dt.truncate("1q"))
        .when(precision == "season")
        .then(value.dt.truncate("1mo").dt.offset_by("-2mo"))
        .when(precision == "half")
        .then(value.dt.truncate("1mo").dt.offset_by("-5mo"))
        .when(precision == "year")
        .then(value.dt.truncate("1y"))
        .otherwise(value)
    )


def _future(typed: Typed, code: str, problem: str, context: Context) -> Faults:
    first = first_day(pl.col(code), pl.col(code + PRECISION))
    to_come = typed.rows.filter(first > context.today)
    facts = {"today": f"@day:{context.today.isoformat()}:day"}
    return fault(to_come, typed.sheet.code, code, problem, value=pl.col(code + TEXT), facts=facts)


def _before_start(milestones: Typed, context: Context) -> Iterator[Faults]:
    """A later core milestone done before the works had started, told at the row that states either day.

    A coarse day is given the benefit of the doubt: the start's first possible day against the other's last.
    """
    core = codes.table("milestone").select(pl.col("code"), "sort_order", pl.col("core") == 1)
    begun = core.filter(pl.col("code") == START)["sort_order"].item()
    later = core.filter(pl.col("core") & (pl.col("sort_order") > begun))["code"]
    done = _done_days(milestones, context)
    start = done.filter(pl.col("milestone") == START).select(
        "project_id",
        started=first_day(pl.col("day"), pl.col("precision")),
        start_day="day",
        start_precision="precision",
        start_row="row_number",
    )
    pairs = done.filter(pl.col("milestone").is_in(later.implode())).join(start, on="project_id", how="inner")
    wrong = pairs.filter(
        (pl.col("day") < pl.col("started"))
        & pl.any_horizontal(pl.col("row_number", "start_row").is_not_null())
    )
    told = wrong.with_columns(row_number=pl.coalesce("row_number", "start_row")).unique(
        ["row_number", "milestone"], maintain_order=True
    )
    facts = {
        "milestone": label("milestone", pl.col("milestone")),
        "start": day(pl.col("start_day"), pl.col("start_precision")),
    }
    yield fault(
        told, "milestones", "done_on", "done_before_start", value=pl.col("day").cast(pl.String), facts=facts
    )


def _done_days(milestones: Typed, context: Context) -> pl.DataFrame:
    """One row a project and milestone with a done day once the file counts; row_number where the file states it."""
    keys = ["project_id", "milestone"]
    touched = milestones.rows.filter(
        pl.col("done_on" + TEXT).is_not_null() & pl.col("project_id").is_not_null()
    )
    stated = touched.filter(pl.col("done_on").is_not_null() & ~pl.col("done_on" + CLEARED)).select(
        *keys, day="done_on", precision="done_on" + PRECISION, row_number="row_number"
    )
    held = (
        context.held["milestone"]
        .filter(pl.col("done_on_last").is_not_null())
        .join(touched, on=keys, how="anti")
        .select(*keys, day="done_on_last", precision="done_precision_last", row_number=pl.lit(None, pl.Int32))
    )
    return pl.concat([stated, held], how="vertical_relaxed")
